"""The statistics of a survey in the form in which books publish them: whole tables, means with standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.ledger.intervals import LEVEL, Estimate, Interval, difference
from analytics.ledger.reliability import cronbach_alpha


def alpha_of_answers(answers: NDArray[np.float64]) -> float | None:
    """α of a scale from *answers*, persons × questions, none missing.

    None for fewer than two questions or two persons, or if the sum is the same for everybody. ValueError if an answer
    is missing (leave the person out first) or *answers* is not a table.
    """
    if answers.ndim != 2 or not np.isfinite(answers).all():
        raise ValueError("α needs a table of persons and questions in which no answer is missing")
    if min(answers.shape) < 2:
        return None
    items: list[float] = answers.var(axis=0, ddof=1).tolist()
    return cronbach_alpha(items, float(answers.sum(axis=1).var(ddof=1)))


def of_answers(mean: float, variance: float, count: float) -> Estimate:
    """The estimate from *count* answers with this *mean* and *variance* (divided by n − 1)."""
    return Estimate(mean, variance / count, count - 1)


def mean_interval(mean: float, sd: float, count: float, level: float = LEVEL) -> Interval:
    """Student's t interval of a *mean* of *count* answers with standard deviation *sd* (by n − 1)."""
    return of_answers(mean, sd * sd, count).interval(level)


def welch(
    mean_before: float,
    variance_before: float,
    count_before: float,
    mean_now: float,
    variance_now: float,
    count_now: float,
    level: float = LEVEL,
) -> Interval:
    """The interval of now − before of two means of answers whose variances may differ. Source: as `difference`."""
    before = of_answers(mean_before, variance_before, count_before)
    return difference(before, of_answers(mean_now, variance_now, count_now), level)
