"""How values are written in tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from analytics.figures.shown import MISSING, writer


@pytest.mark.parametrize(
    ("column", "value", "written"),
    [
        ("outstanding_yen", 353_961_020, "353,961,020"),
        ("change_yen", -1_150, "−1,150"),
        ("change_rate", -0.136, "−13.6％"),
        ("outstanding_index", 112.79, "112.8"),
        ("claim_count", 1_020, "1,020"),
        ("rows_read", 1_728, "1,728"),
        ("rank", 3, "3"),
        ("part", "carried_over", "滞納繰越分"),
        ("as_of", pd.Timestamp("2024-05-31"), "令和6年5月31日"),
        ("as_of", date(2024, 5, 31), "令和6年5月31日"),
        ("imported_at", datetime(2026, 11, 23, 6, 20, tzinfo=UTC), "令和8年11月23日 06:20"),
        ("is_debtor_claim", True, "○"),
        ("claim_kind", "=1+1", "=1+1"),
    ],
)
def test_the_column_decides(column: str, value: object, written: str) -> None:
    assert writer(column)(value) == written


@pytest.mark.parametrize("missing", [None, pd.NA, pd.NaT, float("nan")])
def test_what_is_missing_is_a_dash_and_never_a_zero(missing: object) -> None:
    assert writer("outstanding_yen")(missing) == MISSING
