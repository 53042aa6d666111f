"""What there is of one wave: who was asked when, and what they answered cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import variance

from analytics.access.few_answers import Answers, Cell, Hidden, hidden, in_group
from analytics.ledger.calendar import month_label
from analytics.ledger.survey import BEST, BREAKDOWNS, FAVOURABLE, WORST


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
        """``第3回（令和8年6月）``; of a wave that is called by its month, the month."""
        return in_one_line(self.lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The same, one below the other."""
        return lines_of(self.name, month_label(self.fielded_on))

    @property
    def response_rate(self) -> float | None:
        """Answered of invited; None where the invited are not told, or fewer than answered."""
        return response_rate(self.invited_count, self.answered_count)


def lines_of(name: str, month: str) -> tuple[str, ...]:
    """What a wave is called, and below it its *month*, where that is not its name."""
    return (name,) if name == month else (name, month)


def in_one_line(lines: Sequence[str]) -> str:
    """``第3回（令和8年6月）``."""
    name, *month = lines
    return name + "".join(f"（{each}）" for each in month)


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
        return Answers.of(self.counts, FAVOURABLE)

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
            Answers.of(self.counts, [answer], may_be_none=True) for answer in range(WORST, BEST + 1)
        ]


People = Mapping[Cell, tuple[int | None, int]]  # how many were asked (None: not told) and answered


def hidden_people(people: People, least: int) -> Hidden:
    """The groups of *people* of which not even how many answered is told.

    Of a group that nobody answered of neither: that would tell of each of them that they did not.
    """
    guarded = [Answers({cell: count for cell, (_, count) in people.items()}), of_asked(people)]
    groups = {(by, cell[at]) for at, by in enumerate(BREAKDOWNS) for cell in people if cell[at]}
    found = frozenset(
        group for group in groups if not any(people[one][1] for one in in_group(people, group))
    )
    while True:
        more = found
        for answers in filter(None, guarded):
            more = hidden(answers, least, more)
        if more == found:
            return found
        found = more


def of_asked(people: People) -> Answers | None:
    """How many answered, guarded for those who know how many were asked: nobody else can have answered.

    A cell of which everyone answered, or who is of such a rank or group, has none more who could. A list of fewer than
    answered bounds nothing. None where it bounds nobody, or everybody: then all is known.
    """
    here = {cell: answered for cell, (_, answered) in people.items() if all(cell)}
    full = _full(people) & here.keys()
    if not full or full == here.keys():
        return None
    room = {cell: count + (cell not in full) for cell, count in here.items()}
    return Answers(room, here, is_response=True)


def _full(people: People) -> set[Cell]:
    """The cells of which everyone who was asked has answered, as far as the list can be true."""
    found: set[Cell] = set()
    for part in ((0, 1), (0,), (1,)):
        asked, answered = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
        for cell, (told, count) in people.items():
            own = tuple(cell[at] for at in part)
            answered[own] += count
            if told is not None:
                asked[own] += told
        if not any("" in each for each in asked) and all(
            answered[each] <= count for each, count in asked.items()
        ):
            all_in = {each for each, count in asked.items() if answered[each] == count}
            found |= {cell for cell in people if tuple(cell[at] for at in part) in all_in}
    return found
