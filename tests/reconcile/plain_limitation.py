"""When the limitation of each due line began at the earliest, by the days that its department wrote down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.reconcile.plain import City, Lines, plus_months
from tests.sampled import read

NEW_CODE = date(2020, 4, 1)  # the civil code of this day knows no shorter periods
# facts.md 2: kinds whose period depends on the day of the contract, in years before that day; all others have one
SHORT, PREMIUM, ORDINARY = {"水道料金": 2, "学校給食費": 2}, 2, 5
PREMIUMS = ("介護保険料", "後期高齢者医療保険料")
PRIVATE = ("水道料金", "学校給食費", "市営住宅使用料")
COURT = ("生活保護費返還金",)  # public, but not to be enforced: a suspension ends no duty
RESTARTS = ("reminded_on", "acknowledged_on", "last_paid_on")
Row = dict[str, Any]  # a row of a file, its days as dates
# claim, then the months of beginning, contract and suspension; whether it is seized
Begun = tuple[str, date | None, date | None, date | None, bool]


def starts_on(row: Row) -> date | None:
    """The day after the day of payment, or the last thing since that made it begin anew; none without that day."""
    if row["due_on"] is None:
        return None
    days = [row["due_on"] + timedelta(days=1), *(row.get(word) for word in RESTARTS)]
    return max(day for day in days if day is not None)


def begun(rows: Iterable[Row]) -> dict[Begun, tuple[int, int]]:
    """Yen and number of *rows* (due, with a balance), by what their limitation depends on."""
    found: dict[Begun, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        is_suspended = row["state"] == "suspended"
        key = (
            row["claim"],
            month_of(starts_on(row)),
            month_of(row.get("contracted_on")),
            month_of(row.get("suspended_on")) if is_suspended else None,
            row["state"] == "seized",
        )
        yen, count = found[key]
        found[key] = (yen + row["outstanding_yen"], count + 1)
    return dict(found)


def month_of(day: date | None) -> date | None:
    """The first of its month."""
    return day and day.replace(day=1)


def standing_rows(folder: Path, city: City, month: date) -> list[Row]:
    """The rows of the files that stand at *month*: those that are due and owe something."""
    return [row for delivery in city.months[month].values() for row in _rows_of(folder, delivery)]


def _rows_of(folder: Path, delivery: Lines) -> list[Row]:
    wanted = {line.source[1] for line in delivery if line.is_due and line.owed}
    first = delivery[0]
    told = read(folder / f"{first.as_of:%Y-%m}" / first.source[0])
    return [row for row, at in zip(told.rows, told.places, strict=True) if at in wanted]


def years_of(row: Row) -> int | None:
    """For how many years what *row* says may be claimed; None where that depends on a day that is not told."""
    if row["claim"] in PREMIUMS:
        return PREMIUM
    if row["claim"] not in SHORT:
        return ORDINARY
    if (contracted_on := row.get("contracted_on")) is None:
        return None
    return SHORT[row["claim"]] if contracted_on < NEW_CODE else ORDINARY


def ends_on(row: Row) -> date | None:
    """The earliest day on which it may be over: also three years after a suspension, of what can be enforced."""
    start, years = starts_on(row), years_of(row)
    if start is None or years is None:
        return None
    ends = plus_months(start, 12 * years)
    suspended_on = row.get("suspended_on") if row["state"] == "suspended" else None
    if suspended_on is None or row["claim"] in (*PRIVATE, *COURT):
        return ends
    return min(ends, plus_months(suspended_on, 36))


def running_out(row: Row, on: date) -> str:
    """The time in which the limitation of *row* may be over, as it stands on the month-end *on*: by whole months."""
    if row["state"] == "seized":
        return "held"
    ends = ends_on(row)
    if ends is None:
        return "unknown"
    left = (ends.year - on.year) * 12 + ends.month - on.month
    if left <= 0:
        return "to_invoke" if row["claim"] in PRIVATE else "past"
    return next((f"months_{most}" for most in (3, 12, 24) if left <= most), "later")
