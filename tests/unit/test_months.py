"""Which month a delivery speaks of, and which books are open then."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.intake.records.month import open_books, parse_month

OCTOBER = date(2026, 10, 31)


@pytest.mark.parametrize(
    "written",
    ["202610", "2026-10", "2026年10月", "2026/10", "20261031", "2026-10-31", "令和8年10月末", "令和８年１０月末現在",
     "R8.10", "R8.10.31", "令和8年 10月 末"],
)  # fmt: skip
def test_a_month_is_its_last_day(written: str) -> None:
    assert parse_month(written) == OCTOBER


@pytest.mark.parametrize(
    "written", ["2026-10-30", "202613", "8年10月末", "10月末", "", "令和0年1月", "26-10", "2026"]
)
def test_what_names_no_month_end(written: str) -> None:
    assert parse_month(written) is None


def test_the_first_month_of_an_era_and_a_leap_february() -> None:
    assert parse_month("令和元年5月末") == date(2019, 5, 31)
    assert parse_month("令和6年2月末") == date(2024, 2, 29)


def test_two_books_are_open_in_april_and_may_but_not_of_enterprises() -> None:
    """facts.md 5: payments of the old year go to the old books until 31 May; an enterprise closes on 31 March."""
    assert open_books(date(2026, 3, 31), "G") == [2025]
    assert open_books(date(2026, 4, 30), "G") == [2025, 2026]
    assert open_books(date(2026, 5, 31), "G") == [2025, 2026]
    assert open_books(date(2026, 6, 30), "G") == [2026]
    assert open_books(date(2026, 3, 31), "E") == [2025]
    assert open_books(date(2026, 4, 30), "E") == [2026]
