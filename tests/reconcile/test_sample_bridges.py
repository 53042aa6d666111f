"""The bridge between two month-ends, of every place and kind of the made-up city, against plain Python to the yen."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise

import pytest

from analytics.figures import Selection, answer
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain_moves import Moves, bridge, together, unmatched
from tests.reconcile.told import STEPS, WHERE, Where, by, called, moves_of, plain_rows, shown_moves

BOTH = {"department": "101", "claim_kind": "市県民税"}


def pairs(both: Reconciled) -> list[tuple[date, date]]:
    """Every month with the one before, and month-ends that lie further apart, in steps of eight months."""
    months = list(both.city.months)
    return [*pairwise(months), *combinations([*months[::8], months[-1]], 2)]


def plain(both: Reconciled, claims: list[str], since: date, until: date) -> Moves:
    known = both.city.claims_by(until)
    return together(bridge(both.steps, claim, since, until) for claim in claims if claim in known)


def test_every_department_and_kind_between_any_two_month_ends(both: Reconciled) -> None:
    """All consecutive months among them, April to June of three years too. Each row closes to the yen."""
    for since, until in pairs(both):
        figure = answer("bridge_by_claim_kind", both.reader, Selection(until, from_on=since))
        told = by(plain_rows(figure), "claim_kind")
        expected = {
            claim: plain(both, [claim], since, until) for claim in both.city.claims_by(until)
        }
        assert told.keys() == {claim for claim, moves in expected.items() if moves != Moves()}
        for claim, row in told.items():
            moves = moves_of({step: row[f"{step}_yen"] for step in (*STEPS, "net_undivided")})
            assert moves == expected[claim], (since, until, claim)
            assert moves.gap == 0
            assert row["change_yen"] == moves.closing - moves.opening
            assert row["department_name"] == both.reader.departments[both.city.claims[claim]]


@pytest.mark.parametrize("where", [*WHERE, BOTH], ids=called)
def test_the_figure_over_the_roll_over_and_over_all_months(both: Reconciled, where: Where) -> None:
    """March to June 2026, month by month, and from the first month-end to the last."""
    months = list(both.city.months)
    place = months.index(date(2026, 3, 31))
    claims = both.claims_in(where)
    spans = [*pairwise(months[place : place + 4]), (months[0], months[-1])]
    for since, until in spans[2:] if "claim_kind" in where else spans:
        figure = answer("bridge", both.reader, Selection(until, from_on=since, **where))  # type: ignore[arg-type]
        by_claim = [plain(both, [claim], since, until) for claim in claims]
        assert shown_moves(figure) == together(by_claim), (since, until)
        assert bool(figure.empty) == (together(by_claim) == Moves())
        counts = {row["step"]: row["claim_count"] for row in plain_rows(figure)}
        expected = {step: sum(bool(getattr(each, step)) for each in by_claim) for step in counts}
        assert counts == expected, (since, until)


# What nothing explains, line by line ---------------------------------------------------------------


def test_every_line_that_nothing_explains_is_a_row_of_a_file(both: Reconciled) -> None:
    """The file and the row are those where plain Python read that line, with its day and its book."""
    first, *_, last = both.city.months
    rows = plain_rows(answer("unmatched_lines", both.reader, Selection(last, from_on=first)))
    told = by(rows, "claim", "rest_yen", "fiscal_year", "due_on", "source_name", "source_row")
    expected = {
        (claim, yen, line.book, line.due_on, *line.source)
        for before, month in pairwise(both.city.months)
        for claim in both.city.claims_by(month)
        for yen, line in unmatched(both.city, before, month, claim)
    }
    assert told.keys() == expected
    assert all(("消えた" in row["why"]) == (row["rest_yen"] < 0) for row in rows)


def test_there_are_lines_that_went_and_lines_that_came_late(rough: Reconciled) -> None:
    first, *_, last = rough.city.months
    rows = plain_rows(answer("unmatched_lines", rough.reader, Selection(last, from_on=first)))
    assert {row["rest_yen"] > 0 for row in rows} == {True, False}


def test_the_lines_of_a_month_add_up_to_what_is_unexplained(both: Reconciled) -> None:
    """Of every claim: none goes as a whole, for the import does not take such a file in."""
    for since, until in pairwise(both.city.months):
        asked = {"from_on": since, "period_on": until, "department": None, "claim_kind": None}
        sums: dict[str, int] = {}
        for row in both.reader.ask("unmatched_lines", asked).to_pylist():
            assert row["period_on"] == until
            sums[row["claim"]] = sums.get(row["claim"], 0) + row["rest_yen"]
        known = both.city.claims_by(until)
        told = {claim: both.steps[until, claim].unexplained for claim in known}
        assert sums == {claim: yen for claim, yen in told.items() if yen}
