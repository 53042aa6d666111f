"""What rows may do to each other and to their file: totals, heads again, the same claim twice, shifted columns."""

from __future__ import annotations

from tests.hostile.departments import (
    CARE,
    ELDERLY,
    HOUSING,
    TAX,
    estate,
    total,
)
from tests.hostile.forms import BLANK, Case, Line, aside, fixed, ok, out

CARRIED = {"会計年度": "2026", "賦課年度": "2019", "督促状発行日": "", "納期限": "2019-07-01"}
HEAD_AGAIN = aside(*TAX.head)

CASES = [
    Case(
        "amounts that do not add up",
        TAX,
        [
            out(未納税額="6001"),
            out(未納税額="0"),
            out(収納税額="0", 欠損税額="4000", 未納税額="4000"),
            ok(収納税額="0", 欠損税額="4000"),
            ok(収納税額="12000", 未納税額="-2000"),  # paid too much
            ok(税額="0", 収納税額="0", 未納税額="0", 最終収納日=""),
            ok(収納税額="10000", 未納税額="0"),
        ],
        warnings={"overpaid"},
    ),
    Case(
        "written off after the suspension",
        TAX,
        [
            ok(
                **CARRIED,
                **{"収納税額": "0", "欠損税額": "10000", "未納税額": "0"},
                **{"執行停止日": "2023-10-20", "滞納管理状況": "執行停止", "最終収納日": ""},
            ),
            out(
                **CARRIED,
                **{"収納税額": "0", "欠損税額": "10000", "未納税額": "10000"},
                **{"執行停止日": "2023-10-20", "滞納管理状況": "執行停止"},
            ),
            out(**CARRIED, **{"執行停止日": "2026-11-20"}),
        ],
    ),
    Case(
        "carried over, but from when?",
        ELDERLY,
        [
            ok(区分="滞納繰越分", 賦課年度="2025"),
            out(区分="滞納繰越分", 賦課年度="2026"),  # of this year, and yet carried over
            ok(区分="現年度分", 賦課年度="2025"),  # levied this year for the last, perhaps
            out(区分="過年度分"),
            out(区分=""),
            ok(区分="滞納繰越分", 賦課年度="2025", 期="2"),
        ],
        warnings={"current_of_old"},
    ),
    Case(
        "the same claim again",
        TAX,
        [
            ok(宛名番号="0000000007"),
            ok(宛名番号="0000000007", 期別="02"),
            ok(宛名番号="0000000007", 賦課年度="2025"),
            ok(宛名番号="0000000007", **{"業務詳細（科目）コード": "003"}),
            out(宛名番号="0000000007"),
            out(宛名番号="0000000008"),
            out(宛名番号="0000000008", 収納税額="0", 未納税額="10000"),
            out(宛名番号="0000000009"),
            out(宛名番号="０００００００００９", 最終収納日=""),
        ],
    ),
    Case(
        "heads, blank rows and rows of commas in the middle",
        TAX,
        [
            ok(),
            HEAD_AGAIN,
            BLANK,
            Line("blank", ",".join([""] * 23)),
            Line("blank", ",".join([" "] * 22 + ["　"])),
            ok(),
            HEAD_AGAIN,
            ok(),
        ],
    ),
    Case(
        "totals that this form does not know",
        TAX,
        [
            ok(),
            Line("out", [*["合計"], *[""] * 8, "10000", "4000", "0", "6000", *[""] * 10]),
            Line("out", ["小計", *[""] * 22]),
            ok(),
            Line("out", ["※令和8年10月31日現在　2件", *[""] * 22]),
            Line("out", ["以上", *[""] * 22]),
        ],
    ),
    Case(
        "rows too short, too long, and shifted",
        TAX,
        [
            ok(),
            Line("out", TAX.cells(ok(), 3)[1:]),  # the first column is lost
            Line("out", [*TAX.cells(ok(), 4)[1:], ""]),  # and a comma put behind
            Line("out", ["", *TAX.cells(ok(), 5)[:-1]]),
            Line("out", TAX.cells(ok(), 6)[:9]),
            Line("out", [*TAX.cells(ok(), 7), "余り"]),
            Line("ok", [*TAX.cells(ok(), 8), "", ""]),  # blank cells say nothing
            Line("out", ["999999"]),
            Line("out", [*TAX.cells(ok(), 10)[:9], "10", "000", *TAX.cells(ok(), 10)[10:]]),
        ],
        warnings={"unknown_word"},
    ),
    Case(
        "a total in the middle, and once more at the end",
        CARE,
        [
            ok(),
            total("１８，０００円", "0円", "4,000", 0, "14000", word="合　計"),
            ok(),
            total(18000, 0, 4000, 0, 14000),
        ],
    ),
    Case(
        "a total that is one yen short",
        CARE,
        [ok(), ok(), total(18000, 0, 4000, 0, 13999)],
        errors={"total"},
    ),
    Case(
        "a list whose last rows are lost",
        CARE,
        [ok(), ok(), ok()],
        errors={"no_total"},
    ),
    Case(
        "estates with their totals",
        HOUSING,
        [
            ok(),
            fixed(団地=""),
            fixed(団地="", 部屋番号=""),
            estate("見本団地　小計", 72900, 900, 0, 72000),
            BLANK,
            ok(団地="ためし団地"),
            fixed(団地=""),
            estate("ためし団地　小計", 48600, 600, 0, 48000),
            estate("合　計", 121500, 1500, 0, 120000),
            aside("※ 空欄は上と同じ。"),
            aside("※ 1件 24,300円の誤りを訂正"),
        ],
    ),
    Case(
        "an estate whose total is wrong",
        HOUSING,
        [
            ok(),
            ok(),
            estate("見本団地　小計", 48600, 600, 0, 47000),
            estate("合計", 48600, 600, 0, 48000),
        ],
        errors={"total"},
    ),
    Case(
        "two months in one: the name says another than the title",
        HOUSING,
        [
            ok(),
            estate("見本団地　小計", 24300, 300, 0, 24000),
            estate("合計", 24300, 300, 0, 24000),
        ],
        errors={"month_differs"},
        name=HOUSING.name.replace("202610", "202609"),
    ),
]
