"""The balance of debtors at the last 24 month-ends: what is past due, 0 where nothing is, unknown without a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Key, Part

Balances = list[int | None]  # one per month-end of the look, the oldest first


def balances(look: Look, parts: Iterable[Part]) -> dict[Key, Balances]:
    """The balances of each of *parts* whose amount may be seen."""
    shown = [part for part in parts if part.shows("amount")]
    known: dict[Key, dict[date, int]] = {part.key: {} for part in shown}
    for row in look.ask("series", shown):
        key = row["department"], row["claim_kind"], row["debtor_key"]
        known[key][row["period_on"]] = row["outstanding_yen"]
    span = {"first_on": look.months[0], "period_on": look.on}
    delivered = {
        (row["department"], row["period_on"])
        for row in look.reader.ask("persons/delivered", span).to_pylist()
    }
    return {
        part.key: [
            known[part.key].get(month, 0) if (part.department, month) in delivered else None
            for month in look.months
        ]
        for part in shown
    }


def summed(series: Sequence[Balances], count: int) -> Balances:
    """The sum of *series* of *count* months: what is known of each; None where nothing is."""
    found: Balances = []
    for place in range(count):
        told = [yen for each in series if (yen := each[place]) is not None]
        found.append(sum(told) if told else None)
    return found
