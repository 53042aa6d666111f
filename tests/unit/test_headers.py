"""How a layout's headers find their columns: by words, by {年度}, by letter, and what is said when they do not."""

from __future__ import annotations

import pytest

from analytics.intake.findings import Finding
from analytics.intake.head import Head, Row, check_head, find_head
from analytics.intake.headers import columns_called, header_cells, letter, years_in
from analytics.intake.layout import Layout
from analytics.intake.text import fold

OTHERS = {
    "layout": {"name": "machi", "version": 1, "title": "決算", "municipality": "ためし市"},
    "refund_pending": "not_in_received",
    "departments": {"fixed": {"code": "1", "name": "税務課"}},
    "claims": {"rules": [{"kind": "市税", "split": False}]},
}


def layout(
    assessed: str | list[str], tax: str = "税目", rows: int = 1, ignored: list[str] | None = None
) -> Layout:
    amounts = {"assessed_yen": assessed, "received_yen": "収入額", "outstanding_yen": "未済額"}
    return Layout.model_validate(
        OTHERS
        | {"texts": {"tax": tax}, "amounts": [amounts], "file": {"header_rows": rows}}
        | {"ignored": ignored or []}
    )


def head_in(table: str, by: Layout) -> Head:
    lines = enumerate(table.splitlines(), start=1)
    head = find_head([Row(number, line.split(",")) for number, line in lines], by)
    assert head is not None
    return head


def findings(table: str, by: Layout) -> list[Finding]:
    return list(check_head(head_in(table, by), by))


def said(table: str, by: Layout) -> list[str]:
    return [finding.message for finding in findings(table, by)]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("令和5年度収入済額", "{年度}収入済額"),
        ("収入済額（令和　５　年度）", "収入済額({年度})"),
        ("R5調定額", "{年度}調定額"),
        ("Ｒ５年度", "{年度}"),
        ("2023年度 調定額", "{年度}調定額"),
        ("令和４年度決算額", "{前年度}決算額"),
        ("令和3年度決算額", "令和3年度決算額"),
        ("令和5年5月31日現在", "令和5年5月31日現在"),
        ("R5.5.31現在", "R5.5.31現在"),
        ("CR5型", "CR5型"),
        ("20235年度", "20235年度"),
    ],
)
def test_a_year_in_a_header_is_named_by_its_place(cell: str, name: str) -> None:
    called = columns_called([cell], 2023)
    assert set(called) == {fold(cell), name}


def test_the_years_that_headers_name() -> None:
    assert years_in(["令和元年度", "平成31年度 調定額", "H30", "R6.5.31", "備考"]) == {2019, 2018}


def test_a_column_without_a_header_has_its_letter() -> None:
    assert columns_called(["区分", " ", "調定額", "区　分"], None) == {
        **{"区分": [0, 3], "B列": [1], "調定額": [2]}
    }
    assert [letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A列", "Z列", "AA列", "AZ列", "BA列", "ZZ列", "AAA列")
    ]


def test_a_letter_alone_is_no_head() -> None:
    """A title line has blank cells as well, and would be taken for the head."""
    by = layout("B列", tax="C列")
    head = head_in("決算,,,,\n税,,,収入額,未済額\n市税,1,2,3,4", by)
    assert (head.number, head.position) == (2, {"B列": 1, "C列": 2, "収入額": 3, "未済額": 4})
    assert find_head([Row(1, ["決算", "", "", ""])], by) is None


def test_a_letter_whose_column_has_a_header_means_that_columns_have_moved() -> None:
    by = layout("B列", tax="税")
    assert said("税,,収入額,未済額", by) == []
    assert said("税,備考,,収入額,未済額", by) == [
        "見出しのないはずのB列に、見出し「備考」があります",
        "知らない見出し「備考」があります。この列は読みません",
    ]
    assert said("税,収入額,未済額", layout("Z列", tax="税")) == ["Z列がありません"]


def test_the_year_is_the_newest_with_the_most_headers() -> None:
    two = "税目,令和4年度調定額,令和5年度調定額,令和6年度予算額,収入額,未済額"
    by = layout("{年度}調定額", ignored=["{前年度}調定額"])
    assert head_in(two, by).position["{年度}調定額"] == 2
    assert said(two, by) == ["知らない見出し「令和6年度予算額」があります。この列は読みません"]
    assert said("税目,令和4年度調定額,収入額,未済額", by) == []


def test_the_year_before_may_stand_alone() -> None:
    by = layout("{前年度}末未済額", tax="税目")
    head = head_in("税目,令和4年度末未済額,収入額,未済額", by)
    assert head.year == 2023
    assert said("税目,令和4年度末未済額,収入額,未済額", by) == []


def test_a_line_break_in_a_header_breaks_no_finding() -> None:
    assert header_cells([["対前年度　\r\n 増減", "未済\n額"]]) == ["対前年度増減", "未済額"]


def test_a_year_under_which_two_columns_stand_is_doubled() -> None:
    found = said("税目,令和5年度調定額,R5調定額,収入額,未済額", layout("{年度}調定額"))
    assert found == ["見出し「{年度}調定額」が2つ以上あります"]


def test_a_missing_header_is_not_explained_by_one_that_is_taken() -> None:
    """調定額累計 is the nearest to both, and read already."""
    by = layout(["調定額累計", "調定額累計額"])
    found = said("税目,調定額累計,備考,収入額,未済額", by)
    assert found[0] == "見出し「調定額累計額」がありません"
    assert found[1] == "知らない見出し「備考」があります。この列は読みません"


def test_an_unknown_header_is_not_likened_to_one_that_is_there() -> None:
    found = said("税目,調定額,調定額計,収入額,未済額", layout("調定額"))
    assert found == ["知らない見出し「調定額計」があります。この列は読みません"]
    renamed = said("税目,調定額計,収入額,未済額", layout("調定額"))
    assert renamed == [
        "見出し「調定額」がありません。近い見出しは「調定額計」です",
        "知らない見出し「調定額計」があります。この列は読みません（近い見出しは「調定額」）",
    ]


def test_words_of_three_lines_are_read_downwards_within_their_group() -> None:
    lines = ["科目,調定額,,収入未済額,,収入率", ",現年,繰越,現年,繰越,", ",,(B),,,(C)/(B)"]
    assert header_cells([line.split(",") for line in lines]) == [
        *("科目", "調定額現年", "調定額繰越(B)", "収入未済額現年", "収入未済額繰越"),
        "収入率(C)/(B)",
    ]


def test_a_merged_header_without_words_below_leaves_a_letter() -> None:
    table = "区分,,調定額,,収入額,未済額\n,,本税,手数料,,"
    by = layout(["調定額 本税", "調定額 手数料"], tax="B列", rows=2)
    assert head_in(table, by).position == {
        **{"B列": 1, "調定額 本税": 2, "調定額 手数料": 3, "収入額": 4, "未済額": 5}
    }
