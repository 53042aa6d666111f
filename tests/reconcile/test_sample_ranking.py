"""Targets, gaps, attainment and the order of departments at every month-end, against plain Python on the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.ledger.columns import PARTS as PART_WORDS
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import Lines, owed
from tests.reconcile.plain_behind import is_seasonal, months_back
from tests.reconcile.plain_kinds import debtors, management, states
from tests.reconcile.plain_targets import (
    PARTS,
    Standing,
    measured,
    measured_department,
)
from tests.reconcile.told import Row, by, check_pace, figure_rows

WORDS = PART_WORDS | {"計": "計"}
INSIDE = ("", "完納", "対象完納")  # marks of departments that are placed


def test_every_amount_of_every_department(both: Reconciled) -> None:
    for month in both.city.months:
        told = by(both.rankings[month], "department")
        expected = {each.department: each for each in both.orders[month]}
        assert told.keys() == expected.keys()
        for department, row in told.items():
            check_amounts(row, expected[department])
            lines = both.city.months[month][department]
            assert row["outstanding_yen"] == owed(line for line in lines if line.is_due)
            count = len(debtors(lines))
            assert row["case_count"] == (None if 0 < count < 8 else count)
            assert row["stale_on"] == both.city.stale_on(month, department)
            before = both.city.months.get(months_back(month, 12), {}).get(department, [])
            check_settling(row, lines, before)


def check_amounts(row: Row, plain: Standing) -> None:
    aims, year = plain.aims, plain.year
    assert row["target_yen"] == (aims and aims.target)
    assert row["target_covered_yen"] == (aims and aims.actual)
    assert row["gap_yen"] == (aims and aims.gap)
    assert row["attainment_rate"] == (aims and aims.a)
    check_pace(row["required_pace_yen"], aims)
    assert row["opening_yen"] == (year and year.opening)
    assert row["change_yen"] == (year and year.closing - year.opening)
    assert row["newly_arisen_yen"] == (year and year.newly_arisen)
    assert row["collected_yen"] == (year and year.collected)
    assert row["written_off_yen"] == (year and year.written_off)
    assert row["written_off_divided_yen"] == row["written_off_yen"]  # every line of a month is
    assert row["net_undivided_yen"] is None
    if year is None or year.opening == 0:
        assert row["change_rate"] is None
    else:
        assert row["change_rate"] == pytest.approx(year.closing / year.opening - 1, rel=1e-12)


def check_settling(row: Row, lines: Lines, before: Lines) -> None:
    """What is to be settled, and its change in a year, of departments that tell the state of any line."""
    if not any(line.state for line in (*lines, *before) if line.is_due and line.owed):
        assert (row["to_settle_yen"], row["to_settle_change_yen"]) == (None, None)
        assert settling(lines) == 0
        return
    assert row["to_settle_yen"] in (None, settling(lines))  # None: of few persons
    change = settling(lines) - settling(before) if before else None
    assert row["to_settle_change_yen"] in (None, change)


def settling(delivery: Lines) -> int:
    """The due balance of *delivery* that is to be settled, in yen."""
    told = states(delivery)
    return owed(line for line in delivery if line.is_due and management(told[line]) == "to_settle")


def test_who_was_behind_a_year_before_and_whether_it_is_the_season(both: Reconciled) -> None:
    seasonal = set()
    for month, told in both.rankings.items():
        before = months_back(month, 12)
        for department, row in by(told, "department").items():
            then = None
            if before in both.city.months and not both.city.is_stale(before, department):
                then = measured_department(both.city, both.targets, before, department)
            assert row["before_gap_yen"] == (then and then.gap), (month, department)
            expected = is_seasonal(both.city, both.targets, month, department)
            assert row["is_seasonal"] == expected, (month, department)
            assert ("季節による遅れ" in (row["reason"] or "")) == expected
            seasonal.add(expected)
    assert seasonal == {False, True}


def test_formula_b(sampled: Reconciled) -> None:
    rates = {
        rate
        for month in list(sampled.city.months)[14::5]
        for rate in rates_by_b(sampled, month).values()
    }
    assert len(rates) > 10


def test_formula_b_where_files_of_the_opening_did_not_come(rough: Reconciled) -> None:
    """水道課 did not deliver on 31 March, 福祉課 and こども未来課 not on 31 May."""
    told = rates_by_b(rough, max(rough.city.months))
    missing = {told[department] for department in ("201", "401", "801")}
    assert missing == {None}
    assert set(told.values()) > missing


def rates_by_b(both: Reconciled, month: date) -> dict[str, float | None]:
    """Department → its rate by formula B, which plain Python finds too."""
    told = by(figure_rows(replace(both.reader, formula="B"), "ranking", month), "department")
    for each in both.orders[month]:
        rate = told[each.department]["attainment_rate"]
        assert rate == pytest.approx(each.aims and each.aims.b)
    return {department: row["attainment_rate"] for department, row in told.items()}


def test_the_order_and_who_stands_outside_it(both: Reconciled) -> None:
    marks = set()
    for month in both.city.months:
        rows = both.rankings[month]
        expected = both.orders[month]
        placed = [row["department"] for row in rows if row["rank"] is not None]
        assert placed == [each.department for each in expected if each.mark == ""], month
        assert [row["rank"] for row in rows][: len(placed)] == list(range(1, len(placed) + 1))
        told = by(rows, "department")
        for each in expected:
            stale_on = both.city.stale_on(month, each.department)
            assert told[each.department]["mark"] == mark_of(each, stale_on), (
                month,
                each.department,
            )
            marks.add(each.mark)
    assert {"", "少数"} < marks  # some are placed, and some are not


def mark_of(plain: Standing, stale_on: date | None) -> str:
    """The mark as it is shown: of a late department its month, and of who is placed whether anything is left."""
    if stale_on is not None:
        return f"{stale_on.month}月末の数字"
    if plain.mark or plain.aims is None or plain.aims.actual:
        return plain.mark
    return "対象完納" if plain.outstanding else "完納"


def test_ways_down_has_the_amounts_of_the_ranking(both: Reconciled) -> None:
    """Of a month whose last year nobody delivered it says nothing."""
    for month in (min(both.city.months), *both.looked_at):
        told = by(figure_rows(both.reader, "ways_down", month), "department")
        known = [each for each in both.orders[month] if each.year is not None]
        assert told.keys() == {each.department for each in known}
        for each in known:
            row = told[each.department]
            assert row["collected_yen"] == (each.year and each.year.collected)
            assert row["written_off_yen"] == (each.year and each.year.written_off)


def test_every_target_of_every_claim(both: Reconciled) -> None:
    """Each by the months to its own closing; together they are what the ranking says of the department."""
    for month in both.city.months:
        rows = figure_rows(both.reader, "targets_by_claim_kind", month)
        for row in rows:
            alone = [
                each
                for each in both.targets
                if (each.claim, each.parts) == (row["claim"], PARTS[WORDS[row["part"]]])
            ]
            plain = measured(both.city, alone, month, row["claim"])
            assert plain is not None
            assert (row["target_yen"], row["covered_yen"]) == (plain.target, plain.actual)
            assert row["attainment_rate"] == plain.a
            check_pace(row["required_pace_yen"], plain)
        for department, ranked in by(both.rankings[month], "department").items():
            own = [row for row in rows if row["department"] == department]
            assert sum(row["gap_yen"] for row in own) == (ranked["gap_yen"] or 0)
            assert bool(own) == (ranked["target_yen"] is not None)
