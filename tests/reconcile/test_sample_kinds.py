"""Ages, sizes, states, cohorts and debtors of the made-up city: every split is the balance that the product says."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CLOCKS, CODES
from tests.reconcile.plain_kinds import cohorts, comings, debtors, makeup, management
from tests.reconcile.told import all_debtors, summary_rows


def test_what_every_delivery_is_made_up_of_is_its_balance(both: Reconciled) -> None:
    """By department, claim kind and part: what is due, what is not, and the lines."""
    told: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in summary_rows(both.reader, "deliveries"):
        key = (row["as_of"], row["department"], row["claim"], row["part"])
        amounts = (row["outstanding_yen"], row["not_due_yen"], row["line_count"])
        told[key] = [a + b for a, b in zip(told[key], amounts, strict=True)]
    found: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
    for month in both.city.months:
        for (department, claim, part, _, is_due, *_), (yen, count) in makeup(
            both.city, month
        ).items():
            sums = found[month, department, claim, part]
            sums[0 if is_due else 1] += yen
            sums[2] += count
    assert found == told


def test_the_made_up_city_has_every_band(sampled: Reconciled) -> None:
    """So that a comparison of bands compares something. Nobody in so small a city owes a million."""
    keys = {key for month in sampled.city.months for key in makeup(sampled.city, month)}
    ages, sizes, states = ({key[place] for key in keys} for place in (5, 6, 7))
    assert ages == {
        "not_due",
        "months_0_3",
        "months_3_12",
        "years_1_2",
        "years_2_3",
        "years_3_5",
        "years_5",
    }
    assert sizes >= {"under_1", "from_1", "from_5", "from_10"}
    assert {management(state) for state in states} == {"to_collect", "to_settle", ""}


def test_every_cohort_begins_at_its_closing(sampled: Reconciled) -> None:
    found = cohorts(sampled.city, CLOCKS)
    assert found.without_clock == set()
    for claim in CLOCKS:
        for year in (2023, 2024, 2025):  # whose books close within the months
            index = found.index(claim, year)
            assert list(index) == list(range(len(index)))
            assert index[0] in (100, None)
        assert min(found.yen[claim][2025]) == 0
    assert min(found.yen["市県民税"][2022]) > 0  # closed before: no beginning, no index
    assert set(found.index("市県民税", 2022).values()) == {None}


def test_who_came_less_who_left_is_the_change_of_debtors(both: Reconciled) -> None:
    told = {
        (row["as_of"], row["department"]): row["debtor_count"] for row in all_debtors(both.reader)
    }
    compared = 0
    for before, month in pairwise(both.city.months):
        for department in CODES.values():
            moved = comings(both.city, before, month, department)
            if moved is None:
                continue
            was = len(debtors(both.city.months[before][department]))
            assert was + moved.arrived - moved.left == told[month, department]
            assert (moved.arrived > 0) == (moved.arrived_yen > 0)
            assert (moved.left > 0) == (moved.left_yen > 0)
            compared += 1
    assert compared > 60
