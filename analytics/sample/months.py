"""Months and days as plain numbers, so that a million of them can be reckoned with at once.

A month is ``year × 12 + month − 1``; a day is the count of days since 1970-01-01.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analytics.ledger.calendar import Clock

Days = NDArray[np.int64]
EPOCH = date(1970, 1, 1)
NEVER = 9999 * 12  # a month no file is of


def month_of(year: int, month: int) -> int:
    """The number of a month: ``month_of(2026, 10)`` is 24321."""
    return year * 12 + month - 1


def year_and_month(month: int) -> tuple[int, int]:
    """The calendar year and month of a month's number."""
    return month // 12, month % 12 + 1


def digits(month: int) -> str:
    """A month as files are named: ``202610``."""
    year, number = year_and_month(month)
    return f"{year:04d}{number:02d}"


def folder_name(month: int) -> str:
    """A month as its folder is named: ``2026-10``."""
    year, number = year_and_month(month)
    return f"{year:04d}-{number:02d}"


def first_days(months: ArrayLike) -> Days:
    """The first day of each month."""
    counted = np.asarray(months, dtype=np.int64) - 1970 * 12
    return counted.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def last_days(months: ArrayLike) -> Days:
    """The last day of each month."""
    return first_days(np.asarray(months, dtype=np.int64) + 1) - 1


def months_of(days: ArrayLike) -> NDArray[np.int64]:
    """The month each day is in."""
    counted = np.asarray(days, dtype=np.int64).astype("datetime64[D]").astype("datetime64[M]")
    return counted.astype(np.int64) + 1970 * 12


def on_a_working_day(days: ArrayLike) -> Days:
    """Each day, or the Monday after it: a due date on a weekend moves on."""
    given = np.asarray(days, dtype=np.int64)
    weekday = (given + 3) % 7  # 1970-01-01 was a Thursday
    return given + np.where(weekday >= 5, 7 - weekday, 0)


def as_date(day: int) -> date:
    """A day's number as a date."""
    return EPOCH + timedelta(days=day)


def as_day(on: date) -> int:
    """A date as a day's number."""
    return (on - EPOCH).days


def fiscal_year_of(months: ArrayLike) -> NDArray[np.int64]:
    """The fiscal year (April to March) of each month."""
    return (np.asarray(months, dtype=np.int64) - 3) // 12


def book_of(months: ArrayLike, clock: Clock) -> NDArray[np.int64]:
    """The fiscal year in whose books old claims stand: general ones move on 1 June, enterprise on 1 April."""
    opens = 5 if clock == "G" else 3
    return (np.asarray(months, dtype=np.int64) - opens) // 12


def closing_month(fiscal_years: ArrayLike, clock: Clock) -> NDArray[np.int64]:
    """The month at whose end the books of each fiscal year close."""
    return (np.asarray(fiscal_years, dtype=np.int64) + 1) * 12 + (4 if clock == "G" else 2)
