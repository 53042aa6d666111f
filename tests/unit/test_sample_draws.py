"""Chance of the made-up city: the same everywhere, one by one or many at once, and evenly spread."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.errors import InputFault
from analytics.sample import Plan, draws, first_month_of, months


def test_one_drawn_alone_is_the_one_drawn_among_many() -> None:
    many = draws.bits(7, "due", np.arange(50), 3)
    assert [draws.bit(7, "due", each, 3) for each in range(50)] == many.tolist()
    below = draws.below(10, many)
    assert [draws.one_below(10, 7, "due", each, 3) for each in range(50)] == below.tolist()


def test_these_numbers_never_change() -> None:
    """Files made with one release are made again with the next."""
    assert draws.bit(1, "born", 12345) == 5442745117382432402
    assert draws.bits(1, "born", [1, 2]).tolist() == [630958516414605602, 9481419222670077772]


def test_draws_are_even_and_differ_by_seed_and_name() -> None:
    drawn = draws.share(draws.bits(1, "even", np.arange(20_000)))
    assert 0 <= drawn.min() < 0.001
    assert 0.999 < drawn.max() < 1
    assert abs(drawn.mean() - 0.5) < 0.01
    assert draws.bit(1, "a", 1) != draws.bit(2, "a", 1) != draws.bit(2, "b", 1)


def test_spread_shares_are_spread() -> None:
    shares = np.sort(draws.spread(np.arange(1000), 0.3))
    assert np.diff(shares).max() < 0.003


def test_a_due_date_on_a_weekend_moves_to_monday() -> None:
    saturday = months.as_day(months.date(2026, 10, 31))
    assert months.as_date(int(months.on_a_working_day(saturday))) == months.date(2026, 11, 2)


def test_books_of_both_clocks() -> None:
    march, april, may, june = (months.month_of(2026, each) for each in (3, 4, 5, 6))
    assert [int(months.book_of(each, "G")) for each in (march, april, may, june)] == [2025] * 3 + [
        2026
    ]
    assert [int(months.book_of(each, "E")) for each in (march, april)] == [2025, 2026]
    assert int(months.closing_month(2025, "G")) == may
    assert int(months.closing_month(2025, "E")) == march


def test_the_default_city() -> None:
    plan = Plan(70_000, *first_month_of("2026-10", 60), 1)
    assert months.digits(plan.first) == "202111"
    assert (plan.anchor, plan.lunch_since) == (2025, 2023)


@pytest.mark.parametrize("until", ["2026", "2026-13", "26-10", "2026-1x", "2026-00"])
def test_what_is_no_month_is_refused(until: str) -> None:
    with pytest.raises(InputFault, match="--until"):
        first_month_of(until, 12)


@pytest.mark.parametrize(
    ("residents", "number", "seed", "option"),
    [
        (10, 12, 1, "residents"),
        (3000, 0, 1, "months"),
        (3000, 500, 1, "months"),
        (3000, 12, -1, "seed"),
    ],
)
def test_what_cannot_be_made_is_refused(
    residents: int, number: int, seed: int, option: str
) -> None:
    with pytest.raises(InputFault, match=option):
        Plan(residents, *first_month_of("2026-10", number), seed)
