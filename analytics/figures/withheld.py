"""What the figures do not show of few persons: `analytics.access.withholding` asked with what a version holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.access.withholding import Decided, Month, Share, Unit, decide
from analytics.figures.base import Scope, frame, records
from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.calendar import months_later
from analytics.store.reader import Reader

TO_SETTLE = "to_settle"
LEVY = "levy"
CLOSING_MONTHS = {"G": 5, "E": 3}  # facts.md 5
SUMS = {  # bands of bands that are shown besides: the states that the ranking sums up for each department
    "state": {TO_SETTLE: tuple(state for state, of in STATE_GROUPS.items() if of == SETTLE)}
}


def decided(reader: Reader, dimension: str, period_on: date, *, is_due: bool = True) -> Decided:
    """What is withheld at a month-end of one way of dividing the balance: age, size, state or levy (year)."""
    key = ("withheld", dimension, is_due, period_on)
    if key not in reader.reckoned:
        rows = _rows(reader, dimension).get((period_on, is_due), [])
        earlier = sorted({row["as_of"].date() for row in rows} - {period_on})
        before = [decided(reader, dimension, day, is_due=is_due) for day in earlier]
        reader.reckoned[key] = decide(_month(rows, SUMS.get(dimension, {})), before)
    found: Decided = reader.reckoned[key]
    return found


def hides(reader: Reader, here: Scope, dimension: str, period_on: date, band: str) -> bool:
    """Whether *band* is withheld from the view of *here* at a month-end.

    With what is not yet due, also where that alone is withheld: one less the other would tell it.
    """
    place = (here.department, here.claim_kind)
    if decided(reader, dimension, period_on).hides(*place, band):
        return True
    later = decided(reader, dimension, period_on, is_due=False) if here.is_all else None
    return later is not None and later.cells.get((later.month.view(*place), band), False)


def expiring(reader: Reader, period_on: date) -> Decided:
    """What is withheld of the times at which limitation may end: `band_of` each row of `expiring_parts.sql`."""
    key = ("withheld", "expiring", period_on)
    if key not in reader.reckoned:
        data, _ = frame(reader, "expiring_parts", {"period_on": period_on})
        units: dict[tuple[Unit, Any], Share] = {}
        departments: dict[tuple[str, Any], Share] = {}
        for row in records(data):
            band = band_of(row)
            if pd.isna(row["claim_kind"]):
                _add(departments, (row["department"], band), row)
            else:
                _add(units, (Unit(row["department"], row["claim_kind"], period_on), band), row)
        reader.reckoned[key] = decide(Month(units, departments, {}))
    found: Decided = reader.reckoned[key]
    return found


def band_of(row: Mapping[str, Any]) -> str:
    """The time of a row with `span`, `quarter` and `end_kind`: which of eight quarters, or past, later and so on."""
    if row["span"] == "quarter":
        return f"quarter_{row['quarter']}"
    return "to_invoke" if (row["span"], row["end_kind"]) == ("past", "invocation") else row["span"]


def _add(shares: dict[Any, Share], key: Any, row: dict[str, Any]) -> None:
    """Another way to end at the same time: of persons who may be the same."""
    own = _share(row, "person_count", "largest_yen")
    if former := shares.get(key):
        yen, most = former.yen + own.yen, former.largest + own.largest
        own = Share(yen, max(former.persons, own.persons), most)
    shares[key] = own


def clocks(reader: Reader) -> dict[int, frozenset[str]]:
    """The month in which books close → the kinds of which they do, for what is left of a year after its closing."""
    if "clocks" not in reader.reckoned:
        newest = max(each.period_on for each in reader.periods if each.is_month)
        asked = {"period_on": newest, "is_month": True, "department": None, "claim_kind": None}
        data, _ = frame(reader, "kinds_by_clock", asked)
        told = data.groupby("closing_clock")["claim_kind"]
        reader.reckoned["clocks"] = {
            CLOSING_MONTHS[str(clock)]: frozenset(kinds) for clock, kinds in told
        }
    found: dict[int, frozenset[str]] = reader.reckoned["clocks"]
    return found


def hides_levy(reader: Reader, here: Scope, levy_year: int, months: int) -> bool:
    """Whether what is left of *levy_year* so many *months* after its closing is withheld from the view of *here*.

    Kinds whose books close in March and in May stand *months* after in different months: both parts have to be shown.
    """
    for closing_month, kinds in clocks(reader).items():
        end = months_later(date(levy_year + 1, closing_month, 31), months)
        told = decided(reader, LEVY, end)
        view = told.month.view(here.department, here.claim_kind)
        if told.hides_of_kinds(view, kinds, str(levy_year)):
            return True
    return False


def without(data: pd.DataFrame, is_hidden: Sequence[bool], *columns: str) -> pd.DataFrame:
    """*data* without the values of *columns* in the rows that are hidden."""
    mask = pd.Series(list(is_hidden), data.index, dtype=bool)
    return data.assign(**{name: data[name].mask(mask) for name in columns})


def _rows(reader: Reader, dimension: str) -> dict[tuple[date, bool], list[dict[str, Any]]]:
    """The parts of every month-end, those past their day and the others."""
    key = ("band_parts", dimension)
    if key not in reader.reckoned:
        asked = {"since_on": date.min, "period_on": date.max, "dimension": dimension}
        data, _ = frame(reader, "band_parts", asked)
        reader.reckoned[key] = {
            (rows["period_on"].iloc[0].date(), bool(rows["is_due"].iloc[0])): records(rows)
            for _, rows in data.groupby(["period_on", "is_due"])
        }
    found: dict[tuple[date, bool], list[dict[str, Any]]] = reader.reckoned[key]
    return found


def _month(rows: list[dict[str, Any]], sums: dict[str, tuple[str, ...]]) -> Month:
    """*rows* of `band_parts.sql` as what is behind every cell. Persons that nobody can count are one at least."""
    units = {
        (Unit(row["department"], row["claim_kind"], row["as_of"].date()), row["band"]): _share(
            row, "person_count", "largest_yen"
        )
        for row in rows
    }
    departments = {
        (row["department"], row["band"]): _share(
            row, "department_person_count", "department_largest_yen"
        )
        for row in rows
    }
    return Month(units, departments, sums)


def _share(row: dict[str, Any], persons: str, largest: str) -> Share:
    count, most = (0 if pd.isna(row[name]) else int(row[name]) for name in (persons, largest))
    return Share(int(row["outstanding_yen"]), max(count, 1), most)
