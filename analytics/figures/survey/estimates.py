"""Shares and points of a wave with their intervals: of a group as it answered, of the whole weighted by who was asked.

The whole is weighted as `weights` says, and the unweighted number stands beside. None stands for what may not be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from analytics.access.few_answers import Cell
from analytics.figures.survey.asked import Asked, Points
from analytics.figures.survey.given import Survey
from analytics.figures.survey.weights import in_group, weights
from analytics.ledger import intervals
from analytics.ledger.intervals import Estimate, Interval
from analytics.ledger.survey import (
    BEST,
    FAVOURABLE,
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
