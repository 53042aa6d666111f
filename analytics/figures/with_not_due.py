"""A balance that holds what is not yet due says so, wherever it stands: the two are never mixed (facts.md 4.3)."""

from __future__ import annotations

from dataclasses import replace

from analytics.figures.base import Scope
from analytics.figures.figure import Figure
from analytics.figures.stale import not_due_note
from analytics.store.reader import Reader

FIGURES = (  # those that the reader may see with what is not yet due
    "balance_by_year",
    "balance_index",
    "balance_by_department",
    "balance_by_claim_kind",
    "index_by_department",
    "index_by_claim_kind",
    "balance_by_age",
    "balance_by_size",
    "balance_by_state",
)
WORDS = "納期未到来を含む"
BALANCE = "未収残額"
NOTE = "月末の時点で未納の額です。納期限がまだの分を含みます。"


def marked(figure: Figure, reader: Reader, here: Scope) -> Figure:
    """*figure* with that said in its title, measure, headers, notes and the name of its file, if it is one of those."""
    if not here.is_all or figure.name not in FIGURES:
        return figure
    notes = (NOTE, *not_due_note(reader, here))
    return replace(
        figure,
        title=figure.title if figure.empty else f"納期未到来を含めると、{figure.title}",
        measure=WORDS + figure.measure,
        labels={
            name: label.replace(BALANCE, WORDS + BALANCE) for name, label in figure.labels.items()
        },
        notes=(*notes, *(note for note in figure.notes if note not in notes)),
        is_all=True,
    )
