"""The fiscal calendar: years, eras and the two closing clocks (facts.md 5).

Clock G (general accounts): payments of the old year go to the old books until 31 May, 出納閉鎖.
Clock E (enterprise accounting, 公営企業会計): no such period, books close on 31 March.
"""

from __future__ import annotations

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


def fiscal_year_closing_on(as_of: date) -> int:
    """The fiscal year whose books are the last to have closed, or are closing, on *as_of* (31 March counts)."""
    return as_of.year - 1 if (as_of.month, as_of.day) >= (3, 31) else as_of.year - 2


def era_year(year: int, on: date) -> str:
    """*year* in the era that holds *on*, first year as 元: ``令和5``, ``令和元``."""
    for name, _, first in ERAS:
        if (
            on >= first and year >= first.year
        ):  # FY1988 ends in 平成 and began before it: 昭和63年度
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


def books_label(as_of: date) -> str:
    """The day of which a delivery is, as people call it: ``令和8年9月末``; any other day in full."""
    is_month_end = (as_of + timedelta(days=1)).day == 1
    return (
        f"{era_year(as_of.year, as_of)}年{as_of.month}月末" if is_month_end else date_label(as_of)
    )


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
