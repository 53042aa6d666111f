"""How well the questions of a scale hold together (Cronbach's α), and from it how far the points of persons lie apart.

Of all that is told of a scale, α alone says how answers to its questions went together. Where few people answered, or a
few left out a question (α is of those who answered all, the shares of the questions are of all), one could look for the
answers that fit. So α is rounded until others could have given each answer as well, and the spread of the points is
reckoned from α as it is told (docs/decisions/0033).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import fsum, isnan, nan, sqrt

from analytics.access.few_answers import Cell
from analytics.ledger.reliability import alpha_interval, cronbach_alpha
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import FAVOURABLE, FLOOR, POINTS_A_STEP

ONE_QUESTION = "設問が1つのため出せない"
NOT_TOLD = "この回は出せない"  # since there is no spread, or since α would tell of people: which, would tell as well
UNITS = (0.01, 0.05, 0.1)  # to which α is rounded, the finest first

# what one person answered to each question of a scale, None for nothing; and how many persons did
Pattern = tuple[int | None, ...]
Patterns = Mapping[Pattern, int]


@dataclass(frozen=True)
class Reliability:
    """α as it is told, rounded to a *unit*, of so many *persons* and *questions*; nan where it is not, and why."""

    alpha: float = nan
    unit: float = 0.0
    persons: int = 0
    questions: int = 0
    reason: str = ""

    @property
    def words(self) -> str:
        """``α 0.74（0.69〜0.78）``, or why there is none; coarsely told, the interval is of all it may be."""
        if self.reason:
            return self.reason
        is_coarse = self.unit != UNITS[0]
        half = self.unit / 2 if is_coarse else 0.0
        low, high = (
            alpha_interval(min(1.0, self.alpha + each), self.persons, self.questions)
            for each in (-half, half)
        )
        alpha = rounded(self.alpha, 1 if self.unit == UNITS[-1] else 2)
        about = "およそ" if is_coarse else ""
        return f"α {about}{alpha}（{rounded(low.low, 2)}〜{rounded(high.high, 2)}）"


@dataclass(frozen=True)
class _Complete:
    """Those who answered every question: how many, of each question sum and squares, and the squares of their sums."""

    persons: int
    sums: tuple[int, ...]
    squares: tuple[int, ...]
    squares_of_sums: int

    @classmethod
    def of(cls, patterns: Mapping[tuple[int, ...], int]) -> _Complete:
        by_question = list(zip(*patterns, strict=True))
        counts = list(patterns.values())

        def total(values: Sequence[int]) -> int:
            return sum(count * value for count, value in zip(counts, values, strict=True))

        return cls(
            sum(counts),
            tuple(map(total, by_question)),
            tuple(total([given**2 for given in own]) for own in by_question),
            total([sum(pattern) ** 2 for pattern in patterns]),
        )

    def otherwise(self, pattern: tuple[int, ...], at: int, given: int) -> _Complete:
        """As if one of those with *pattern* had *given* another answer to the question *at*."""
        was, rest = pattern[at], sum(pattern) - pattern[at]
        sums, squares = list(self.sums), list(self.squares)
        sums[at] += given - was
        squares[at] += given**2 - was**2
        of_sums = self.squares_of_sums + (rest + given) ** 2 - (rest + was) ** 2
        return _Complete(self.persons, tuple(sums), tuple(squares), of_sums)

    def moved(self, by: int) -> _Complete:
        """As if the squares of the sums were more *by* so much: some have changed places in a question."""
        return replace(self, squares_of_sums=self.squares_of_sums + by)

    @property
    def alpha(self) -> float | None:
        def variance(total: int, squares: int) -> float:
            return (self.persons * squares - total**2) / (self.persons * (self.persons - 1))

        return cronbach_alpha(
            [variance(*each) for each in zip(self.sums, self.squares, strict=True)],
            variance(sum(self.sums), self.squares_of_sums),
        )


def reliability(cells: Mapping[Cell, Patterns], least: int) -> Reliability:
    """The reliability of a scale that is told, from how its questions were answered together in each cell."""
    patterns = _together(cells.values())
    count = len(next(iter(patterns)))
    if count < 2:
        return Reliability(reason=ONE_QUESTION)
    whole = _whole(patterns)
    if sum(whole.values()) < least:
        return Reliability(reason=f"すべてに答えた人が{least}人に足りない")
    complete = _Complete.of(whole)
    if complete.alpha is None:
        return Reliability(reason=NOT_TOLD)
    groups = [
        _whole(_together(own for cell, own in cells.items() if cell[at] == name))
        for at, name in {(at, cell[at]) for cell in cells for at in range(2)}
    ]
    large = [own for own in groups if sum(own.values()) >= least]
    for unit in UNITS:
        told = _rounded(complete.alpha, unit)
        is_safe = all(n >= FLOOR for n in _others(patterns, whole, complete, told, unit)) and all(
            _may_change_places(own, complete, told, unit) for own in large
        )
        if is_safe:
            return Reliability(told, unit, complete.persons, count)
    return Reliability(reason=NOT_TOLD)


def _together(cells: Iterable[Patterns]) -> Patterns:
    found = Counter[Pattern]()
    for patterns in cells:
        found.update(patterns)
    return found


def _whole(patterns: Patterns) -> dict[tuple[int, ...], int]:
    """Those who answered every question."""
    complete = {tuple(each for each in one if each): n for one, n in patterns.items()}
    return {one: n for one, n in complete.items() if len(one) == len(next(iter(patterns)))}


def _may_change_places(
    group: Iterable[tuple[int, ...]], complete: _Complete, told: float, unit: float
) -> bool:
    """Whether in each question two of a *group* on different sides could change places, and α be *told* the same.

    Where all are on one side, that is told of the group anyway.
    """
    for at in range(len(complete.sums)):
        sides: dict[bool, set[tuple[int, int]]] = {True: set(), False: set()}
        for one in group:
            sides[one[at] in FAVOURABLE].add((one[at], sum(one) - one[at]))
        moved = {
            2 * (other - own) * (rest - others)
            for (own, rest), (other, others) in product(sides[True], sides[False])
        }
        if moved and not any(
            _rounded(complete.moved(by).alpha, unit) == told for by in sorted(moved, key=abs)
        ):
            return False
    return True


def _others(
    patterns: Patterns,
    whole: Mapping[tuple[int, ...], int],
    complete: _Complete,
    told: float,
    unit: float,
) -> Iterator[int]:
    """For each side that somebody took in a question: how many of the other side could have taken it.

    They answered all, and with some answer of that side in the place of theirs α would be *told* just the same: with
    each answer, of those who left out another question.
    """
    for at in range(len(complete.sums)):
        given = {answer for one in patterns if (answer := one[at])}
        few = {answer for one in patterns if None in one and (answer := one[at])}
        sides = [given & set(FAVOURABLE), given - set(FAVOURABLE)]
        for answers in [*filter(None, sides), *({answer} for answer in few)]:
            yield sum(
                n
                for one, n in whole.items()
                if (one[at] in FAVOURABLE) is not answers.issubset(FAVOURABLE)
                and any(
                    _rounded(complete.otherwise(one, at, answer).alpha, unit) == told
                    for answer in answers
                )
            )


def _rounded(alpha: float | None, unit: float) -> float:
    return nan if alpha is None else round(round(alpha / unit) * unit, 2) + 0.0  # never −0


def spread(variances: Sequence[float], alpha: float) -> float:
    """The variance of a person's points (0–100) in a scale with these *variances* of its questions and this *alpha*.

    The variance of the sum is Σ v / (1 − α (k − 1) / k). Where there is no α (nan), as if the questions went together
    entirely, which is the most there can be.
    """
    count = len(variances)
    most = fsum(map(sqrt, variances)) ** 2
    of_sum = most if isnan(alpha) else fsum(variances) / (1 - alpha * (count - 1) / count)
    return of_sum * (POINTS_A_STEP / count) ** 2
