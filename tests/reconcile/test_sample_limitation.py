"""When the limitation of what is owed began, in the made-up city, against plain Python on the newest files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain_limitation import begun, standing_rows, starts_on
from tests.reconcile.told import summary_rows


def test_every_month_of_beginning_of_every_claim(both: Reconciled) -> None:
    """With the months of contract and suspension, and whether it is seized: yen and lines."""
    last = max(both.city.months)
    told: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in summary_rows(both.reader, "limitation"):
        assert row["period_on"] == last
        months = (row["starts_on"], row["contracted_on"], row["suspended_on"])
        key = (row["claim"], *months, row["is_seized"])
        yen, count = told[key]
        told[key] = (yen + row["outstanding_yen"], count + row["line_count"])
    assert told == begun(standing_rows(both.folder, both.city, last))


def test_something_has_begun_anew_and_something_is_suspended(sampled: Reconciled) -> None:
    rows = standing_rows(sampled.folder, sampled.city, max(sampled.city.months))
    found = begun(rows)
    assert {starts_on(row) == row["due_on"] + timedelta(days=1) for row in rows} == {True, False}
    assert {contracted is None for _, _, contracted, _, _ in found} == {True, False}
    assert {suspended is None for _, _, _, suspended, _ in found} == {True, False}
    assert {is_seized for *_, is_seized in found} == {True, False}


@pytest.mark.parametrize(
    ("others", "began"),
    [
        ({}, date(2024, 7, 1)),  # the day after
        ({"reminded_on": date(2024, 7, 20)}, date(2024, 7, 20)),
        ({"reminded_on": date(2024, 7, 20), "acknowledged_on": None}, date(2024, 7, 20)),
        ({"acknowledged_on": date(2025, 3, 1), "last_paid_on": date(2025, 2, 1)}, date(2025, 3, 1)),
        ({"last_paid_on": date(2024, 6, 1)}, date(2024, 7, 1)),  # before it was due
        ({"due_on": None, "reminded_on": date(2024, 7, 20)}, None),
    ],
)
def test_the_latest_day_counts(others: dict[str, date | None], began: date | None) -> None:
    assert starts_on({"due_on": date(2024, 6, 30)} | others) == began
