"""What one debtor owes one department of one kind, with all that is known of it: lines, measures, the next limitation.

Everything is masked by the field groups of its part as soon as it is reckoned (`analytics.access.fields`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Key, Part, Row, first, last, masked
from analytics.ledger import debtor_events
from analytics.ledger.columns import STATES
from analytics.ledger.debtor_events import DebtorEvents
from analytics.ledger.expiry import ENDS, HELD, UNKNOWN, Events, expiry
from analytics.store.reader import Reader

LIMITS = (  # what is reckoned of each line
    "expires_on",
    "expiry_end",
    "expiry_event",
    "counted_on",
    "limit_years",
    "law_basis",
    "demanded_on",
    "expiry_missing",
    "is_unconfirmed",
)


@dataclass(frozen=True)
class Debt:
    """One part with its lines (of the month-end) and measures, each as far as it may be seen."""

    part: Part
    lines: tuple[Row, ...]  # in the columns of persons/lines.sql, and how the limitation stands
    measures: tuple[Row, ...]  # the oldest first
    on: date  # the month-end that is shown

    @property
    def owed(self) -> list[Row]:
        """The lines with a balance past due."""
        return [line for line in self.lines if line["is_owed"]]

    @property
    def oldest_due_on(self) -> date | None:
        """The first due date of what is unpaid."""
        return first([line["due_on"] for line in self.owed])

    @property
    def last_paid_on(self) -> date | None:
        """The latest payment that a line tells of."""
        return last([line["last_paid_on"] for line in self.lines])

    @property
    def state(self) -> str | None:
        """The state of most of the balance; destitution stands before any other. None where it may not be seen."""
        if not self.part.shows("state"):
            return None
        if any(line["state"] == "destitute" for line in self.owed):
            return "destitute"
        weight: dict[str, int] = {}
        for line in self.owed:
            state = line["state"] or "unknown"
            weight[state] = weight.get(state, 0) + (line["outstanding_yen"] or 1)
        return max(sorted(weight), key=weight.__getitem__, default="unknown")

    @property
    def over(self) -> list[Row]:
        """The owed lines whose period may be over by that month-end."""
        return [line for line in self.owed if line["expires_on"] and line["expires_on"] <= self.on]

    @property
    def nearest(self) -> tuple[date | None, str | None]:
        """The nearest day to come on which a limitation may end, and how (of `ENDS`); None: it may not be seen.

        Where all such days are over, the first of them.
        """
        if not self.part.shows("state"):
            return None, None
        dated = [(line["expires_on"], line["expiry_end"]) for line in self.owed]
        known = [(day, end) for day, end in dated if day]
        if known:
            return min([each for each in known if each[0] > self.on] or known)
        return None, HELD if dated and all(end == HELD for _, end in dated) else UNKNOWN

    def days_of(self, names: Iterable[str]) -> list[date]:
        """The days of the measures of these *names*, the oldest first."""
        wanted = set(names)
        return [each["done_on"] for each in self.measures if each["action"] in wanted]


def state_words(state: str | None) -> str:
    """A state as it is said."""
    return STATES.get(state or "", "状態の記載なし")


def end_words(end: str | None) -> str | None:
    """How a limitation ends, as it is said."""
    return ENDS.get(end or "")


def read_events(reader: Reader) -> DebtorEvents:
    """How the city reads the names of measures. Raises `LayoutFault` for a faulty table."""
    return debtor_events.read(reader.rules_in)


def debts(look: Look, parts: Sequence[Part], events: DebtorEvents) -> dict[Key, Debt]:
    """Each of *parts* with its lines and measures."""
    measures = _measures(look, parts)
    lines: dict[Key, list[Row]] = {part.key: [] for part in parts}
    for row in look.ask("lines", parts):
        lines[row["department"], row["claim_kind"], row["debtor_key"]].append(row)
    found = {}
    for part in parts:
        done = measures[part.key]
        own = [_line(row, part, done, events, look) for row in lines[part.key]]
        found[part.key] = Debt(part, tuple(own), tuple(done), look.on)
    return found


def _measures(look: Look, parts: Sequence[Part]) -> dict[Key, list[Row]]:
    """The measures of each part. One without its kind may be of any: it takes sight of all kinds of the department."""
    found: dict[Key, list[Row]] = {part.key: [] for part in parts}
    of_debtor: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        of_debtor.setdefault((part.department, part.debtor_key), []).append(part)
    sees_all: dict[str, bool] = {}
    for row in look.ask("measures", parts):
        department, kind = row["department"], row["claim_kind"]
        if kind is None:
            if department not in sees_all:
                sees_all[department] = look.sees_all_kinds(department, "state")
            if not sees_all[department]:
                continue
        for part in of_debtor[department, row["debtor_key"]]:
            if kind in (None, part.claim_kind) and part.shows("state"):
                found[part.key].append(masked(row, part.met))
    return found


def _line(row: Row, part: Part, measures: list[Row], events: DebtorEvents, look: Look) -> Row:
    """One line, its limitation reckoned from all that is recorded, and then masked."""
    is_owed = row["is_due"] and row["outstanding_yen"] > 0
    limits: Row = dict.fromkeys(LIMITS)
    if is_owed:
        demands = [each["done_on"] for each in measures if each["action"] in events.written_demands]
        found = expiry(part.claim_kind, _events(row, demands), look.reader.rules, look.on)
        limits |= {
            "expires_on": found.ends_on,
            "expiry_end": found.end,
            "expiry_event": found.event,
            "counted_on": found.counted_on,
            "limit_years": found.years,
            "law_basis": found.law_basis,
            "demanded_on": found.demanded_on,
            "expiry_missing": found.missing,
            "is_unconfirmed": found.is_unconfirmed,
        }
    inside = {"is_owed": is_owed, "is_due": row["is_due"]}
    return masked(row | limits, part.met) | inside


def _events(row: Row, demands: list[date]) -> Events:
    names = ("due_on", "contracted_on", "reminded_on", "acknowledged_on", "last_paid_on")
    return Events(
        **{name: row[name] for name in (*names, "suspended_on")},
        is_suspended=row["state"] == "suspended",
        is_seized=row["state"] == "seized",
        demanded_on=tuple(demands),
    )
