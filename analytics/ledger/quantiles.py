"""Quantiles of Student's t and of F, so that an interval of a mean needs no scientific library at run time.

Both follow from one function, the regularised incomplete beta I_x(a, b): if T has *df* degrees of freedom, T² has the F
distribution with 1 and *df*, and F/(F + df2/df1) has the beta distribution. `tests/unit/test_quantiles.py` holds them
against scipy (docs/decisions/0031).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from statistics import NormalDist

# degrees of freedom from which t is normal to seven digits, and lgamma would lose as many
LARGE = 1e7
ENOUGH = 1e-15  # a step of the continued fraction that changes the result no more


def normal_quantile(level: float) -> float:
    """The z with a share *level* (0..1, no unit) of a standard normal distribution between −z and z.

    ValueError if *level* is not strictly between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"a level is between 0 and 1, not {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


@lru_cache(maxsize=4096)  # one screen asks for the same few again and again
def t_quantile(level: float, df: float) -> float:
    """The t with a share *level* (0..1) of Student's distribution with *df* degrees of freedom between −t and t.

    *df* may be fractional, as Satterthwaite's are. ValueError if it is not positive, or *level* not between 0 and 1.
    """
    if not df > 0:
        raise ValueError(f"degrees of freedom are positive, not {df}")
    normal = normal_quantile(level)
    return normal if df > LARGE else math.sqrt(f_quantile(level, 1, df))


def f_quantile(share: float, df1: float, df2: float) -> float:
    """The value below which a *share* (0..1) of the F distribution with *df1* and *df2* degrees of freedom lies.

    ValueError if *share* is not strictly between 0 and 1, or a degree of freedom not positive.
    """
    if not (0 < share < 1 and df1 > 0 and df2 > 0):
        raise ValueError(f"no quantile of F for {share} with {df1} and {df2} degrees of freedom")
    a, b = df1 / 2, df2 / 2
    if share < beta_share(0.5, a, b):
        x = _beta_quantile(share, a, b)
        return df2 * x / (df1 * (1 - x))
    rest = _beta_quantile(1 - share, b, a)  # 1 − x itself, for an x near 1 has few digits of it
    return df2 * (1 - rest) / (df1 * rest)


def beta_share(x: float, a: float, b: float) -> float:
    """I_x(a, b): the share of the beta distribution with *a*, *b* > 0 that lies below *x*, strictly between 0 and 1.

    Source: NIST Digital Library of Mathematical Functions, 8.17.22, and 8.17.4 where that converges slowly.
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    log_beta = math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)
    return math.exp(a * math.log(x) + b * math.log1p(-x) - log_beta) / (a * _fraction(x, a, b))


def _beta_quantile(share: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = *share*, by halving until no number lies between the limits."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if beta_share(middle, a, b) < share else (low, middle)
    return middle


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + …)) with the coefficients d of DLMF 8.17.23, from the front (Lentz 1976)."""
    value = above = 1.0
    below = 0.0
    for coefficient in _coefficients(x, a, b):
        below = 1 / (1 + coefficient * below)
        above = 1 + coefficient / above
        value *= above * below
        if abs(above * below - 1) < ENOUGH:
            break
    return value


def _coefficients(x: float, a: float, b: float) -> Iterator[float]:
    """d1, d2, … of DLMF 8.17.23, without end."""
    for m in count():
        if m:
            yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
