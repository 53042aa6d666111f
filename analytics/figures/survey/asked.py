"""What there is of one wave: who was asked when, and what they answered cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import variance

from analytics.access.few_answers import Answers, Cell
from analytics.ledger.calendar import month_label
from analytics.ledger.survey import BEST, FAVOURABLE, WORST


@dataclass(frozen=True)
class Wave:
    """One wave: its name, its days, how many persons were asked (None: not told) and how many answered."""

    name: str
    started_on: date
    fielded_on: date
    invited_count: int | None
    answered_count: int

    @property
    def label(self) -> str:
        """``第3回（令和8年6月）``."""
        month = month_label(self.fielded_on)
        return self.name if self.name == month else f"{self.name}（{month}）"

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None where the invited are not told, or fewer than answered."""
        return response_rate(self.invited_count, self.answered_count)


def response_rate(invited: int | None, answered: int) -> float | None:
    """*answered* of *invited* as a share; None where that makes no sense."""
    return answered / invited if invited and answered <= invited else None


@dataclass(frozen=True)
class Asked:
    """One question of one wave: how many of each cell gave which answer, and in which words it was asked."""

    question: str
    wordings: frozenset[str]
    counts: Mapping[Cell, Mapping[int, int]]  # cell → answer in the desirable direction → persons

    @cached_property
    def answers(self) -> Answers:
        """The same as what has to be guarded."""
        return Answers(
            {cell: sum(given.values()) for cell, given in self.counts.items()},
            {
                cell: sum(given.get(answer, 0) for answer in FAVOURABLE)
                for cell, given in self.counts.items()
            },
            given=self.counts,
            sought=frozenset(FAVOURABLE),
        )

    @cached_property
    def variance(self) -> float:
        """Of all answers, in squared steps from one to the next, divided by n − 1; 0 for fewer than two."""
        given = Counter[int]()
        for of_cell in self.counts.values():
            given.update(of_cell)
        return variance(list(given.elements())) if given.total() > 1 else 0.0

    @cached_property
    def of_answer(self) -> list[Answers]:
        """How many gave each answer, guarded for itself."""
        return [
            Answers(
                self.answers.answered,
                {cell: given.get(answer, 0) for cell, given in self.counts.items()},
                may_be_none=True,
                given=self.counts,
                sought=frozenset([answer]),
            )
            for answer in range(WORST, BEST + 1)
        ]
