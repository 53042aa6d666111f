"""Which shares of counted results are told: of few people none follows, from either breakdown or from both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import mul
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analytics.figures.survey.counted import Share, shares_of
from analytics.ledger.survey import BREAKDOWNS, WHOLE, Breakdown

LEAST = 10
RANK, DEPARTMENT = BREAKDOWNS
Person = tuple[
    str, str, bool
]  # rank and group of departments, "" for none, and whether the answer is favourable
Tally = tuple[int, int]  # how many answered, and how many of them favourably


def row(by: Breakdown, name: str, count: int, good: float) -> dict[str, Any]:
    other = DEPARTMENT if by == RANK else RANK
    share = 100 * good / count if count else 0.0
    told = {"wave": "2026", "question": "責任がある", "positive_percent": share}
    return told | {"answered_count": count, by: name, other: None}


def told(rows: Sequence[Mapping[str, Any]], by: Breakdown) -> dict[str, Share]:
    return {name: share for (_, _, name), share in shares_of(rows, by, LEAST).items()}


def shown(rows: Sequence[Mapping[str, Any]], by: Breakdown) -> set[str]:
    return {name for name, share in told(rows, by).items() if share.count}


def test_large_groups_and_their_whole_are_shown() -> None:
    rows = [row(RANK, "課長", 20, 9), row(RANK, "主事", 30, 12)]
    assert shown(rows, RANK) == {"課長", "主事", WHOLE}
    assert told(rows, RANK)[WHOLE] == Share(50, pytest.approx(21 / 50))
    assert shown(rows, DEPARTMENT) == {WHOLE}


def test_without_a_row_of_the_whole_none_is_made_where_a_group_is_hidden() -> None:
    rows = [row(RANK, "課長", 6, 2), row(RANK, "係長", 14, 6), row(RANK, "主事", 30, 12)]
    assert shown(rows, RANK) == {"主事"}
    assert shown([*rows, row(RANK, WHOLE, 50, 20)], RANK) == {"主事", WHOLE}


def test_whom_one_breakdown_leaves_out_is_guarded() -> None:
    """Ranks of 90, departments of 94: the four who told no rank would be the difference of the two sums."""
    ranks = [row(RANK, "課長", 30, 9), row(RANK, "主事", 60, 22)]
    departments = [row(DEPARTMENT, "税", 44, 12), row(DEPARTMENT, "水道", 50, 20)]
    assert shown(ranks, RANK) == {"課長", "主事", WHOLE}
    assert shown([*ranks, *departments], DEPARTMENT) >= {"税", "水道"}
    assert shown([*ranks, *departments], RANK) == {"主事"}


def test_the_whole_of_both_breakdowns_is_one() -> None:
    """Two files with a whole each: the larger, in both."""
    rows = [row(RANK, "主事", 60, 22), row(RANK, WHOLE, 60, 22), row(DEPARTMENT, WHOLE, 90, 31)]
    rows.append(row(DEPARTMENT, "税", 90, 31))
    for by in BREAKDOWNS:
        assert told(rows, by)[WHOLE] == Share(90, pytest.approx(31 / 90, abs=1e-6))
    assert shown(rows, DEPARTMENT) == {"税", WHOLE}


def test_breakdowns_that_cannot_be_of_the_same_people_are_judged_by_those_who_must_be_more() -> (
    None
):
    """As many in both, but not as many favourably: at least six have no department, and all are favourable."""
    rows = [row(RANK, "課長", 12, 6), row(DEPARTMENT, "税", 12, 0)]
    assert shown(rows, RANK) == shown(rows, DEPARTMENT) == set()
    assert shown([*rows, row(RANK, WHOLE, 12, 6)], RANK) == set()


def test_shares_that_differ_by_their_rounding_are_of_the_same_people() -> None:
    """Of 1,500 a whole per cent is fifteen people."""
    rows = [
        row(RANK, "課長", 500, 205),
        row(RANK, "主事", 1000, 410),
        row(DEPARTMENT, "税", 1500, 600),
    ]
    for by in BREAKDOWNS:
        assert told(rows, by)[WHOLE] == Share(1500, 0.41)
    assert shown(rows, DEPARTMENT) == {"税", WHOLE}
    exactly = [row(RANK, "課長", 500, 205.01), *rows[1:]]
    assert shown(exactly, DEPARTMENT) == set()


def test_where_few_of_one_breakdown_agree_with_all_the_other_is_silent_too() -> None:
    ranks = [row(RANK, "課長", 5, 5), row(RANK, "主事", 40, 40)]
    departments = [row(DEPARTMENT, "税", 25, 25), row(DEPARTMENT, "水道", 20, 20)]
    assert shown(departments, DEPARTMENT) == {"税", "水道", WHOLE}
    for by in BREAKDOWNS:
        assert shown([*ranks, *departments], by) == set()


def test_the_same_groups_are_hidden_in_every_question_of_a_wave() -> None:
    """Three gave no rank in the second one: by its own, it would tell the twelve who make the nine of the first."""
    ranks = [row(RANK, "課長", 9, 4), row(RANK, "係長", 12, 5), row(RANK, "主事", 70, 30)]
    other = [{**one, "question": "役に立つ"} for one in [*ranks, row(RANK, WHOLE, 94, 41)]]
    rows = [*ranks, row(RANK, WHOLE, 91, 39), *other]
    found = shares_of(rows, RANK, LEAST)
    kept = {key for key, share in found.items() if share.count}
    assert kept == {
        ("2026", one, name) for one in ("責任がある", "役に立つ") for name in ("主事", WHOLE)
    }


def test_a_group_of_which_nobody_answered_is_not_there() -> None:
    rows = [row(RANK, "課長", 0, 0), row(RANK, "主事", 30, 12)]
    assert shown(rows, RANK) == told(rows, RANK).keys() == {"主事", WHOLE}


# Whoever answered -------------------------------------------------------------------------------------


@st.composite
def staffs(draw: st.DrawFn) -> list[Person]:
    """Cells of rank × group, "" among both, some of them small or alike."""
    ranks = ["", *"ABC"][: draw(st.integers(2, 4))]
    groups = ["", *"XYZ"][: draw(st.integers(1, 4))]
    made = []
    for rank in ranks:
        for group in groups:
            count = draw(st.sampled_from([0, 0, 1, 3, 6, 9, 12, 20]))
            good = draw(st.sampled_from([0, count // 3, count // 2, count]))
            made += [(rank, group, at < good) for at in range(count)]
    return made


def tallies(people: Sequence[Person], at: int) -> dict[str, Tally]:
    count, good = Counter(one[at] for one in people), Counter(one[at] for one in people if one[2])
    return {name: (count[name], good[name]) for name in count if name}


@settings(max_examples=400, deadline=None)
@given(people=staffs(), wholes=st.sets(st.sampled_from([0, 1])))
def test_nothing_of_few_follows(people: list[Person], wholes: set[int]) -> None:
    """Neither of a hidden group nor of those without one is the number of favourable answers the only possible one."""
    parts = [tallies(people, at) for at in (0, 1)]
    rows = [
        row(by, name, *told)
        for by, own in zip(BREAKDOWNS, parts, strict=True)
        for name, told in own.items()
    ]
    for at in wholes:  # of all, or of those alone who have a rank
        own = [one for one in people if at or one[0]]
        rows.append(row(DEPARTMENT if at else RANK, WHOLE, len(own), sum(one[2] for one in own)))
    rows = [one for one in rows if one["answered_count"]]
    visible = [shown(rows, by) for by in BREAKDOWNS]
    unknowns = [(at, name) for at in (0, 1) for name in dict.fromkeys(one[at] for one in people)]
    sizes = [sum(one[at] == name for one in people) for at, name in unknowns]
    truth = [sum(one[2] for one in people if one[at] == name) for at, name in unknowns]
    sums = [
        [float((at, name) == one) for one in unknowns]
        for at, name in unknowns
        if name and name in visible[at]
    ]
    sums.append([1.0 if at else -1.0 for at, _ in unknowns])  # both add up to the same
    whole = told(rows, RANK).get(WHOLE)
    if whole is not None and whole.count:
        sums.append(of_whole(whole, unknowns, sizes, truth))
    for (at, name), size, known in zip(unknowns, sizes, truth, strict=True):
        is_hidden = name not in visible[at] if name else size < LEAST
        if not is_hidden:
            continue
        aim = [float(one == (at, name)) for one in unknowns]
        low, high = (
            linprog(
                [sign * each for each in aim],
                A_eq=sums,
                b_eq=[sum(map(mul, each, truth)) for each in sums],
                bounds=[(0, size) for size in sizes],
            ).fun
            * sign
            for sign in (1, -1)
        )
        assert low - 1e-6 <= known <= high + 1e-6
        assert high - low > 0.5, (at, name)


def of_whole(
    whole: Share, unknowns: Sequence[tuple[int, str]], sizes: Sequence[int], truth: Sequence[int]
) -> list[float]:
    """Whom the whole is of: of all, or of all who are in some group of one breakdown."""
    for who in (
        [float(at) for at, _ in unknowns],
        *([float(at == of and name != "") for at, name in unknowns] for of in (0, 1)),
    ):
        count, good = (sum(map(mul, who, each)) for each in (sizes, truth))
        if whole.count == count and round(whole.rate * count) == good:
            return who
    raise AssertionError(whole)
