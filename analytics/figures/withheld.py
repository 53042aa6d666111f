"""What the figures do not show of few persons: `analytics.access.withholding` asked with what a version holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from analytics.access.withholding import Decided, Month, Share, Unit, decide
from analytics.figures.base import Scope, frame, records
from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.store.reader import Reader

TO_SETTLE = "to_settle"
SUMS = {  # bands of bands that are shown besides: the states that the ranking sums up for each department
    "state": {TO_SETTLE: tuple(state for state, of in STATE_GROUPS.items() if of == SETTLE)}
}


def decided(reader: Reader, dimension: str, period_on: date, *, is_due: bool = True) -> Decided:
    """What is withheld at a month-end of one way of dividing the balance: age, size, state or levy (year)."""
    key = ("withheld", dimension, is_due, period_on)
    if key not in reader.reckoned:
        rows = _rows(reader, dimension).get((period_on, is_due), [])
        earlier = sorted({row["as_of"].date() for row in rows} - {period_on})
        before = [decided(reader, dimension, day, is_due=is_due).cells for day in earlier]
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
            (day.date(), bool(is_due)): records(rows)
            for (day, is_due), rows in data.groupby(["period_on", "is_due"])
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
