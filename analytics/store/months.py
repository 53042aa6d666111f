"""The summaries that look at every line, made a few months at a time: memory goes by the months, not the years.

Each month is compared with the one before, so a stretch of months is looked at together with the month before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from analytics.store.duck import Database
from analytics.store.questions import ask, question

OF_LINES = {  # made of lines: summary → the day that a row of it is of; "" where only the newest month is kept
    "flows": "period_on",
    "debtors": "as_of",
    "debtor_moves": "period_on",
    "makeup": "as_of",
    "limitation": "",
}
UNMATCHED = "unmatched"  # made of lines as well, where there is anything in it
# questions whose answers the summaries of lines build on
VIEWS = ("month_lines", "banded", "line_moves")
STRETCH = 12  # months that are looked at together
SPAN = pa.schema([("first_on", pa.date32()), ("last_on", pa.date32())])
_OF_NOTHING: dict[str, pa.Table] = {}  # summary → that of no lines, once it was asked for


class Months:
    """The lines of a store and which of them stand in which month."""

    def __init__(self, receivables: Database, standing: pa.Table) -> None:
        self._lines = receivables
        self._standing = standing
        for name in VIEWS:
            receivables.view(name, question(f"marts/views/{name}").sql)

    def summaries(self, since: date) -> dict[str, pa.Table]:
        """Those of OF_LINES, of the months from *since* on, each in the order of its day."""
        made = [
            {name: self._ask(name, stretch[0]) for name in OF_LINES}
            for stretch in self._stretches(since)
        ] or [{name: self._of_nothing(name) for name in OF_LINES}]
        return {
            name: pa.concat_tables([part[name] for part in made]) if day else made[-1][name]
            for name, day in OF_LINES.items()
        }

    def unmatched(self, steps: pa.Table) -> pa.Table:
        """The lines behind what no movement of *steps* explains. As a rule there are none: no line is looked at."""
        odd = steps.filter(pc.field("unexplained_yen") != 0)["period_on"].unique().to_pylist()
        made = [self._of_nothing(UNMATCHED)]
        for month in sorted(odd):
            self._show([month])
            made.append(ask(self._lines, f"marts/{UNMATCHED}"))
        return pa.concat_tables(made)

    def asked(self, name: str) -> pa.Table:
        """The answer to question *name*, whose rows are of a month each (`period_on`), over every month."""
        made = [self._of_no_month(name)]
        for stretch in self._stretches(date.min):
            rows = ask(self._lines, name)
            made.append(rows.filter(pc.field("period_on") >= stretch[0]))
        return pa.concat_tables(made)

    def asked_lately(self, name: str) -> pa.Table:
        """The answer to question *name*, over the newest month alone; without a row where there is none."""
        known = self._standing["period_on"].to_pylist()
        self._show([max(known)] if known else [])
        return ask(self._lines, name)

    def _of_no_month(self, name: str) -> pa.Table:
        self._show([])
        return ask(self._lines, name).slice(0, 0)

    def _of_nothing(self, name: str) -> pa.Table:
        """The columns of summary *name* without a row: all that a store of settlements has of it."""
        if name not in _OF_NOTHING:
            self._show([])
            _OF_NOTHING[name] = ask(self._lines, f"marts/{name}", {"since": date.max}).slice(0, 0)
        return _OF_NOTHING[name]

    def _stretches(self, since: date) -> Iterator[list[date]]:
        """The months from *since* on, a few at a time; the lines of each are in sight while it is used."""
        known = sorted(set(self._standing["period_on"].to_pylist()))
        months = [month for month in known if month >= since]
        for at in range(0, len(months), STRETCH):
            stretch = months[at : at + STRETCH]
            self._show(stretch)
            yield stretch

    def _show(self, months: list[date]) -> None:
        """Let the views see the lines that stand in *months* and in the month before them."""
        rows = from_before(self._standing, months[0]) if months else self._standing.slice(0, 0)
        if months:
            rows = rows.filter(pc.field("period_on") <= months[-1])
        first = pc.min(rows["as_of"]).as_py()
        span = {"first_on": first, "last_on": months[-1] if months else None}
        self._lines.add("standing", rows)
        self._lines.add("span", pa.Table.from_pylist([span], schema=SPAN))

    def _ask(self, name: str, since: date) -> pa.Table:
        """Summary *name*, without the rows of the month before *since*, which is there to be compared with."""
        rows = ask(self._lines, f"marts/{name}", {"since": since})
        day = OF_LINES[name]
        return rows.filter(pc.field(day) >= since) if day else rows


def from_before(standing: pa.Table, since: date) -> pa.Table:
    """The rows of *standing* from the last month before *since* on, which is taken for the first there is."""
    earlier = standing.filter(pc.field("period_on") < since)["period_on"]
    first = pc.max(earlier).as_py() or since
    rows = standing.filter(pc.field("period_on") >= first)
    is_first = pc.equal(rows["period_on"], first)
    none = pa.scalar(None, pa.date32())
    at = rows.schema.get_field_index("previous_on")
    return rows.set_column(at, "previous_on", pc.if_else(is_first, none, rows["previous_on"]))
