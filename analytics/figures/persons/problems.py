"""Which debtors are not as they should be (no name, twins, a key that changes hands, …), for whoever may see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from analytics.access.gate import Gate
from analytics.figures.persons.looking import Look
from analytics.figures.persons.review import PURPOSE
from analytics.figures.persons.sight import Sight
from analytics.matching.keeping import generation, problems_of
from analytics.matching.people import PROBLEMS

# between departments: that there is another number tells that something is owed there, too
ACROSS = ("contradictory", "resident_key")
ON_A_CARD = {
    "changed": "明細、納付、前の月の残額には、前の持ち主のものが入っていることがあります。所管課に確かめてください。",
}
HEADERS = ("所管課", "債務者番号", "注意すること")


def odd_numbers(here: Look) -> list[str]:
    """A sentence for each number of the debtor of *here* that is not as it should be. Raises `StoreFault`."""
    numbers = {(part.department, part.debtor_key) for part in here.parts}
    return [
        f"{here.department_name(row['department'])}の番号 {row['debtor_key']}: "
        f"{PROBLEMS[row['problem']]}。{ON_A_CARD.get(row['problem'], '')}"
        for row in _told(problems_of(here.reader.store, here.reader.version), here.gate)
        if (row["department"], row["debtor_key"]) in numbers
    ]


def _told(rows: Iterable[dict[str, str]], gate: Gate) -> list[dict[str, str]]:
    """*rows* without what tells that there is another department, but for the office; in the order of `PROBLEMS`."""
    order = list(PROBLEMS)
    told = [row for row in rows if gate.viewer.is_office or row["problem"] not in ACROSS]
    return sorted(
        told, key=lambda row: (order.index(row["problem"]), row["department"], row["debtor_key"])
    )


def odd_debtors(gate: Gate, at: datetime) -> list[tuple[str, str, str]]:
    """Department, key and what is odd, below `HEADERS`, in the order of `PROBLEMS`; each debtor written down as a look.

    Raises `StoreFault` when that cannot be written, and nothing is shown.
    """
    reader = gate.reader
    made = generation(reader.store, reader.version) if gate.viewer.sees_persons else None
    if made is None:
        return []
    sight = Sight(gate, made)
    rows = [
        row
        for row in _told(made.tables["problems"].to_pylist(), gate)
        if sight.may((row["department"], row["debtor_key"]))
    ]
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
