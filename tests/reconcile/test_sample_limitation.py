"""When the limitation of what is owed began, in the made-up city, against plain Python on the newest files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain_limitation import begun, running_out, starts_on
from tests.reconcile.told import WHERE, Where, by, called, plain_rows, shown, summary_rows


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
    assert told == begun(both.limitation_rows)


@pytest.mark.parametrize("where", WHERE, ids=called)
def test_what_the_figure_says_of_every_place_and_kind(both: Reconciled, where: Where) -> None:
    """Yen and lines by the time in which limitation may be over; few lines are not shown."""
    last = max(both.city.months)
    claims = both.claims_in(where)
    rows = [row for row in both.limitation_rows if row["claim"] in claims]
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        yen, count = expected[running_out(row, last)]
        expected[running_out(row, last)] = [yen + row["outstanding_yen"], count + 1]
    figure = answer("limitation", both.reader, Selection(last, **where))  # type: ignore[arg-type]
    told = by(plain_rows(figure), "band")
    assert bool(figure.empty) == (not rows)
    assert expected.keys() <= told.keys()
    for band, row in told.items():
        yen, count = expected[band]
        assert (row["outstanding_yen"], row["line_count"]) == (yen, shown(count)), band


def test_every_time_is_in_the_made_up_city(sampled: Reconciled) -> None:
    last = max(sampled.city.months)
    found = {running_out(row, last) for row in sampled.limitation_rows}
    assert found >= {"past", "to_invoke", "months_3", "months_12", "months_24", "later", "held"}


def test_something_has_begun_anew_and_something_is_suspended(sampled: Reconciled) -> None:
    rows = sampled.limitation_rows
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
