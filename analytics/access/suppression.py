"""Which cells of a table are withheld, so that nobody can reckon back what few persons owe (facts.md 7).

First, cells of 1 to 7 persons, and those of which one debtor has most of the yen. Then, wherever a withheld cell or a
few persons' sum would follow from what is shown (a total less the rest; one filter less another; a month less the
month before), the smallest further cell, until nothing follows any more. Nobody is somebody: zero stays zero.

A cell is one number that is shown or could be reckoned, a total too. What a filter leaves out is a cell as well: give
it, and the partition that it makes with what is shown, or the difference cannot be seen here.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analytics.access.recovery import Equation, recoverable
from analytics.access.small_numbers import FEWEST, persons

DOMINANCE = 0.8  # of the yen of a group: more than this with one debtor shows what that one owes
Cell = Hashable


@dataclass(frozen=True)
class Partition:
    """Cells that sum to a total: a cell itself, or (None) known from elsewhere, say from the published accounts."""

    name: str
    parts: tuple[Cell, ...]
    total: Cell | None = None

    @property
    def equation(self) -> Equation:
        """The same as an equation; what a known total comes to does not matter."""
        return dict.fromkeys(self.parts, 1) | ({} if self.total is None else {self.total: -1})


@dataclass(frozen=True)
class Suppressed:
    """The cells that are withheld, and the partitions whose total must not be told beside what is left."""

    withheld: frozenset[Cell]
    untold: tuple[str, ...]


@dataclass
class _Choice:
    """What is known of the cells, and what is withheld so far."""

    count: Mapping[Cell, int]
    yen: Mapping[Cell, int]
    largest: Mapping[Cell, int]  # yen of the debtor who owes most
    dominance: float
    withheld: set[Cell] = field(default_factory=set)

    def is_telling(self, group: Collection[Cell]) -> bool:
        """Whether the sum of *group* would tell what few persons owe, or how many there are in one of its cells."""
        people = sum(self.count[cell] for cell in group)
        if people < FEWEST or people == len(group):  # each of them is one person
            return people > 0
        return self.is_dominated(group)

    def is_dominated(self, group: Collection[Cell]) -> bool:
        """Whether one debtor has nearly all the yen of *group*."""
        most = max((self.largest[cell] for cell in group), default=0)
        return most > self.dominance * sum(self.yen[cell] for cell in group)

    def smallest(self, cells: Iterable[Cell]) -> Cell | None:
        """The shown one of *cells* with the fewest persons, the first of several; None when there is none."""
        free = [cell for cell in cells if cell not in self.withheld and self.count[cell]]
        return min(free, key=lambda cell: self.count[cell], default=None)


def suppressed(
    cells: pd.DataFrame,
    partitions: Sequence[Partition],
    yen: str = "outstanding_yen",
    largest: str | None = None,
    dominance: float = DOMINANCE,
) -> Suppressed:
    """Which of *cells*, named by their index, are withheld: both their count and their yen.

    Columns: `person_count` (true; unknown is none), *yen*, and if given *largest*, the yen of the debtor who owes
    most; without it, cells of one person only are known to be dominated.
    """
    choice = _choice(cells, yen, largest, dominance)
    choice.withheld = {
        cell for cell, count in choice.count.items() if count and choice.is_telling([cell])
    }
    told = list(partitions)
    untold: list[str] = []
    while (group := _next(choice, told)) is not None:
        of_group = _telling(told, group, choice.withheld)
        further = choice.smallest(part for one in of_group for part in one.parts)
        if further is None:
            further = choice.smallest(one.total for one in of_group if one.total is not None)
        if further is not None:
            choice.withheld.add(further)
            continue
        last = next((one for one in of_group if one.total is None), of_group[0])
        told.remove(last)  # nothing is left to hide the group behind
        untold.append(last.name)
    return Suppressed(frozenset(choice.withheld), tuple(untold))


def shown(
    cells: pd.DataFrame,
    partitions: Sequence[Partition],
    result: Suppressed,
    money: Sequence[str] = ("outstanding_yen",),
) -> pd.DataFrame:
    """*cells* as they may be shown: withheld ones without count and *money*, the other counts rounded.

    The count of a total is the sum of its shown parts, of the first partition that it is the total of.
    """
    made = cells.copy()
    for column in money:
        kept = [None if cell in result.withheld else value for cell, value in cells[column].items()]
        made[column] = pd.Series(kept, cells.index, dtype=pd.Int64Dtype())
    counts = {
        cell: None if cell in result.withheld else persons(count)
        for cell, count in cells["person_count"].items()
    }
    parts_of: dict[Cell, tuple[Cell, ...]] = {}
    for one in partitions:
        if one.total is not None:
            parts_of.setdefault(one.total, one.parts)
    summed = [_summed(cell, counts, parts_of) for cell in cells.index]
    made["person_count"] = pd.Series(summed, cells.index, dtype=pd.Int64Dtype())
    return made


def _summed(
    cell: Cell, counts: Mapping[Cell, int | None], parts_of: Mapping[Cell, tuple[Cell, ...]]
) -> int | None:
    """The count of *cell* as it may be shown: of a total, that of its parts, and theirs of theirs."""
    if counts[cell] is None or cell not in parts_of:
        return counts[cell]
    return sum(_summed(part, counts, parts_of) or 0 for part in parts_of[cell])


def _next(choice: _Choice, told: Sequence[Partition]) -> frozenset[Cell] | None:
    """A withheld cell, or a group of few persons, that follows from what is shown; None when nothing does."""
    equations = [one.equation for one in told]
    for group in recoverable(equations, choice.withheld):
        if len(group) == 1 or choice.is_telling(group):
            return group
    return None


def _telling(
    told: Sequence[Partition], group: frozenset[Cell], withheld: Collection[Cell]
) -> list[Partition]:
    """The partitions that leave just *group* open, else (several together tell it) all that have to do with it."""
    alone = [one for one in told if group == one.equation.keys() & withheld]
    return alone or [one for one in told if group & one.equation.keys()]


def _choice(cells: pd.DataFrame, yen: str, largest: str | None, dominance: float) -> _Choice:
    count = {cell: 0 if pd.isna(n) else int(n) for cell, n in cells["person_count"].items()}
    owed = {cell: 0 if pd.isna(n) else int(n) for cell, n in cells[yen].items()}
    alone = {cell: owed[cell] if n == 1 else 0 for cell, n in count.items()}
    if largest is not None:
        alone |= {cell: int(n) for cell, n in cells[largest].items() if not pd.isna(n)}
    return _Choice(count, owed, alone, dominance)
