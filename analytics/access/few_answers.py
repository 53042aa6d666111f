"""Which groups of a survey are not shown, so that nobody can reckon back what few people answered (facts.md 7).

A group of fewer answers than the least is not shown, and its answers still count upward. Then, as long as the answers
of such a group, or of any other few people, follow from what is left (the whole less the other groups, a rank less a
group of departments …), one more group is hidden, the smallest. What follows is found in the cells of rank × group,
which are never shown themselves: each sum that is shown is an equation of them.

Of people whose answers were all alike no sum is small enough to hide them: such a remainder is enlarged as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from analytics.access.recovery import Equation, recoverable
from analytics.ledger.survey import BREAKDOWNS, Breakdown

Cell = tuple[str, str]  # rank and group of departments
Group = tuple[Breakdown, str]
Hidden = frozenset[Group]
NOTHING = 1e-9  # of a unit: so far from what is shown, a sum follows from it


@dataclass(frozen=True)
class Answers:
    """How many people of each cell answered, and to one question how many of them in the desirable direction."""

    answered: Mapping[Cell, int]
    favourable: Mapping[Cell, int] | None = None

    def count(self, cells: frozenset[Cell]) -> int:
        """How many people there are in *cells*."""
        return sum(self.answered.get(cell, 0) for cell in cells)

    def is_alike(self, cells: frozenset[Cell]) -> bool:
        """Whether all of them answered in one direction."""
        if self.favourable is None:
            return False
        good = sum(self.favourable.get(cell, 0) for cell in cells)
        return good in (0, self.count(cells))

    @property
    def cells(self) -> frozenset[Cell]:
        """Those in which anybody answered."""
        return frozenset(cell for cell, count in self.answered.items() if count)


def hidden(answers: Answers, least: int, already: Hidden = frozenset()) -> Hidden:
    """The groups that are not shown of *answers*; those *already* hidden are among them.

    Of nobody nothing is hidden: a group without an answer is not there.
    """
    groups = _groups(answers.cells)
    found = {
        group for group, cells in groups.items() if group in already or answers.count(cells) < least
    }
    while told := _told(answers, groups, frozenset(found), least):
        free = [group for group in groups if group not in found]
        own = [group for group in free if _is_of(group, told, groups, found)]
        near = [group for group in free if groups[group] & told]
        if not free:
            break
        found.add(min(own or near or free, key=lambda group: (answers.count(groups[group]), group)))
    return frozenset(found) | already


def is_silent(answers: Answers, least: int, found: Hidden) -> bool:
    """Whether not even the sum over everybody may be told: they are few, or alike while some of them are hidden."""
    cells = answers.cells
    if answers.count(cells) < least:
        return True
    return bool(found & _groups(cells).keys()) and answers.is_alike(cells)


def _groups(cells: frozenset[Cell]) -> dict[Group, frozenset[Cell]]:
    """Every group that anybody is of, and its cells."""
    return {
        (breakdown, name): frozenset(cell for cell in cells if cell[at] == name)
        for at, breakdown in enumerate(BREAKDOWNS)
        for name in sorted({cell[at] for cell in cells})
    }


def _is_of(
    group: Group, told: frozenset[Cell], groups: Mapping[Group, frozenset[Cell]], found: set[Group]
) -> bool:
    """Whether *group* is of the breakdown whose hidden groups make up what is told."""
    rest = [cells for other, cells in groups.items() if other in found and other[0] == group[0]]
    return frozenset().union(*rest) >= told


def _told(
    answers: Answers, groups: Mapping[Group, frozenset[Cell]], found: Hidden, least: int
) -> frozenset[Cell]:
    """The cells of few people, or of people all alike, whose sum follows from what is shown; nothing for none."""
    cells = tuple(sorted(answers.cells))
    shown = frozenset(own for group, own in groups.items() if group not in found)
    known = frozenset(cell for own in shown if answers.is_alike(own) for cell in own)
    open_to_all = shown | {frozenset([cell]) for cell in known} | {frozenset(cells)}
    hidden_ones = {groups[group] for group in found if group in groups}
    small = {frozenset([cell]) for cell in cells if answers.answered[cell] < least}
    for target in sorted(hidden_ones | small, key=sorted):
        if not target <= known and follows(cells, open_to_all, target):
            return target
    for union in sums(cells, open_to_all):
        is_telling = answers.count(union) < least or answers.is_alike(union)
        if is_telling and union not in open_to_all and not union <= known:
            return union
    return frozenset()


@lru_cache(maxsize=4096)
def follows(
    cells: tuple[Cell, ...], shown: frozenset[frozenset[Cell]], target: frozenset[Cell]
) -> bool:
    """Whether the sum over *target* can be reckoned from the sums over the sets *shown*, in whatever way."""
    basis = _basis(cells, shown)
    wanted = _vector(cells, target)
    return bool(np.abs(wanted - basis.T @ (basis @ wanted)).max(initial=0.0) < NOTHING)


@lru_cache(maxsize=512)
def sums(cells: tuple[Cell, ...], shown: frozenset[frozenset[Cell]]) -> tuple[frozenset[Cell], ...]:
    """Sets of cells whose sum follows plainly: what one shown set leaves of another, or elimination comes upon."""
    equations: list[Equation] = [dict.fromkeys(own, 1) for own in sorted(shown, key=sorted)]
    found = recoverable(equations, frozenset(cells))
    return tuple(frozenset(cell for cell in union if isinstance(cell, tuple)) for union in found)


@lru_cache(maxsize=512)
def _basis(cells: tuple[Cell, ...], shown: frozenset[frozenset[Cell]]) -> np.ndarray:
    """An orthonormal basis of all that can be reckoned from the sets *shown*, a row each."""
    rows = np.array([_vector(cells, own) for own in sorted(shown, key=sorted)])
    _, sizes, basis = np.linalg.svd(rows, full_matrices=False)
    return np.asarray(basis[sizes > NOTHING])


def _vector(cells: tuple[Cell, ...], own: frozenset[Cell]) -> np.ndarray:
    return np.array([float(cell in own) for cell in cells])
