"""One debtor's card: who it is, what is owed where, what happened, and who might act first.

Each piece is a figure of its own, so that a page, a CSV file and the command give out the same frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.access.gate import Gate
from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons import kept, lead_words, pieces
from analytics.figures.persons.debts import Debt, debts, read_events
from analytics.figures.persons.holdings import Written, proposal
from analytics.figures.persons.kept import Kept
from analytics.figures.persons.looking import NOBODY, Look, look
from analytics.figures.persons.problems import odd_numbers
from analytics.figures.persons.words import written_of
from analytics.ledger.lead import Proposal

GROUPS = ("existence", "amount", "state", "contact", "guarantor")
PURPOSE = "債務者のカード"


@dataclass(frozen=True)
class DebtorCard:
    """What a reader may see of one debtor at one month-end."""

    person_id: str
    owed: tuple[str, ...]  # the codes of the departments that are owed, as far as they may be seen
    who: Figure  # as each department writes the debtor
    debts: Figure  # one row per department and kind
    lines: Figure  # with how the limitation of each stands
    timeline: Figure
    series: Figure  # 24 month-ends
    lead: Figure  # the proposal in words
    decisions: Figure  # and what stands there since
    odd: tuple[str, ...]  # what is not as it should be with a number of this debtor
    proposal: Proposal

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All pieces, in the order in which they are shown."""
        pieces = (self.who, self.debts, self.lines, self.timeline, self.series)
        return (*pieces, self.lead, self.decisions)


@dataclass(frozen=True)
class Opened:
    """One debtor with all that the reader may see of him; nothing of it has been shown yet."""

    look: Look
    debts: tuple[Debt, ...]
    written: Written
    told: tuple[Kept, ...]  # decisions, the oldest first
    proposal: Proposal

    @property
    def owing(self) -> list[Debt]:
        """The debts with a balance past due."""
        return [each for each in self.debts if each.part.is_owing]


def open_debtor(gate: Gate, person_id: str, selection: Selection) -> Opened:
    """The debtor *person_id*, for whoever goes on to write the look down. Raises as `debtor_card`."""
    here = look(gate, selection, person_id, is_long=True)
    if not here.parts:
        raise NothingToShow(NOBODY)  # the same for who is gone and for who may not be seen
    events = read_events(gate.reader)
    found = tuple(debts(here, here.parts, events).values())
    written = written_of(here, here.parts)
    told = kept.seen(kept.decisions(gate.reader.store.root), here.parts)
    return Opened(here, found, written, tuple(told), proposal(found, here, events, written))


def debtor_card(gate: Gate, person_id: str, selection: Selection, at: datetime) -> DebtorCard:
    """The card of the debtor *person_id*, written down with the time *at*.

    Raises `NothingToShow` for a reader who sees no person, and alike for a debtor who is gone or may not be seen;
    `LayoutFault` for faulty rules, `StoreFault` for what cannot be read or written down.
    """
    opened = open_debtor(gate, person_id, selection)
    here = opened.look
    odd = tuple(odd_numbers(here))
    card = DebtorCard(
        person_id=person_id,
        owed=tuple(dict.fromkeys(each.part.department for each in opened.owing)),
        who=pieces.who(here, opened.written),
        debts=pieces.debts(here, opened.owing, odd),
        lines=pieces.lines(here, opened.debts),
        timeline=pieces.timeline(here, opened.debts, opened.told),
        series=pieces.series(here, opened.debts),
        lead=lead_words.lead(here, opened.proposal),
        decisions=lead_words.decisions(here, opened.told),
        odd=odd,
        proposal=opened.proposal,
    )
    here.write_down(here.parts, GROUPS, PURPOSE, at)
    return card
