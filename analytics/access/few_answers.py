"""Which groups of a survey are not shown, so that nobody can reckon back what few people answered (facts.md 7).

A group of fewer answers than the least is not shown, and its answers still count upward. Then, as long as the answers
of such a group, or of any other few people, follow from what is left (the whole less the other groups, a rank less a
group of departments …), one more group is hidden, the smallest.

What follows is found in the cells of rank × group, which are never shown themselves. They are the edges of a graph:
each leads from a rank to a group of departments, and all that is hidden of a breakdown is one end together. Shown is
the sum over the edges at each end. So a favourable answer can move along a circle of edges without anybody's seeing it,
as long as no cell on the way is full or empty; what no circle changes, follows. Where it is known how many gave each
answer, two answers change places along the circle, so that no sum at all is another. And whatever parts the ends in two
tells something of the answers on the edges in between: these must not be few.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from analytics.ledger.survey import BREAKDOWNS, Breakdown

Cell = tuple[str, str]  # rank and group of departments
Group = tuple[Breakdown, str]
Hidden = frozenset[Group]
REST = ""  # the end of all that is hidden of a breakdown


@dataclass(frozen=True)
class Answers:
    """How many people of each cell answered, and to one question how many of them in the desirable direction.

    Or how many gave one answer of several: then that nobody gave it is nothing to guard (*may_be_none*). *given* are
    all answers, where they are known, and *sought* those that count as favourable. In a response
    (*is_response*) those who could answer are counted, and favourable are who did: how many of a group or a cell is
    guarded, and of no mixture.
    """

    answered: Mapping[Cell, int]
    favourable: Mapping[Cell, int] | None = None
    may_be_none: bool = False
    given: Mapping[Cell, Mapping[int, int]] | None = None
    sought: frozenset[int] = frozenset()
    is_response: bool = False

    @classmethod
    def of(
        cls,
        given: Mapping[Cell, Mapping[int, int]],
        sought: Iterable[int],
        *,
        may_be_none: bool = False,
    ) -> Answers:
        """Of all answers to a question those that are *sought*; cell → answer → persons."""
        wanted = frozenset(sought)
        return cls(
            {cell: sum(own.values()) for cell, own in given.items()},
            {cell: sum(own.get(one, 0) for one in wanted) for cell, own in given.items()},
            may_be_none,
            given,
            wanted,
        )

    def __hash__(self) -> int:
        return hash((frozenset(self.answered.items()), frozenset((self.favourable or {}).items())))

    @property
    def pairs(self) -> list[Answers]:
        """The answers that can change places, one that is sought with one that is not; all, where none is known."""
        if self.given is None:
            return [self]
        all_answers = {answer for own in self.given.values() for answer, n in own.items() if n}
        return [
            Answers(
                {cell: own.get(good, 0) + own.get(bad, 0) for cell, own in self.given.items()},
                {cell: own.get(good, 0) for cell, own in self.given.items()},
            )
            for good in sorted(all_answers & self.sought)
            for bad in sorted(all_answers - self.sought)
        ]

    def count(self, cells: frozenset[Cell]) -> int:
        """How many people there are in *cells*."""
        return self._good(cells) if self.is_response else self._answered(cells)

    def is_alike(self, cells: frozenset[Cell]) -> bool:
        """Whether all of them answered in one direction."""
        if self.favourable is None:
            return False
        return self._good(cells) in (0, self._answered(cells))

    def is_open(self, cells: frozenset[Cell]) -> bool:
        """Whether it may be told of *cells* how many they are, since they are none."""
        return self.may_be_none and not self._good(cells)

    def _good(self, cells: frozenset[Cell]) -> int:
        return sum((self.favourable or {}).get(cell, 0) for cell in cells)

    def _answered(self, cells: frozenset[Cell]) -> int:
        return sum(self.answered.get(cell, 0) for cell in cells)

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


@lru_cache(maxsize=4096)  # every question of some waves: whoever looks again need not wait for it
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
        found.add(
            min(
                own or near or free,
                key=lambda group: (group[0] == "rank_group", answers.count(groups[group]), group),
            )
        )
    return frozenset(found) | already


def in_group(cells: Iterable[Cell], group: Group) -> frozenset[Cell]:
    """Those of *cells* that are of *group*."""
    breakdown, name = group
    at = list(BREAKDOWNS).index(breakdown)
    return frozenset(cell for cell in cells if cell[at] == name)


def is_silent(answers: Answers, least: int, found: Hidden) -> bool:
    """Whether not even the sum over everybody may be told.

    They are few; or some of them are hidden, and all are alike, or all of one hidden group.
    """
    cells = answers.cells
    if answers.count(cells) < least:
        return True
    hidden_ones = [own for group, own in _groups(cells).items() if group in found]
    return bool(hidden_ones) and (answers.is_alike(cells) or cells in hidden_ones)


def _groups(cells: frozenset[Cell]) -> dict[Group, frozenset[Cell]]:
    """Every group that anybody is of, and its cells."""
    return {
        (breakdown, name): in_group(cells, (breakdown, name))
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
        cells = [frozenset([cell]) for cell in self.ends]
        small = [cell for cell in cells if self.answers.count(cell) < least]
        for target in filter(self.answers.count, [*hidden_ones, *small]):  # nobody is no few
            is_guarded = target < frozenset(self.ends) and not target <= self.known
            if is_guarded and not self.answers.is_open(target) and self.follows(target):
                return target
        return frozenset() if self.answers.is_response else self.few_between(least)

    @cached_property
    def known(self) -> frozenset[Cell]:
        """The cells of shown groups that answered alike: that may be told, and so there is nothing to guard."""
        shown = [cells for group, cells in self.groups.items() if group not in self.found]
        return frozenset(cell for cells in shown if self.answers.is_alike(cells) for cell in cells)

    @cached_property
    def apart(self) -> list[_Graph]:
        """The same cells and ends, for each two answers that can change places."""
        return [replace(self, answers=pair) for pair in self.answers.pairs]

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

    @cached_property
    def _ways(self) -> dict[tuple[Group, bool], list[tuple[Cell, Group]]]:
        """End and whether a favourable answer is given → the cells that can, each with its other end."""
        found: dict[tuple[Group, bool], list[tuple[Cell, Group]]] = {}
        for cell, (one, other) in self.ends.items():
            for gain in (True, False):
                if self.answers.may(cell, gain=gain):
                    found.setdefault((one, gain), []).append((cell, other))
                    found.setdefault((other, gain), []).append((cell, one))
        return found

    def _circle(self, cell: Cell, gain: bool) -> bool:
        """Whether other edges lead back from one end of *cell* to the other, giving and taking in turns."""
        to, start = self.ends[cell]
        met, at = {start}, [start]
        while at and to not in met:
            here = at.pop()
            gives = gain != (here[0] == start[0])  # at an end like the first, the other way round
            for other, there in self._ways.get((here, gives), ()):
                if other != cell and there not in met:
                    met.add(there)
                    at.append(there)
        return to in met

    def follows(self, target: frozenset[Cell]) -> bool:
        """Whether the sum over *target* stays the same whatever changes places."""
        return all(graph._is_sum_of_ends(target) for graph in self.apart)

    def _is_sum_of_ends(self, target: frozenset[Cell]) -> bool:
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
        edges = {
            cell: ends
            for cell, ends in self.ends.items()
            if cell not in self.known and any(cell in graph.movable for graph in self.apart)
        }
        sides = {end: {end} for ends in edges.values() for end in ends}
        between: dict[Group, Counter[Group]] = {end: Counter() for end in sides}  # how many people
        for cell, (one, other) in edges.items():
            between[one][other] += self.answers.answered[cell]
            between[other][one] += self.answers.answered[cell]
        while len(sides) > 1:
            order: list[Group] = []
            pull = dict.fromkeys(sides, 0)
            while pull:
                order.append(max(pull, key=pull.__getitem__))
                del pull[order[-1]]
                for end in between[order[-1]].keys() & pull.keys():
                    pull[end] += between[order[-1]][end]
            end, into = order[-1], order[-2]
            last = sides.pop(end)
            cut = frozenset(c for c, (a, b) in edges.items() if (a in last) != (b in last))
            if 0 < self.answers.count(cut) < least:
                return cut
            sides[into] |= last
            for other, count in between.pop(end).items():
                del between[other][end]
                if other != into:
                    between[into][other] += count
                    between[other][into] += count
        return frozenset()
