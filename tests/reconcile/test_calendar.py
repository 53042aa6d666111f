"""Rules of the calendar that questions repeat in SQL: there and in `analytics/ledger/calendar.py` they are the same."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import duckdb
import pyarrow as pa
import pytest

from analytics.ledger.calendar import (
    Clock,
    closing_date,
    collection_year,
    months_since_closing,
    months_until,
    open_years,
)
from analytics.store.duck import Database
from analytics.store.questions import ask, question

MOVES = ("newly_arisen", "collected", "refunded", "written_off", "correction")
MONTH_ENDS = [
    date(year, month, 1) - timedelta(days=1) for year in range(2019, 2029) for month in range(1, 13)
]
DAYS = [date(2023, 1, 1) + timedelta(days=day) for day in range(4 * 366)]  # with a leap day
CLOSINGS = [closing_date(year, clock) for year in range(2022, 2028) for clock in ("G", "E")]


def amounts_of(name: str) -> list[tuple[str, pa.DataType]]:
    return [(column, pa.int64()) for column in question(name).labels if column.endswith("_yen")]


def claims() -> pa.Table:
    """One claim, the same at every month-end."""
    return pa.Table.from_pylist(
        [
            {
                "period_on": day,
                "as_of": day,
                "is_month": True,
                "is_debtor_claim": True,
                "outstanding_yen": 1,
                **dict.fromkeys(("account", "department", "department_name"), "1"),
                **dict.fromkeys(("claim", "claim_kind", "claim_group"), "市民税"),
            }
            for day in MONTH_ENDS
        ]
    )


def test_the_year_of_a_period_is_the_collection_year_of_general_accounts() -> None:
    answered = ask(Database({}, {"claims": claims()}), "periods").to_pylist()
    found = {row["period_on"]: row["fiscal_year"] for row in answered}
    assert found == {day: collection_year(day) for day in MONTH_ENDS}


def test_so_is_the_year_of_a_movement() -> None:
    steps = pa.table({name: pa.array([], kind) for name, kind in amounts_of("marts/steps")})
    for name, kind in (("period_on", pa.date32()), ("account", pa.string())):
        steps = steps.append_column(name, pa.array([], kind))
    for name in ("claim", "reason"):
        steps = steps.append_column(name, pa.array([], pa.string()))
    standing = pa.table({"period_on": MONTH_ENDS})
    tables = {"claims": claims(), "standing": standing, "steps": steps}
    answered = ask(Database({}, tables), "marts/movements_by_month").to_pylist()
    found = {row["period_on"]: row["fiscal_year"] for row in answered}
    assert found == {day: collection_year(day) for day in MONTH_ENDS}


def test_a_reason_holds_while_the_books_of_its_year_are_open() -> None:
    """A claim that left the books of a year with a reason: `marts/steps` takes it from April until they close."""
    years = range(2018, 2029)
    standing = [
        {"period_on": day, "previous_on": before, "account": "1", "claim": "市民税"}
        for before, day in pairwise(MONTH_ENDS)
    ]
    changes = [{"fiscal_year": year, "claim": "市民税", "reason": str(year)} for year in years]
    flows = [
        {
            "period_on": day,
            "account": "1",
            "claim": "市民税",
            **{f"{move}_yen": 0 for move in MOVES},
        }
        for day in MONTH_ENDS
    ]
    tables = {
        "standing": pa.Table.from_pylist(standing),
        "claims": claims().slice(0, 1),
        "flows": pa.Table.from_pylist(flows),
        "changes": pa.Table.from_pylist(changes),
    }
    answered = ask(Database({}, tables), "marts/steps").to_pylist()
    found = {row["period_on"]: row["reason"] for row in answered}
    assert found == {day: "、".join(map(str, open_years(day))) for day in MONTH_ENDS[1:]}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_whole_months_are_those_of_the_engine(closing: date) -> None:
    """`datesub` of DuckDB: for as long as the closing is to come, and for every month-end after it."""
    asked = "SELECT day, datesub('month', day, $closing), datesub('month', $closing, day) FROM days"
    with duckdb.connect() as engine:
        engine.register("days", pa.table({"day": DAYS}))
        counted = engine.execute(asked, {"closing": closing}).fetchall()
    assert len(counted) == len(DAYS)
    for day, left, _ in counted:
        if day <= closing:
            assert months_until(day, closing) == left, day
    for day, _, passed in counted:
        if day >= closing and (day + timedelta(days=1)).day == 1:
            assert months_until(closing, day) == passed, day


@pytest.mark.parametrize("clock", ["G", "E"])
def test_month_ends_after_a_closing_are_counted_one_by_one(clock: Clock) -> None:
    counts = [months_since_closing(2022, clock, day) for day in MONTH_ENDS]
    assert counts == list(range(counts[0], counts[0] + len(MONTH_ENDS)))
    assert dict(zip(MONTH_ENDS, counts, strict=True))[closing_date(2022, clock)] == 0
