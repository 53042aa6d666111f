"""When the limitation of each due line began at the earliest, by the days that its department wrote down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.reconcile.plain import City, Lines
from tests.sampled import read

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
