"""When limitation may end, in the made-up city: against plain Python on the newest files, place by place."""

from __future__ import annotations

import calendar
from collections import defaultdict
from datetime import date
from typing import Any

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CODES
from tests.reconcile.plain_limitation import (
    PRIVATE,
    End,
    end_of,
    ended,
    running_out,
    span_of,
    years_on,
)
from tests.reconcile.told import WHERE, Where, by, called, plain_rows, shown, summary_rows


def test_the_end_of_every_claim_by_month(both: Reconciled) -> None:
    """How it ends, in which month, or why nobody can reckon it: yen and lines."""
    told: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in summary_rows(both.reader, "expiring"):
        assert row["period_on"] == max(both.city.months)
        key = (row["claim"], End(row["end_kind"], row["missing"], row["ends_on"]))
        yen, count = told[key]
        told[key] = (yen + row["outstanding_yen"], count + row["line_count"])
    assert told == ended(both.limitation_rows)


@pytest.mark.parametrize("where", WHERE, ids=called)
def test_what_the_figure_says_of_every_place_and_kind(both: Reconciled, where: Where) -> None:
    """Yen and lines by the time in which limitation may be over; few lines are not shown."""
    last = max(both.city.months)
    rows = rows_in(both, where)
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        yen, count = expected[running_out(row, last)]
        expected[running_out(row, last)] = [yen + row["outstanding_yen"], count + 1]
    figure = answer("limitation", both.reader, Selection(last, **where))  # type: ignore[arg-type]
    told = by(plain_rows(figure), "band")
    if figure.empty:
        assert not rows or "示しません" in figure.empty
        assert not told
        return
    assert expected.keys() <= told.keys()
    for band, row in told.items():
        yen, count = expected[band]
        if row["outstanding_yen"] is None:  # of few persons, or it would tell of few
            assert row["line_count"] is None
            assert count
            continue
        assert (row["outstanding_yen"], row["line_count"]) == (yen, shown(count)), band
        assert not 0 < len(debtors(rows, band, last)) < 8 or count == len(rows), band


def debtors(rows: list[dict[str, Any]], band: str, last: date) -> set[Any]:
    """Who is behind *band*, counted by department."""
    return {(row["claim"], row["debtor_key"]) for row in rows if running_out(row, last) == band}


@pytest.mark.parametrize("where", WHERE, ids=called)
def test_the_calendar_of_every_place_and_kind(both: Reconciled, where: Where) -> None:
    """Yen and lines by department and quarter; what is shown of all together is the sum of what the files say."""
    last = max(both.city.months)
    rows = rows_in(both, where)
    expected: dict[Any, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        end = end_of(row)
        span, month = span_of(end, last)
        if (span, end.kind) == ("past", "invocation"):
            span = "to_invoke"
        quarter = quarter_of(month, last) if month else None
        for code in (department(both, row), ""):
            key = (code, "quarter" if span == "month" else span, quarter)
            yen, count = expected[key]
            expected[key] = [yen + row["outstanding_yen"], count + 1]
    figure = answer("limitation_calendar", both.reader, Selection(**where))  # type: ignore[arg-type]
    told = by(plain_rows(figure), "department", "span", "ends_on")
    assert not figure.empty or not rows or "示しません" in figure.empty
    for key, row in told.items():
        yen, count = expected[key]
        assert count, key
        assert row["outstanding_yen"] in (None, yen), key
        assert row["line_count"] in (None, shown(count)), key
    if not where and any(row["outstanding_yen"] is not None for row in told.values()):
        named = {code for code, _, _ in told}
        assert {key for key in expected if key[0] in named} == told.keys()


def quarter_of(month: date, last: date) -> date:
    """The last month-end of the quarter of *month*, from *last* on."""
    after = (month.year - last.year) * 12 + month.month - last.month
    year, number = divmod(last.year * 12 + last.month - 1 + 3 * -(-after // 3), 12)
    return date(year, number + 1, calendar.monthrange(year, number + 1)[1])


def rows_in(both: Reconciled, where: Where) -> list[dict[str, Any]]:
    claims = both.claims_in(where)
    return [row for row in both.limitation_rows if row["claim"] in claims]


def department(both: Reconciled, row: dict[str, Any]) -> str:
    """The code of the department that the claim belongs to."""
    found = both.city.claims[row["claim"]]
    assert found in CODES.values()
    return found


def test_every_time_is_in_the_made_up_city(sampled: Reconciled) -> None:
    last = max(sampled.city.months)
    found = {running_out(row, last) for row in sampled.limitation_rows}
    assert found >= {"past", "to_invoke", "months_3", "months_12", "months_24", "later", "held"}


def test_every_end_is_in_one_of_the_cities(sampled: Reconciled, rough: Reconciled) -> None:
    ends = [end_of(row) for city in (sampled, rough) for row in city.limitation_rows]
    assert {end.kind for end in ends} == {
        "extinction",
        "invocation",
        "suspension",
        "held",
        "unknown",
    }
    assert {end.missing for end in ends} >= {"", "between"}


@pytest.mark.parametrize(
    ("others", "end"),
    [
        ({}, End("extinction", "", date(2029, 6, 30))),
        ({"reminded_on": date(2024, 7, 20)}, End("extinction", "", date(2029, 7, 30))),  # ten days
        ({"last_paid_on": date(2025, 2, 1)}, End("extinction", "", date(2030, 2, 1))),
        ({"last_paid_on": date(2024, 6, 1)}, End("extinction", "", date(2029, 6, 30))),  # too early
        ({"last_paid_on": date(2029, 6, 30)}, End("extinction", "", date(2034, 6, 30))),
        ({"last_paid_on": date(2029, 7, 1)}, End("unknown", "between")),
        ({"due_on": None, "reminded_on": date(2024, 7, 20)}, End("unknown", "due")),
        ({"state": "seized", "due_on": None}, End("held")),
        ({"claim": PRIVATE[-1]}, End("invocation", "", date(2029, 6, 30))),
        ({"claim": PRIVATE[0]}, End("unknown", "contract")),
        ({"state": "suspended"}, End("unknown", "stop")),
        (
            {"state": "suspended", "suspended_on": date(2025, 3, 31)},
            End("suspension", "", date(2028, 3, 31)),
        ),
    ],
)
def test_plain_python_reckons_as_by_hand(others: dict[str, Any], end: End) -> None:
    row = {"claim": "市県民税", "state": "negotiating", "due_on": date(2024, 6, 30)}
    assert end_of(row | others) == end


def test_leap_years() -> None:
    found = [years_on(date(2024, 2, day), 5) for day in (28, 29)]
    assert found == [date(2029, 2, 28)] * 2
    assert years_on(date(2023, 2, 28), 5) == date(2028, 2, 29)
