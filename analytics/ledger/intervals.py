"""How far a share or a mean of answers may be off by chance, and whether two waves of a survey differ by more.

Staff surveys are small where it matters, in one office or one age group. So shares have Wilson's interval, which stays
within 0 and 100 % and says something even when nobody agreed, and means have Student's t. Groups
whose staff answered unequally often are weighted by their share of all staff, and what the weighting costs is counted.
Nothing is corrected for a finite population, and waves count as independent: docs/decisions/0031 says why. Shares are
0..1; means and variances are in the points of a scale and their square.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from analytics.ledger.quantiles import normal_quantile, t_quantile

LEVEL: Final = 0.95  # of confidence, everywhere in the product
ROUNDING: Final = 1e-9  # what the shares of the cells may miss 1 by


class Interval(NamedTuple):
    """The limits between which the true value may be, in the unit of what was estimated."""

    low: float
    high: float


@dataclass(frozen=True)
class Estimate:
    """A mean, the variance of that mean (a squared standard error) and its degrees of freedom."""

    mean: float
    variance: float
    df: float

    def interval(self, level: float = LEVEL) -> Interval:
        """The t interval of the mean; a point if all answers were alike."""
        half = t_quantile(level, self.df) * math.sqrt(self.variance)
        return Interval(self.mean - half, self.mean + half)


def is_more_than_chance(difference: Interval) -> bool:
    """Whether 0 lies outside the interval of a *difference*; a limit at 0 itself is chance."""
    return difference.low > 0 or difference.high < 0


# Shares -----------------------------------------------------------------------------------------


def wilson(share: float, count: float, level: float = LEVEL) -> Interval:
    """The score interval of a *share* (0..1) of *count* answers, which may be an effective, fractional count.

    ValueError if *count* is not positive or *share* not within 0..1.
    Source: Wilson 1927, JASA 22:209–212; method 3 of Newcombe 1998, Statistics in Medicine 17:857–872.
    """
    if not (count > 0 and 0 <= share <= 1):
        raise ValueError(f"no interval of a share of {share} of {count} answers")
    z = normal_quantile(level)
    widened = 1 + z * z / count
    middle = (share + z * z / (2 * count)) / widened
    half = z * math.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2) / widened
    # 0 of n begins at 0 and n of n ends at 1: exactly, not but for rounding
    low = min(share, max(0.0, middle - half)) if share > 0 else 0.0
    high = max(share, min(1.0, middle + half)) if share < 1 else 1.0
    return Interval(low, high)


def newcombe(
    share_before: float,
    count_before: float,
    share_now: float,
    count_now: float,
    level: float = LEVEL,
) -> Interval:
    """The hybrid score interval of now − before of two independent shares (0..1), within −1..1.

    ValueError as `wilson`. Source: method 10 of Newcombe 1998, Statistics in Medicine 17:873–890.
    """
    before = wilson(share_before, count_before, level)
    now = wilson(share_now, count_now, level)
    change = share_now - share_before
    return Interval(
        change - math.hypot(share_now - now.low, before.high - share_before),
        change + math.hypot(now.high - share_now, share_before - before.low),
    )


def effective_count(shares: Sequence[float], counts: Sequence[float]) -> float:
    """How many evenly drawn answers the weighted ones are worth: 1 / Σ W²/n over the cells, never more than Σ n.

    *shares* are the W, of all staff, which add up to 1; *counts* the answers n of the same cells. ValueError if they do
    not match, or a cell that has staff has no answer: join it with another first.
    Source: Kish 1965, Survey Sampling, 11.7: (Σw)²/Σw² over persons, each with w = W/n.
    """
    _check_cells(shares, counts)
    cells = zip(shares, counts, strict=True)
    return 1 / math.fsum(share**2 / count for share, count in cells if share)


# Means ------------------------------------------------------------------------------------------


def difference(before: Estimate, now: Estimate, level: float = LEVEL) -> Interval:
    """The interval of now − before of two independent estimates, with Welch–Satterthwaite degrees of freedom.

    Source: Welch 1947, Biometrika 34:28–35; Satterthwaite 1946, Biometrics Bulletin 2:110–114.
    """
    variance = before.variance + now.variance
    # by shares of the variance, since the square of a tiny variance would be 0; without any, all answers together
    spread = [(each.variance / variance) ** 2 / each.df for each in (before, now) if variance]
    df = 1 / sum(spread) if spread else before.df + now.df
    return Estimate(now.mean - before.mean, variance, df).interval(level)


def _check_cells(shares: Sequence[float], counts: Sequence[float]) -> None:
    """Raise ValueError unless the shares add up to 1 and every cell with a share has an answer."""
    if not abs(math.fsum(shares) - 1) <= ROUNDING:
        raise ValueError(f"the shares of all staff add up to {math.fsum(shares)}, not to 1")
    for share, count in zip(shares, counts, strict=True):
        if share < 0 or (share > 0 and not count > 0):
            raise ValueError(f"a cell with a share of {share} of all staff has {count} answers")
