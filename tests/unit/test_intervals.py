"""Intervals against what was published, and against scipy and statsmodels, which reckon them independently.

Digits stand here as they are printed in the source named beside them.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint
from statsmodels.stats.weightstats import DescrStatsW

from analytics.ledger.intervals import (
    Estimate,
    Interval,
    difference,
    effective_count,
    is_more_than_chance,
    newcombe,
    wilson,
)
from tests.unit.statistics_as_published import mean_interval, of_answers, welch

SHARES = st.floats(0, 1)
COUNTS = st.floats(1, 1e5)
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])
ANSWERS = st.lists(st.integers(1, 5), min_size=2, max_size=40)
AS_PRINTED = 5.1e-5  # half of the fourth decimal
ONE_ALL_ALIKE = pytest.mark.filterwarnings(
    "ignore:Precision loss"
)  # scipy of a wave of equal answers


@st.composite
def parts(draw: st.DrawFn) -> list[float]:
    """Shares of all staff, each above 0, that add up to 1."""
    staff = draw(st.lists(st.integers(1, 500), min_size=1, max_size=8))
    return [each / sum(staff) for each in staff]


def mean_and_variance(answers: list[int]) -> tuple[float, float]:
    return float(np.mean(answers)), float(np.var(answers, ddof=1))


# A share ----------------------------------------------------------------------------------------

# Newcombe 1998, Statistics in Medicine 17:857–872, Table I, method 3
WILSON_PRINTED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("agreed", "count", "low", "high"), WILSON_PRINTED)
def test_wilson_as_printed(agreed: int, count: int, low: float, high: float) -> None:
    assert wilson(agreed / count, count) == pytest.approx((low, high), abs=AS_PRINTED)


@given(count=st.integers(1, 10_000), share=SHARES, level=LEVELS)
def test_wilson_agrees_with_scipy_and_statsmodels(count: int, share: float, level: float) -> None:
    agreed = round(share * count)
    ours = wilson(agreed / count, count, level)
    theirs = stats.binomtest(agreed, count).proportion_ci(level, method="wilson")
    others = proportion_confint(agreed, count, alpha=1 - level, method="wilson")
    assert ours == pytest.approx(tuple(theirs), abs=1e-9)
    assert ours == pytest.approx(others, abs=1e-9)


@given(share=SHARES, count=COUNTS)
def test_wilson_holds_the_share_and_stays_between_0_and_1(share: float, count: float) -> None:
    low, high = wilson(share, count)
    assert 0 <= low <= share <= high <= 1


@given(share=SHARES, count=COUNTS, times=st.floats(1.01, 100))
def test_wilson_narrows_with_more_answers(share: float, count: float, times: float) -> None:
    few, many = wilson(share, count), wilson(share, count * times)
    assert many.high - many.low < few.high - few.low


@given(share=SHARES, count=COUNTS)
def test_wilson_of_those_who_disagree_is_its_mirror(share: float, count: float) -> None:
    low, high = wilson(share, count)
    assert wilson(1 - share, count) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_nobody_and_everybody_are_at_the_very_ends() -> None:
    assert wilson(0, 7.3).low == 0
    assert wilson(1, 7.3).high == 1


@pytest.mark.parametrize(
    ("share", "count"),
    [(0.5, 0), (0.5, -3), (-0.01, 10), (1.01, 10), (math.nan, 10), (0.5, math.nan)],
)
def test_wilson_of_nothing(share: float, count: float) -> None:
    with pytest.raises(ValueError, match="no interval of a share"):
        wilson(share, count)


# Two shares -------------------------------------------------------------------------------------

# Newcombe 1998, Statistics in Medicine 17:873–890, Table II (a)–(h), method 10: the first less the second
NEWCOMBE_PRINTED = [
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("now", "before", "low", "high"), NEWCOMBE_PRINTED)
def test_newcombe_as_printed(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    (agreed_now, count_now), (agreed_before, count_before) = now, before
    found = newcombe(agreed_before / count_before, count_before, agreed_now / count_now, count_now)
    assert found == pytest.approx((low, high), abs=AS_PRINTED)
    assert is_more_than_chance(found) == (low > 0)


@given(
    counts=st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    shares=st.tuples(SHARES, SHARES),
    level=LEVELS,
)
def test_newcombe_agrees_with_statsmodels(
    counts: tuple[int, int], shares: tuple[float, float], level: float
) -> None:
    (before, now), (count_before, count_now) = (
        (round(share * count) for share, count in zip(shares, counts, strict=True)),
        counts,
    )
    theirs = confint_proportions_2indep(
        now, count_now, before, count_before, method="newcomb", compare="diff", alpha=1 - level
    )
    ours = newcombe(before / count_before, count_before, now / count_now, count_now, level)
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(before=SHARES, now=SHARES, count_before=COUNTS, count_now=COUNTS)
def test_newcombe_backwards_is_its_mirror(
    before: float, now: float, count_before: float, count_now: float
) -> None:
    low, high = newcombe(before, count_before, now, count_now)
    back = newcombe(now, count_now, before, count_before)
    assert back == pytest.approx((-high, -low), abs=1e-12)
    assert -1 - 1e-12 <= low <= now - before <= high <= 1 + 1e-12


# What weighting costs ---------------------------------------------------------------------------


def test_effective_count_by_hand() -> None:
    """Half of the staff gave 10 answers, half 90: 1 / (0.25/10 + 0.25/90) = 36, not 100."""
    assert effective_count([0.5, 0.5], [10, 90]) == pytest.approx(36)


@given(shares=parts(), data=st.data())
def test_effective_count_is_kishs_over_persons(shares: list[float], data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(1, 50), min_size=len(shares), max_size=len(shares)))
    weights = np.repeat(np.array(shares) / counts, counts)
    found = effective_count(shares, counts)
    assert found == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert 0 < found <= sum(counts) + 1e-6


@given(shares=parts(), times=st.integers(1, 20))
def test_even_answers_cost_nothing(shares: list[float], times: int) -> None:
    counts = [share * 1000 * times for share in shares]
    assert effective_count(shares, counts) == pytest.approx(1000 * times)


@pytest.mark.parametrize(
    ("shares", "counts"),
    [
        ([0.5, 0.5], [10, 0]),  # a cell that has staff and no answer
        ([0.5, 0.4], [10, 10]),
        ([1.5, -0.5], [10, 10]),
        ([0.5, 0.5], [10]),
        ([], []),
        ([math.nan, 1], [10, 10]),
        ([0.5, 0.5], [10, math.nan]),
    ],
)
def test_cells_that_cannot_be_weighted(shares: list[float], counts: list[float]) -> None:
    with pytest.raises(ValueError, match=r"share|zip"):
        effective_count(shares, counts)


def test_a_cell_without_staff_weighs_nothing() -> None:
    assert effective_count([1, 0], [25, 0]) == pytest.approx(25)


# A mean -----------------------------------------------------------------------------------------


def test_mean_as_printed() -> None:
    """NIST/SEMATECH e-Handbook 1.3.5.2, heat flow meter, ZARR13.DAT."""
    found = mean_interval(9.261460, 0.02278881, 195)
    assert found == pytest.approx((9.258242, 9.264679), abs=1.1e-6)


@given(answers=ANSWERS, level=LEVELS)
def test_mean_agrees_with_scipy_and_statsmodels(answers: list[int], level: float) -> None:
    assume(len(set(answers)) > 1)
    mean, variance = mean_and_variance(answers)
    ours = mean_interval(mean, math.sqrt(variance), len(answers), level)
    assert ours == pytest.approx(stats.ttest_1samp(answers, 0).confidence_interval(level))
    assert ours == pytest.approx(DescrStatsW(answers).tconfint_mean(1 - level))


def test_answers_that_are_all_alike_leave_no_doubt() -> None:
    assert mean_interval(4, 0, 12) == Interval(4, 4)


# Two means --------------------------------------------------------------------------------------

# Student 1908 (Cushny and Peebles 1905), hours of sleep gained; R, ?t.test: t.test(extra ~ group, data = sleep)
SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)


def test_welch_as_printed() -> None:
    """R prints first − second, −3.3654832 to 0.2054832, with 17.776 degrees of freedom."""
    (mean_1, var_1), (mean_2, var_2) = ((np.mean(x), np.var(x, ddof=1)) for x in SLEEP)
    found = welch(mean_2, var_2, 10, mean_1, var_1, 10)
    assert found == pytest.approx((-3.3654832, 0.2054832), abs=5.1e-8)
    assert not is_more_than_chance(found)
    theirs = stats.ttest_ind(*SLEEP, equal_var=False)
    assert round(theirs.df, 3) == 17.776
    assert found == pytest.approx(tuple(theirs.confidence_interval(0.95)))


def test_welch_of_two_fleets_as_printed() -> None:
    """NIST/SEMATECH e-Handbook 1.3.5.3, AUTO83B.DAT: T = −12.94627 with 136.8750 degrees of freedom."""
    america, japan = of_answers(20.14458, 6.414700**2, 249), of_answers(30.48101, 6.107710**2, 79)
    found = difference(japan, america)
    error = (america.mean - japan.mean) / -12.94627
    reach = stats.t.ppf(0.975, 136.8750) * error
    middle = america.mean - japan.mean
    assert found == pytest.approx((middle - reach, middle + reach), abs=1e-5)
    assert is_more_than_chance(found)


@ONE_ALL_ALIKE
@given(before=ANSWERS, now=ANSWERS, level=LEVELS)
def test_welch_agrees_with_scipy(before: list[int], now: list[int], level: float) -> None:
    assume(len(set(before)) > 1 or len(set(now)) > 1)
    (mean_1, var_1), (mean_2, var_2) = mean_and_variance(before), mean_and_variance(now)
    ours = welch(mean_1, var_1, len(before), mean_2, var_2, len(now), level)
    theirs = stats.ttest_ind(now, before, equal_var=False).confidence_interval(level)
    assert ours == pytest.approx(tuple(theirs), abs=1e-9)
    back = welch(mean_2, var_2, len(now), mean_1, var_1, len(before), level)
    assert back == pytest.approx((-ours.high, -ours.low), abs=1e-12)


def test_two_waves_over_cells_are_compared() -> None:
    """By hand: standard errors 0.03 and 0.04 make 0.05; df = 0.0025² / (0.0009²/90 + 0.0016²/120) = 206.04."""
    found = difference(Estimate(3.40, 0.03**2, 90), Estimate(3.52, 0.04**2, 120))
    reach = stats.t.ppf(0.975, 206.0440) * 0.05
    assert found == pytest.approx((0.12 - reach, 0.12 + reach), abs=1e-7)
    assert is_more_than_chance(found)


def test_waves_without_any_spread_differ_by_what_they_differ() -> None:
    assert welch(3, 0, 10, 4, 0, 12) == Interval(1, 1)


def test_tiny_variances_are_not_lost() -> None:
    assert difference(Estimate(0, 1e-300, 5), Estimate(0, 1e-300, 5)).high > 0


@pytest.mark.parametrize(
    ("low", "high", "is_more"),
    [(0.1, 0.2, True), (-0.2, -0.1, True), (-0.1, 0.1, False), (0, 0.1, False), (-0.1, 0, False)],
)
def test_more_than_chance(low: float, high: float, is_more: bool) -> None:
    assert is_more_than_chance(Interval(low, high)) is is_more


@pytest.mark.parametrize(
    "interval",
    [
        lambda level: wilson(0.4, 25, level),
        lambda level: newcombe(0.3, 25, 0.4, 30, level),
        lambda level: mean_interval(3, 1, 25, level),
        lambda level: welch(3, 1, 25, 3.2, 1, 30, level),
    ],
)
def test_surer_is_wider(interval: Callable[[float], Interval]) -> None:
    widths = [high - low for low, high in map(interval, (0.8, 0.9, 0.95, 0.99))]
    assert widths == sorted(widths)
