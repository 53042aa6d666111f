"""Whether what few people answered follows from what is shown: reckoned plainly, by every way and every cut there is.

Shown are, of each answer, the sums over the groups that are not hidden, and so the sum over all hidden ones of a
breakdown. The cells of rank × group are between two such ends each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

Cell = tuple[str, str]  # rank and group of departments
Group = tuple[int, str]  # 0 for a rank, 1 for a group of departments
Counts = Mapping[Cell, int]
Between = Sequence[tuple[int, int]]  # the numbers of the two ends of each cell
LEAST = 10
FAVOURABLE = frozenset({4, 5})


@dataclass(frozen=True)
class Sums:
    """Of each cell how many people there are, and of how many of them it is sought what they said (None: of nothing).

    `swaps` are two sorts of people each, of whom one and one could change places: how many of both, and of the sought.
    """

    people: Counts
    sought: Counts | None
    swaps: Sequence[tuple[Counts, Counts | None]]
    is_answer: bool = False  # one answer of several: that nobody gave it may be told

    @classmethod
    def of(cls, people: Counts, sought: Counts | None = None) -> Sums:
        return cls(people, sought, [(people, sought)])


def sums_of(given: Mapping[Cell, Mapping[int, int]]) -> Iterator[Sums]:
    """What is guarded of a question, cell → answer → persons: the favourable answers, and each one for itself."""
    people = {cell: sum(own.values()) for cell, own in given.items() if sum(own.values())}
    there = {answer for cell in people for answer, count in given[cell].items() if count}

    def gave(*answers: int) -> Counts:
        return {cell: sum(given[cell].get(answer, 0) for answer in answers) for cell in people}

    for wanted in (FAVOURABLE, *(frozenset({answer}) for answer in range(1, 6))):
        both = product(sorted(there & wanted), sorted(there - wanted))
        swaps = [(gave(one, other), gave(one)) for one, other in both]
        yield Sums(people, gave(*wanted), swaps, is_answer=len(wanted) == 1)


def follows(sums: Sums, hidden: Collection[Group]) -> bool:
    """Whether the answers of a hidden group follow, or those of a cell of few, or of few others."""
    cells = sorted(sums.people)
    groups = {
        (at, name): frozenset(cell for cell in cells if cell[at] == name)
        for at in (0, 1)
        for name in {cell[at] for cell in cells}
    }
    ends = [[(at, "" if (at, cell[at]) in hidden else cell[at]) for at in (0, 1)] for cell in cells]
    names = sorted({end for pair in ends for end in pair})
    between = [(names.index(one), names.index(other)) for one, other in ends]
    told = [own for group, own in groups.items() if group not in hidden and _alike(sums, own)]
    known = frozenset(cell for own in told for cell in own)
    moving = [_moving(cells, between, *swap) for swap in sums.swaps]
    targets = [own for group, own in groups.items() if group in hidden and len(own) < len(cells)]
    targets += [frozenset([cell]) for cell in cells if sums.people[cell] < LEAST]
    for target in targets:
        is_open = sums.is_answer and sums.sought and not any(sums.sought[cell] for cell in target)
        if not target <= known and not is_open:
            here = np.array([cell in target for cell in cells])
            if all(_is_sum_of_ends(here, between, moves) for moves in moving):
                return True
    few = np.array([sums.people[cell] for cell in cells])
    loose = np.array([any(moves) for moves in zip(*moving, strict=True)], dtype=bool)
    if not len(loose):
        return False
    return _few_between(few, between, loose & [cell not in known for cell in cells])


def response_follows(asked: Counts, answered: Counts, hidden: Collection[Group]) -> bool:
    """Whether how many of a hidden group or of a cell of few answered follows, for who knows how many were asked.

    In all ways in which they can have answered, as many of each shown group and of all, it is the same. Where everyone
    of a shown group answered, that is no secret.
    """
    cells = sorted(answered)
    groups = {(at, cell[at]): [] for at in (0, 1) for cell in cells}
    for at, name in groups:
        groups[at, name] = [cell[at] == name for cell in cells]
    could = np.array([asked[cell] for cell in cells])
    did = np.array([answered[cell] for cell in cells])
    shown = [np.array(own) for group, own in groups.items() if group not in hidden]
    sums = np.array([*shown, np.ones(len(cells))])
    known = [own for own in shown if did[own].sum() == could[own].sum()]
    targets = [np.array(own) for group, own in groups.items() if group in hidden]
    targets += [one for one in np.eye(len(cells), dtype=bool) if did[one] < LEAST]

    def other(target: np.ndarray, sign: int) -> float:
        limits = list(zip(np.zeros(len(cells)), could, strict=True))
        return sign * linprog(sign * target, A_eq=sums, b_eq=sums @ did, bounds=limits).fun

    return any(
        other(target, -1) - other(target, 1) < 0.5
        for target in targets
        if not any(np.all(own[target]) for own in known)
    )


def _alike(sums: Sums, own: frozenset[Cell]) -> bool:
    if sums.sought is None:
        return False
    return sum(sums.sought[cell] for cell in own) in (0, sum(sums.people[cell] for cell in own))


def _moving(
    cells: Sequence[Cell], between: Between, people: Counts, sought: Counts | None
) -> np.ndarray:
    """Which cells can give or take one of the sought while all sums stay: another way leads back."""
    ways = set()  # from, to, cell: one more goes from rank to group, one fewer from group to rank
    for at, (cell, (rank, group)) in enumerate(zip(cells, between, strict=True)):
        if sought is None or sought[cell] < people[cell]:
            ways.add((rank, group, at))
        if sought is None or sought[cell] > 0:
            ways.add((group, rank, at))

    def leads_back(start: int, end: int, cell: int) -> bool:
        reached = {start}
        while True:
            more = {b for a, b, at in ways if a in reached and at != cell} - reached
            if not more:
                return end in reached
            reached |= more

    found = np.zeros(len(cells), dtype=bool)
    for start, end, at in ways:
        found[at] |= leads_back(end, start, at)
    return found


def _is_sum_of_ends(target: np.ndarray, between: Between, moving: np.ndarray) -> bool:
    """Whether the sum over *target* is made of sums over ends, as far as anything moves: then it follows."""
    size = max((max(pair) for pair in between), default=0) + 1
    sums = np.zeros((int(moving.sum()), size))
    for row, at in enumerate(np.flatnonzero(moving)):
        sums[row, list(between[at])] = 1
    wanted = target[moving].astype(float)
    made = np.linalg.lstsq(sums, wanted, rcond=None)[0]
    return bool(np.allclose(sums @ made, wanted, atol=1e-6))


def _few_between(people: np.ndarray, between: Between, loose: np.ndarray) -> bool:
    """Whether any parting of the ends in two has few people between: those are known as a difference of sums."""
    sides = sorted({end for at in np.flatnonzero(loose) for end in between[at]})
    if not sides:
        return False
    parted = np.array(list(product((False, True), repeat=len(sides) - 1)), dtype=bool)
    parted = np.column_stack([np.zeros(len(parted), dtype=bool), parted])
    cut = np.zeros(len(parted), dtype=int)
    for at in np.flatnonzero(loose):
        one, other = (sides.index(end) for end in between[at])
        cut += people[at] * (parted[:, one] != parted[:, other])
    return bool(((cut > 0) & (cut < LEAST)).any())
