"""Whether the questions of one scale hold together, so that their sum may be shown as one number: Cronbach's α.

α says how much of the spread of the sum is shared by its questions. It needs the variance of each question and of the
sum, of persons who answered every question of the scale. It may be negative, when a question is scored the wrong way
round: that is for people to see, and is not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ledger.intervals import LEVEL, Interval
from analytics.ledger.quantiles import f_quantile

NOTHING = 1e-12  # of a variance in comparison with others: what is left of 0 after rounding


def cronbach_alpha(item_variances: Sequence[float], variance_of_sum: float) -> float | None:
    """α of a scale from the variance of each question and of the sum, over the same persons, by the same divisor.

    At most 1, no unit. None for fewer than two questions, or if the sum is the same for everybody. ValueError for a
    negative variance. Source: Cronbach 1951, Psychometrika 16:297–334: k/(k − 1) · (1 − Σ variances / variance of sum).
    """
    count = len(item_variances)
    total = float(sum(item_variances))
    if variance_of_sum < 0 or any(variance < 0 for variance in item_variances):
        raise ValueError("a variance is never negative")
    if count < 2 or variance_of_sum <= NOTHING * total:
        return None
    return min(1.0, count / (count - 1) * (1 - total / variance_of_sum))  # rounding apart


def alpha_interval(alpha: float, persons: int, items: int, level: float = LEVEL) -> Interval:
    """The interval of *alpha* found with this many *persons* and *items* (questions).

    ValueError for fewer than two of either, or an *alpha* above 1.
    Source: Feldt, Woodruff and Salih 1987, Applied Psychological Measurement 11:93–103, (6) and (7).
    """
    if persons < 2 or items < 2 or not alpha <= 1:
        raise ValueError(f"no interval of α = {alpha} of {persons} persons and {items} questions")
    df1, df2 = persons - 1, (persons - 1) * (items - 1)
    high, low = (f_quantile((1 + side * level) / 2, df1, df2) for side in (-1, 1))
    return Interval(1 - (1 - alpha) * low, 1 - (1 - alpha) * high)
