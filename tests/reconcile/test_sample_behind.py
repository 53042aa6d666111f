"""Where every department stood month by month, and who needs the head of the city, against plain Python."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.settings import DATA
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain_behind import months_back, months_behind, ranks, read_rule
from tests.reconcile.told import by, figure_rows, plain_rows

SHIPPED = DATA / "rules"


def year_until(both: Reconciled, until: date) -> list[date]:
    """The twelve month-ends up to *until*, as far as they were delivered."""
    return [month for month in both.city.months if months_back(until, 12) < month <= until]


# Positions -----------------------------------------------------------------------------------------


def test_the_place_of_every_department_in_every_month(both: Reconciled) -> None:
    """Of the twelve month-ends up to the newest; and who stands highest now."""
    until = max(both.city.months)
    shown = year_until(both, until)
    figure = answer("positions", both.reader, Selection(until))
    rows = by(plain_rows(figure), "period_on", "department")
    expected = {(on, each.department): each for on in shown for each in both.orders[on]}
    assert rows.keys() == expected.keys()
    placed = {on: ranks(both.orders[on]) for on in shown}
    for (on, department), row in rows.items():
        aims = expected[on, department].aims
        assert row["rank"] == placed[on][department]
        assert row["attainment_rate"] == (aims and aims.a)
        assert row["gap_yen"] == (aims and aims.gap)
        assert row["target_yen"] == (aims and aims.target)
        assert months_back(on, row["place"]) == shown[0]  # a month of no delivery keeps its place
        name = both.city.months[until][department][0].department_name
        assert row["department_name"] == name
    first = both.orders[until][0]
    assert first.mark == ""
    assert figure.headline == both.reader.departments[first.department]


def test_the_places_of_one_department(both: Reconciled) -> None:
    """From the first month-end on: a year is not yet over."""
    until = sorted(both.city.months)[2]
    rows = by(figure_rows(both.reader, "positions", until, "101"), "period_on")
    expected = {on: ranks(both.orders[on])["101"] for on in year_until(both, until)}
    assert {on: row["rank"] for on, row in rows.items()} == expected
    assert len(expected) == 3


# Guidance ------------------------------------------------------------------------------------------


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """A folder with another rule: 1 % and more, for two months."""
    told = (SHIPPED / "guidance.toml").read_text(encoding="utf-8")
    (tmp_path / "guidance.toml").write_text(
        told.replace("behind_rate = 0.10", "behind_rate = 0.01").replace(
            "months = 6", "months = 2"
        ),
        encoding="utf-8",
    )
    return tmp_path


def named(both: Reconciled, folder: Path, until: date) -> dict[str, int]:
    """Department → months behind, of those that the figure names by the rule in *folder*; all amounts compared."""
    rule = read_rule(folder)
    figure = answer("guidance", replace(both.reader, rules_in=folder), Selection(until))
    rows = by(plain_rows(figure), "department")
    far = {
        each.department: months_behind(both.orders, until, each.department, rule.rate)
        for each in both.orders[until]
    }
    inside = [each for each in both.orders[until] if not each.mark]
    chosen = [each for each in inside if far[each.department] >= rule.months]
    by_gap = sorted(chosen, key=lambda each: each.aims.gap if each.aims else 0, reverse=True)
    assert list(rows) == [each.department for each in by_gap], until
    for each in chosen:
        row, aims = rows[each.department], each.aims
        assert aims is not None
        assert (row["gap_yen"], row["attainment_rate"]) == (aims.gap, aims.a)
        assert row["change_yen"] == (each.year and each.year.closing - each.year.opening)
        assert row["month_count"] == far[each.department]
    if any(each.aims for each in both.orders[until]):
        assert figure.headline == f"{len(chosen)}課"
        outside = [each for each in both.orders[until] if each.mark]
        left_out = [each for each in outside if far[each.department] >= rule.months]
        assert any("挙げていない課" in note for note in figure.notes) == bool(left_out)
    return {each.department: far[each.department] for each in chosen}


def test_who_needs_guidance(both: Reconciled) -> None:
    for until in both.looked_at[-2:]:
        named(both, SHIPPED, until)


def test_who_would_by_a_stricter_rule(both: Reconciled, stricter: Path) -> None:
    found = named(both, stricter, max(both.city.months))
    assert len(set(found.values())) > 1  # not all for as long
