"""What an import will do, said before it is done: whose balance changes from how much to how much, what is a 訂正."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from analytics.intake.delivered import Reading
from analytics.ledger.columns import RECEIVABLES
from analytics.store.duck import Database
from analytics.store.former import Former, month_before, replaced
from analytics.store.newest import Newest
from analytics.store.questions import ask


@dataclass(frozen=True)
class Beside:
    """One file beside what the store has of its layout."""

    reading: Reading
    before: Former | None  # the delivery before
    corrected: Former | None  # the one whose place it takes, with other bytes
    is_there: bool  # the very bytes are in the store, read by the same layout

    @property
    def yen(self) -> int | None:
        """収入未済額 of all details in yen; None of records that hold no money."""
        return self.reading.owed_yen if self.reading.record == "receivables" else None

    @property
    def change_yen(self) -> int | None:
        """By how many yen it differs from the delivery before."""
        was = self.before.yen if self.before else None
        return None if self.yen is None or was is None else self.yen - was


@dataclass(frozen=True)
class Expected:
    """A department's balance (yen) now, as of `was_on`, and after the import; None where there is none."""

    department_name: str
    as_of: date
    was_on: date | None
    was_yen: int | None
    yen: int | None

    @property
    def change_yen(self) -> int:
        """By how many yen the balance changes."""
        return (self.yen or 0) - (self.was_yen or 0)

    @property
    def is_correction(self) -> bool:
        """Whether numbers of the same day are delivered again."""
        return self.was_on == self.as_of


def beside_former(reading: Reading, newest: Newest) -> Beside:
    """*reading*, which knows its books, beside what the *newest* version has."""
    assert reading.books is not None
    if newest.number is None:
        return Beside(reading, None, None, is_there=False)
    sources, is_there = newest.documents["sources"], newest.holds(reading)
    before = month_before(sources, reading.layout.name, reading.books.as_of)
    return Beside(reading, before, None if is_there else replaced(sources, reading.scope), is_there)


def expected_changes(readings: Sequence[Reading], newest: Newest) -> list[Expected]:
    """What the *readings* that may go in will change, department by department."""
    days = {reading.scope: reading.books.as_of for reading in readings if reading.books}
    lines = pa.concat_tables([RECEIVABLES.empty_table(), *(each.receivables for each in readings)])
    incoming = ask(Database({}, {"receivables": lines}), "marts/deliveries")
    stored = incoming.slice(0, 0) if newest.number is None else newest.summaries["deliveries"]
    answer = ask(Database({}, {"incoming": incoming, "stored": stored}), "checks/expected_changes")
    return [
        Expected(
            row["department_name"],
            days[row["source_scope"]],
            row["was_on"],
            row["was_yen"],
            row["new_yen"],
        )
        for row in answer.to_pylist()
    ]
