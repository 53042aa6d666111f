"""Figures that show single persons. The reader is an argument of each, and every look is written down first.

They stand apart from `analytics.figures.FIGURES`: those read summaries and have no reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analytics.access.gate import Gate
from analytics.errors import InputFault, NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons.card import DebtorCard, debtor_card
from analytics.figures.persons.cell import cell_debtors
from analytics.figures.persons.deciding import decide_lead
from analytics.figures.persons.ending_months import limitation_months
from analytics.figures.persons.guidance_cases import case_list
from analytics.figures.persons.leads import leads
from analytics.figures.persons.looking import refuse


@dataclass(frozen=True)
class Asked:
    """Whom a figure is asked of: two members of the matrix, or one person."""

    pair: tuple[str, str] | None = None
    person_id: str | None = None


PersonAnswer = Callable[[Gate, Asked, Selection, datetime], Figure]


def _cell(gate: Gate, asked: Asked, selection: Selection, at: datetime) -> Figure:
    if asked.pair is None:
        raise InputFault(
            "どの組かが要ります。--pair 101/201 のように、課か債権を2つ指定してください。"
        )
    return cell_debtors(gate, asked.pair, selection, at)


def _piece(name: str) -> PersonAnswer:
    """The piece *name* of a debtor's card."""

    def piece(gate: Gate, asked: Asked, selection: Selection, at: datetime) -> Figure:
        if asked.person_id is None:
            raise InputFault("だれのものかが要ります。--person に名寄せの番号を指定してください。")
        figure: Figure = getattr(debtor_card(gate, asked.person_id, selection, at), name)
        return figure

    return piece


PERSON_FIGURES: Final[dict[str, PersonAnswer]] = {
    "cell_debtors": _cell,
    "debtor_who": _piece("who"),
    "debtor_debts": _piece("debts"),
    "debtor_lines": _piece("lines"),
    "debtor_timeline": _piece("timeline"),
    "debtor_series": _piece("series"),
    "debtor_lead": _piece("lead"),
    "debtor_decisions": _piece("decisions"),
    "case_list": lambda gate, asked, selection, at: case_list(gate, selection, at),
    "limitation_months": lambda gate, asked, selection, at: limitation_months(gate, selection, at),
    "leads": lambda gate, asked, selection, at: leads(gate, selection, at),
}
COUNTS_ONLY = ("leads",)  # figures that a reader who sees no person gets as counts


def person_answer(
    name: str, gate: Gate, asked: Asked, selection: Selection, at: datetime
) -> Figure:
    """Figure *name* of persons for the reader of *gate*, written down with the time *at*.

    Raises `NothingToShow` for a name there is not and, before anything is looked for, a reader who sees no person;
    `InputFault` where it takes a pair or a person.
    """
    if name not in PERSON_FIGURES:
        raise NothingToShow(
            f"図「{name}」はありません。あるのは {'、'.join(PERSON_FIGURES)} です。"
        )
    if name not in COUNTS_ONLY:
        refuse(gate.viewer)
    return PERSON_FIGURES[name](gate, asked, selection, at)


__all__ = [
    "PERSON_FIGURES",
    "Asked",
    "DebtorCard",
    "case_list",
    "cell_debtors",
    "debtor_card",
    "decide_lead",
    "leads",
    "limitation_months",
    "person_answer",
]
