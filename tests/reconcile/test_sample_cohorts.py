"""What is left of every levy year of the made-up city, as the product says and as plain Python follows the lines."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CLOCKS
from tests.reconcile.plain_cohorts import followed
from tests.reconcile.told import WHERE, Where, asked, called, plain_rows


def told(both: Reconciled, until: date, where: Where) -> dict[tuple[int, int], tuple[int, int]]:
    rows = plain_rows(answer("cohorts", both.reader, Selection(until, **where)))  # type: ignore[arg-type]
    for row in rows:
        if row["outstanding_yen"] is None or row["base_yen"] is None:  # of few persons
            assert row["left_rate"] is None
        else:
            assert row["left_rate"] == pytest.approx(row["outstanding_yen"] / row["base_yen"])
    return {
        (row["levy_year"], row["month_count"]): (row["outstanding_yen"], row["base_yen"])
        for row in rows
    }


@pytest.mark.parametrize("where", WHERE, ids=called)
def test_every_levy_year(both: Reconciled, where: Where) -> None:
    months = list(both.city.months)
    claims = both.claims_in(where)
    for until in months[-1:] if "claim_kind" in where else (*months[2::7], months[-1]):
        shown = told(both, until, where)
        expected = followed(both.city, both.cohorts, CLOCKS, claims, until)
        rows = both.reader.ask("cohorts", asked(where) | {"period_on": until}).to_pylist()
        reckoned = {
            (row["levy_year"], row["month_count"]): (row["outstanding_yen"], row["base_yen"])
            for row in rows
        }
        assert reckoned == expected, until  # before what is of few persons is withheld
        if not shown:  # nothing of it, or all of few persons
            continue
        assert shown.keys() == expected.keys(), until
        for place, (yen, base) in shown.items():
            assert yen in (None, expected[place][0]), (until, place)
            assert base in (None, expected[place][1]), (until, place)


def test_there_is_something_to_follow(sampled: Reconciled) -> None:
    newest = max(sampled.city.months)
    found = followed(sampled.city, sampled.cohorts, CLOCKS, sampled.claims_in({}), newest)
    assert {year for year, _ in found} >= {2023, 2024, 2025}
    assert max(n for _, n in found) >= 24
    assert len({base for _, base in found.values()}) == len({year for year, _ in found})


@pytest.mark.parametrize("until", [date(2026, 3, 31), date(2026, 4, 30)])
def test_no_levy_year_before_all_its_books_are_closed(sampled: Reconciled, until: date) -> None:
    """Else one line of the chart is of one kind at first and of all kinds from June on."""
    assert not [year for year, _ in told(sampled, until, {}) if year == until.year - 1]
