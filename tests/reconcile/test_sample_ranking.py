"""Targets, gaps, attainment and the order of departments at every month-end, against plain Python on the files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.ledger.columns import PARTS as PART_WORDS
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import Lines, owed
from tests.reconcile.plain_kinds import debtors, management, states
from tests.reconcile.plain_targets import PARTS, Measured, Standing, measured, standings
from tests.reconcile.told import Row, by, figure_rows

WORDS = PART_WORDS | {"計": "計"}
INSIDE = ("", "完納", "対象完納")  # marks of departments that are placed


def plain_order(both: Reconciled, month: date) -> list[Standing]:
    return standings(both.city, both.targets, both.steps, month)


def test_every_amount_of_every_department(both: Reconciled) -> None:
    for month in both.city.months:
        told = by(both.rankings[month], "department")
        expected = {each.department: each for each in plain_order(both, month)}
        assert told.keys() == expected.keys()
        for department, row in told.items():
            check_amounts(row, expected[department])
            lines = both.city.months[month][department]
            assert row["outstanding_yen"] == owed(line for line in lines if line.is_due)
            assert row["case_count"] == len(debtors(lines))
            check_settling(row, lines)


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


def check_pace(told: int | None, aims: Measured | None) -> None:
    """What a month still has to bring, in whole yen and never too little; none for who is there already."""
    if aims is None or aims.gap <= 0 or aims.pace is None or aims.pace <= 0:
        assert told is None
    else:
        assert told is not None
        assert -1e-6 <= told - aims.pace < 1


def check_settling(row: Row, lines: Lines) -> None:
    """What is to be settled, of departments that tell the state of any line."""
    told = states(lines)
    due = [line for line in lines if line.is_due]
    settling = owed(line for line in due if management(told[line]) == "to_settle")
    if any(line.state for line in due if line.owed):
        assert row["to_settle_yen"] == settling
    else:
        assert not row["to_settle_yen"]
        assert settling == 0


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
    for each in plain_order(both, month):
        rate = told[each.department]["attainment_rate"]
        assert rate == pytest.approx(each.aims and each.aims.b)
    return {department: row["attainment_rate"] for department, row in told.items()}


def test_the_order_and_who_stands_outside_it(both: Reconciled) -> None:
    marks = set()
    for month in both.city.months:
        rows = both.rankings[month]
        expected = plain_order(both, month)
        placed = [row["department"] for row in rows if row["rank"] is not None]
        assert placed == [each.department for each in expected if each.mark == ""], month
        assert [row["rank"] for row in rows][: len(placed)] == list(range(1, len(placed) + 1))
        told = {row["department"]: "" if row["mark"] in INSIDE else row["mark"] for row in rows}
        for each in expected:
            if each.mark == "資料なし":
                assert told[each.department].endswith("月末の数字")
            else:
                assert told[each.department] == each.mark
            marks.add(each.mark)
    assert {"", "少数"} < marks  # some are placed, and some are not


def test_ways_down_has_the_amounts_of_the_ranking(both: Reconciled) -> None:
    looked_at = [month for month in both.city.months if month.month in (4, 5, 6, 10)]
    for month in looked_at:
        told = by(figure_rows(both.reader, "ways_down", month), "department")
        whole = plain_order(both, month)
        if all(
            each.year is None for each in whole
        ):  # nothing is known of the same month of last year
            assert told == {}
            continue
        for each in whole:
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
