"""The moves of a few lines from one delivery to the next, each worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reconcile.few import a_city, a_line
from tests.reconcile.plain import Line
from tests.reconcile.plain_moves import (
    Moves,
    bridge,
    indexes,
    like_for_like,
    moves_between,
    steps,
    together,
    unmatched,
)
from tests.sampled import last_day

SEPTEMBER = last_day("2026-09")
NEW = {"instalment": "3期", "due_on": date(2026, 10, 25)}  # falls due in October
LATE = {"instalment": "2期", "due_on": date(2026, 8, 31)}  # was due, and not in September's file


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        # paid 40 more, 10 written off: 70 → 20
        (
            [a_line("2026-09", 100, 30)],
            [a_line("2026-10", 100, 70, 10)],
            {"opening": 70, "collected": 40, "written_off": 10, "closing": 20},
        ),
        # 100 paid, of which 25 go back: 75 are collected
        (
            [a_line("2026-09", 300)],
            [a_line("2026-10", 300, 100, refund=25)],
            {"opening": 300, "collected": 75, "closing": 225},
        ),
        # of the 100 that were paid, 25 go back; the other line has paid 10
        (
            [a_line("2026-09", 300, 100), a_line("2026-09", 50, debtor="2")],
            [a_line("2026-10", 300, 100, refund=25), a_line("2026-10", 50, 10, debtor="2")],
            {"opening": 250, "collected": 10, "adjustments": 25, "closing": 265},
        ),
        # the assessment is 15 lower
        (
            [a_line("2026-09", 100)],
            [a_line("2026-10", 85)],
            {"opening": 100, "adjustments": -15, "closing": 85},
        ),
        # fell due on 25 October: 80 of 200 were paid before, 5 are written off already
        (
            [],
            [a_line("2026-10", 200, 80, 5, **NEW)],
            {"newly_arisen": 120, "written_off": 5, "closing": 115},
        ),
        # due on the very day of the last delivery: it was not yet due there
        ([], [a_line("2026-10", 9, due_on=SEPTEMBER)], {"newly_arisen": 9, "closing": 9}),
        # in the last file already, but not due there
        ([a_line("2026-09", 50, **NEW)], [a_line("2026-10", 50, 50, **NEW)], {}),
        # not due in either
        ([], [a_line("2026-10", 50, due_on=date(2026, 10, 31))], {}),
        # gone unpaid; gone once paid; turned up too late
        ([a_line("2026-09", 60)], [], {"opening": 60, "unexplained": -60}),
        ([a_line("2026-09", 60, 60)], [], {}),
        ([], [a_line("2026-10", 60, **LATE)], {"unexplained": 60, "closing": 60}),
        # without a day it is new, unless it is of an earlier year
        ([], [a_line("2026-10", 60, due_on=None)], {"newly_arisen": 60, "closing": 60}),
        (
            [],
            [a_line("2026-10", 60, due_on=None, part="carried_over")],
            {"unexplained": 60, "closing": 60},
        ),
    ],
)
def test_one_line(before: list[Line], after: list[Line], moves: dict[str, int]) -> None:
    found = moves_between(before, after, SEPTEMBER)
    assert found == Moves(**moves)
    assert found.gap == 0


def test_a_kind_that_comes_to_be_delivered_brings_its_old_debts_as_an_adjustment() -> None:
    lines = [a_line("2026-10", 60, **LATE), a_line("2026-10", 100, 30, **NEW)]
    found = moves_between([], lines, SEPTEMBER, is_first=True)
    assert found == Moves(newly_arisen=70, adjustments=60, closing=130)


def test_what_is_carried_over_goes_on_with_what_was_left() -> None:
    """31 May: 1 owes 300 − 100 = 200 in the book of 2025, 2 has paid, 3 owes 50. Book of 2026: 1 has paid 20 of 200.

    3 was carried over as 45, so 5 are an adjustment. The bill of 30 May that was not due on 31 May is one of June.
    """
    old = {"book": 2025, "levy_year": 2025, "due_on": date(2025, 6, 30)}
    carried = old | {"book": 2026, "part": "carried_over"}
    may = [
        a_line("2026-05", 300, 100, debtor="1", **old),
        a_line("2026-05", 80, 80, debtor="2", **old),
        a_line("2026-05", 50, debtor="3", **old),
        a_line("2026-05", 40, debtor="4", due_on=last_day("2026-05")),
    ]
    june = [
        a_line("2026-06", 200, 20, debtor="1", **carried),
        a_line("2026-06", 45, debtor="3", **carried),
        a_line("2026-06", 40, 10, debtor="4", due_on=last_day("2026-05")),
    ]
    found = moves_between(may, june, last_day("2026-05"))
    assert found == Moves(opening=250, newly_arisen=30, collected=20, adjustments=-5, closing=255)
    assert found.gap == 0


def test_a_bridge_over_several_months_is_the_sum_of_theirs() -> None:
    """100 → 70 (30 paid) → 70 (nothing delivered) → 45 (15 paid, 10 written off): 100 − 45 − 10 = 45."""
    city = a_city(
        a_line("2026-07", 100),
        a_line("2026-08", 100, 30),
        a_line("2026-09", 5, department="201", claim="水道料金"),
        a_line("2026-10", 100, 45, 10),
    )
    told = steps(city)
    july, august, september, october = city.months
    assert told[september, "市県民税"] == Moves(opening=70, closing=70)
    assert told[september, "水道料金"] == Moves(adjustments=5, closing=5)  # its first delivery
    assert bridge(told, "市県民税", july, october) == Moves(100, 0, 45, 10, 0, 0, 45)
    assert bridge(told, "市県民税", august, october) == Moves(70, 0, 15, 10, 0, 0, 45)
    both = together(bridge(told, claim, july, october) for claim in city.claims)
    assert both == Moves(100, 0, 45, 10, 5, 0, 50)
    with pytest.raises(AssertionError):  # one does not follow on the other
        told[august, "市県民税"].then(told[august, "市県民税"])


def test_indexes_and_what_is_delivered_every_month() -> None:
    """市県民税 200 → 50 is there in all three months, 法人市民税 in two."""
    city = a_city(
        a_line("2026-08", 200),
        a_line("2026-08", 100, claim="法人市民税"),
        a_line("2026-09", 200, 80),
        a_line("2026-10", 200, 150),
        a_line("2026-10", 100, 40, claim="法人市民税"),
    )
    alike = like_for_like(city, city.claims)
    assert list(alike.values()) == [200, 120, 50]
    assert list(indexes(alike).values()) == [100, 60, 25]
    assert set(indexes(dict.fromkeys(city.months, 0)).values()) == {None}


def test_what_nothing_explains_line_by_line() -> None:
    """70 went unpaid, 40 came after their day; what was paid before it went, and what fell due, is explained."""
    gone, paid = a_line("2026-09", 70, debtor="7"), a_line("2026-09", 30, 30, debtor="8")
    late = a_line("2026-10", 40, debtor="9", **LATE)
    city = a_city(gone, paid, late, a_line("2026-10", 200, **NEW))
    assert unmatched(city, *city.months, "市県民税") == [(-70, gone), (40, late)]
    assert steps(city)[last_day("2026-10"), "市県民税"].unexplained == -30
