"""Ages, sizes, states, cohorts and debtors of a few lines, each worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reconcile.few import a_city, a_line
from tests.reconcile.plain import closing_on, measured_year, owed_by, plus_months
from tests.reconcile.plain_cohorts import cohorts, followed
from tests.reconcile.plain_kinds import (
    Comings,
    Share,
    age_band,
    banded,
    comings,
    debtors,
    makeup,
    management,
    size_bands,
    size_of,
    split,
    states,
)
from tests.sampled import last_day


@pytest.mark.parametrize(
    ("month", "due_on", "band"),
    [
        ("2026-10", "2026-11-01", "not_due"),
        ("2026-10", "2026-10-31", "not_due"),  # its day has not passed
        ("2026-10", "2026-10-30", "months_0_3"),
        ("2026-10", "2026-08-01", "months_0_3"),  # three months on 1 November
        ("2026-10", "2026-07-31", "months_3_12"),
        ("2026-02", "2025-11-30", "months_3_12"),  # three months on 28 February, which has no 30th
        ("2026-02", "2025-12-01", "months_0_3"),
        ("2026-10", "2025-11-01", "months_3_12"),
        ("2026-10", "2025-10-31", "years_1_2"),
        ("2026-02", "2024-02-29", "years_2_3"),  # two years on 28 February
        ("2026-10", "2023-10-31", "years_3_5"),
        ("2026-10", "2021-11-01", "years_3_5"),
        ("2026-10", "2021-10-31", "years_5"),
        ("2026-10", None, "unknown"),
    ],
)
def test_age_bands(month: str, due_on: str | None, band: str) -> None:
    day = date.fromisoformat(due_on) if due_on else None
    assert age_band(a_line(month, 100, due_on=day)) == band


def test_a_day_that_the_month_lacks_becomes_its_last() -> None:
    assert plus_months(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert plus_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert plus_months(date(2025, 11, 30), 1) == date(2025, 12, 30)
    assert plus_months(date(2025, 12, 1), 1) == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("month", "clock", "year"),
    [
        ("2026-03", "G", 2025),
        ("2026-03", "E", 2025),
        ("2026-04", "G", 2025),  # two books are open: the older one
        ("2026-04", "E", 2026),  # closed on 31 March
        ("2026-05", "G", 2025),
        ("2026-06", "G", 2026),
        ("2027-01", "E", 2026),
    ],
)
def test_the_year_by_whose_target_a_month_is_measured(month: str, clock: str, year: int) -> None:
    assert measured_year(last_day(month), clock) == year
    assert last_day(month) <= closing_on(year, clock)


@pytest.mark.parametrize(
    ("yen", "band"),
    [
        (9_999, "under_1"),
        (10_000, "from_1"),
        (50_000, "from_5"),
        (100_000, "from_10"),
        (499_999, "from_10"),
        (500_000, "from_50"),
        (1_000_000, "from_100"),
    ],
)
def test_sizes(yen: int, band: str) -> None:
    assert size_of(yen) == band


def test_the_size_is_that_of_all_a_debtor_owes_the_department_and_is_due() -> None:
    """6,000 and 5,000 of two kinds make 11,000; 90,000 is not due yet; another department's 6,000 stays alone."""
    tax = a_line("2026-10", 6_000)
    health = a_line("2026-10", 7_000, 2_000, claim="国民健康保険税")
    ahead = a_line("2026-10", 90_000, instalment="4期", due_on=date(2027, 1, 31))
    water = a_line("2026-10", 6_000, department="201", claim="水道料金")
    nobody = a_line("2026-10", 6_000, debtor="")
    bands = size_bands([tax, health, ahead, water, nobody])
    assert [bands[line] for line in (tax, health, ahead)] == ["from_1"] * 3
    assert (bands[water], bands[nobody]) == ("under_1", "unknown")
    assert owed_by([tax, health, water], bands.__getitem__) == {"from_1": 11_000, "under_1": 6_000}


def test_a_line_without_a_state_is_untouched_where_others_have_one() -> None:
    said, silent = a_line("2026-10", 1, state="seized"), a_line("2026-10", 2, debtor="2")
    assert states([said, silent]) == {said: "seized", silent: "untouched"}
    assert states([silent]) == {silent: "unknown"}
    assert [management(state) for state in ("seized", "suspended", "untouched", "unknown")] == [
        "to_collect",
        "to_settle",
        "",
        "",
    ]


def test_what_a_delivery_is_made_up_of() -> None:
    """Two lines alike are 7,000 together; what is not due stands apart; September's rent is left out of October."""
    city = a_city(
        a_line("2026-09", 9, department="301", claim="市営住宅使用料"),
        a_line("2026-10", 4_000, state="seized"),
        a_line("2026-10", 3_000, debtor="2", state="seized"),
        a_line("2026-10", 500, instalment="3期", due_on=date(2026, 10, 31)),
    )
    whose = ("101", "市県民税", "current", 2026)
    september, october = city.months
    assert makeup(city, october) == {
        (*whose, True, "months_3_12", "under_1", "seized"): (7_000, 2),
        (*whose, False, "not_due", "under_1", "untouched"): (500, 1),
    }
    assert list(makeup(city, september).values()) == [(9, 1)]


def test_a_cohort_is_counted_from_its_own_closing() -> None:
    """Levy year 2025: 市県民税 closes on 31 May 2026, 水道料金 on 31 March. 200 are 100, then 150 are 75, then 50."""
    tax = {"levy_year": 2025, "due_on": date(2025, 6, 30)}
    water = {"claim": "水道料金", "department": "201", "levy_year": 2025}
    city = a_city(
        a_line("2026-03", 100, **water, due_on=date(2026, 3, 20)),
        a_line("2026-03", 70, **water, due_on=date(2026, 4, 20), instalment="3月分"),  # not due
        a_line("2026-04", 300, 10, book=2025, **tax),  # before the closing
        a_line("2026-04", 100, 60, **water, due_on=date(2026, 3, 20)),
        a_line("2026-05", 300, 100, book=2025, **tax),
        a_line("2026-05", 900),  # levied in 2026
        a_line("2026-06", 200, 50, part="carried_over", **tax),
        a_line("2026-07", 200, 90, 10, part="carried_over", **tax),
        a_line("2026-07", 30, claim="名簿にない債権"),
    )
    found = cohorts(city, {"市県民税": "G", "水道料金": "E"})
    assert found.yen["市県民税"][2025] == {0: 200, 1: 150, 2: 100}
    assert found.index("市県民税", 2025) == {0: 100, 1: 75, 2: 50}
    assert found.yen["水道料金"][2025] == {0: 100, 1: 40, 2: 40, 3: 40, 4: 40}
    assert found.index("市県民税", 2026) == {}  # not closed yet
    assert found.without_clock == {"名簿にない債権"}
    both = followed(
        city, found, {"市県民税": "G", "水道料金": "E"}, city.claims, last_day("2026-07")
    )
    assert both == {(2025, 0): (300, 300), (2025, 1): (190, 300), (2025, 2): (140, 300)}


def test_the_bands_of_a_month() -> None:
    """What is paid is in no band. 2 owes in two bands, and is one person in each; 3 owes nothing that is due."""
    city = a_city(
        a_line("2026-10", 100, 100, debtor="1"),
        a_line("2026-10", 30, debtor="2"),
        a_line("2026-10", 40, debtor="2", instalment="2期", due_on=date(2026, 8, 31)),
        a_line("2026-10", 5, debtor="3", due_on=date(2026, 11, 30)),
        a_line("2026-10", 7, department="201", claim="水道料金", debtor="2"),
    )
    (month,) = city.months
    ages = banded(city, "age")[month]
    due = {"months_3_12": Share(37, 2, 2), "months_0_3": Share(40, 1, 1)}
    assert split(ages, False) == due
    assert split(ages, True) == due | {"not_due": Share(5, 1, 0)}
    assert split(ages, False, department="201") == {"months_3_12": Share(7, 1, 1)}
    assert split(ages, False, claim="市県民税", department="201") == {}


def test_who_came_and_who_left() -> None:
    """1 paid in full, 2 is there both times, 3 is new with 40 + 50. 4 paid in time and 5 is not due yet."""
    before = (
        a_line("2026-09", 100, 30, debtor="1"),
        a_line("2026-09", 20, debtor="2"),
        a_line("2026-09", 60, 60, debtor="4"),
    )
    after = (
        a_line("2026-10", 100, 100, debtor="1"),
        a_line("2026-10", 20, 5, debtor="2"),
        a_line("2026-10", 40, debtor="3"),
        a_line("2026-10", 50, debtor="3", instalment="2期"),
        a_line("2026-10", 80, debtor="5", due_on=date(2026, 11, 30)),
    )
    assert debtors(before) == {"1": 70, "2": 20}
    assert debtors(after) == {"2": 15, "3": 90}
    city = a_city(*before, *after, a_line("2026-11", 7, department="201"))
    september, october, november = city.months
    assert comings(city, september, october, "101") == Comings(1, 90, 1, 70)
    assert comings(city, october, november, "101") is None  # delivered nothing
    assert comings(city, october, november, "201") is None  # nothing to compare with
