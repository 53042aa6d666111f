"""Ages, sizes, states, cohorts and debtors of the made-up city: every split is the balance that the product says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import astuple
from datetime import date
from itertools import pairwise
from typing import Any

from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CLOCKS, CODES, City, Line
from tests.reconcile.plain_kinds import comings, debtors, makeup, management
from tests.reconcile.told import all_debtors, by, summary_rows


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
    found = sampled.cohorts
    assert found.without_clock == set()
    for claim in CLOCKS:
        for year in (2023, 2024, 2025):  # whose books close within the months
            index = found.index(claim, year)
            assert list(index) == list(range(len(index)))
            assert index[0] in (100, None)
        assert min(found.yen[claim][2025]) == 0
    assert min(found.yen["市県民税"][2022]) > 0  # closed before: no beginning, no index
    assert set(found.index("市県民税", 2022).values()) == {None}


def test_debtors_of_every_band_and_kind(both: Reconciled) -> None:
    """The summary counts at each delivery: for a department and for each of its kinds, whole and by band."""
    keys = ("as_of", "department", "claim_kind", "dimension", "band")
    due = [row for row in summary_rows(both.reader, "debtors") if row["is_due"]]
    told = by([row for row in due if row["dimension"] != "levy" and row["debtor_count"]], *keys)
    expected: dict[Any, int] = {}
    for dimension, months in both.banded.items():
        for month, deliveries in months.items():
            for lines in deliveries:
                if lines[0][0].as_of == month:
                    expected |= counted(lines, dimension)
    assert {key: row["debtor_count"] for key, row in told.items()} == expected


def counted(lines: list[tuple[Line, str]], dimension: str) -> dict[Any, int]:
    """Debtors of one delivery, in the keys of the summary."""
    groups: dict[Any, list[Line]] = defaultdict(list)
    for line, band in lines:
        for claim in (None, line.claim):
            whose = (line.as_of, line.department, claim)
            groups[*whose, dimension, band].append(line)
            groups[*whose, "all", ""].append(line)
    return {key: len(debtors(own)) for key, own in groups.items() if debtors(own)}


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


def test_who_came_and_who_left(both: Reconciled) -> None:
    """Persons, their yen and those who stayed, from one standing delivery of a department to its next."""
    told = by(summary_rows(both.reader, "debtor_moves"), "period_on", "department")
    expected = {}
    for before, month in pairwise(both.city.months):
        for department in both.city.months[month]:
            moved = comings(both.city, before, month, department)
            if moved is not None:
                was = len(debtors(both.city.months[before][department]))
                expected[month, department] = (*astuple(moved), was - moved.left)
    words = ("arrived_count", "arrived_yen", "left_count", "left_yen", "stayed_count")
    found = {key: tuple(row[word] for word in words) for key, row in told.items()}
    assert {key: found[key] for key in found if key not in first_ones(both.city)} == expected


def first_ones(city: City) -> set[tuple[date, str]]:
    """Month-end and department of every first delivery that has nothing to be compared with: see test_who_owes."""
    return {
        (month, department)
        for before, month in pairwise(city.months)
        for department in city.months[month].keys() - city.months[before].keys()
    }
