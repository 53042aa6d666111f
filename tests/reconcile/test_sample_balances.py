"""What is owed at every month-end of the made-up city, as the product says and as plain Python adds up the files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CODES, Lines, owed, owed_by
from tests.reconcile.plain_kinds import debtors
from tests.reconcile.plain_moves import indexes, like_for_like
from tests.reconcile.told import (
    WHERE,
    Row,
    Where,
    all_debtors,
    by,
    called,
    column,
    figure_rows,
    plain_rows,
    present,
    summary_rows,
)

PLACES = [None, *sorted(CODES.values())]  # the whole city, and every department
# past its day, of every place and kind; with what is not yet due, of every third of them
SERIES = [*((where, False) for where in WHERE), *((where, True) for where in WHERE[::3])]
of_every_series = pytest.mark.parametrize(
    ("where", "is_all"), SERIES, ids=[called(where) + "-all" * is_all for where, is_all in SERIES]
)


def every_month(both: Reconciled, where: Where, is_all: bool = False) -> dict[date, Lines]:
    """Each month-end for which anything of *where* stands, with the lines that are counted there."""
    claims = set(both.claims_in(where))
    found = {}
    for month in both.city.months:
        own = [line for line in both.city.lines(month) if line.claim in claims]
        if own:
            found[month] = [line for line in own if line.is_due or is_all]
    return found


def series(both: Reconciled, name: str, where: Where, is_all: bool) -> list[Row]:
    """The rows of figure *name* up to the newest month-end."""
    selection = Selection(None, is_all=is_all, **where)  # type: ignore[arg-type]
    return plain_rows(answer(name, both.reader, selection))


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


@of_every_series
def test_balance_by_year(both: Reconciled, where: Where, is_all: bool) -> None:
    told = by(series(both, "balance_by_year", where, is_all), "period_on", "part")
    parts: dict[Any, int] = {}
    totals, stale = {}, {}
    for month, lines in every_month(both, where, is_all).items():
        parts |= {(month, part): yen for part, yen in owed_by(lines, "part").items()}
        totals[month] = owed(lines)
        stale[month] = owed(line for line in lines if line.as_of < month)
    assert column(told, "outstanding_yen") == present(parts)
    assert {month for month, _ in told} == set(totals)
    assert all(row["total_yen"] == totals[month] for (month, _), row in told.items())
    assert all(row["stale_yen"] == stale[month] for (month, _), row in told.items())


@pytest.mark.parametrize("is_all", [False, True])
@pytest.mark.parametrize("where", [{}, *WHERE[9::6]], ids=called)
def test_balance_by_department(both: Reconciled, where: Where, is_all: bool) -> None:
    told = by(series(both, "balance_by_department", where, is_all), "period_on", "department")
    found = every_month(both, where, is_all)
    names = {
        (month, own[0].department): own[0].department_name
        for month, standing in both.city.months.items()
        for own in standing.values()
    }
    expected = {
        (month, department): yen
        for month, lines in found.items()
        for department, yen in owed_by(lines, "department").items()
    }
    assert column(told, "outstanding_yen") == present(expected)
    for department in {department for _, department in expected}:
        own = {month: yen for (month, whose), yen in expected.items() if whose == department}
        for month, index in indexes(own).items():
            row = told[month, department]
            assert row["outstanding_index"] == pytest.approx(index)
            assert row["stale_on"] == both.city.stale_on(month, department)
            assert row["department_name"] == names[max(own), department]
    renamed = {key for key, row in told.items() if row["renamed"]}
    assert renamed == {
        (month, department)
        for before, month in pairwise(found)
        for department in {whose for on, whose in told if on == month}
        if names.get((before, department), names[month, department]) != names[month, department]
    }


@pytest.mark.parametrize("is_all", [False, True])
@pytest.mark.parametrize("place", PLACES)
def test_balance_by_claim_kind(both: Reconciled, place: str | None, is_all: bool) -> None:
    where = {"department": place} if place else {}
    told = by(series(both, "balance_by_claim_kind", where, is_all), "period_on", "claim_kind")
    expected = by_kind(both, where, is_all)
    assert column(told, "outstanding_yen") == present(expected)
    for kind in {kind for _, kind in expected}:
        own = {month: yen for (month, each), yen in expected.items() if each == kind}
        for month, index in indexes(own).items():
            if (month, kind) in told:
                assert told[month, kind]["outstanding_index"] == pytest.approx(index)
                stale_on = both.city.stale_on(month, both.city.claims[kind])
                assert told[month, kind]["stale_on"] == stale_on


def by_kind(both: Reconciled, where: Where, is_all: bool = False) -> dict[tuple[date, str], int]:
    """Month-end and claim kind → yen; nought where a file names the kind and nothing of it is counted."""
    claims = both.claims_in(where)
    expected = {}
    for month, lines in every_month(both, where, is_all).items():
        listed = {line.claim: 0 for line in both.city.lines(month) if line.claim in claims}
        expected |= {(month, kind): yen for kind, yen in (listed | owed_by(lines, "claim")).items()}
    return expected


@of_every_series
def test_balance_index(both: Reconciled, where: Where, is_all: bool) -> None:
    told = by(series(both, "balance_index", where, is_all), "period_on")
    whole = {month: owed(lines) for month, lines in every_month(both, where, is_all).items()}
    alike = like_for_like(both.city, both.claims_in(where), is_all)
    for column_of, balances in (("outstanding", whole), ("like_for_like", alike)):
        assert {month: row[f"{column_of}_yen"] for month, row in told.items()} == balances
        for month, index in indexes(balances).items():
            assert told[month][f"{column_of}_index"] == pytest.approx(index)


@pytest.mark.parametrize("where", [{}, {"department": "101"}], ids=called)
def test_how_many_owe_more_than_at_first(both: Reconciled, where: Where) -> None:
    """Of all departments, and of the kinds of the city or of one department; beside it whoever owes most."""
    for until in both.looked_at[-2:]:
        departments: dict[str, dict[date, int]] = defaultdict(dict)
        kinds: dict[str, dict[date, int]] = defaultdict(dict)
        for (month, kind), yen in by_kind(both, where).items():
            if month <= until:
                kinds[kind][month] = yen
        for month, lines in every_month(both, {}).items():
            for department, yen in owed_by(lines, "department").items():
                if month <= until:
                    departments[both.reader.departments[department]][month] = yen
        for name, owners, unit in (
            ("index_by_department", departments, "課"),
            ("index_by_claim_kind", kinds, "種"),
        ):
            now = {owner: indexes(own)[until] for owner, own in owners.items() if until in own}
            known = {owner: index for owner, index in now.items() if index is not None}
            figure = answer(name, both.reader, Selection(until, where.get("department")))
            assert figure.headline == f"{sum(index > 100 for index in known.values())}{unit}"
            assert f"{len(known)}{unit}のうち" in figure.measure
            most = max(known, key=lambda owner: owners[owner][until])
            assert figure.comparison == f"残額がいちばん多い{most}の指数は{known[most]:,.1f}"


def test_nothing_is_left_out_of_the_made_up_city(both: Reconciled) -> None:
    """Every line of it has a debtor; what nobody owes is compared for Komae."""
    figure = answer("excluded_claims", both.reader, Selection())
    assert figure.frame.empty
    assert figure.empty


def test_a_series_ends_with_the_month_that_is_chosen(sampled: Reconciled) -> None:
    chosen = date(2025, 5, 31)
    for name in ("balance_by_year", "balance_by_department", "balance_index"):
        told = {row["period_on"] for row in figure_rows(sampled.reader, name, chosen)}
        assert told == {month for month in sampled.city.months if month <= chosen}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_not_due(both: Reconciled, place: str | None) -> None:
    for month in both.looked_at if place else both.city.months:
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
