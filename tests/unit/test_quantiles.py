"""Our quantiles against scipy's, which are made in other ways (Boost), and against printed tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from analytics.ledger.quantiles import LARGE, beta_share, f_quantile, normal_quantile, t_quantile

LEVELS = st.floats(0.001, 0.999)
DF = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("df", "printed"),  # NIST/SEMATECH e-Handbook 1.3.6.7.2, column 0.975
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (30, 2.042), (100, 1.984), (1e9, 1.960)],
)
def test_t_as_printed_in_tables(df: float, printed: float) -> None:
    assert round(t_quantile(0.95, df), 3) == printed


@pytest.mark.parametrize(
    ("df1", "df2", "printed"),  # NIST/SEMATECH e-Handbook 1.3.6.7.3, upper 5 %
    [(1, 1, 161.448), (2, 10, 4.103), (5, 20, 2.711), (10, 100, 1.927)],
)
def test_f_as_printed_in_tables(df1: float, df2: float, printed: float) -> None:
    assert round(f_quantile(0.95, df1, df2), 3) == printed


@given(level=LEVELS, df=DF)
def test_t_agrees_with_scipy(level: float, df: float) -> None:
    assert t_quantile(level, df) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-8)


@pytest.mark.parametrize("df", [0.3, 0.99, LARGE, 1.01 * LARGE, float("inf")])
@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_t_at_its_ends(level: float, df: float) -> None:
    assert t_quantile(level, df) == pytest.approx(stats.t.ppf((1 + level) / 2, df), rel=1e-6)


@given(share=LEVELS, df1=DF, df2=DF)
def test_f_agrees_with_scipy(share: float, df1: float, df2: float) -> None:
    assert f_quantile(share, df1, df2) == pytest.approx(stats.f.ppf(share, df1, df2), rel=1e-8)


@given(x=LEVELS, a=st.floats(0.5, 1e4), b=st.floats(0.5, 1e4))
def test_the_beta_function_agrees_with_scipy(x: float, a: float, b: float) -> None:
    assert beta_share(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("level", [0, 1, -0.1, 95, float("nan")])
def test_a_level_is_a_share(level: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(level)
    with pytest.raises(ValueError, match=r"between 0 and 1|no quantile"):
        t_quantile(level, 10)


@pytest.mark.parametrize("df", [0, -1, float("nan")])
def test_degrees_of_freedom_are_positive(df: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        t_quantile(0.95, df)
    with pytest.raises(ValueError, match="no quantile"):
        f_quantile(0.95, df, 10)
