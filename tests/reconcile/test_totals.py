"""The totals of debtor claims, and the bridge between every two year-ends, against plain reckoning on the files."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analytics.figures import Selection, answer
from analytics.figures.base import frame, scope
from analytics.figures.bridge import amounts, behind
from analytics.ledger.calendar import closing_date
from analytics.store.reader import Reader, open_reader
from tests.reconcile.published import YEARS, Year, table, year_of

COMMAND = Path(sys.executable).with_name("zangaku")
TOTALS = {  # as the issue and the settled tables state them
    2018: 313_831_938,
    2019: 400_779_072,
    2020: 332_897_522,
    2021: 310_448_323,
    2022: 342_071_739,
    2023: 353_961_020,
}


@pytest.fixture(scope="module")
def reader(komae_store: Path) -> Reader:
    return open_reader(komae_store)


@pytest.fixture(scope="module")
def books() -> dict[int, Year]:
    return {fiscal_year: year_of(fiscal_year) for fiscal_year in YEARS}


def test_totals_through_the_command(komae_store: Path) -> None:
    command = [COMMAND, "figure", "balance_by_year", "--store", komae_store, "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found = dict.fromkeys(TOTALS, 0)
    for row in json.loads(done.stdout)["rows"]:
        found[row["fiscal_year"]] += row["outstanding_yen"]
    assert found == TOTALS


def test_totals_of_the_settled_table() -> None:
    found = dict.fromkeys(TOTALS, 0)
    for row in table("komae_receivables_by_claim_2018_2023.csv"):
        if row["is_debtor_claim"] == "True":
            found[int(row["fiscal_year"])] += int(row["uncollected_yen"])
    assert found == TOTALS


def test_totals_of_the_plain_reckoning(books: dict[int, Year]) -> None:
    assert {y: sum(map(year.closing, year.sums)) for y, year in books.items()} == TOTALS


def at_year(fiscal_year: int, department: str | None) -> dict[str, object]:
    """A year-end as the questions take it."""
    return {
        "from_on": closing_date(fiscal_year - 1),
        "period_on": closing_date(fiscal_year),
        "is_month": False,
        "department": department,
        "claim_kind": None,
    }


def steps_of(reader: Reader, fiscal_year: int, department: str | None) -> dict[str, int]:
    return amounts(claims_of(reader, fiscal_year, department))


@cache
def claims_of(reader: Reader, fiscal_year: int, department: str | None) -> pd.DataFrame:
    """The bridge claim by claim, asked once."""
    return frame(reader, "bridge", at_year(fiscal_year, department))[0]


def departments_and_city(reader: Reader) -> list[str | None]:
    return [None, *reader.departments]


def reckoned(before: Year, now: Year, department: str | None) -> dict[str, int]:
    """The rows of the bridge that can be told from the files alone."""
    here = [claim for claim in now.sums if department in (None, now.lead[claim])]
    was_here = [claim for claim in before.sums if department in (None, before.lead[claim])]
    current = [now.sums[claim]["current"] for claim in here if "current" in now.sums[claim]]
    carried = [
        now.sums[claim]["carried_over"] for claim in here if "carried_over" in now.sums[claim]
    ]
    return {
        "opening": sum(map(before.closing, was_here)),
        "newly_arisen": sum(sums.assessed - sums.collected for sums in current),
        "collected": -sum(sums.collected for sums in carried),
        "written_off": -sum(
            sums.written_off for claim in here for sums in now.sums[claim].values()
        ),
        "closing": sum(map(now.closing, here)),
    }


@pytest.mark.parametrize("fiscal_year", YEARS[1:])
def test_bridge_closes_to_the_yen(reader: Reader, fiscal_year: int) -> None:
    for department in departments_and_city(reader):
        steps = steps_of(reader, fiscal_year, department)
        assert sum(yen for step, yen in steps.items() if step != "closing") == steps["closing"]


@pytest.mark.parametrize("fiscal_year", YEARS[1:])
def test_bridge_is_the_plain_reckoning(
    reader: Reader, books: dict[int, Year], fiscal_year: int
) -> None:
    for department in departments_and_city(reader):
        expected = reckoned(books[fiscal_year - 1], books[fiscal_year], department)
        steps = steps_of(reader, fiscal_year, department)
        assert {step: steps[step] for step in expected} == expected, department


@pytest.mark.parametrize("fiscal_year", YEARS[1:])
def test_each_bridge_begins_where_the_last_one_ended(reader: Reader, fiscal_year: int) -> None:
    assert steps_of(reader, fiscal_year, None)["opening"] == TOTALS[fiscal_year - 1]
    assert steps_of(reader, fiscal_year, None)["closing"] == TOTALS[fiscal_year]


@pytest.mark.parametrize("fiscal_year", YEARS[1:])
def test_departments_add_up_to_the_city(reader: Reader, fiscal_year: int) -> None:
    """Row by row, but for the transfers between departments, which the city does not have."""
    city = steps_of(reader, fiscal_year, None)
    parts = [steps_of(reader, fiscal_year, code) for code in reader.departments]
    assert {step: sum(part[step] for part in parts) for step in city} == city


@pytest.mark.parametrize("fiscal_year", YEARS[1:])
def test_what_is_unexplained_is_named(reader: Reader, fiscal_year: int) -> None:
    """不突合 is never a bare number: the claims it comes from add up to it, in every department."""
    for department in departments_and_city(reader):
        claims = claims_of(reader, fiscal_year, department)
        steps, told = (
            amounts(claims),
            behind(scope(reader, Selection(department=department)), claims),
        )
        for step in ("adjustments", "unexplained"):
            assert steps[step] == sum(yen for of, _, yen, _ in told if of == step)


def test_what_the_published_books_leave_open(reader: Reader) -> None:
    """Three small claims are gone from the books of FY2020 and nothing says why: all 不突合 there is in six years."""
    found = {
        (year, claim, yen)
        for year in YEARS[1:]
        for step, claim, yen, _ in behind(scope(reader, Selection()), claims_of(reader, year, None))
        if step == "unexplained"
    }
    assert found == {
        (2020, "市立保育園副食費負担金", -13_500),
        (2020, "診療報酬の返還に係る加算金", -4_758),
        (2020, "情報公開制度に基づく写しの交付手数料（環境部・清掃課）", -90),
    }


def test_the_first_year_has_no_bridge(reader: Reader) -> None:
    figure = answer("bridge", reader, Selection(closing_date(2018)))
    assert figure.frame.empty
    assert figure.empty == "前年度末の資料がないため、増減の内訳は出せません。"
