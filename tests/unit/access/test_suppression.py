"""Withheld cells: small ones, and those behind which they hide, whatever is taken from whatever."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.access.recovery import recoverable
from analytics.access.suppression import Partition, Suppressed, shown, suppressed


def table(rows: dict[str, tuple[int | None, int]]) -> pd.DataFrame:
    """Cell → persons and yen."""
    columns = {
        "person_count": [n for n, _ in rows.values()],
        "outstanding_yen": [yen for _, yen in rows.values()],
    }
    return pd.DataFrame(columns, index=list(rows))


def withheld(rows: dict[str, tuple[int | None, int]], *partitions: Partition) -> str:
    return "".join(sorted(map(str, suppressed(table(rows), partitions).withheld)))


def known(*parts: str) -> Partition:
    """A partition whose total stands in the published accounts."""
    return Partition("+".join(parts), tuple(parts))


# Worked by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "expected"),
    [(0, ""), (1, "a"), (7, "a"), (8, ""), (None, "")],
)
def test_few_persons_are_withheld_and_nobody_is_not(people: int | None, expected: str) -> None:
    assert withheld({"a": (people, 1_000), "b": (50, 9_000)}) == expected


def test_a_single_withheld_cell_takes_the_smallest_further_one_with_it() -> None:
    rows = {"a": (3, 100), "b": (20, 500), "c": (12, 400), "d": (0, 0)}
    assert withheld(rows, known("a", "b", "c", "d")) == "ac"
    assert withheld(rows) == "a"  # where no total is known, nothing follows


def test_few_persons_in_several_cells_are_still_few() -> None:
    """2 + 3 persons: their sum would be told; 4 + 4 are eight."""
    rows = {"a": (2, 100), "b": (3, 500), "c": (12, 400)}
    assert withheld(rows, known("a", "b", "c")) == "abc"
    assert withheld(rows | {"a": (4, 100), "b": (4, 500)}, known("a", "b", "c")) == "ab"


def test_eight_cells_of_one_person_each_would_be_counted() -> None:
    rows = {name: (1, 100) for name in "abcdefgh"} | {"z": (30, 900)}
    assert withheld(rows, known(*rows)) == "abcdefghz"


def test_rows_and_columns_hide_each_other() -> None:
    """One small cell of a 2 × 2 table with known margins takes all four: any three would tell it."""
    rows = {"a": (3, 1), "b": (20, 2), "c": (30, 4), "d": (40, 8)}
    margins = [known("a", "b"), known("c", "d"), known("a", "c"), known("b", "d")]
    assert withheld(rows, *margins) == "abcd"
    assert withheld(rows, *margins[:2]) == "ab"


def test_what_a_filter_leaves_out_is_a_cell() -> None:
    """20 debtors, 17 of them with taxes: the 3 others follow, so the 17 are not shown beside the 20."""
    rows = {"all": (20, 900), "tax": (17, 800), "others": (3, 100)}
    assert withheld(rows, Partition("filter", ("tax", "others"), "all")) == "otherstax"


def test_two_filters_that_differ_by_few_hide_one() -> None:
    """{a, b, c} and {a, b} are told as sums; c alone follows from their difference."""
    rows = {"a": (3, 10), "b": (9, 20), "c": (30, 40), "d": (50, 80)}
    assert withheld(rows, known("a", "b", "c"), known("a", "b")) == "ab"
    assert withheld(rows, known("a", "b", "d"), known("b", "d")) == "abd"


def test_few_persons_between_two_filters_are_hidden_whatever_else_is_known() -> None:
    """{a, b, c, d, e} less {c, d} less the shown e leaves a and b: five persons. So e goes, too."""
    rows = {"a": (2, 20), "b": (3, 30), "c": (4, 40), "d": (5, 50), "e": (30, 300), "f": (9, 90)}
    assert withheld(rows, known(*"abcde"), known(*"cd"), known(*"af")) == "abcdef"
    assert withheld(rows, known(*"abcde"), known(*"af")) == "abcdf"


def test_a_month_is_not_told_by_the_month_before_and_what_came() -> None:
    rows = {"september": (9, 500), "came": (2, 60), "october": (11, 560)}
    month = Partition("october", ("september", "came"), "october")
    assert withheld(rows, month) == "cameseptember"


def test_a_debtor_who_owes_nearly_all_is_withheld() -> None:
    rows = pd.DataFrame(
        {
            "person_count": [20, 20, 20],
            "outstanding_yen": [1_000, 1_000, 1_000],
            "largest_yen": [801, 800, 10],
        },
        index=list("abc"),
    )
    assert suppressed(rows, [], largest="largest_yen").withheld == {"a"}
    assert suppressed(rows, [], largest="largest_yen", dominance=0.7).withheld == {"a", "b"}
    assert suppressed(rows, []).withheld == frozenset()


def test_a_debtor_who_owes_nearly_all_of_what_is_left_over_is_hidden_too() -> None:
    """One person owes 900 yen and nine owe 10: the 910 left over are the one's, near enough."""
    rows = {"a": (1, 900), "b": (9, 10), "c": (40, 5_000)}
    assert withheld(rows, known("a", "b", "c")) == "abc"
    assert withheld(rows | {"b": (9, 300)}, known("a", "b", "c")) == "ab"


def test_where_nothing_is_left_to_hide_behind_the_total_is_not_told() -> None:
    rows = {"a": (3, 100), "b": (2, 50), "c": (0, 0), "d": (90, 500)}
    result = suppressed(table(rows), [Partition("福祉課", ("a", "b", "c")), known("d")])
    assert result == Suppressed(frozenset("ab"), ("福祉課",))
    of_city = Partition("市", ("a", "b", "c"), "city")
    told = suppressed(table(rows | {"city": (5, 150)}), [of_city])
    assert told == Suppressed(frozenset({"a", "b", "city"}), ())


def test_what_is_shown() -> None:
    rows = table(
        {"a": (3, 100), "b": (12, 400), "c": (23, 500), "d": (0, 0), "sum": (38, 1_000), "city": (50, 2_000)}
    )  # fmt: skip
    rows["name"] = list(rows.index)
    parts = [Partition("課", ("a", "b", "c", "d"), "sum"), Partition("市", ("sum",), "city")]
    result = suppressed(rows, parts[:1])
    made = shown(rows, parts, result)
    assert result.withheld == {"a", "b"}
    assert made["person_count"].tolist() == [pd.NA, pd.NA, 25, 0, 25, 25]
    assert made["outstanding_yen"].tolist() == [pd.NA, pd.NA, 500, 0, 1_000, 2_000]
    assert made["name"].tolist() == rows["name"].tolist()
    assert rows["person_count"].tolist() == [3, 12, 23, 0, 38, 50]


def test_sums_that_follow() -> None:
    row = dict.fromkeys
    told = {frozenset("a"), frozenset("ab"), frozenset("b")}
    assert set(recoverable([row("abx", 1), row("ay", 1)], {"a", "b"})) == told
    assert set(recoverable([row("ab", 1), row("bc", 1)], set("abc"))) == {
        frozenset("ab"),
        frozenset("bc"),
    }
    ring = [row("ab", 1), row("bc", 1), row("ca", 1)]  # together they tell each
    assert {frozenset("a"), frozenset("b"), frozenset("c")} <= set(recoverable(ring, set("abc")))
    four = [row(names, 1) for names in ("abcd", "cd", "fg", "af")]
    assert frozenset("ab") in set(recoverable(four, set("abcdfg")))
    assert set(recoverable([{"a": 1, "sum": -1}], {"a", "sum"})) == set()
    assert set(recoverable([], {"a"})) == set()


# Whatever the table -----------------------------------------------------------------------------------

PEOPLE = st.one_of(st.just(0), st.integers(1, 9), st.integers(8, 60))


MARGINS = (
    (0,),
    (1,),
    (2,),
    (0, 2),
    (1, 2),
)  # by department, band, month; a department's month, a band's month


@st.composite
def tables(draw: st.DrawFn) -> tuple[pd.DataFrame, list[Partition]]:
    """Departments × bands × months with all margins (each a cell, known from outside, or not told) and filters."""
    sizes = draw(st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 2)))
    places = list(product(*map(range, sizes)))
    people = {place: draw(PEOPLE) for place in places}
    rows = {str(place): (n, n * draw(st.integers(1, 50))) for place, n in people.items()}
    partitions = []
    for axes in MARGINS:
        for at in product(*(range(sizes[axis]) for axis in axes)):
            parts = [str(one) for one in places if tuple(one[axis] for axis in axes) == at]
            kind, name = draw(st.sampled_from(["cell", "outside", "nowhere"])), f"total {axes} {at}"
            if kind == "cell":
                rows[name] = sum(rows[one][0] for one in parts), sum(rows[one][1] for one in parts)
            if kind != "nowhere":
                partitions.append(Partition(name, tuple(parts), name if kind == "cell" else None))
    for number in range(draw(st.integers(0, 4))):  # any filters, beside and inside each other
        chosen = draw(st.lists(st.sampled_from(places), min_size=1, unique=True))
        partitions.append(Partition(f"filter {number}", tuple(map(str, chosen))))
    return table(dict(rows)), draw(st.permutations(partitions))


def told_of(made: pd.DataFrame, partitions: Sequence[Partition], result: Suppressed) -> np.ndarray:
    """What everybody knows, a row of numbers by which the cells count each: shown cells, and told partitions."""
    place = {cell: number for number, cell in enumerate(made.index)}
    facts = [np.eye(len(place))[place[cell]] for cell in place if cell not in result.withheld]
    for one in partitions:
        if one.name not in result.untold:
            fact = np.zeros(len(place))
            for cell, times in one.equation.items():
                fact[place[cell]] = times
            facts.append(fact)
    return np.array(facts).reshape(len(facts), len(place))


@settings(max_examples=60)
@given(tables())
def test_nothing_withheld_follows_from_what_is_shown(
    case: tuple[pd.DataFrame, list[Partition]],
) -> None:
    """By the rank of matrices, which the product does not use."""
    made, partitions = case
    result = suppressed(made, partitions)
    small = {cell for cell, n in made["person_count"].items() if 0 < n < 8}
    assert small <= result.withheld
    assert not any(made["person_count"][cell] == 0 for cell in result.withheld)
    facts = told_of(made, partitions, result)
    rank = np.linalg.matrix_rank(facts) if len(facts) else 0
    for number, cell in enumerate(made.index):
        if cell in result.withheld:
            asked = np.eye(len(made))[number]
            assert np.linalg.matrix_rank(np.vstack([facts, asked])) == rank + 1, cell


@settings(max_examples=60)
@given(tables())
def test_no_sum_of_few_persons_is_left_over(case: tuple[pd.DataFrame, list[Partition]]) -> None:
    """Of no partition that is told, nor of the difference of two."""
    made, partitions = case
    result = suppressed(made, partitions)
    told = [one for one in partitions if one.name not in result.untold]
    left = [
        {cell: times for cell, times in one.equation.items() if cell in result.withheld}
        for one in told
    ]
    differences = [
        {cell: v for cell in one | other if (v := one.get(cell, 0) - other.get(cell, 0))}
        for one, other in product(left, repeat=2)
    ]
    for group in [*left, *differences]:
        if group and set(group.values()) == {1}:
            assert sum(made["person_count"][cell] for cell in group) >= 8


@settings(max_examples=60)
@given(tables())
def test_what_is_shown_of_counts_leaves_every_withheld_one_open(
    case: tuple[pd.DataFrame, list[Partition]],
) -> None:
    """The counts shown are functions of shown cells alone: change any withheld one, and the same is shown."""
    made, partitions = case
    result = suppressed(made, partitions)
    before = shown(made, partitions, result)["person_count"]
    assert before[list(result.withheld)].isna().all()
    for cell in result.withheld:
        other = made.copy()
        other.loc[cell, "person_count"] += 1
        assert shown(other, partitions, result)["person_count"].equals(before)


@settings(max_examples=60)
@given(st.lists(PEOPLE, min_size=2, max_size=7))
def test_even_with_the_exact_number_of_all_no_withheld_count_is_certain(people: list[int]) -> None:
    """Somebody knows the exact total from elsewhere; shown counts are known to 5, zeros exactly."""
    made = table({str(place): (n, n * 100) for place, n in enumerate(people)})
    partition = Partition("all", tuple(made.index))
    result = suppressed(made, [partition])
    if result.untold or not result.withheld:
        return
    count = shown(made, [partition], result)["person_count"]
    ranges = {
        cell: (1, sum(people)) if cell in result.withheld else span(int(count[cell]))
        for cell in made.index
    }
    for cell in result.withheld:
        rest = [ranges[other] for other in ranges if other != cell]
        least = max(1, sum(people) - sum(high for _, high in rest))
        most = sum(people) - sum(low for low, _ in rest)
        assert least < most


def span(count: int) -> tuple[int, int]:
    """The numbers of persons that are shown as *count*, worked by hand: 10 stands for 8 to 12."""
    return (count - 2, count + 2) if count else (0, 0)
