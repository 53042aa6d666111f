"""Exclusive sets of persons by where they owe, the sums of them that a page prints, and which of these are few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, compress

import numpy as np
import pandas as pd

from analytics.access.small_numbers import FEWEST
from analytics.access.suppression import DOMINANCE

Name = tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Persons who are one or several exclusive sets: which (1 or 0 of each), how many, and whether one owes most.

    `sums` are the places (by number) whose yen is told as one: each its own, or several together.
    """

    vector: np.ndarray
    count: int
    is_dominated: bool
    sums: tuple[tuple[int, ...], ...] = ()

    @property
    def is_few(self) -> bool:
        """Whether they are 1 to 7."""
        return are_few(self.count)


def are_few(count: float) -> bool:
    """Whether a number of persons is too small to be told. Nobody is none.

    >>> [are_few(count) for count in (0, 1, 7, 8)]
    [False, True, True, False]
    """
    return 0 < count < FEWEST


@dataclass(frozen=True)
class Sets:
    """The exclusive sets of one view (rows) by the places where they owe (columns): persons, yen, largest debtor."""

    named: tuple[str, ...]
    places: tuple[str, ...]
    held: np.ndarray  # whether the set owes at the place
    counts: np.ndarray
    yen: np.ndarray
    largest: np.ndarray

    @classmethod
    def of(cls, rows: pd.DataFrame) -> Sets:
        """From the rows of `shared` of one month and view."""
        at, named = pd.factorize(rows["members"])
        column, places = pd.factorize(rows["member"], sort=True)
        shape = len(named), len(places)
        held, yen, largest = np.zeros(shape, dtype=bool), np.zeros(shape), np.zeros(shape)
        counts = np.zeros(len(named))
        held[at, column] = True
        counts[at] = rows["person_count"].to_numpy(float)
        yen[at, column] = rows["outstanding_yen"].to_numpy(float)
        largest[at, column] = rows["largest_yen"].to_numpy(float)
        return cls(tuple(named), tuple(places), held, counts, yen, largest)

    @property
    def members(self) -> list[frozenset[str]]:
        """The places of each set."""
        rows = self.held.tolist()
        return [frozenset(compress(self.places, row)) for row in rows]

    def groups(self, view: str) -> dict[Name, Group]:
        """Every sum that a page may print, by its name."""
        sizes = self.held.sum(axis=1)
        made: dict[Name, Group] = {}
        for at, one in enumerate(self.places):
            made["owing", view, one] = self._group(self.held[:, at], [at])
        for first, second in combinations(range(len(self.places)), 2):
            both = self.held[:, first] & self.held[:, second]
            pair = ("pair", view, self.places[first], self.places[second])
            made[pair] = self._group(both, [first, second])
        made["everyone",] = self._group(sizes > 0, [])
        for name, least in (("shared", 2), ("several", 3)):
            group = self._group(sizes >= least, [])
            made[name, view] = replace(group, sums=(tuple(range(len(self.places))),))
        for at in map(int, np.flatnonzero(sizes > 1)):
            of = [int(one) for one in np.flatnonzero(self.held[at])]
            group = self._group(self._only(at), of)
            made["set", view, self.named[at]] = replace(group, sums=(tuple(of),))
            if sizes[at] > 2:  # of two, these are a pair
                group = self._group(self._within(at), of)
                made["within", view, self.named[at]] = replace(group, sums=(tuple(of),))
        return {name: group for name, group in made.items() if group.count}

    def few(self) -> list[Group]:
        """What nobody may reckon: small exclusive sets, few with all places of one, few of one size; at each place."""
        sizes = self.held.sum(axis=1)
        within = (self.held.astype(float) @ self.held.T.astype(float)) >= sizes[:, None]
        by_size = [row for size in set(sizes) for row in (sizes == size, sizes >= size)]
        chosen = np.vstack([np.eye(len(sizes), dtype=bool), within, *by_size])
        counts = chosen @ self.counts
        found = []
        for at in np.flatnonzero(counts):
            is_set = at < 2 * len(sizes)
            of = [int(one) for one in np.flatnonzero(self.held[at % len(sizes)])] if is_set else []
            group = self._group(chosen[at], of)
            if group.is_few or group.is_dominated:
                together = tuple(of) or tuple(range(len(self.places)))
                found.append(replace(group, sums=(*group.sums, together)))
        return found

    def _only(self, at: int) -> np.ndarray:
        return np.asarray(np.arange(len(self.named)) == at)

    def _within(self, at: int) -> np.ndarray:
        """The sets that owe at all places of one, and maybe at others."""
        return np.asarray(self.held[:, self.held[at]].all(axis=1))

    def _group(self, chosen: np.ndarray, of: Sequence[int]) -> Group:
        """The persons of the *chosen* sets; their yen is told at each place of *of*, or (none) of all together."""
        count = int(self.counts[chosen].sum())
        is_dominated = count >= FEWEST and self._is_dominated(chosen, of)
        return Group(chosen.astype(float), count, is_dominated, tuple((at,) for at in of))

    def _is_dominated(self, chosen: np.ndarray, of: Sequence[int]) -> bool:
        """Whether one debtor of the *chosen* sets has nearly all that these owe at a place of *of*, or at all."""
        yen, largest = self.yen[chosen], self.largest[chosen]
        if of:
            whole, most = yen[:, of].sum(axis=0), largest[:, of].max(axis=0, initial=0)
        else:  # of one debtor over all places no more is known than the sum of the largest
            whole, most = yen.sum(keepdims=True), largest.sum(axis=1).max(initial=0)
        return bool((most > DOMINANCE * whole).any())
