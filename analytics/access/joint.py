"""The exclusive sets of two views at once: persons by the departments and by the kinds of claim that they owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.access.few import Group, Sets
from analytics.access.telling import Facts

DEPARTMENT, KIND = "department", "claim_kind"  # the two views
Column = tuple[int | None, int | None]  # the number of a set of departments, and of one of kinds


@dataclass(frozen=True)
class Columns:
    """The sets of both views: of each view which set lies where, and the debts of a person there, by both places."""

    places: Mapping[str, np.ndarray]  # view → set × column
    debts: np.ndarray  # the column of each debt
    at: Mapping[str, np.ndarray]  # view → place × debt: whether it is a debt there

    @classmethod
    def of(cls, departments: Sets, kinds: Sets, owners: Mapping[str, Sequence[str]]) -> Columns:
        """*owners* are the departments of a kind. Where each has one, the kinds tell the departments.

        Else every set of departments is taken that may be.
        """
        columns = _columns(departments, kinds, owners)
        places = {
            DEPARTMENT: _places(departments, [at for at, _ in columns]),
            KIND: _places(kinds, [at for _, at in columns]),
        }
        debts = [
            (number, *debt)
            for number, column in enumerate(columns)
            for debt in _debts(column, departments.members, kinds.members, owners)
        ]
        at = {
            DEPARTMENT: _at(departments.places, [one for _, one, _ in debts]),
            KIND: _at(kinds.places, [one for _, _, one in debts]),
        }
        return cls(places, np.array([number for number, _, _ in debts], dtype=int), at)

    def facts(self, view: str, group: Group) -> Facts:
        """What is told of a *group* of one view, in the sets and debts of both."""
        vector = group.vector @ self.places[view]
        owed, at = vector[self.debts], self.at[view]
        yen = tuple(owed * at[list(places)].sum(axis=0) for places in group.sums)
        return Facts(replace(group, vector=vector), yen)


def _debts(
    column: Column,
    departments: Sequence[frozenset[str]],
    kinds: Sequence[frozenset[str]],
    owners: Mapping[str, Sequence[str]],
) -> list[tuple[str, str]]:
    """At which department what kind is owed; "" where only one of them is known."""
    of_one = sorted(departments[column[0]]) if column[0] is not None else []
    of_other = sorted(kinds[column[1]]) if column[1] is not None else []
    both = [(one, kind) for kind in of_other for one in of_one if one in owners.get(kind, ())]
    return (
        both
        + [(one, "") for one in of_one if one not in {met for met, _ in both}]
        + [("", kind) for kind in of_other if kind not in {met for _, met in both}]
    )


def _at(places: Sequence[str], owed: Sequence[str]) -> np.ndarray:
    """Place × debt: 1 where it is owed there."""
    names = np.array(owed, dtype=object)
    made = [(names == place).astype(float) for place in places]
    return np.array(made).reshape(len(places), len(owed))


def _columns(departments: Sets, kinds: Sets, owners: Mapping[str, Sequence[str]]) -> list[Column]:
    by_members = {members: number for number, members in enumerate(departments.members)}
    columns: list[Column] = []
    for number, members in enumerate(kinds.members):
        holders = [frozenset(owners.get(kind, ())) for kind in members]
        if all(len(each) == 1 for each in holders):
            columns.append((by_members.get(frozenset().union(*holders)), number))
            continue
        fits = [at for each, at in by_members.items() if _may_be(each, holders)]
        columns += [(at, number) for at in fits] or [(None, number)]
    met = {at for at, _ in columns}
    return [*columns, *((at, None) for at in range(len(departments.named)) if at not in met)]


def _may_be(departments: frozenset[str], holders: Iterable[frozenset[str]]) -> bool:
    """Whether who owes kinds of these *holders* may owe at just these *departments*."""
    held = list(holders)
    return departments <= frozenset().union(*held) and all(departments & each for each in held)


def _places(sets: Sets, numbers: Sequence[int | None]) -> np.ndarray:
    """Set × column: 1 where the set lies in the column."""
    made = np.zeros((len(sets.named), len(numbers)))
    for column, number in enumerate(numbers):
        if number is not None:
            made[number, column] = 1
    return made
