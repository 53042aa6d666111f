"""Which groups of a survey are hidden: worked by hand, and against all that whatever staff could have answered."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from analytics.access.few_answers import Answers, Cell, Group, Hidden, hidden, is_silent
from analytics.ledger.survey import BREAKDOWNS, Breakdown
from tests.settlement import read

LEAST = 10
PLACES: dict[Breakdown, int] = {"rank_group": 0, "department_group": 1}


def answers(table: str) -> Answers:
    """``12/5``: twelve answers, five of them favourable; ``12`` tells no direction. Ranks are rows, groups columns."""
    cells = {
        (row["職位"], group): [int(part) for part in told.split("/")]
        for row in read(table)
        for group, told in row.items()
        if group != "職位" and told
    }
    answered = {cell: told[0] for cell, told in cells.items()}
    if all(len(told) == 1 for told in cells.values()):
        return Answers(answered)
    return Answers(answered, {cell: told[-1] for cell, told in cells.items()})


def names(found: Hidden, breakdown: Breakdown = "department_group") -> str:
    """The hidden groups of a breakdown."""
    return " ".join(sorted(name for by, name in found if by == breakdown))


def ranks(found: Hidden) -> str:
    return names(found, "rank_group")


# Worked by hand ---------------------------------------------------------------------------------------


def test_nobody_is_hidden_where_all_are_many() -> None:
    one = answers("""
        職位 | 税    | 水道  | 福祉
        課長 | 12/5  | 11/4  | 14/9
        主事 | 20/11 | 15/14 | 10/3
    """)
    assert hidden(one, LEAST) == frozenset()
    assert not is_silent(one, LEAST, frozenset())


def test_one_hidden_group_hides_the_next_smallest() -> None:
    """6 of 会計 would be the whole less the others: 水道 with its 11 goes with them."""
    one = answers("""
        職位 | 税   | 水道 | 福祉 | 会計
        主事 | 20/9 | 11/4 | 15/9 | 6/2
    """)
    assert names(hidden(one, LEAST)) == "会計 水道"
    assert ranks(hidden(one, LEAST)) == ""


def test_two_hidden_groups_of_eleven_need_no_third() -> None:
    """6 + 5 = 11: the whole less the others tells the answers of eleven."""
    one = answers("""
        職位 | 税   | 水道  | 会計 | 議会
        主事 | 20/9 | 15/14 | 6/2  | 5/3
    """)
    assert names(hidden(one, LEAST)) == "会計 議会"


def test_hidden_groups_that_are_few_together_take_another() -> None:
    """5 + 4 = 9: the smallest of the others joins them."""
    one = answers("""
        職位 | 税   | 水道  | 会計 | 議会
        主事 | 20/9 | 15/14 | 5/2  | 4/3
    """)
    assert names(hidden(one, LEAST)) == "会計 水道 議会"


def test_just_ten_are_shown() -> None:
    one = answers("""
        職位 | 税   | 水道
        主事 | 20/9 | 10/4
    """)
    assert hidden(one, LEAST) == frozenset()
    assert names(hidden(one, LEAST + 1)) == "水道 税"


def test_a_group_of_one_rank_tells_of_the_rank() -> None:
    """All 12 of 税 are 主事, so the 5 主事 of 水道 would follow: 主事 less 税. 税 goes, and not the rank alone."""
    one = answers("""
        職位 | 税   | 水道
        課長 |      | 20/9
        主事 | 12/7 | 5/3
    """)
    found = hidden(one, LEAST)
    assert found
    assert not follows(one, found, [("主事", "水道")])


def test_a_small_cell_that_nothing_tells_hides_nobody() -> None:
    """Ranks of 24 and 34, groups of 21 and 37: only the cell of 3 is small, and no sum comes near it."""
    one = answers("""
        職位 | 税    | 水道
        課長 | 3/1   | 21/9
        主事 | 18/10 | 16/3
    """)
    assert hidden(one, LEAST) == frozenset()


def test_two_sums_that_nearly_agree_tell_the_few_in_which_they_differ() -> None:
    """課長 are 15 + 2, 税 15 + 3: one sum less the other is the two less the three, of five people."""
    one = answers("""
        職位 | 税   | 水道
        課長 | 15/8 | 2/1
        主事 | 3/2  | 30/9
    """)
    assert hidden(one, LEAST)


def test_a_difference_that_could_not_be_larger_tells_each_answer() -> None:
    """課長 have 8 favourable ones more than 税: all 8 at 水道, and none of the 7 主事 at 税. Of 7 they could be any."""
    table = """
        職位 | 税   | 水道
        課長 | 15/8 | 8/{}
        主事 | 7/0  | 30/9
    """
    assert hidden(answers(table.format(8)), LEAST)
    assert hidden(answers(table.format(7)), LEAST) == frozenset()


def test_a_remainder_of_people_all_alike_takes_another_group() -> None:
    """会計 and 水道 are 17, enough, but none of them is favourable: so is each of the 6."""
    table = """
        職位 | 税   | 水道   | 福祉 | 会計
        主事 | 20/9 | 11/{}  | 15/9 | 6/0
    """
    assert names(hidden(answers(table.format(1)), LEAST)) == "会計 水道"
    assert names(hidden(answers(table.format(0)), LEAST)) == "会計 水道 福祉"


def test_numbers_of_answers_alone_have_no_direction() -> None:
    """How many answered: no direction, so nobody is alike."""
    one = answers("""
        職位 | 税 | 水道 | 福祉 | 会計
        主事 | 20 | 11   | 15   | 6
    """)
    assert names(hidden(one, LEAST)) == "会計 水道"
    assert not one.is_alike(one.cells)


def test_a_shown_group_of_people_all_alike_is_no_secret() -> None:
    """All 20 of 税 are favourable, the 2 課長 among them: that is told of 税, which is large enough."""
    one = answers("""
        職位 | 税    | 水道  | 福祉
        課長 | 2/2   | 18/9  | 12/4
        主事 | 18/18 | 20/11 | 13/7
    """)
    assert hidden(one, LEAST) == frozenset()


def test_what_the_alike_leave_of_a_rank_is_guarded() -> None:
    """Of 12 課長 the 10 at 税 are known to agree, as all of 税 do: the 2 at 水道 would follow."""
    one = answers("""
        職位 | 税    | 水道
        課長 | 10/10 | 2/1
        主事 | 18/18 | 40/11
    """)
    found = hidden(one, LEAST)
    assert found
    assert not follows(one, found, [("課長", "水道")])


def test_everything_is_hidden_where_all_groups_are_few() -> None:
    one = answers("""
        職位 | 税  | 水道
        課長 | 4/1 | 3/2
        主事 | 2/1 | 5/3
    """)
    assert len(hidden(one, LEAST)) == 4
    assert not is_silent(one, LEAST, hidden(one, LEAST))


def test_fewer_than_the_least_are_silent_altogether() -> None:
    one = answers("""
        職位 | 税  | 水道
        主事 | 4/1 | 5/2
    """)
    assert is_silent(one, LEAST, hidden(one, LEAST))


def test_all_alike_are_silent_where_anybody_is_hidden() -> None:
    few = answers("""
        職位 | 税    | 会計
        主事 | 20/20 | 6/6
    """)
    assert is_silent(few, LEAST, hidden(few, LEAST))
    many = answers("""
        職位 | 税    | 会計
        主事 | 20/20 | 16/16
    """)
    assert hidden(many, LEAST) == frozenset()
    assert not is_silent(many, LEAST, frozenset())


def test_all_of_one_hidden_group_are_silent() -> None:
    """課長 are hidden since 係長 are few; where no 係長 answers a question, the sum over all is that of 課長."""
    everybody = answers("""
        職位 | 税    | 水道
        課長 | 12/5 | 14/6
        係長 | 3/1  | 4/2
    """)
    chiefs = answers("""
        職位 | 税    | 水道
        課長 | 12/5 | 14/6
        係長 | 0/0  | 0/0
    """)
    found = hidden(everybody, LEAST)
    assert ("rank_group", "課長") in found
    assert not is_silent(everybody, LEAST, found)
    assert is_silent(chiefs, LEAST, found)


def test_nobody_is_no_group() -> None:
    assert hidden(Answers({}), LEAST) == frozenset()
    assert hidden(Answers({("主事", "税"): 0, ("主事", "水道"): 20}), LEAST) == frozenset()


def test_one_group_alone_is_the_whole() -> None:
    assert hidden(Answers({("主事", "税"): 12}, {("主事", "税"): 5}), LEAST) == frozenset()
    assert len(hidden(Answers({("主事", "税"): 9}, {("主事", "税"): 5}), LEAST)) == 2


def test_what_was_hidden_stays_hidden_and_is_enough() -> None:
    """The two hidden in another question of the scale hide 会計 as well: no fourth is needed."""
    one = answers("""
        職位 | 税   | 水道 | 福祉 | 会計
        主事 | 20/9 | 11/4 | 15/9 | 6/2
    """)
    before: Hidden = frozenset({("department_group", "福祉"), ("department_group", "ほかの課")})
    found = hidden(one, LEAST, before)
    assert before <= found
    assert names(found) == "ほかの課 会計 福祉"


# Whatever the staff -----------------------------------------------------------------------------------

SIZES = st.sampled_from([0, 0, 1, 2, 4, 6, 9, 11, 15])


@st.composite
def staffs(draw: st.DrawFn) -> Answers:
    """Up to four ranks and four groups, with cells that are small, empty, or all alike."""
    cells = list(product("ABCD"[: draw(st.integers(1, 4))], "WXYZ"[: draw(st.integers(1, 4))]))
    answered = {cell: draw(SIZES) for cell in cells}
    if draw(st.booleans()):
        return Answers(answered)
    share = draw(st.sampled_from(["any", "none", "ends"]))
    good = {
        cell: {
            "any": draw(st.integers(0, count)),
            "none": 0,
            "ends": draw(st.sampled_from([0, count])),
        }[share]
        for cell, count in answered.items()
    }
    return Answers(answered, good)


def matrix(one: Answers, found: Hidden) -> tuple[list[Cell], np.ndarray]:
    """The cells, and a row for each sum that is shown."""
    cells = sorted(one.cells)
    rows = [[1.0] * len(cells)]
    for group in groups_of(one):
        if group not in found:
            rows.append([float(cell in members(one, group)) for cell in cells])
    return cells, np.array(rows)


def groups_of(one: Answers) -> set[Group]:
    return {(by, cell[PLACES[by]]) for by in BREAKDOWNS for cell in one.cells}


def members(one: Answers, group: Group) -> set[Cell]:
    by, name = group
    return {cell for cell in one.cells if cell[PLACES[by]] == name}


def follows(one: Answers, found: Hidden, target: Iterable[Cell]) -> bool:
    """Whether the sum over *target* has one value only, by linear programming; of numbers alone, by the rank."""
    cells, rows = matrix(one, found)
    wanted = np.array([float(cell in set(target)) for cell in cells])
    if one.favourable is None:
        return bool(np.linalg.matrix_rank(np.vstack([rows, wanted])) == np.linalg.matrix_rank(rows))
    sums = rows @ np.array([one.favourable[cell] for cell in cells])
    limits = [(0, one.answered[cell]) for cell in cells]
    low, high = (
        linprog(sign * wanted, A_eq=rows, b_eq=sums, bounds=limits).fun * sign for sign in (1, -1)
    )
    return bool(high - low < 1e-6)


def is_no_secret(one: Answers, found: Hidden, cell: Cell) -> bool:
    """Whether a shown group that *cell* is in answered alike."""
    return any(
        cell in members(one, group) and one.is_alike(frozenset(members(one, group)))
        for group in groups_of(one) - found
    )


@settings(max_examples=300, deadline=None)
@given(staffs())
def test_nothing_of_few_follows(one: Answers) -> None:
    """As long as not all is hidden, neither a hidden group nor a small cell has one value only."""
    found = hidden(one, LEAST)
    assert all(
        one.count(frozenset(members(one, group))) >= LEAST for group in groups_of(one) - found
    )
    if is_silent(one, LEAST, found):
        return
    targets = [members(one, group) for group in found] + [
        {cell} for cell in one.cells if one.answered[cell] < LEAST
    ]
    for target in targets:
        if target == set(one.cells) or all(is_no_secret(one, found, cell) for cell in target):
            continue
        assert not follows(one, found, target)


def ends(one: Answers, found: Hidden) -> list[set[Cell]]:
    """What is shown of both breakdowns: each shown group, and what is left of all for those that are hidden."""
    made = [members(one, group) for group in sorted(groups_of(one) - found)]
    for by in BREAKDOWNS:
        made.append({c for c in one.cells if (by, c[PLACES[by]]) in found})
    return [own for own in made if own]


@settings(max_examples=200, deadline=None)
@given(staffs())
def test_no_difference_of_shown_sums_is_few(one: Answers) -> None:
    """Whatever is taken of one breakdown from whatever of the other: never do just a few people make the difference."""
    found = hidden(one, LEAST)
    if is_silent(one, LEAST, found):
        return
    sums = ends(one, found)
    known = {cell for cell in one.cells if is_no_secret(one, found, cell)}
    for taken in product((False, True), repeat=len(sums)):
        chosen = [own for own, is_in in zip(sums, taken, strict=True) if is_in]
        left = {c for c in one.cells if sum(c in own for own in chosen) == 1}
        assert not 0 < one.count(frozenset(left - known)) < LEAST


@settings(max_examples=200, deadline=None)
@given(staffs(), st.data())
def test_hidden_groups_stay_the_same_when_asked_again(one: Answers, data: st.DataObject) -> None:
    found = hidden(one, LEAST)
    assert hidden(one, LEAST, found) == found
    more = frozenset(
        data.draw(st.sets(st.sampled_from(sorted(groups_of(one) or {("rank_group", "A")}))))
    )
    assert hidden(one, LEAST, more) >= more


def test_of_a_single_answer_it_may_be_told_that_nobody_gave_it() -> None:
    """One answer of five: 3 係長 gave it and nobody at 福祉, so the 3 of 会計 did. Had nobody, so be it."""

    def given(count: int) -> Answers:
        answered = {
            ("係長", "福祉"): 13,
            ("係長", "会計"): 3,
            ("主事", "福祉"): 14,
            ("主事", "税"): 20,
        }
        answered[("主事", "会計")] = 12
        gave = dict.fromkeys(answered, 0) | {("主事", "税"): 4, ("係長", "会計"): count}
        return Answers(answered, gave, may_be_none=True)

    assert hidden(given(3), LEAST)
    assert hidden(given(0), LEAST) == frozenset()


@pytest.mark.parametrize("least", [5, 10, 20])
def test_the_least_is_kept(least: int) -> None:
    sizes = {("主事", f"課{count}"): count for count in range(1, 30)}
    found = hidden(Answers(sizes), least)
    assert {f"課{count}" for count in range(1, least)} <= set(names(found).split())
