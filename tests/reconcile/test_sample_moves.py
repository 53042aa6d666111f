"""Every month of the made-up city closes to the yen, and moves as plain Python finds by comparing line with line."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import CLOCKS, CODES, owed
from tests.reconcile.plain_moves import Moves, bridge, together
from tests.reconcile.told import Row, by, shown_moves, summary_rows
from tests.sampled import last_day

PLACES = [None, *sorted(CODES.values())]  # the whole city, and every department
YEARS = (2024, 2025, 2026)


def moves_in(row: Row) -> Moves:
    """A row of `steps` or `movements`."""
    assert row["documented_yen"] == 0  # no layout of the made-up city explains a change
    return Moves(
        row["previous_yen"] if "previous_yen" in row else row["previous_closing_yen"],
        row["newly_arisen_yen"],
        row["collected_yen"],
        row["written_off_yen"],
        row["refunded_yen"] + row["correction_yen"],
        row["unexplained_yen"],
        row["closing_yen"],
    )


def steps_in(both: Reconciled) -> dict[tuple[date, str], Moves]:
    rows = by(summary_rows(both.reader, "steps"), "period_on", "claim")
    return {key: moves_in(row) for key, row in rows.items()}


# As the city is ------------------------------------------------------------------------------------


def test_every_month_of_every_claim_closes_with_nothing_unexplained(sampled: Reconciled) -> None:
    told = steps_in(sampled)
    months = list(sampled.city.months)
    assert len(told) == (len(months) - 1) * len(CLOCKS)
    for (month, claim), moves in told.items():
        before = months[months.index(month) - 1]
        owes = {
            day: owed(line for line in sampled.city.due(day) if line.claim == claim)
            for day in (before, month)
        }
        assert (moves.opening, moves.closing) == (owes[before], owes[month])
        assert (moves.gap, moves.unexplained) == (0, 0), (month, claim)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("month", [4, 5, 6])
def test_rolled_over_books_move_nothing_by_themselves(
    sampled: Reconciled, year: int, month: int
) -> None:
    """On 1 April (waterworks) and 1 June (all others) what is unpaid is carried over: not one yen is adjusted."""
    city, told = sampled.city, steps_in(sampled)
    before, end = (
        next(d for d in city.months if (d.year, d.month) == (year, m)) for m in (month - 1, month)
    )
    book = {line.key: line.book for line in city.lines(before)}
    carried = {line.claim for line in city.lines(end) if book.get(line.key, line.book) < line.book}
    clock = {4: "E", 5: "", 6: "G"}[month]
    assert carried == {claim for claim, its in CLOCKS.items() if its == clock}
    for claim in CLOCKS:
        moves = told[end, claim]
        assert moves == sampled.steps[end, claim]
        assert (moves.gap, moves.adjustments, moves.unexplained) == (0, 0, 0)


def test_plain_python_finds_the_same_moves(sampled: Reconciled) -> None:
    assert steps_in(sampled) == sampled.steps
    totals = astuple(together(sampled.steps.values()))
    assert all(totals[:4])  # something opened, arose, was collected and was written off


@pytest.mark.parametrize("place", PLACES)
def test_the_bridge_from_the_same_month_last_year(sampled: Reconciled, place: str | None) -> None:
    check_bridges(sampled, place)


# Made rough ----------------------------------------------------------------------------------------


def test_rough_months_close_to_the_yen_too(rough: Reconciled) -> None:
    told = steps_in(rough)
    assert {key: moves.gap for key, moves in told.items() if moves.gap} == {}
    assert told == rough.steps
    assert any(moves.adjustments for moves in told.values())
    assert any(moves.unexplained for moves in told.values())
    assert any(row["refunded_yen"] for row in summary_rows(rough.reader, "steps"))
    assert all(moves.collected >= 0 for moves in told.values())


@pytest.mark.parametrize("place", PLACES)
def test_the_bridge_of_rough_months(rough: Reconciled, place: str | None) -> None:
    check_bridges(rough, place)


# Both ----------------------------------------------------------------------------------------------


def check_bridges(both: Reconciled, place: str | None) -> None:
    """Of every month that has one a year before: each claim's, and their sum as the figure shows it.

    A department's figure is asked for at every third of these months; `test_sample_bridges` has all of them in a table.
    """
    movements = by(summary_rows(both.reader, "movements"), "period_on", "claim")
    claims = [claim for claim, whose in both.city.claims.items() if place in (None, whose)]
    compared: list[date] = []
    for month in both.city.months:
        before = last_day(f"{month.year - 1}-{month.month}")
        if before not in both.city.months:
            continue
        plain = {claim: bridge(both.steps, claim, before, month) for claim in claims}
        for claim, moves in plain.items():
            assert moves_in(movements[month, claim]) == moves
        if place is None or len(compared) % 3 == 0:
            figure = answer("bridge", both.reader, Selection(month, place))
            assert shown_moves(figure) == together(plain.values())
        compared.append(month)
    assert compared
    known = {key for key, row in movements.items() if row["previous_closing_yen"] is not None}
    assert {month for month, _ in known} == set(compared)
