"""The bands in which a balance is looked at: how old a debt is, how large, and in which state (facts.md 4.7).

Their limits stand in `analytics/sql/marts/views/banded.sql`; here are the words, in the order in which they are shown.
"""

from __future__ import annotations

from typing import Final

from analytics.ledger.columns import STATES

AGES: Final = {  # since the due date
    "not_due": "納期未到来",
    "months_0_3": "3か月未満",
    "months_3_12": "3か月以上1年未満",
    "years_1_2": "1年以上2年未満",
    "years_2_3": "2年以上3年未満",
    "years_3_5": "3年以上5年未満",
    "years_5": "5年以上",
    "unknown": "納期限の記載なし",
}
OLD: Final = ("years_1_2", "years_2_3", "years_3_5", "years_5")  # a year and more
SIZES: Final = {  # what one debtor owes one department
    "from_100": "100万円以上",
    "from_50": "50万円以上100万円未満",
    "from_10": "10万円以上50万円未満",
    "from_5": "5万円以上10万円未満",
    "from_1": "1万円以上5万円未満",
    "under_1": "1万円未満",
    "unknown": "債務者の記載なし",
}
SHORT: Final = {  # of ages and sizes, where there is little room: from the first on, up to but without the second
    "months_3_12": "3か月～1年",
    "years_1_2": "1～2年",
    "years_2_3": "2～3年",
    "years_3_5": "3～5年",
    "from_50": "50～100万円",
    "from_10": "10～50万円",
    "from_5": "5～10万円",
    "from_1": "1～5万円",
}
LARGE: Final = ("from_100", "from_50")
STATE_BANDS: Final = STATES | {"unknown": "状態の記載なし"}
COLLECT, SETTLE, UNTOUCHED = "回収する債権", "整理する債権", "未着手"
STATE_GROUPS: Final = {  # management split of facts.md 1.2: worth pursuing, or to be closed properly
    "seized": COLLECT,
    "instalments": COLLECT,
    "negotiating": COLLECT,
    "nothing_left": SETTLE,
    "suspended": SETTLE,
    "time_barred": SETTLE,
    "destitute": SETTLE,
    "untouched": UNTOUCHED,
    "unknown": "状態の記載なし",
}
DIMENSIONS: Final = {"age": AGES, "size": SIZES, "state": STATE_BANDS}
EXPIRIES: Final = {  # when the limitation period may end at the earliest (facts.md 2.1); to be looked at, never a fact
    "past": "期間経過の見込み（要確認）",
    "to_invoke": "援用待ちの見込み（私債権）",
    "months_3": "3か月以内",
    "months_12": "3か月を超え1年以内",
    "months_24": "1年を超え2年以内",
    "later": "2年より先",
    "held": "差押中（進行していない）",
    "unknown": "算定不可（記録や決まりがない）",
}
SOON: Final = ("months_3", "months_12")  # within a year
