"""How the whole of a wave is weighted: each group as large as it was asked, where groups answered unequally often.

The groups that are not shown are one cell, and no group of the other breakdown enters: else the weighted and the plain
number together would tell what is hidden (docs/decisions/0033).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from analytics.access.few_answers import Cell, Hidden, in_group
from analytics.figures.survey.given import Survey
from analytics.ledger.survey import BREAKDOWNS, UNKNOWN_GROUP, Breakdown


@dataclass(frozen=True)
class Weights:
    """Cells of rank × group put together for the weighting, each with its share of those who were asked."""

    shares: Mapping[frozenset[Cell], float]
    reason: str = ""  # why there are none


def weights(survey: Survey, wave: str, counted: Mapping[Cell, int], found: Hidden) -> Weights:
    """How the whole of *wave* is weighted, given the answers *counted* by cell and the groups *found* hidden.

    All that is hidden is one cell. A group that nobody answered of has no part; who did not say their group has the
    part of their answers, or (hidden) none of their own. Without the numbers of those asked, or with more answers than
    asked, there are no weights, and the reason is told.
    """
    by = survey.catalogue.weight_by
    people = survey.people[wave]
    asked = _asked(people, by)
    groups = _by_group(people, by)
    answered = {name: sum(counted.get(cell, 0) for cell in groups[name]) for name in groups}
    here = [name for name in groups if answered[name]]
    if reason := _no_weights(people, asked, groups, here, BREAKDOWNS[by]):
        return Weights({}, reason)
    pool = [name for name in here if (by, name) in found]
    apart = [name for name in here if name not in pool]
    if pool and not any(asked.get(name) for name in pool):
        pool.append(apart.pop(apart.index(min(apart, key=lambda name: (answered[name], name)))))
    unsaid = answered[UNKNOWN_GROUP] / sum(answered.values()) if UNKNOWN_GROUP in apart else 0.0
    total = sum(asked.get(name, 0) for name in here)
    shares = {name: (1 - unsaid) * asked.get(name, 0) / total for name in here}
    if unsaid:
        shares[UNKNOWN_GROUP] = unsaid
    cells = [[name] for name in apart] + ([pool] if pool else [])
    return Weights(
        {
            frozenset().union(*(groups[name] for name in names)): fsum(
                shares[name] for name in names
            )
            for names in cells
        }
    )


def _no_weights(
    people: Mapping[Cell, tuple[int | None, int]],
    asked: Mapping[str, int],
    groups: Mapping[str, frozenset[Cell]],
    here: Sequence[str],
    what: str,
) -> str:
    """Why a wave has no weights by *what*; "" where it has."""
    none = "重みは付けていません。"
    if not asked:
        return f"{what}ごとの配布数がないため、{none}"
    known = [name for name in here if name != UNKNOWN_GROUP]
    if not known:
        return f"{what}を答えた人がいないため、{none}"
    if any(not asked.get(name) for name in known):
        return f"配布数の表にない{what}の回答があるため、{none}配布数の表を確かめてください。"
    if any(asked[name] < sum(people[cell][1] for cell in groups[name]) for name in known):
        return f"配布数より回答の多い群があるため、{none}配布数を確かめてください。"
    return ""


def is_weighted(survey: Survey, wave: str) -> bool:
    """Whether the whole of *wave* is weighted."""
    found = weights(survey, wave, survey.present(wave).answered, survey.hidden_people(wave))
    return bool(found.shares)


def alike_weighted(survey: Survey, *waves: str) -> bool:
    """Whether all *waves* are weighted, or none is: else they are compared without weights."""
    return len({is_weighted(survey, wave) for wave in waves}) <= 1


def _asked(people: Mapping[Cell, tuple[int | None, int]], by: Breakdown) -> dict[str, int]:
    """How many of each group were asked; nothing where no number is told."""
    found: dict[str, int] = {}
    for cell, (asked, _) in people.items():
        if asked is not None:
            name = cell[_place(by)]
            found[name] = found.get(name, 0) + asked
    return {name: count for name, count in found.items() if name} if "" not in found else {}


def _by_group(
    people: Mapping[Cell, tuple[int | None, int]], by: Breakdown
) -> dict[str, frozenset[Cell]]:
    names = dict.fromkeys(cell[_place(by)] for cell in people)
    return {name: in_group(people, (by, name)) for name in names if name}


def _place(breakdown: Breakdown) -> int:
    return list(BREAKDOWNS).index(breakdown)
