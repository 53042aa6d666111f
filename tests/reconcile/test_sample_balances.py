"""What is owed at every month-end of the made-up city, as the product says and as plain Python adds up the files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CODES, City, Lines, owed, owed_by
from tests.reconcile.plain_kinds import debtors
from tests.reconcile.plain_moves import indexes, like_for_like
from tests.reconcile.told import all_debtors, by, column, figure_rows, present, summary_rows

PLACES = [None, *sorted(CODES.values())]  # the whole city, and every department


def every_month(city: City, place: str | None) -> Iterator[tuple[date, Lines]]:
    """Each month-end for which *place* has delivered anything, with what is due there."""
    for month, delivered in city.months.items():
        if place is None or place in delivered:
            yield month, [line for line in city.due(month) if place in (None, line.department)]


def test_the_months_are_those_of_the_files(both: Reconciled) -> None:
    assert [each.period_on for each in both.reader.periods] == list(both.city.months)
    assert set(both.reader.departments) == set(CODES.values())
    assert both.reader.departments["401"] == "こども未来課"


def test_every_book_and_part_of_every_claim(both: Reconciled) -> None:
    expected: dict[Any, list[int]] = defaultdict(lambda: [0] * 7)
    for month in both.city.months:
        for line in both.city.lines(month):
            amounts = (line.assessed, line.received, line.refund, line.written_off, line.owed)
            counted = (*amounts, 0) if line.is_due else (0,) * 5 + (line.owed,)
            key = (month, line.department, line.claim, line.book, line.part)
            expected[key] = [a + b for a, b in zip(expected[key], (*counted, 1), strict=True)]
    words = "assessed received refund_pending written_off outstanding not_due"
    names = [*(f"{word}_yen" for word in words.split()), "line_count"]
    keys = ("period_on", "department", "claim", "fiscal_year", "part")
    told = by(summary_rows(both.reader, "claims"), *keys)
    assert {key: [row[name] for name in names] for key, row in told.items()} == expected


def test_stale_numbers_are_marked_with_their_day(both: Reconciled) -> None:
    told = {
        (row["period_on"], row["department"], row["as_of"], row["is_stale"])
        for row in summary_rows(both.reader, "claims")
    }
    assert told == {
        (month, line.department, line.as_of, line.as_of < month)
        for month in both.city.months
        for line in both.city.lines(month)
    }


def test_there_is_something_to_compare(sampled: Reconciled, rough: Reconciled) -> None:
    whole, city = sampled.city, rough.city
    for month in whole.months:
        lines = whole.lines(month)
        assert owed(lines) > owed(whole.due(month)) > 0
        assert set(owed_by(lines, "department")) == set(CODES.values())
    listed = {month: city.lines(month) for month in city.months}
    assert any(line.as_of < month for month, lines in listed.items() for line in lines)
    assert any(line.due_on == line.as_of for lines in listed.values() for line in lines)
    kinds = [{line.claim for line in lines} for lines in listed.values()]
    assert set.union(*kinds) - set.intersection(*kinds) == {"国民健康保険税", "学校給食費"}


@pytest.mark.parametrize("place", PLACES)
def test_balance_by_year(both: Reconciled, place: str | None) -> None:
    told = by(figure_rows(both.reader, "balance_by_year", None, place), "period_on", "part")
    parts: dict[Any, int] = {}
    totals, stale = {}, {}
    for month, due in every_month(both.city, place):
        parts |= {(month, part): yen for part, yen in owed_by(due, "part").items()}
        totals[month] = owed(due)
        stale[month] = owed(line for line in due if line.as_of < month)
    assert column(told, "outstanding_yen") == present(parts)
    assert {month for month, _ in told} == set(totals)
    assert all(row["total_yen"] == totals[month] for (month, _), row in told.items())
    assert all(row["stale_yen"] == stale[month] for (month, _), row in told.items())


def test_balance_by_department(both: Reconciled) -> None:
    told = by(figure_rows(both.reader, "balance_by_department"), "period_on", "department")
    expected, names = {}, {}
    for month, due in every_month(both.city, None):
        expected |= {(month, each): yen for each, yen in owed_by(due, "department").items()}
        names |= {(month, line.department): line.department_name for line in due}
    assert column(told, "outstanding_yen") == present(expected)
    for department in CODES.values():
        own = {month: owed(due) for month, due in every_month(both.city, department)}
        for month, index in indexes(own).items():
            row = told[month, department]
            assert row["outstanding_index"] == pytest.approx(index)
            assert row["stale_on"] == stale_on(both.city, month, department)
            assert row["department_name"] == names[max(own), department]
    renamed = {key for key, row in told.items() if row["renamed"]}
    months = list(both.city.months)
    assert renamed == {
        (month, department)
        for before, month in pairwise(months)
        for department in both.city.months[before]
        if names[before, department] != names[month, department]
    }


def stale_on(city: City, month: date, department: str) -> date | None:
    days = {line.as_of for line in city.months[month][department] if line.is_due}
    (day,) = days
    return day if day < month else None


@pytest.mark.parametrize("place", PLACES)
def test_balance_by_claim_kind(both: Reconciled, place: str | None) -> None:
    rows = figure_rows(both.reader, "balance_by_claim_kind", None, place)
    told = by(rows, "period_on", "claim_kind")
    expected: dict[Any, int] = {}
    for month, due in every_month(both.city, place):
        listed = {
            line.claim: 0 for line in both.city.lines(month) if place in (None, line.department)
        }
        expected |= {(month, kind): yen for kind, yen in (listed | owed_by(due, "claim")).items()}
    assert column(told, "outstanding_yen") == present(expected)
    for kind in {kind for _, kind in expected}:
        own = {month: yen for (month, each), yen in expected.items() if each == kind}
        for month, index in indexes(own).items():
            if (month, kind) in told:
                assert told[month, kind]["outstanding_index"] == pytest.approx(index)


@pytest.mark.parametrize("place", PLACES)
def test_balance_index(both: Reconciled, place: str | None) -> None:
    told = by(figure_rows(both.reader, "balance_index", None, place), "period_on")
    whole = {month: owed(due) for month, due in every_month(both.city, place)}
    kinds = [kind for kind, whose in both.city.claims.items() if place in (None, whose)]
    alike = like_for_like(both.city, kinds)
    for column_of, balances in (("outstanding", whole), ("like_for_like", alike)):
        assert {month: row[f"{column_of}_yen"] for month, row in told.items()} == balances
        for month, index in indexes(balances).items():
            assert told[month][f"{column_of}_index"] == pytest.approx(index)


def test_a_series_ends_with_the_month_that_is_chosen(sampled: Reconciled) -> None:
    chosen = date(2025, 5, 31)
    for name in ("balance_by_year", "balance_by_department", "balance_index"):
        told = {row["period_on"] for row in figure_rows(sampled.reader, name, chosen)}
        assert told == {month for month in sampled.city.months if month <= chosen}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_due(both: Reconciled, place: str | None) -> None:
    for month in both.city.months:
        asked = {"period_on": month, "is_month": True, "department": place, "claim_kind": None}
        told = by(both.reader.ask("not_due", asked).to_pylist(), "claim_kind")
        later = [line for line in both.city.lines(month) if not line.is_due]
        own = [line for line in later if place in (None, line.department)]
        assert column(told, "not_due_yen") == present(owed_by(own, "claim"))


def test_debtors(both: Reconciled) -> None:
    """The summary counts at each delivery; a department that delivered nothing has no row of that day."""
    told = by(all_debtors(both.reader), "as_of", "department")
    expected = {
        (month, department): len(debtors(lines))
        for month, delivered in both.city.months.items()
        for department, lines in delivered.items()
        if not both.city.is_stale(month, department)
    }
    assert column(told, "debtor_count") == present(expected)
