"""Periods and the words for them: years as they always were, months beside them."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.ledger.periods import Period, nearest, wording

YEAR = Period(date(2024, 5, 31), date(2024, 5, 31), 2023, before_on=date(2023, 5, 31))
MONTH = Period(date(2026, 10, 31), date(2026, 10, 31), 2026, is_month=True)


def test_a_year_is_named_as_it_always_was() -> None:
    assert YEAR.label == "令和5年度（2023）"
    assert YEAR.end == "令和5年度末"
    assert YEAR.until == "令和5年度（2023）末"
    assert YEAR.name == "令和5年度"
    assert (YEAR.before, YEAR.closing, YEAR.heading) == ("前年度末", "年度末", "年度")


def test_a_month_is_named_by_its_end() -> None:
    assert MONTH.label == MONTH.end == MONTH.until == "令和8年10月末"
    assert MONTH.key == "2026-10"
    assert MONTH.name == "令和8年10月末までの1年"
    assert (MONTH.before, MONTH.closing, MONTH.heading) == ("前年同月", "月末", "月末")


@pytest.mark.parametrize(
    ("month", "first"),
    [
        (date(2026, 10, 31), date(2021, 11, 1)),
        (date(2026, 12, 31), date(2022, 1, 1)),
        (date(2027, 1, 31), date(2022, 2, 1)),
    ],
)
def test_a_series_of_months_is_sixty_long(month: date, first: date) -> None:
    assert Period(month, month, 2026, is_month=True).since_on == first


def test_the_one_before() -> None:
    assert MONTH.one_before == date(2026, 9, 30)
    assert YEAR.one_before == date(2023, 5, 31)


def test_a_series_of_years_begins_with_the_first() -> None:
    assert YEAR.since_on == date.min


@pytest.mark.parametrize(
    ("of_years", "of_months"),
    [
        ("前年度末からの増減（円）", "前年同月からの増減（円）"),
        ("その年度末の合計（円）", "その月末の合計（円）"),
        ("滞納繰越分の回収（円）", "回収（円）"),
        ("所管課", "所管課"),
    ],
)
def test_headers_in_the_words_of_months(of_years: str, of_months: str) -> None:
    assert wording(of_years, is_month=True) == of_months
    assert wording(of_years, is_month=False) == of_years


FEBRUARY, APRIL = (
    Period(day, day, 2025, is_month=True) for day in (date(2026, 2, 28), date(2026, 4, 30))
)


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("2026-03", [FEBRUARY, APRIL]),
        ("2026/3", [FEBRUARY, APRIL]),
        ("２０２６－０３", [FEBRUARY, APRIL]),
        ("令和8年3月末", [FEBRUARY, APRIL]),
        ("2026-04-15", [FEBRUARY, APRIL]),
        ("令和8年1月末", [FEBRUARY]),
        ("2030-01", [APRIL]),
        ("令和7年度（2025）", [APRIL]),
        ("令和5年度末", [FEBRUARY]),
        ("2026-13", []),
        ("令和8年13月末", []),
        ("きのう", []),
        ("", []),
    ],
)
def test_the_nearest_of_what_is_not_there(asked: str, near: list[Period]) -> None:
    assert nearest(asked, [APRIL, FEBRUARY]) == near
    assert nearest(asked, []) == []


def test_the_last_periods_are_those_of_the_calendar() -> None:
    """Whatever was delivered: what is missing among them has its place."""
    months = Period(date(2025, 3, 31), date(2025, 3, 31), 2024, is_month=True).last(3)
    assert months == [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
    assert YEAR.last(2) == [date(2023, 5, 31), date(2024, 5, 31)]
    assert YEAR.last(1) == [YEAR.period_on]
