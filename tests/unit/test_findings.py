"""A finding says where: as a spreadsheet counts rows, and as the file names its columns."""

from __future__ import annotations

import pytest

from analytics.intake.findings import Finding, Severity, error, warning


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


def test_severity_is_said_in_japanese() -> None:
    assert error("x", "", "").severity.label == "誤り"
    assert warning("x", "", "").severity.label == "注意"
    assert {each.label for each in Severity} == {"誤り", "注意"}


def test_the_short_forms_make_whole_findings() -> None:
    assert error("code", "m", "t", 3, "c") == Finding(Severity.ERROR, "code", "m", "t", 3, "c")
    assert warning("code", "m", "t") == Finding(Severity.WARNING, "code", "m", "t", None, "")
