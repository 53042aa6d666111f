"""Fiscal years, eras and the days on which books close."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import calendar
from analytics.ledger.calendar import (
    closing_date,
    date_label,
    fiscal_year_closing_on,
    parse_fiscal_year,
    short_year_label,
    year_label,
)


def test_general_accounts_close_on_31_may_enterprise_accounts_on_31_march() -> None:
    assert closing_date(2023) == closing_date(2023, "G") == date(2024, 5, 31)
    assert closing_date(2023, "E") == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("day", "fiscal_year"),
    [
        (date(2024, 3, 30), 2022),  # the day before: FY2023 is still running
        (date(2024, 3, 31), 2023),
        (
            date(2024, 4, 1),
            2023,
        ),  # 出納整理期間: two years are open, the old one is the one that closes
        (date(2024, 5, 31), 2023),
        (date(2024, 12, 31), 2023),
    ],
)
def test_the_year_whose_books_a_date_speaks_of(day: date, fiscal_year: int) -> None:
    assert fiscal_year_closing_on(day) == fiscal_year


@given(fiscal_year=st.integers(1950, 2100), clock=st.sampled_from(["G", "E"]))
def test_a_closing_date_leads_back_to_its_year(fiscal_year: int, clock: calendar.Clock) -> None:
    assert fiscal_year_closing_on(closing_date(fiscal_year, clock)) == fiscal_year


@pytest.mark.parametrize(
    ("fiscal_year", "label"),
    [
        (2023, "令和5年度（2023）"),
        (2019, "令和元年度（2019）"),  # it began in 平成31年 and ends in 令和
        (2018, "平成30年度（2018）"),
        (1989, "平成元年度（1989）"),
        (1988, "昭和63年度（1988）"),  # it ends in 平成, which had no year 0
        (1920, "1920年度（1920）"),
    ],
)
def test_a_year_is_shown_in_both_calendars(fiscal_year: int, label: str) -> None:
    assert year_label(fiscal_year) == label


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2024, 5, 31), "令和6年5月31日"),
        (date(2019, 5, 1), "令和元年5月1日"),
        (date(2019, 4, 30), "平成31年4月30日"),
        (date(1989, 1, 8), "平成元年1月8日"),
        (date(1989, 1, 7), "昭和64年1月7日"),
    ],
)
def test_a_day_is_shown_in_its_era(day: date, label: str) -> None:
    assert date_label(day) == label


@pytest.mark.parametrize(
    ("text", "fiscal_year"),
    [
        ("2023", 2023),
        ("２０２３", 2023),
        ("2023年度", 2023),
        ("令和5年度", 2023),
        ("令和５年度", 2023),
        (" 令和 5 年度 ", 2023),
        ("令和元年度", 2019),
        ("令和1年", 2019),
        ("令5", 2023),
        ("平31年度", 2019),
        ("平成31年度", 2019),
        ("R5", 2023),
        ("r5", 2023),
        ("R.5", 2023),
        ("H30", 2018),
        ("S63", 1988),
        ("昭和63年度", 1988),
    ],
)
def test_a_written_year_is_read(text: str, fiscal_year: int) -> None:
    assert parse_fiscal_year(text) == fiscal_year


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨年",
        "5",
        "23",
        "202306",
        "2023-05-31",
        "令和",
        "令和0年度",
        "R0",
        "R9999",
        "0000",
        "大正5年",
        "令和5年5月",
    ],
)
def test_what_is_no_year_is_not_guessed(text: str) -> None:
    assert parse_fiscal_year(text) is None


@given(fiscal_year=st.integers(1927, 2200))
def test_a_shown_year_can_be_read_again(fiscal_year: int) -> None:
    assert parse_fiscal_year(short_year_label(fiscal_year)) == fiscal_year


@given(text=st.text(max_size=12))
def test_any_text_is_a_year_or_none(text: str) -> None:
    year = parse_fiscal_year(text)
    assert year is None or 1900 <= year <= 2200


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 9, 30), "令和8年9月末"),
        (date(2024, 2, 29), "令和6年2月末"),
        (date(2023, 2, 28), "令和5年2月末"),
        (date(2024, 2, 28), "令和6年2月28日"),
        (date(2019, 12, 31), "令和元年12月末"),
    ],
)
def test_a_month_end_is_called_by_its_month(day: date, said: str) -> None:
    assert calendar.books_label(day) == said
