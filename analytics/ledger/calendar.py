"""The fiscal calendar: years, eras and the two closing clocks (facts.md 5).

Clock G (general accounts): payments of the old year go to the old books until 31 May, 出納閉鎖.
Clock E (enterprise accounting, 公営企業会計): no such period, books close on 31 March.
Which kind of claim goes by which clock is said by `analytics.ledger.claim_kinds`. Some questions repeat a rule in SQL:
`tests/reconcile/test_calendar.py` holds both against each other.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from typing import Literal

Clock = Literal["G", "E"]
JAPAN = timezone(timedelta(hours=9))  # no summer time

ERAS: tuple[tuple[str, str, date], ...] = (  # name, letter, first day; newest first
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
)
_YEAR = re.compile(r"^(?:(令和?|平成?|昭和?|R|H|S)\.?)?(\d{1,4}|元)(?:年度?|\.)?$", re.IGNORECASE)


def moment_label(moment: datetime) -> str:
    """A point in time as clocks in Japan show it, wherever the machine stands.

    >>> moment_label(datetime.fromisoformat("2026-11-23 08:31:27+00:00"))
    '2026-11-23 17:31'
    """
    return f"{moment.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def closing_date(fiscal_year: int, clock: Clock = "G") -> date:
    """The day on which the books of *fiscal_year* close by *clock*.

    >>> closing_date(2023)
    datetime.date(2024, 5, 31)
    """
    return date(fiscal_year + 1, 5, 31) if clock == "G" else date(fiscal_year + 1, 3, 31)


def fiscal_year_of(day: date) -> int:
    """The fiscal year (1 April to 31 March) that *day* is in.

    >>> fiscal_year_of(date(2026, 3, 31)), fiscal_year_of(date(2026, 4, 1))
    (2025, 2026)
    """
    return day.year if day.month >= 4 else day.year - 1


def open_years(day: date, clock: Clock = "G") -> tuple[int, ...]:
    """The fiscal years whose books are open on *day*, oldest first: two in April and May by clock G.

    >>> open_years(date(2026, 5, 31)), open_years(date(2026, 6, 1)), open_years(date(2026, 5, 31), "E")
    ((2025, 2026), (2026,), (2026,))
    """
    this = fiscal_year_of(day)
    return (this - 1, this) if day <= closing_date(this - 1, clock) else (this,)


def is_in_adjustment_period(day: date, clock: Clock = "G") -> bool:
    """Whether *day* is in 出納整理期間, when payments of the old year still go to its books; by clock E none is.

    >>> is_in_adjustment_period(date(2026, 4, 1)), is_in_adjustment_period(date(2026, 4, 1), "E")
    (True, False)
    """
    return len(open_years(day, clock)) > 1


def rolled_over_on(fiscal_year: int, clock: Clock = "G") -> date:
    """The day from which what is unpaid of *fiscal_year* is 滞納繰越分: the one after its books closed.

    >>> rolled_over_on(2025), rolled_over_on(2025, "E")
    (datetime.date(2026, 6, 1), datetime.date(2026, 4, 1))
    """
    return closing_date(fiscal_year, clock) + timedelta(days=1)


def is_carried_over(levy_year: int, day: date, clock: Clock = "G") -> bool:
    """Whether an unpaid line of *levy_year* is 滞納繰越分 on *day*, and no longer 現年度分.

    >>> is_carried_over(2025, date(2026, 5, 31)), is_carried_over(2025, date(2026, 6, 1))
    (False, True)
    """
    return day >= rolled_over_on(levy_year, clock)


def collection_year(day: date, clock: Clock = "G") -> int:
    """The year whose targets and results *day* counts for: June to May by clock G, April to March by clock E.

    It is the oldest year with open books.

    >>> collection_year(date(2026, 5, 31)), collection_year(date(2026, 6, 1)), collection_year(date(2026, 4, 1), "E")
    (2025, 2026, 2026)
    """
    return open_years(day, clock)[0]


def months_until(day: date, closing: date) -> int:
    """Whole months from *day* to *closing*; 0 when less than one is left, below 0 after it.

    The *n*-th month is full on the same day of the month, or on its last day where it has no such day.

    >>> months_until(date(2026, 10, 31), date(2027, 5, 31)), months_until(date(2027, 2, 28), date(2027, 5, 31))
    (7, 3)
    """
    months = (closing.year - day.year) * 12 + closing.month - day.month
    return months if closing >= months_later(day, months) else months - 1


def months_since_closing(levy_year: int, clock: Clock, as_of: date) -> int:
    """Whole months since the books of *levy_year* closed: 0 on that day, below 0 before it.

    >>> months_since_closing(2024, "G", date(2026, 2, 28)), months_since_closing(2024, "E", date(2025, 3, 31))
    (9, 0)
    """
    return months_until(closing_date(levy_year, clock), as_of)


def months_later(day: date, months: int) -> date:
    """*day* some *months* later (or before), on the last day of the month where it has no such day.

    >>> months_later(date(2026, 5, 31), 9)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def fiscal_year_closing_on(as_of: date) -> int:
    """The fiscal year whose books are the last to have closed, or are closing, on *as_of* (31 March counts)."""
    return as_of.year - 1 if (as_of.month, as_of.day) >= (3, 31) else as_of.year - 2


def era_year(year: int, on: date) -> str:
    """*year* in the era that holds *on*, first year as 元: ``令和5``, ``令和元``."""
    for name, _, first in ERAS:
        # FY1988 ends in 平成 and began before it: 昭和63年度
        if on >= first and year >= first.year:
            number = year - first.year + 1
            return f"{name}{'元' if number == 1 else number}"
    return str(year)


def short_year_label(fiscal_year: int) -> str:
    """``令和5年度``; FY2019 is 令和元年度, since it ends in that era (facts.md 5)."""
    return f"{era_year(fiscal_year, date(fiscal_year + 1, 3, 31))}年度"


def year_label(fiscal_year: int) -> str:
    """Both calendars, as every screen shows a year.

    >>> year_label(2019)
    '令和元年度（2019）'
    """
    return f"{short_year_label(fiscal_year)}（{fiscal_year}）"


def date_label(day: date) -> str:
    """``令和6年5月31日``."""
    return f"{era_year(day.year, day)}年{day.month}月{day.day}日"


def month_label(day: date) -> str:
    """The month of *day*.

    >>> month_label(date(2026, 9, 30))
    '令和8年9月'
    """
    return f"{era_year(day.year, day)}年{day.month}月"


def books_label(as_of: date) -> str:
    """The day of which a delivery is, as people call it: ``令和8年9月末``; any other day in full."""
    is_month_end = (as_of + timedelta(days=1)).day == 1
    return f"{month_label(as_of)}末" if is_month_end else date_label(as_of)


def last_day_of_year(text: str) -> date | None:
    """The last day of the year meant by *text*, None where it is none: of a bare year or 年 in December, else in March.

    >>> str(last_day_of_year("2023")), str(last_day_of_year("令和5年度"))
    ('2023-12-31', '2024-03-31')
    """
    year = parse_fiscal_year(text)
    if year is None:
        return None
    is_calendar_year = text.strip().isdecimal() or text.strip().endswith("年")
    return date(year, 12, 31) if is_calendar_year else date(year + 1, 3, 31)


def parse_fiscal_year(text: str) -> int | None:
    """The fiscal year meant by *text*, or None when it is not one.

    Read are ``2023``, ``令和5年度``, ``令5``, ``R5`` and ``平成31年度``.
    """
    found = _YEAR.match(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if not found:
        return None
    era, digits = found.groups()
    year = 1 if digits == "元" else int(digits)
    if era is not None:
        if year < 1:
            return None
        year += (
            next(
                start for name, letter, start in ERAS if era.upper() in (name, name[0], letter)
            ).year
            - 1
        )
    return year if 1900 <= year <= 2200 else None
