"""Which groups of a survey are not shown, so that nobody can reckon back what few people answered (facts.md 7).

A group of fewer answers than the least is not shown, and its answers still count upward. Then, as long as the answers
of such a group, or of any other few people, follow from what is left (the whole less the other groups, a rank less a
group of departments …), one more group is hidden, the smallest.

What follows is found in the cells of rank × group, which are never shown themselves. They are the edges of a graph:
each leads from a rank to a group of departments, and all that is hidden of a breakdown is one end together. Shown is
the sum over the edges at each end. So a favourable answer can move along a circle of edges without anybody's seeing it,
as long as no cell on the way is full or empty; what no circle changes, follows. And whatever parts the ends in two
tells something of the answers on the edges in between: these must not be few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analytics.ledger.survey import BREAKDOWNS, Breakdown

Cell = tuple[str, str]  # rank and group of departments
Group = tuple[Breakdown, str]
Hidden = frozenset[Group]
REST = ""  # the end of all that is hidden of a breakdown


@dataclass(frozen=True)
class Answers:
    """How many people of each cell answered, and to one question how many of them in the desirable direction.

    Or how many gave one answer of several: then that nobody gave it is nothing to guard (*may_be_none*).
    """

    answered: Mapping[Cell, int]
    favourable: Mapping[Cell, int] | None = None
    may_be_none: bool = False

    def count(self, cells: frozenset[Cell]) -> int:
        """How many people there are in *cells*."""
        return sum(self.answered.get(cell, 0) for cell in cells)

    def is_alike(self, cells: frozenset[Cell]) -> bool:
        """Whether all of them answered in one direction."""
        if self.favourable is None:
            return False
        return self._good(cells) in (0, self.count(cells))

    def is_open(self, cells: frozenset[Cell]) -> bool:
        """Whether it may be told of *cells* how many they are, since they are none."""
        return self.may_be_none and not self._good(cells)

    def _good(self, cells: frozenset[Cell]) -> int:
        return sum((self.favourable or {}).get(cell, 0) for cell in cells)

    def may(self, cell: Cell, *, gain: bool) -> bool:
        """Whether the cell could have one favourable answer more (*gain*) or fewer; where nobody knows, both."""
        if self.favourable is None:
            return True
        good = self.favourable.get(cell, 0)
        return good < self.answered[cell] if gain else good > 0

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
    while told := _Graph.of(answers, groups, frozenset(found)).told(least):
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


@dataclass(frozen=True)
class _Graph:
    """The cells as edges between what is shown of both breakdowns."""

    answers: Answers
    groups: Mapping[Group, frozenset[Cell]]
    found: Hidden
    ends: Mapping[Cell, tuple[Group, Group]]

    @classmethod
    def of(cls, answers: Answers, groups: Mapping[Group, frozenset[Cell]], found: Hidden) -> _Graph:
        rank, department = BREAKDOWNS

        def end(group: Group) -> Group:
            return (group[0], REST) if group in found else group

        return cls(
            answers,
            groups,
            found,
            {
                cell: (end((rank, cell[0])), end((department, cell[1])))
                for cell in sorted(answers.cells)
            },
        )

    def told(self, least: int) -> frozenset[Cell]:
        """The cells of a hidden group, or of few people, whose sum follows from what is shown; nothing for none."""
        hidden_ones = [self.groups[one] for one in sorted(self.found & self.groups.keys())]
        small = [frozenset([cell]) for cell in self.ends if self.answers.answered[cell] < least]
        for target in [*hidden_ones, *small]:
            is_guarded = target < frozenset(self.ends) and not target <= self.known
            if is_guarded and not self.answers.is_open(target) and self.follows(target):
                return target
        return self.few_between(least)

    @cached_property
    def known(self) -> frozenset[Cell]:
        """The cells of shown groups that answered alike: that may be told, and so there is nothing to guard."""
        shown = [cells for group, cells in self.groups.items() if group not in self.found]
        return frozenset(cell for cells in shown if self.answers.is_alike(cells) for cell in cells)

    @cached_property
    def movable(self) -> dict[Cell, tuple[Group, Group]]:
        """The edges of which a favourable answer could come or go unseen."""
        return {
            cell: ends
            for cell, ends in self.ends.items()
            if any(
                self.answers.may(cell, gain=gain) and self._circle(cell, gain)
                for gain in (True, False)
            )
        }

    def _circle(self, cell: Cell, gain: bool) -> bool:
        """Whether other edges lead back from one end of *cell* to the other, giving and taking in turns."""
        to, start = self.ends[cell]
        met, at = {start}, [start]
        while at and to not in met:
            here = at.pop()
            gives = gain != (here[0] == start[0])  # at an end like the first, the other way round
            for other, ends in self.ends.items():
                if other != cell and here in ends and self.answers.may(other, gain=gives):
                    there = ends[here == ends[0]]
                    if there not in met:
                        met.add(there)
                        at.append(there)
        return to in met

    def follows(self, target: frozenset[Cell]) -> bool:
        """Whether the sum over *target* stays the same whatever moves: then it is a sum of sums over ends."""
        heights: dict[Group, int] = {}
        for first in (end for ends in self.movable.values() for end in ends):
            if first in heights:
                continue
            heights[first], at = 0, [first]
            while at:
                here = at.pop()
                for cell, ends in self.movable.items():
                    if here not in ends:
                        continue
                    there, height = ends[here == ends[0]], (cell in target) - heights[here]
                    if there not in heights:
                        heights[there] = height
                        at.append(there)
                    elif heights[there] != height:
                        return False
        return True

    def few_between(self, least: int) -> frozenset[Cell]:
        """The edges between two sides of the graph, where they are few people; nothing where no such side is.

        The ends that hang together most are put together, again and again (Stoer and Wagner 1997, J. ACM 44:585–591).
        """
        edges = {cell: ends for cell, ends in self.ends.items() if cell not in self.known}
        sides = {end: {end} for ends in edges.values() for end in ends}
        while len(sides) > 1:
            order: list[Group] = []
            while len(order) < len(sides):
                inside = set().union(*(sides[end] for end in order))
                order.append(
                    max(
                        (end for end in sides if end not in order),
                        key=lambda end: self._weight(edges, sides[end], inside),
                    )
                )
            last = sides.pop(order[-1])
            cut = frozenset(c for c, (a, b) in edges.items() if (a in last) != (b in last))
            if 0 < self.answers.count(cut) < least:
                return cut
            sides[order[-2]] |= last
        return frozenset()

    def _weight(
        self, edges: Mapping[Cell, tuple[Group, Group]], one: set[Group], other: set[Group]
    ) -> int:
        """How many people there are between two sets of ends."""
        return self.answers.count(
            frozenset(
                c
                for c, (a, b) in edges.items()
                if (a in one and b in other) or (b in one and a in other)
            )
        )
