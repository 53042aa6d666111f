"""Whole-number equations of unknown answers, with Cronbach's α as it is told, and what of them can be reckoned."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

NEARLY = 1e-9
PRIME = 2**31 - 1
Cell = tuple[str, str]
Pattern = tuple[int, ...]  # the answers of one person to the questions of a scale, 0 for none
Unknown = tuple[Cell, Pattern]


@dataclass(frozen=True)
class Alpha:
    """Cronbach's α as it is told: of those who answered every question."""

    patterns: np.ndarray  # the answers of each unknown, a row of zeros where one is left out
    told: float
    unit: float  # to which it is rounded

    @classmethod
    def of(cls, unknowns: Sequence[Unknown], told: float, unit: float) -> Alpha:
        rows = [pattern if all(pattern) else (0,) * len(pattern) for _, pattern in unknowns]
        return cls(np.array(rows, dtype=np.int64), told, unit)

    @property
    def size(self) -> int:
        return self.patterns.shape[1]

    def persons(self, solution: np.ndarray) -> int:
        return int(solution[self.patterns.all(axis=1)].sum())

    def holds(self, solution: np.ndarray) -> bool:
        """Whether it comes out as it is told, of this many persons of each unknown."""
        answers = np.repeat(self.patterns, solution * self.patterns.all(axis=1), axis=0)
        of_sum = answers.sum(axis=1).var(ddof=1)
        if of_sum < NEARLY:
            return False
        items = answers.var(axis=0, ddof=1).sum()
        steps = self._factor * (1 - items / of_sum) / self.unit
        return math.isclose(round(steps) * self.unit, self.told, abs_tol=NEARLY)

    def near(self, like: np.ndarray) -> list[LinearConstraint]:
        """That it comes out as it is told, and that each question has the same sum as in *like*."""
        sums, persons = self.patterns.T @ like, self.persons(like)
        squares, of_sums = (self.patterns**2).sum(axis=1), self.patterns.sum(axis=1) ** 2
        half = 0.5 * self.unit - NEARLY
        ends = [1 - (self.told + side * half) / self._factor for side in (-1, 1)]
        rows = [squares - end * of_sums for end in ends]
        at = [((sums**2).sum() - end * sums.sum() ** 2) / persons for end in ends]
        return [
            LinearConstraint(self.patterns.T, sums, sums),
            LinearConstraint(rows[0], -np.inf, at[0]),
            LinearConstraint(rows[1], at[1], np.inf),
        ]

    @property
    def _factor(self) -> float:
        return self.size / (self.size - 1)


@dataclass
class Equations:
    """Whole-number equations of the unknowns, and what of them can be reckoned."""

    unknowns: Sequence[Unknown]
    truth: np.ndarray  # how many persons each unknown really is: a solution
    rows: list[np.ndarray] = field(default_factory=list)
    alpha: Alpha | None = None

    def add(self, counted: Callable[[Cell, Pattern], int], value: float | None = None) -> None:
        """What *counted* adds up to over all persons is known; it must be *value*, which was handed out."""
        row = np.array([counted(*one) for one in self.unknowns], dtype=np.int64)
        if value is not None:
            assert math.isclose(row @ self.truth, value, rel_tol=1e-6, abs_tol=1e-4)
        if row.any():
            self.rows.append(row)

    def single(self, targets: Mapping[str, np.ndarray]) -> set[str]:
        """Those of *targets* for which no other solution is found that has another value."""
        return settled(targets, self.truth, self._others)

    def _others(self, aim: np.ndarray) -> Iterator[np.ndarray]:
        """Solutions in which *aim* is as small as it can be: with the α that is told."""
        other = self._least(aim)
        assert other is not None
        if self.alpha is None or self.alpha.holds(other):
            yield other
            return
        for like in (
            self.truth,
            other,
            (self.truth + other) // 2,
        ):  # whose sums α is looked for with
            found = self._least(aim, *self.alpha.near(like))
            if found is not None and self.alpha.holds(found):
                yield found

    def _least(self, aim: np.ndarray, *more: LinearConstraint) -> np.ndarray | None:
        matrix = np.array(self.rows)
        known = LinearConstraint(matrix, matrix @ self.truth, matrix @ self.truth)
        made = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(0, np.inf),
            constraints=[known, *more],
        )
        if made.status == 2 and more:  # there is none
            return None
        assert made.status == 0, made.message
        found = np.rint(made.x).astype(np.int64)
        assert not (matrix @ (found - self.truth)).any()
        return found

    def following(self, targets: Mapping[str, np.ndarray]) -> set[str]:
        """Those of *targets* that are a sum of the equations: by elimination modulo a prime, so nothing is rounded."""
        echelon: list[tuple[int, np.ndarray]] = []

        def rest(row: np.ndarray) -> np.ndarray:
            left = row % PRIME
            for column, own in echelon:
                left = (left - left[column] * own) % PRIME
            return left

        for row in self.rows:
            left = rest(row)
            if left.any():
                column = int(np.flatnonzero(left)[0])
                echelon.append((column, left * pow(int(left[column]), -1, PRIME) % PRIME))
        return {name for name, row in targets.items() if not rest(row).any()}


def settled(
    targets: Mapping[str, np.ndarray],
    truth: np.ndarray,
    others: Callable[[np.ndarray], Iterable[np.ndarray]],
) -> set[str]:
    """Those of *targets* that have the value they have in *truth* in all *others* that are found, small or large."""
    open_ones, found = dict(targets), set()
    while open_ones:
        name, row = next(iter(open_ones.items()))
        for other in chain.from_iterable(others(sign * row) for sign in (1, -1)):
            open_ones = {
                key: each for key, each in open_ones.items() if each @ other == each @ truth
            }
            if name not in open_ones:
                break
        else:
            found.add(name)
            del open_ones[name]
    return found


def partitions(items: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way to put *items* together, the fewest parts first."""
    yield from sorted(_partitions(items), key=len)


def _partitions(items: Sequence[str]) -> Iterator[list[list[str]]]:
    if not items:
        yield []
        return
    first, *others = items
    for parts in _partitions(others):
        yield [[first], *parts]
        for at, part in enumerate(parts):
            yield [*parts[:at], [first, *part], *parts[at + 1 :]]
