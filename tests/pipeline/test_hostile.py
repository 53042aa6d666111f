"""Department files made to do harm: exactly the rows that a careful clerk would take in, put right or keep out.

Each case is one small file in the real form of a department (`tests.hostile`), with the fate of every row decided by
hand beside it. `errors` are what is wrong with the file as a whole, which keeps all of it out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from analytics.intake.delivered import Reading
from analytics.intake.findings import Severity
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.intake.reading import choose_layout, read_source
from analytics.intake.tables.source import open_source
from analytics.settings import DATA
from tests.hostile import (
    BLANK,
    CARE,
    ELDERLY,
    HOUSING,
    LUNCH,
    NURSERY,
    PERSONS,
    TAX,
    WATER,
    WELFARE,
    Form,
    Line,
    aside,
    fixed,
    ok,
    out,
)


@dataclass(frozen=True)
class Case:
    title: str
    form: Form
    lines: list[Line]
    errors: set[str] = field(default_factory=set)  # of the file as a whole
    warnings: set[str] = field(default_factory=set)
    name: str = ""


def each(fate: Callable[..., Line], column: str, *cells: str) -> list[Line]:
    return [fate(**{column: cell}) for cell in cells]


def total(*yen: object, word: str = "合計") -> Line:
    """The last row of the care list: its five amounts."""
    return aside(word, *[""] * 10, *yen, *[""] * 5)


def estate(word: str, *yen: int) -> Line:
    """A total row of the housing list: its four amounts."""
    return aside(word, *[""] * 11, *yen, *[""] * 5)


UNPAID = {"納期限": "2026-10-31", "収納税額": "0", "未納税額": "10000", "督促状発行日": ""}
CARRIED = {"会計年度": "2026", "賦課年度": "2019", "督促状発行日": "", "納期限": "2019-07-01"}
HEAD_AGAIN = aside(*TAX.head)

CASES = [
    Case(
        "days in every way of writing them",
        TAX,
        [
            *each(ok, "納期限", "2026/6/30", "2026.06.30", "20260630", "2026年6月30日"),
            *each(ok, "納期限", "2026-06-30 00:00:00", " 2026-06-30 "),
            *each(fixed, "納期限", "R8.6.30", "令和8年6月30日", "令和 8年 6月30日", "5080630"),
            *each(
                fixed,
                "納期限",
                "２０２６／６／３０",
                "Ｒ８．６．３０",
                "R080630",
                "平成38年6月30日",
            ),
        ],
    ),
    Case(
        "days that there are not, or that may be two",
        TAX,
        [
            *each(out, "納期限", "2026-06-31", "2026-13-01", "R8.2.29", "R8.6.31", "5080631"),
            *each(out, "納期限", "8/6/30", "06/30/2026", "26-06-30", "6月30日", "８年６月３０日"),
            *each(out, "納期限", "46203", "2026-06", "00000000", "未定", "#REF!", "2026-06-30頃"),
            *each(out, "納期限", "", "0000-00-00", "R0.6.30", "20266030"),
        ],
    ),
    Case(
        "the year in which an era began",
        TAX,
        [
            fixed(**CARRIED | {"納期限": "令和元年5月1日"}),
            fixed(**CARRIED | {"納期限": "R元.7.1"}),
            fixed(**CARRIED | {"納期限": "R1.7.1"}),
            fixed(**CARRIED | {"納期限": "H31.4.30"}),
            fixed(**CARRIED | {"納期限": "H31.7.1"}),  # printed before the new era had a name
            out(**CARRIED | {"納期限": "令和元年4月30日"}),  # no such day
            out(**CARRIED | {"納期限": "R1.4.30"}),
            fixed(**CARRIED | {"賦課年度": "令和元年度"}),
            fixed(**CARRIED | {"賦課年度": "平成31年度"}),
            out(**CARRIED | {"賦課年度": "元年度"}),
        ],
    ),
    Case(
        "days against each other and the month",
        TAX,
        [
            out(最終収納日="2026-11-01"),
            ok(最終収納日="2026-10-31"),
            out(納期限="2026-03-31"),  # before the year in which it was levied
            out(賦課年度="2027"),
            out(会計年度="2025"),  # closed since May
            out(会計年度="2027"),
            out(納期限="2062-06-30", 督促状発行日=""),  # two digits changed places
            ok(督促状発行日="2026-06-29"),  # said, but the money is owed
            ok(**UNPAID | {"最終収納日": ""}),
        ],
        warnings={"reminded_early"},
    ),
    Case(
        "amounts in every way of writing them",
        TAX,
        [
            *each(ok, "税額", "10,000", "\\10,000", "10,000円", "  10000", "0000010000", "10000 "),
            *each(fixed, "税額", "１００００", "１０，０００", "￥10,000", "1００00", "10，000"),
            *each(fixed, "税額", "10000.00", "10,000.0", "'10000"),
        ],
    ),
    Case(
        "amounts that nobody can be sure of",
        TAX,
        [
            *each(out, "税額", "1,0000", "10,00", "10.000", "10000.5", "10 000", "1万", "10千円"),
            *each(out, "税額", "1E+04", "1.0E+04", "10000?", "約10000", "1OOOO", "l0000", "一万"),
            *each(out, "税額", "", "－", "-", "ー", "NULL", "#N/A", "nan", "TRUE", "=5000*2"),
            *each(out, "税額", "10、000", "①0000", "10000-", "99999999999999999999", "10000 0"),
        ],
    ),
    Case(
        "less than nothing",
        WELFARE,
        [
            ok(減額="-5000", 残額="35000"),
            *[
                fixed(減額=cell, 残額="35000")
                for cell in ("▲5000", "△5,000", "(5,000)", "（５，０００）", "－5000", "▲ 5000")
            ],
            *[fixed(減額=cell, 残額="35000") for cell in ("−5000", "‐5000", "―5000", "ー5000")],
            *[out(減額=cell, 残額="35000") for cell in ("5000-", "--5000", "▲-5000", "(5000", "-")],
            *[out(減額=cell, 残額="35000") for cell in ("▼5000", "(-5000)", "△", "5000▲")],
        ],
    ),
    Case(
        "dashes that mean nothing owed",
        ELDERLY,
        [
            *[ok(増減額=cell) for cell in ("-", "－", "0", "ー", "―", "‐", "−", " - ")],
            *[out(増減額=cell) for cell in ("--", "", "*", "なし")],
            ok(収納額="-", 滞納額="16,200", 最終収納日=""),
        ],
    ),
    Case(
        "debtor numbers",
        TAX,
        [
            fixed(宛名番号="０００００００１０１"),
            fixed(宛名番号="'0000000102"),
            ok(宛名番号="0000000103  "),
            out(宛名番号="1.23E+09"),
            out(宛名番号="1.23457E+11"),
            out(宛名番号="0000000104.0"),
            out(宛名番号=""),
            out(宛名番号="　"),
            ok(宛名番号="A-105"),
        ],
    ),
    Case(
        "one number in several hands",
        WELFARE,
        [
            ok(整理番号="F-00000001"),
            fixed(整理番号="Ｆ－00000001", 決定月="5月"),
            fixed(整理番号="F‐00000001", 決定月="6月"),
            fixed(整理番号="F−00000001", 決定月="7月"),
            out(整理番号="F-00000002", 返還決定額="60000", 残額="50000"),  # of these two, which?
            out(整理番号="F－00000002"),
            ok(整理番号="F-00000003"),
            out(整理番号="F-00000003"),  # the same row again
        ],
    ),
    Case(
        "numbers that a spreadsheet has cut",
        NURSERY,
        [
            ok(保護者番号="00000476"),
            fixed(保護者番号=477),
            fixed(保護者番号="00000４78"),
            out(保護者番号=123456789),
            out(保護者番号="4.79E+07"),
            out(保護者番号=480.5),
            out(保護者番号="A0000481"),
            out(保護者番号=""),
        ],
    ),
    Case(
        "cells of a workbook",
        NURSERY,
        [
            ok(納期限=date(2026, 6, 22)),
            fixed(納期限="令和8年6月22日"),
            out(納期限=46195),  # a day that has lost its format is a number
            ok(調定額="60,700"),
            fixed(調定額="６０７００"),
            out(調定額=60700.5),
            out(調定額=True),
            out(調定額="#DIV/0!"),
            out(調定額=""),
            ok(保護者氏名="=cmd|' /C calc'!A0"),
        ],
    ),
    Case(
        "departments that were renamed or are unknown",
        NURSERY,
        [
            ok(課コード="401"),
            ok(課コード="こども未来課"),
            ok(課コード="４０１"),
            out(課コード="こども課"),  # so called until 2023
            out(課コード="999"),
            out(課コード=""),
        ],
    ),
    Case(
        "claims and states that nobody knows",
        TAX,
        [
            ok(**{"業務詳細（科目）コード": "005"}),
            ok(**{"業務詳細（科目）コード": "００５"}),
            out(**{"業務詳細（科目）コード": "009"}),
            out(**{"業務詳細（科目）コード": "5"}),
            out(**{"業務詳細（科目）コード": ""}),
            ok(滞納管理状況="要確認"),
            ok(滞納管理状況=""),
        ],
        warnings={"unknown_word"},
    ),
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
        "names that are formulas, pages, commands",
        PERSONS,
        [
            *each(
                ok, "氏名/名称", '=HYPERLINK("http://example.invalid","見る")', "+1+1", "@SUM(A1)"
            ),
            *each(
                ok, "氏名/名称", "<script>alert(1)</script>", "'; DROP TABLE persons; --", "-2+3"
            ),
            *each(
                ok, "氏名/名称", "../../etc/passwd", "合計", "※印", "NULL", "{{7*7}}", "$(id)", "%n"
            ),
            *each(ok, "氏名/名称", 'か"ぎ"かっこ', "二行の\n名前", "コンマ,入り", "", "タブ\t入り"),
        ],
    ),
    Case(
        "addresses that cannot be",
        PERSONS,
        [
            ok(生年月日="1970-02-30"),  # said and left blank: nobody is kept out for a birthday
            ok(生年月日="昭和99年1月1日"),
            fixed(生年月日="S45.1.1"),
            out(宛名番号=""),
            ok(電話番号="０９０－００００－００００"),
            ok(**{"氏名/名称": "架空\ue000太郎"}),  # a letter that the city made for itself
        ],
        warnings={"not_a_day", "own_letter"},
    ),
    Case(
        "damaged letters",
        ELDERLY,
        [
            ok(氏名="𠮷田　𣘺子"),
            out(氏名="架空\ufffd子"),
            out(氏名="架空\x00子"),
            out(状態="一\x07般"),
            ok(氏名="外\ue123字"),
            ok(氏名="髙﨑　眞"),
            out(期="\ufffd"),
        ],
        warnings={"own_letter", "encoding"},
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
        "everything wide",
        CARE,
        [
            fixed(当初調定額="９，０００円", 納期限="R8.7.31", 会計年度="R8", 賦課年度="R8"),
            fixed(当初調定額="１２，０００円", 更正額="▲３，０００円"),
            fixed(被保険者番号="００８７２２２４３１"),
            out(更正額="▲▲１円"),
            out(当初調定額="９，００円"),
            total("４８，０００円", "▲３，０００円", "１０，０００円", "０円", "３５，０００円"),
        ],
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
    Case(
        "text with tabs",
        LUNCH,
        [
            ok(),
            ok(保護者氏名='"引用"符'),
            ok(住所="試作町\n４丁目"),
            ok(調定額="5,000"),
            out(調定額="5,00"),
            Line("out", LUNCH.cells(ok(), 7)[:-1]),
            Line("out", [*LUNCH.cells(ok(), 8)[:3], "", *LUNCH.cells(ok(), 8)[3:]]),
            out(年度="2026"[::-1]),
            ok(年度="2026"),
            ok(保護者氏名="𠮷野"),
        ],
    ),
    Case(
        "letters that CP932 does not have",
        WATER,
        [
            ok(使用者名="𠮷村　邦彦"),
            ok(使用者名="Łukasz Ñandú"),
            ok(使用者名="김철수"),
            ok(使用者名="عمر"),
            fixed(請求額="９６４６"),
            out(請求額="٩٦٤٦"),
            out(請求額="九六四六"),
            ok(納期限="2026/11/20", 督促日=""),  # the list holds what is not yet due
            out(種別="ガス料金"),
        ],
    ),
]


@pytest.fixture(scope="module")
def layouts() -> list[AnyLayout]:
    return read_layouts(DATA / "layouts")


def read(case: Case, folder: Path, layouts: list[AnyLayout]) -> Reading:
    source = open_source(case.form.save(folder, case.lines, case.name))
    layout = choose_layout(source, layouts)
    assert layout.name == case.form.layout
    return read_source(source, layout)


def numbers(case: Case, *fates: str) -> list[int]:
    return [row for row, line in enumerate(case.lines, start=case.form.first) if line.fate in fates]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_every_row_meets_its_fate(case: Case, tmp_path: Path, layouts: list[AnyLayout]) -> None:
    reading = read(case, tmp_path, layouts)
    table = reading.tables[reading.record]
    kept_out = [each.row for each in reading.rejected]
    assert kept_out == numbers(case, "out")
    if reading.record != "persons":
        assert table.column("source_row").to_pylist() == numbers(case, "ok", "fixed")
    assert reading.repaired_rows == len(numbers(case, "fixed")), [*map(str, reading.findings)]
    assert reading.set_aside_rows == len(numbers(case, "aside"))
    assert reading.rows_read == len(numbers(case, "ok", "fixed", "out", "aside"))
    assert reading.accepted_rows + reading.rejected_rows == reading.rows_read
    assert all(each.reasons for each in reading.rejected)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_what_is_said_of_the_file(case: Case, tmp_path: Path, layouts: list[AnyLayout]) -> None:
    reading = read(case, tmp_path, layouts)
    of_rows = {"total", "no_total", "month_differs", "no_month", "missing_column"}
    assert {each.code for each in reading.errors} & of_rows == case.errors
    warned = {each.code for each in reading.findings if each.severity is Severity.WARNING}
    assert warned == case.warnings
