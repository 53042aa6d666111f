"""Shares and points of a wave with their intervals: of a group as it answered, of the whole weighted by who was asked.

Where groups answered unequally often, each counts in the whole as large as it was asked (`weight_by` of the catalogue),
and the unweighted number stands beside. The groups that are not shown are one cell of that weighting, and no group of
the other breakdown enters: else the two numbers together would tell what is hidden (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from analytics.access.few_answers import Cell, Hidden
from analytics.figures.survey.given import Asked, Points, Survey
from analytics.ledger import intervals
from analytics.ledger.intervals import Estimate, Interval
from analytics.ledger.survey import (
    BEST,
    BREAKDOWNS,
    FAVOURABLE,
    UNKNOWN_GROUP,
    WORST,
    Breakdown,
)

FEWEST_IN_CELL = 2  # answers, without which there is no variance
ANSWERS = range(BEST, WORST - 1, -1)


@dataclass(frozen=True)
class Share:
    """What one question got: the share of each answer from 5 (desirable) to 1, and of the favourable ones.

    `count` are the answers, `worth` how many even ones they are worth after weighting.
    """

    count: int
    worth: float
    of_answer: Mapping[int, float]
    unweighted: float

    @property
    def positive(self) -> float:
        """% positive as a share (facts.md 7): both favourable answers of the valid ones."""
        return min(1.0, fsum(self.of_answer[answer] for answer in FAVOURABLE))  # weighted: 1 + ε

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the positive share."""
        return intervals.wilson(self.positive, self.worth)

    def change_from(self, before: Share) -> Interval:
        """Newcombe's interval of the change since *before*."""
        return intervals.newcombe(before.positive, before.worth, self.positive, self.worth)


@dataclass(frozen=True)
class Score:
    """The points of one scale (0–100, 100 the most desirable): how many persons, their mean with its variance."""

    count: int
    mean: Estimate
    unweighted: float

    @property
    def points(self) -> float:
        """The mean."""
        return self.mean.mean

    @property
    def interval(self) -> Interval:
        """Student's interval of the mean, within the scale."""
        found = self.mean.interval()
        return Interval(max(0.0, found.low), min(100.0, found.high))

    def change_from(self, before: Score) -> Interval:
        """Welch's interval of the change since *before*."""
        return intervals.difference(before.mean, self.mean)


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
    found = weights(survey, wave, _counted(survey, wave), survey.hidden_people(wave))
    return bool(found.shares)


def alike_weighted(survey: Survey, *waves: str) -> bool:
    """Whether all *waves* are weighted, or none is: else they are compared without weights."""
    return len({is_weighted(survey, wave) for wave in waves}) <= 1


def in_group_count(survey: Survey, wave: str, breakdown: Breakdown, name: str) -> int:
    """How many of a group answered: to be looked at, not shown."""
    people = survey.people[wave]
    return sum(people[cell][1] for cell in in_group(people, breakdown, name))


def _counted(survey: Survey, wave: str) -> dict[Cell, int]:
    return {cell: count for cell, (_, count) in survey.people[wave].items()}


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
    return {
        name: frozenset(cell for cell in people if cell[_place(by)] == name)
        for name in names
        if name
    }


def _place(breakdown: Breakdown) -> int:
    return list(BREAKDOWNS).index(breakdown)


def in_group(cells: Iterable[Cell], breakdown: Breakdown, name: str) -> frozenset[Cell]:
    """Those of *cells* that are of the group."""
    return frozenset(cell for cell in cells if cell[_place(breakdown)] == name)


# shares of a question


def share_of_whole(
    survey: Survey, wave: str, scale: str, asked: Asked, *, is_plain: bool = False
) -> Share | None:
    """What all answered to a question, weighted where it can be and not *is_plain*; None where it may not be told."""
    if survey.is_silent(wave, scale, asked.question):
        return None
    found = weights(survey, wave, asked.answers.answered, survey.hidden(wave, scale))
    plain = _share(asked, asked.answers.cells)
    if plain is None or is_plain or not found.shares:
        return plain
    parts = [(weight, _share(asked, cells)) for cells, weight in found.shares.items()]
    known = [(weight, part) for weight, part in parts if part is not None]
    of_all = sum(weight for weight, _ in known)
    even = [(weight / of_all, part) for weight, part in known]
    return Share(
        plain.count,
        intervals.effective_count([weight for weight, _ in even], [part.count for _, part in even]),
        {
            answer: sum(weight * part.of_answer[answer] for weight, part in even)
            for answer in ANSWERS
        },
        plain.unweighted,
    )


def share_of_group(
    survey: Survey, wave: str, scale: str, asked: Asked, breakdown: Breakdown, name: str
) -> Share | None:
    """What a group answered to a question; None where it may not be told."""
    if (breakdown, name) in survey.hidden(wave, scale):
        return None
    if survey.is_silent(wave, scale, asked.question):
        return None
    return _share(asked, in_group(asked.counts, breakdown, name))


def _share(asked: Asked, cells: Iterable[Cell]) -> Share | None:
    given = [asked.counts[cell] for cell in cells if cell in asked.counts]
    total = sum(sum(one.values()) for one in given)
    if not total:
        return None
    of_answer = {answer: sum(one.get(answer, 0) for one in given) / total for answer in ANSWERS}
    return Share(total, total, of_answer, sum(of_answer[answer] for answer in FAVOURABLE))


# points of a scale


def score_of_whole(
    survey: Survey, wave: str, scale: str, *, is_plain: bool = False
) -> Score | None:
    """The points of all, weighted where they can be and not *is_plain*; None where they may not be told."""
    points = survey.scored.get((wave, scale), {})
    if not points or survey.is_silent(wave, scale):
        return None
    counted = {cell: each.count for cell, each in points.items()}
    found = weights(survey, wave, counted, survey.hidden(wave, scale))
    plain = _estimate(points.values())
    if plain is None or is_plain or not found.shares:
        return None if plain is None else Score(sum(counted.values()), plain, plain.mean)
    cells = [
        (weight, made)
        for own, weight in found.shares.items()
        if (made := _cell_of([points[cell] for cell in own if cell in points])) is not None
    ]
    of_all = sum(weight for weight, _ in cells)
    even = [
        intervals.Stratum(weight / of_all, made.count, made.mean, made.variance)
        for weight, made in cells
    ]
    return Score(sum(counted.values()), intervals.stratified(even), plain.mean)


def score_of_group(
    survey: Survey, wave: str, scale: str, breakdown: Breakdown, name: str
) -> Score | None:
    """The points of a group; None where they may not be told."""
    points = survey.scored.get((wave, scale), {})
    if (breakdown, name) in survey.hidden(wave, scale) or survey.is_silent(wave, scale):
        return None
    own = [points[cell] for cell in in_group(points, breakdown, name)]
    made = _estimate(own)
    return None if made is None else Score(sum(each.count for each in own), made, made.mean)


def _estimate(points: Iterable[Points]) -> Estimate | None:
    made = _cell_of(list(points))
    return None if made is None else intervals.of_answers(made.mean, made.variance, made.count)


def _cell_of(points: Sequence[Points]) -> intervals.Stratum | None:
    """Persons of several cells as one, None for fewer than two."""
    count = sum(each.count for each in points)
    if count < FEWEST_IN_CELL:
        return None
    mean = sum(each.total for each in points) / count
    squares = sum(each.squares for each in points)
    variance = max(0.0, (squares - count * mean * mean) / (count - 1))
    return intervals.Stratum(1.0, count, mean, variance)
