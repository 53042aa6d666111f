"""What each department and claim kind of Komae owes and has collected, against sums of the settled table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.ledger.calendar import closing_date
from analytics.store.reader import Reader, open_reader
from tests.reconcile.plain_moves import indexes
from tests.reconcile.published import YEARS, Books, Held, all_books, table
from tests.reconcile.told import by, column, figure_rows, plain_rows, present

Of = Callable[[dict[str, str]], str]
DEPARTMENT: Of = lambda row: row["dept_code"]  # noqa: E731
KIND: Of = lambda row: row["claim_name"]  # noqa: E731


@pytest.fixture(scope="module")
def reader(komae_store: Path) -> Reader:
    return open_reader(komae_store)


@pytest.fixture(scope="module")
def books() -> dict[int, Books]:
    return all_books()


def settled(is_claim: bool = True) -> list[dict[str, str]]:
    rows = table("komae_receivables_by_claim_2018_2023.csv")
    return [row for row in rows if (row["is_debtor_claim"] == "True") == is_claim]


def owed_by(rows: list[dict[str, str]], of: Of) -> dict[tuple[date, str], int]:
    """Year-end and place → yen, whatever has a row in the settled table."""
    sums: dict[tuple[date, str], int] = defaultdict(int)
    for row in rows:
        sums[closing_date(int(row["fiscal_year"])), of(row)] += int(row["uncollected_yen"])
    return dict(sums)


def check_balances(
    told: dict[tuple[date, str], dict[str, object]], plain: dict[tuple[date, str], int]
) -> None:
    """Every balance, and its index with the first year-end of its own as 100."""
    assert column(told, "outstanding_yen") == present(plain)
    for place in {place for _, place in plain}:
        own = {day: yen for (day, whose), yen in plain.items() if whose == place}
        for day, index in indexes(own).items():
            if (day, place) in told:
                assert told[day, place]["outstanding_index"] == pytest.approx(index)


def test_every_department(reader: Reader, books: dict[int, Books]) -> None:
    told = by(figure_rows(reader, "balance_by_department"), "period_on", "department")
    check_balances(told, owed_by(settled(), DEPARTMENT))
    names = {
        (closing_date(year), held.department): held.department_name
        for year, every in books.items()
        for held in every.values()
    }
    for (day, department), row in told.items():
        before = names.get((day.replace(year=day.year - 1), department))
        assert row["renamed"] == (before is not None and before != names[day, department])


def test_every_kind_of_every_department(reader: Reader) -> None:
    for department in (None, *reader.departments):
        rows = [row for row in settled() if department in (None, row["dept_code"])]
        figure = answer("balance_by_claim_kind", reader, Selection(department=department))
        check_balances(by(plain_rows(figure), "period_on", "claim_kind"), owed_by(rows, KIND))


@pytest.mark.parametrize("department", [None, "300400", "500100"])
def test_how_many_owe_more_than_at_first(reader: Reader, department: str | None) -> None:
    """The two figures that count indexes: of departments, and of the kinds of all or of one of them."""
    last = closing_date(YEARS[-1])
    for name, of, counter in (
        ("index_by_department", DEPARTMENT, "課"),
        ("index_by_claim_kind", KIND, "種"),
    ):
        own = department if of is KIND else None
        rows = [row for row in settled() if own in (None, row["dept_code"])]
        found = owed_by(rows, of)
        series: dict[str, dict[date, int]] = defaultdict(dict)
        for (day, place), yen in found.items():
            series[place][day] = yen
        now = [indexes(each)[last] for each in series.values() if last in each]
        known = [index for index in now if index is not None]
        figure = answer(name, reader, Selection(department=department))
        assert figure.headline == f"{sum(index > 100 for index in known)}{counter}"
        assert f"{len(known)}{counter}のうち" in figure.measure


def test_the_rates_of_every_department_and_kind(reader: Reader, books: dict[int, Books]) -> None:
    """What was assessed, what of it was received, and both divided; also of claims that only we keep."""
    words = ("assessed", "received", "written_off")
    for where in every_place(reader):
        expected = {}
        for year, held in books.items():
            own = [each for each in held.values() if is_of(where, each)]
            if own:
                expected[year] = tuple(sum(each.total(word) for each in own) for word in words)
        last = replace(where, as_of=closing_date(max(expected)))  # later on there is no rate
        told = by(plain_rows(answer("collection_rates", reader, last)), "fiscal_year")
        amounts = {year: tuple(row[f"{word}_yen"] for word in words) for year, row in told.items()}
        assert amounts == expected, where
        for year, (assessed, received, _) in expected.items():
            rate = pytest.approx(received / assessed, rel=1e-12) if assessed else None
            assert told[year]["total_rate"] == rate, (where, year)
        if YEARS[-1] not in expected:
            assert answer("collection_rates", reader, where).empty


def every_place(reader: Reader) -> list[Selection]:
    """The city, every department and every kind."""
    return [
        Selection(),
        *(Selection(department=code) for code in reader.departments),
        *(Selection(claim_kind=kind) for kind in reader.claim_kinds),
    ]


def is_of(where: Selection, held: Held) -> bool:
    return where.department in (None, held.department) and where.claim_kind in (None, held.kind)


def test_the_books_are_those_of_the_settled_table(books: dict[int, Books]) -> None:
    """Line for line, but for the five that only we keep: tests/reconcile/test_claims.py names them."""
    sums: dict[int, list[int]] = {year: [0, 0] for year in YEARS}
    for row in settled():
        of_year = sums[int(row["fiscal_year"])]
        of_year[0] += int(row["uncollected_yen"])
        of_year[1] += int(row["written_off_yen"])
    assert sums == {
        year: [
            sum(each.total(word) for each in held.values())
            for word in ("outstanding", "written_off")
        ]
        for year, held in books.items()
    }


def test_what_nobody_owes(reader: Reader) -> None:
    """Of all years; of none of them it is in any balance."""
    sums: dict[tuple[date, str, str], int] = defaultdict(int)
    for row in settled(is_claim=False):
        day = closing_date(int(row["fiscal_year"]))
        sums[day, row["claim_name"], row["dept_name"]] += int(row["uncollected_yen"])
    rows = figure_rows(reader, "excluded_claims")
    told = by(rows, "period_on", "claim_kind", "department_name")
    assert column(told, "outstanding_yen") == present(sums)
    assert len(told) > 1
    for year in YEARS:
        until = closing_date(year)
        shown = figure_rows(reader, "excluded_claims", until)
        assert sum(row["outstanding_yen"] for row in shown) == sum(
            yen for (day, *_), yen in sums.items() if day <= until
        )
