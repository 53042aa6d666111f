"""Which cells of a table are withheld, so that nobody can reckon back what few persons owe (facts.md 7).

First, cells of 1 to 7 persons, and those of which one debtor has most of the yen. Then, wherever a withheld cell or a
few persons' sum would follow from what is shown (a total less the rest; one filter less another; a month less the
month before), the smallest further cell, until nothing follows any more. Nobody is somebody: zero stays zero.

A cell is one number that is shown or could be reckoned, a total too. What a filter leaves out is a cell as well: give
it, and the partition that it makes with what is shown, or the difference cannot be seen here.

One person may be in several cells: in two bands of age of one department. Such cells have one *place*, and a group of
them counts for no more persons than its largest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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

    @cached_property
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
    place: Mapping[Cell, Hashable]  # cells of one place may be of the same persons
    rank: Mapping[Cell, int]  # those of a higher rank are hidden behind last
    settled: Mapping[Cell, bool]  # decided before: whether it is withheld
    public: Collection[frozenset[Cell]]  # groups whose sum everybody knows, however few they are
    withheld: set[Cell] = field(default_factory=set)

    def is_telling(self, group: Collection[Cell]) -> bool:
        """Whether the sum of *group* would tell what few persons owe, or how many there are in one of its cells."""
        people = sum(max(map(self.count.__getitem__, same)) for same in self._by_place(group))
        if people < FEWEST or people == len(group):  # each of them is one person
            return people > 0
        return self.is_dominated(group)

    def is_dominated(self, group: Collection[Cell]) -> bool:
        """Whether one debtor has nearly all the yen of *group*."""
        most = max(sum(map(self.largest.__getitem__, same)) for same in self._by_place(group))
        return most > self.dominance * abs(sum(self.yen[cell] for cell in group))

    def _by_place(self, group: Collection[Cell]) -> list[list[Cell]]:
        """The cells of *group* that may be of the same persons together."""
        found: dict[Hashable, list[Cell]] = {}
        for cell in group:
            found.setdefault(self.place[cell], []).append(cell)
        return list(found.values())

    def further(self, cells: Iterable[Cell], told: Sequence[Partition]) -> Cell | None:
        """The shown one of *cells* to hide behind, the first of several; None when there is none.

        One that lays the fewest other partitions open, which would ask for a further cell each, and is of a low rank;
        then the one with the fewest persons.
        """
        taken = self.withheld | self.settled.keys()
        free = [cell for cell in cells if cell not in taken and self.count[cell]]
        whole = [one.equation.keys() for one in told if not one.equation.keys() & self.withheld]
        opened = Counter(cell for keys in whole for cell in keys)
        return min(
            free,
            key=lambda cell: (opened[cell] + 2 * self.rank[cell], self.count[cell]),
            default=None,
        )


def suppressed(
    cells: pd.DataFrame,
    partitions: Sequence[Partition],
    yen: str = "outstanding_yen",
    largest: str | None = None,
    dominance: float = DOMINANCE,
    place: str | None = None,
    rank: str | None = None,
    settled: Mapping[Cell, bool] | None = None,
    public: Collection[frozenset[Cell]] = (),
) -> Suppressed:
    """Which of *cells*, named by their index, are withheld: both their count and their yen.

    Columns: `person_count` (true; unknown is none), *yen*, and if given *largest*, the yen of the debtor who owes
    most; without it, cells of one person only are known to be dominated. Cells of one *place* may be of the same
    persons; without it all are of different ones. Cells of a higher *rank* are kept as long as others can be withheld
    in their stead. *settled* cells are withheld (True) or shown already: they stay so. The sum of a *public* group
    of several cells may be told, however few they are.
    """
    choice = _choice(cells, yen, largest, dominance, (place, rank), settled or {}, public)
    told = list(partitions)
    untold: list[str] = []
    while groups := _groups(choice, told):
        fresh: set[Cell] = set()
        for group in groups:
            of_group = _telling(told, group, choice.withheld)
            if any(fresh & one.equation.keys() for one in of_group):
                continue  # what was just withheld may hide this one, too
            further = choice.further(_cells(of_group), told)
            if further is None:  # what it hides behind is all hidden, and follows from elsewhere
                further = choice.further(_cells(_near(told, _cells(of_group))), told)
            if further is not None:
                choice.withheld.add(further)
                fresh.add(further)
                continue
            if fresh or not of_group:
                break
            last = next((one for one in of_group if one.total is None), of_group[0])
            told.remove(last)  # nothing is left to hide the group behind
            untold.append(last.name)
            break
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


def _groups(choice: _Choice, told: Sequence[Partition]) -> list[frozenset[Cell]]:
    """Withheld cells, and groups of few persons, that follow from what is shown."""
    equations = [one.equation for one in told]
    return [
        group
        for group in recoverable(equations, choice.withheld)
        if len(group) == 1 or (group not in choice.public and choice.is_telling(group))
    ]


def _telling(
    told: Sequence[Partition], group: frozenset[Cell], withheld: Collection[Cell]
) -> list[Partition]:
    """The partitions that leave just *group* open, else (several together tell it) all that have to do with it."""
    near = _near(told, group)
    alone = [one for one in near if group == one.equation.keys() & withheld]
    return alone or near


def _near(told: Sequence[Partition], cells: Collection[Cell]) -> list[Partition]:
    """The partitions that have to do with any of *cells*."""
    return [one for one in told if not one.equation.keys().isdisjoint(cells)]


def _cells(partitions: Iterable[Partition]) -> list[Cell]:
    return [cell for one in partitions for cell in one.equation]


def _choice(
    cells: pd.DataFrame,
    yen: str,
    largest: str | None,
    dominance: float,
    columns: tuple[str | None, str | None],
    settled: Mapping[Cell, bool],
    public: Collection[frozenset[Cell]],
) -> _Choice:
    count = {cell: 0 if pd.isna(n) else int(n) for cell, n in cells["person_count"].items()}
    owed = {cell: 0 if pd.isna(n) else int(n) for cell, n in cells[yen].items()}
    most = {cell: owed[cell] if n == 1 else 0 for cell, n in count.items()}
    if largest is not None:
        most |= {cell: int(n) for cell, n in cells[largest].items() if not pd.isna(n)}
    place, rank = columns
    places = dict(cells[place].items()) if place else {cell: cell for cell in count}
    ranks = dict(cells[rank].items()) if rank else dict.fromkeys(count, 0)
    choice = _Choice(count, owed, most, dominance, places, ranks, settled, public)
    choice.withheld = {
        cell
        for cell, people in count.items()
        if settled.get(cell, bool(people) and choice.is_telling([cell]))
    }
    return choice
