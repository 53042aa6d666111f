"""What there is of one wave: who was asked when, what they answered cell by cell, and their points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

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
        )

    @cached_property
    def of_answer(self) -> list[Answers]:
        """How many gave each answer, guarded for itself."""
        return [
            Answers(
                self.answers.answered,
                {cell: given.get(answer, 0) for cell, given in self.counts.items()},
                may_be_none=True,
            )
            for answer in range(WORST, BEST + 1)
        ]


@dataclass(frozen=True)
class Points:
    """The points of one scale of one wave in a cell: persons, their sum and the sum of their squares."""

    count: int
    total: float
    squares: float
