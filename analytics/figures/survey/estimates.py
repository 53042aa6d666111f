"""Shares and points of a wave with their intervals: of a group as it answered, of the whole weighted by who was asked.

The whole is weighted as `weights` says, and the unweighted number stands beside. None stands for what may not be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, nan
from statistics import fmean

from analytics.access.few_answers import Cell, in_group
from analytics.figures.survey.asked import Asked
from analytics.figures.survey.given import Survey
from analytics.figures.survey.reliability import spread
from analytics.figures.survey.weights import weights
from analytics.ledger import intervals
from analytics.ledger.intervals import Estimate, Interval
from analytics.ledger.survey import (
    BEST,
    FAVOURABLE,
    POINTS_A_STEP,
    WORST,
    Breakdown,
)

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
    def points(self) -> float:
        """The mean of the answers as points, 0–100, 100 the most desirable."""
        return fsum(
            POINTS_A_STEP * (answer - WORST) * share for answer, share in self.of_answer.items()
        )

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the positive share."""
        return intervals.wilson(self.positive, self.worth)

    def change_from(self, before: Share) -> Interval:
        """Newcombe's interval of the change since *before*."""
        return intervals.newcombe(before.positive, before.worth, self.positive, self.worth)


@dataclass(frozen=True)
class Score:
    """The points of one scale (0–100, 100 the most desirable): their mean with its variance, and without weights.

    `count` are the answers to the question of the scale that has fewest.
    """

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


def in_points(told: Score | Share | None) -> dict[str, float | int | None]:
    """What a table holds of a group: answers, points (of a share per cent), their interval, and without weights."""
    if told is None:
        numbers = dict.fromkeys(("score_points", "low_points", "high_points"), nan)
        return {"answered_count": None, **numbers, "unweighted_points": nan}
    value, times = (told.points, 1) if isinstance(told, Score) else (told.positive, 100)
    return {
        "answered_count": told.count,
        "score_points": times * value,
        "low_points": times * told.interval.low,
        "high_points": times * told.interval.high,
        "unweighted_points": times * told.unweighted,
    }


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
    return _share(asked, in_group(asked.counts, (breakdown, name)))


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
    made, plain = (
        [
            share_of_whole(survey, wave, scale, asked, is_plain=each)
            for asked in survey.questions_of(wave, scale)
        ]
        for each in (is_plain, True)
    )
    return _score(survey, wave, scale, made, plain)


def score_of_group(
    survey: Survey, wave: str, scale: str, breakdown: Breakdown, name: str
) -> Score | None:
    """The points of a group; None where they may not be told."""
    made = [
        share_of_group(survey, wave, scale, asked, breakdown, name)
        for asked in survey.questions_of(wave, scale)
    ]
    return _score(survey, wave, scale, made, made)


def _score(
    survey: Survey,
    wave: str,
    scale: str,
    made: Sequence[Share | None],
    plain: Sequence[Share | None],
) -> Score | None:
    """The mean of all answers to the questions of a scale, from its shares: *made*, and *plain* without weights.

    Nothing of it is of single persons: it tells no more than the shares of the questions do. All groups are taken to be
    spread as everybody is.
    """
    told, unweighted = ([one for one in each if one is not None] for each in (made, plain))
    if not told or len(told) < len(made):
        return None
    counts = [one.count for one in told]
    mean, plain_mean = (fmean([one.points for one in each], counts) for each in (told, unweighted))
    variances = [one.variance for one in survey.questions_of(wave, scale)]
    apart = spread(variances, survey.reliabilities[wave, scale].alpha)
    error = apart / min(one.worth for one in told)
    return Score(min(counts), Estimate(mean, error, min(counts) - 1), plain_mean)
