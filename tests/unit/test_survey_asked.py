"""How many of few answered follows from nothing that is told, also for those who know how many were asked."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analytics.access.few_answers import Cell, Group, Hidden, in_group
from analytics.figures.survey.asked import hidden_people, of_asked
from analytics.ledger.survey import BREAKDOWNS

LEAST = 10
People = Mapping[Cell, tuple[int, int]]  # how many of each cell were asked, and how many answered


def counts(people: People, at: int, of: frozenset[Cell]) -> int:
    return sum(people[cell][at] for cell in of)


def groups_of(people: People) -> dict[Group, frozenset[Cell]]:
    return {
        (by, name): in_group(people, (by, name))
        for at, by in enumerate(BREAKDOWNS)
        for name in sorted({cell[at] for cell in people})
    }


def spread(people: People, told: Hidden, target: frozenset[Cell]) -> float:
    """How far apart the fewest and the most are that can have answered of *target*, where all but *told* is shown."""
    cells = sorted(people)
    shown = [own for group, own in groups_of(people).items() if group not in told]
    sums = [[float(cell in own) for cell in cells] for own in [*shown, frozenset(cells)]]
    values = [counts(people, 1, own) for own in [*shown, frozenset(cells)]]
    aim = [float(cell in target) for cell in cells]
    bounds = [(0, people[cell][0]) for cell in cells]
    low, high = (
        sign * linprog([sign * each for each in aim], A_eq=sums, b_eq=values, bounds=bounds).fun
        for sign in (1, -1)
    )
    return float(high - low)


@st.composite
def peoples(draw: st.DrawFn) -> People:
    """Two or three ranks and up to four groups, most of whom answered; cells of few and empty ones among them."""
    made = {}
    for rank in range(draw(st.integers(2, 3))):
        for group in range(draw(st.integers(2, 4))):
            asked = draw(st.sampled_from([0, 1, 3, 5, 9, 12, 20]))
            answered = draw(st.sampled_from([asked, asked, asked, max(0, asked - 2), 0]))
            if asked:
                made[f"r{rank}", f"d{group}"] = (asked, answered)
    return made


@settings(max_examples=300)
@given(people=peoples())
def test_no_number_of_few_follows(people: People) -> None:
    """But where all of a shown group answered, that is told of each of them; and nobody is no few."""
    groups = groups_of(people)
    assume(sum(answered for _, answered in people.values()) >= LEAST)
    assume(any(answered < asked for asked, answered in people.values()))
    told = hidden_people(people, LEAST)
    known = frozenset().union(
        *(
            own
            for group, own in groups.items()
            if group not in told and counts(people, 1, own) == counts(people, 0, own)
        )
    )
    for group in told:
        if not {cell for cell in groups[group] if people[cell][1]} <= known:
            assert spread(people, told, groups[group]) > 0.5, group


def test_who_was_asked_and_did_not_answer_counts() -> None:
    """All answered but of one cell nobody: the shown rank is not complete, and the others tell the four of 会計."""
    people = {
        ("係長・担当", "税"): (30, 30),
        ("係長・担当", "会計"): (12, 0),
        ("一般職員", "上下水道"): (30, 30),
        ("一般職員", "会計"): (4, 4),
    }
    few = frozenset([("department_group", "会計"), ("department_group", "上下水道")])
    assert spread(people, few, in_group(people, ("department_group", "会計"))) == 0
    assert hidden_people(people, LEAST) > few


def test_a_list_that_cannot_be_true_bounds_nothing() -> None:
    assert of_asked({("係長・担当", "税"): (3, 4), ("一般職員", "税"): (9, 9)}) is None


def test_where_all_answered_there_is_nothing_to_guard() -> None:
    assert of_asked({("係長・担当", "税"): (4, 4), ("一般職員", "福祉"): (19, 19)}) is None
