"""Which numbers of persons who owe at several places may be told together (facts.md 7).

Persons of a month fall into exclusive sets: those who owe just these departments, those who owe just these kinds of
claim. Whatever the page 重複滞納 prints is a sum of such sets: a cell of the matrix, all who share, one combination.
So what a reader can reckon are the combinations of the printed sums, in both views together, with what everybody knows
(the balance of each department and of each kind). Here sums are let out one after another, the most useful first, and
one is withheld if with those before it anything of few persons would follow (`analytics.access.telling`).

The yen of a department and of a kind stand in the published accounts, so they count as known to the yen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analytics.access.few import Group, Name, Sets, are_few
from analytics.access.joint import DEPARTMENT, KIND, Columns
from analytics.access.shared_total import tells_shared
from analytics.access.small_numbers import FEWEST
from analytics.access.telling import Facts, Telling

VIEWS = (DEPARTMENT, KIND)
MOST = 18  # combinations of a view that are told by name; the others are told as one
STAGES = (
    "owing",
    "shared",
    "everyone",
    "pair",
    "several",
    "set",
    "within",
)  # in the order in which they are let out
EVERYONE: Name = ("everyone",)
SHARED: Name = ("shared", DEPARTMENT)


@dataclass(frozen=True)
class Told:
    """The names of the sums that may be told: the number of persons, and of these what they owe."""

    persons: frozenset[Name] = frozenset()
    yen: frozenset[Name] = frozenset()


def pair(view: str, one: str, other: str) -> Name:
    """The name of those who owe at both; of one place, of all who owe there."""
    return ("owing", view, one) if one == other else ("pair", view, *sorted((one, other)))


def told(rows: pd.DataFrame, owners: Mapping[str, Sequence[str]]) -> Told:
    """What may be told of one month: *rows* are those of `shared` in both views, *owners* the departments of a kind."""
    views = {view: Sets.of(rows[rows["view"] == view]) for view in VIEWS}
    columns = Columns.of(views[DEPARTMENT], views[KIND], owners)
    sums = {
        view: {name: columns.facts(view, group) for name, group in sets.groups(view).items()}
        for view, sets in views.items()
    }
    known = [facts for view in VIEWS for name, facts in sums[view].items() if name[0] == "owing"]
    few = [columns.facts(view, group) for view, sets in views.items() for group in sets.few()]
    telling = Telling(known, [*few, *_few_together(sums), *_few_between(sums)])
    persons: set[Name] = set()
    yen: set[Name] = set()
    if SHARED in sums[DEPARTMENT]:
        if tells_shared(rows, owners):
            telling.tell(sums[DEPARTMENT].pop(SHARED))
            persons, yen = {SHARED}, {SHARED}
        else:
            telling.hide(sums[DEPARTMENT].pop(SHARED))
    for stage in STAGES:
        for view in VIEWS:
            may = {name for name in sums[view] if not _are_all(sums[view], name, owners)}
            found = _let_out(telling, sums[view], stage, view, may)
            persons |= found
            yen |= {name for name in found if telling.add_yen(sums[view][name])}
    return Told(frozenset(persons), frozenset(yen))


def _let_out(
    telling: Telling, sums: Mapping[Name, Facts], stage: str, view: str, may: Collection[Name]
) -> set[Name]:
    """The sums of a *stage* whose persons *may* be told, the largest first; of combinations no more than `MOST`."""
    names = [name for name in sums if name[0] == stage and name in may]
    told: set[Name] = set()
    for name in sorted(names, key=lambda name: -sums[name].group.count):
        if stage == "set" and len(told) == MOST:
            break
        if telling.add_persons(sums[name], view if stage == "set" else ""):
            told.add(name)
    return told


def _are_all(sums: Mapping[Name, Facts], name: Name, owners: Mapping[str, Sequence[str]]) -> bool:
    """Whether those who owe here and elsewhere are all who owe here: of everybody it would be known (facts.md 7).

    Of kinds of one department that is no news: who knows its debtors knows what they owe there.
    """
    if name[0] not in ("pair", "set", "within"):
        return False
    _, view, *places = name
    members = [member for place in places for member in place.split("/")]
    if view == KIND and len({tuple(owners.get(member, ())) for member in members}) == 1:
        return False
    return any(
        (sums[name].group.vector == facts.group.vector).all()
        for whole, facts in sums.items()
        if whole[0] == "owing"
    )


def _few_together(sums: Mapping[str, Mapping[Name, Facts]]) -> list[Facts]:
    """What is few by itself, and the few of two or three cells in a row: they are still few."""
    made = [
        facts
        for view in VIEWS
        for facts in sums[view].values()
        if facts.group.is_few or facts.group.is_dominated
    ]
    for view in VIEWS:
        cells = {name: facts for name, facts in sums[view].items() if name[0] == "pair"}
        for member in {place for name in cells for place in name[2:]}:
            own = [
                facts for name, facts in cells.items() if member in name[2:] and facts.group.is_few
            ]
            for chosen in (*combinations(own, 2), *combinations(own, 3)):
                vector = np.sum([facts.group.vector for facts in chosen], axis=0)
                count = sum(facts.group.count for facts in chosen)
                if vector.max(initial=0) == 1 and are_few(count):
                    made.append(Facts(Group(vector, count, is_dominated=False)))
    return made


def _few_between(sums: Mapping[str, Mapping[Name, Facts]]) -> list[Facts]:
    """The few who are in one sum and not in another that lies within it: who owe at a, say, but not at b."""
    wholes = [facts for view in VIEWS for facts in sums[view].values()]
    vectors = np.array([facts.group.vector for facts in wholes])
    counts = np.array([facts.group.count for facts in wholes])
    made = []
    for facts in wholes:
        group = facts.group
        apart = vectors - group.vector
        rest = counts - group.count
        is_few = (rest > 0) & (rest < FEWEST) & (apart >= 0).all(axis=1)
        made += [
            Facts(Group(apart[at], int(rest[at]), is_dominated=False), wholes[at].less(facts))
            for at in np.flatnonzero(is_few)
        ]
    return made
