"""A finding says where: as a spreadsheet counts rows, and as the file names its columns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analytics.intake.findings import Finding, Severity, error, in_order, warning


@pytest.mark.parametrize(
    ("row", "column", "place"),
    [
        (12, "調定額", "12行目「調定額」"),
        (12, "", "12行目"),
        (None, "調定額", "「調定額」"),
        (None, "", "ファイル全体"),
    ],
)
def test_place(row: int | None, column: str, place: str) -> None:
    assert error("x", "何か", "何かする", row, column).place == place


@pytest.mark.parametrize(
    ("column", "at", "place"),
    [("調定額", 6, "3行目「調定額（G列）」"), ("AB列", 27, "3行目「AB列」")],
)
def test_a_column_is_named_with_its_letter(column: str, at: int, place: str) -> None:
    assert replace(error("x", "何か", "何かする", 3, column), at=at).place == place


def test_findings_stand_in_the_order_of_the_file_errors_first() -> None:
    mild = warning("w", "", "", 1)
    whole, early, late = error("a", "", ""), error("b", "", "", 2, "乙"), error("c", "", "", 10)
    left, right = replace(early, column="甲", at=9), replace(early, column="丙", at=10)
    shuffled = [right, mild, late, left, early, whole]
    assert in_order(shuffled) == [whole, early, left, right, late, mild]


def test_severity_is_said_in_japanese() -> None:
    assert error("x", "", "").severity.label == "誤り"
    assert warning("x", "", "").severity.label == "注意"
    assert {each.label for each in Severity} == {"誤り", "注意", "直し"}


def test_the_short_forms_make_whole_findings() -> None:
    assert error("code", "m", "t", 3, "c") == Finding(Severity.ERROR, "code", "m", "t", 3, "c")
    assert warning("code", "m", "t") == Finding(Severity.WARNING, "code", "m", "t", None, "")
