"""Which debtors are not as they should be (no name, twins, a key that changes hands, …), for whoever may see them."""

from __future__ import annotations

from datetime import datetime

from analytics.access.gate import Gate
from analytics.figures.persons.review import PURPOSE
from analytics.figures.persons.sight import Sight
from analytics.matching.keeping import generation
from analytics.matching.people import PROBLEMS

ACROSS = (
    "contradictory",
    "resident_key",
)  # between departments: that there is another tells that it is owed too
HEADERS = ("所管課", "債務者番号", "注意すること")


def odd_debtors(gate: Gate, at: datetime) -> list[tuple[str, str, str]]:
    """Department, key and what is odd, below `HEADERS`, in the order of `PROBLEMS`; each debtor written down as a look.

    Raises `StoreFault` when that cannot be written, and nothing is shown.
    """
    reader = gate.reader
    made = generation(reader.store, reader.version) if gate.viewer.sees_persons else None
    if made is None:
        return []
    sight = Sight(gate, made)
    order = list(PROBLEMS)
    rows = [
        row
        for row in made.tables["problems"].to_pylist()
        if sight.may((row["department"], row["debtor_key"]))
        and (gate.viewer.is_office or row["problem"] not in ACROSS)
    ]
    rows.sort(key=lambda row: (order.index(row["problem"]), row["department"], row["debtor_key"]))
    debtors = dict.fromkeys((row["department"], row["debtor_key"]) for row in rows)
    if debtors:
        gate.write_down([sight.read(debtor) for debtor in debtors], PURPOSE, at)
    names = reader.departments
    return [
        (
            names.get(row["department"], row["department"]),
            row["debtor_key"],
            PROBLEMS[row["problem"]],
        )
        for row in rows
    ]
