"""When the limitation of each due line may end at the earliest, by the days that its department wrote down."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from tests.reconcile.plain import City, Lines, plus_months
from tests.sampled import read

NEW_CODE = date(2020, 4, 1)  # the civil code of this day knows no shorter periods
# facts.md 2: kinds whose period depends on the day of the contract, in years before that day; all others have one
SHORT, PREMIUM, ORDINARY = {"水道料金": 2, "学校給食費": 2}, 2, 5
PREMIUMS = ("介護保険料", "後期高齢者医療保険料")
PRIVATE = ("水道料金", "学校給食費", "市営住宅使用料")
COURT = ("生活保護費返還金",)  # public, but not to be enforced: a suspension ends no duty
TAXES = ("市県民税", "固定資産税・都市計画税", "軽自動車税", "法人市民税", "国民健康保険税")
TEN_DAYS = timedelta(days=10)  # that a tax waits after a reminder
Row = dict[str, Any]  # a row of a file, its days as dates


class End(NamedTuple):
    """How a line ends, what is missing to tell, and the last day of its period."""

    kind: str
    missing: str = ""
    on: date | None = None


def years_on(day: date, years: int) -> date:
    """The last day of so many years that follow *day*: the same day, of the last of a month the last of that month."""
    is_last = (day + timedelta(days=1)).day == 1
    year = day.year + years
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, last if is_last else min(day.day, last))


def years_of(row: Row) -> int | None:
    """For how many years what *row* says may be claimed; None where that depends on a day that is not told."""
    if row["claim"] in PREMIUMS:
        return PREMIUM
    if row["claim"] not in SHORT:
        return ORDINARY
    if (contracted_on := row.get("contracted_on")) is None:
        return None
    return SHORT[row["claim"]] if contracted_on < NEW_CODE else ORDINARY


def end_of(row: Row) -> End:
    """The earliest end of *row* (due, with a balance)."""
    if row["state"] == "seized":
        return End("held")
    years, due_on, stopped_on = years_of(row), row["due_on"], row.get("suspended_on")
    can_stop = row["state"] == "suspended" and row["claim"] not in (*PRIVATE, *COURT)
    if years is None:
        return End("unknown", "contract")
    if due_on is None:
        return End("unknown", "due")
    if can_stop and stopped_on is None:
        return End("unknown", "stop")
    wait = TEN_DAYS if row["claim"] in TAXES else timedelta(0)
    happened = [(row.get("reminded_on"), wait)]
    happened += [(row.get(word), timedelta(0)) for word in ("acknowledged_on", "last_paid_on")]
    over_on = years_on(due_on, years)
    for day, later in sorted((day, later) for day, later in happened if day and day >= due_on):
        if day > over_on:
            return End("unknown", "between")
        over_on = max(over_on, years_on(day + later, years))
    if can_stop and years_on(stopped_on, 3) < over_on:
        return End("suspension", "", years_on(stopped_on, 3))
    return End("invocation" if row["claim"] in PRIVATE else "extinction", "", over_on)


def ended(rows: Iterable[Row]) -> dict[tuple[str, End], tuple[int, int]]:
    """Yen and number of *rows*, by their claim and their end; its day is that of the end of the month."""
    found: dict[tuple[str, End], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        end = end_of(row)
        key = (row["claim"], end._replace(on=end.on and month_end(end.on)))
        yen, count = found[key]
        found[key] = (yen + row["outstanding_yen"], count + 1)
    return dict(found)


def month_end(day: date) -> date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def standing_rows(folder: Path, city: City, month: date) -> list[Row]:
    """The rows of the files that stand at *month*: those that are due and owe something."""
    return [row for delivery in city.months[month].values() for row in _rows_of(folder, delivery)]


def _rows_of(folder: Path, delivery: Lines) -> list[Row]:
    wanted = {line.source[1] for line in delivery if line.is_due and line.owed}
    first = delivery[0]
    told = read(folder / f"{first.as_of:%Y-%m}" / first.source[0])
    return [row for row, at in zip(told.rows, told.places, strict=True) if at in wanted]


def running_out(row: Row, on: date) -> str:
    """The time in which the limitation of *row* may be over, as it stands on the month-end *on*."""
    end = end_of(row)
    if end.on is None:
        return end.kind
    if end.on <= on:
        return "to_invoke" if end.kind == "invocation" else "past"
    ahead = [most for most in (3, 12, 24) if end.on <= month_end(plus_months(on, most))]
    return f"months_{ahead[0]}" if ahead else "later"


def span_of(end: End, on: date) -> tuple[str, date | None]:
    """Where it stands in the calendar of the month-end *on*: past, one of 24 months, later, held or unknown."""
    if end.on is None:
        return end.kind, None
    if end.on <= on:
        return "past", None
    is_soon = end.on <= month_end(plus_months(on, 24))
    return ("month", month_end(end.on)) if is_soon else ("later", None)
