"""What each department calls the states of a balance. The layouts say the same the other way round."""

from __future__ import annotations

WATER_STATES = {
    "seized": "差押",
    "instalments": "分納中",
    "negotiating": "交渉中",
    "nothing_left": "残余なし",
    "suspended": "徴収停止",
    "time_barred": "時効期間経過",
    "destitute": "困窮",
    "untouched": "未対応",
}
LUNCH_STATES = WATER_STATES | {"instalments": "分割", "negotiating": "相談中", "untouched": "未"}
CARE_STATES = WATER_STATES | {
    "instalments": "分納誓約",
    "suspended": "執行停止",
    "untouched": "その他",
}
INSURANCE_STATES = CARE_STATES | {"negotiating": "折衝", "untouched": "一般"}
WELFARE_STATES = WATER_STATES | {
    "instalments": "履行延期",
    "destitute": "保護継続",
    "untouched": "請求中",
}
TAX_STATES = {
    "seized": "差押",
    "instalments": "分納",
    "negotiating": "折衝中",
    "nothing_left": "換価済",
    "suspended": "執行停止",
    "time_barred": "時効",
    "destitute": "生活困窮",
    "untouched": "未着手",
}
HOUSING_STATES = WATER_STATES | {
    "instalments": "分割納付",
    "negotiating": "面談済",
    "untouched": "督促のみ",
}
NURSERY_STATES = WATER_STATES | {
    "instalments": "誓約あり",
    "negotiating": "園で相談中",
    "untouched": "－",
}
