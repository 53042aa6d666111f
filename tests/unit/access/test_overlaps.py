"""Who owes at several places: whatever is told in both views together, nothing of few persons follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.access.few import Sets, are_few
from analytics.access.joint import DEPARTMENT, KIND
from analytics.access.overlaps import SHARED, VIEWS, Told, pair, told
from analytics.access.shared_total import tells_shared
from analytics.access.telling import Facts, Telling

Owed = frozenset[str]  # the kinds of claim that a person owes


@dataclass(frozen=True)
class Town:
    """Persons by the kinds they owe, all owing 1,000 yen of each but for the first of each set, who owes *most*."""

    owners: dict[str, list[str]]
    persons: dict[Owed, int]
    most: int = 1_000

    def places(self, owed: Owed, view: str) -> frozenset[str]:
        return owed if view == KIND else frozenset(self.owners[kind][0] for kind in owed)

    def sets(self, view: str) -> dict[frozenset[str], int]:
        found: dict[frozenset[str], int] = {}
        for owed, count in self.persons.items():
            places = self.places(owed, view)
            found[places] = found.get(places, 0) + count
        return found

    def rows(self) -> pd.DataFrame:
        made: dict[tuple[str, str, str], list[int]] = {}
        for view in VIEWS:
            for owed, count in self.persons.items():
                places = self.places(owed, view)
                for member in places:
                    times = (
                        len(owed)
                        if view == KIND
                        else sum(self.owners[k][0] == member for k in owed)
                    )
                    times = 1 if view == KIND else times
                    row = made.setdefault((view, "/".join(sorted(places)), member), [0, 0, 0])
                    row[0] += count
                    row[1] += times * (self.most + 1_000 * (count - 1))
                    row[2] = max(row[2], times * self.most)
        numbers = ["person_count", "outstanding_yen", "largest_yen"]
        keys = pd.DataFrame(list(made), columns=["view", "members", "member"])
        return pd.concat([keys, pd.DataFrame(list(made.values()), columns=numbers)], axis=1)

    def told(self) -> Told:
        return told(self.rows(), self.owners)


def town(most: int = 1_000, **persons: int) -> Town:
    """``town(ab=20)``: 20 persons who owe a and b; each kind is a department's of the same name, in capitals."""
    kinds = sorted({kind for owed in persons for kind in owed})
    owners = {kind: [kind.upper()] for kind in kinds}
    return Town(owners, {frozenset(owed): count for owed, count in persons.items()}, most)


def names(found: Told, stage: str, view: str = DEPARTMENT) -> str:
    """The members of the sums of a *stage* that are told."""
    return " ".join(
        sorted("".join(name[2:]) for name in found.persons if name[:2] == (stage, view))
    )


# Worked by hand ---------------------------------------------------------------------------------------


def test_few_who_share_are_withheld() -> None:
    """3 owe a and b. Of all 82 who share, those with b and c and those with c and d leave 12, whose 3 nobody knows."""
    found = town(a=30, b=50, c=60, d=30, ab=3, bc=40, cd=30, ad=9).told()
    assert names(found, "pair") == "BC CD"
    assert names(found, "pair", KIND) == "bc cd"
    assert names(found, "owing") == "A B C D"


def test_the_total_tells_the_last_cell() -> None:
    """43 share, 40 of them at b and c: the 3 at a and b would follow."""
    found = town(a=30, b=50, c=60, ab=3, bc=40).told()
    assert ("shared", DEPARTMENT) in found.persons
    assert names(found, "pair") == ""


def test_nearly_all_of_a_department_owe_elsewhere() -> None:
    """20 owe a, 15 of them b, too: the five others would follow from the balance of a, which everybody knows."""
    found = town(a=5, b=50, ab=15, c=80, bc=40).told()
    assert "AB" not in names(found, "pair").split()
    assert names(town(a=8, b=50, ab=15, c=80, bc=40).told(), "pair") == "AB BC"


def test_all_who_owe_at_one_owe_at_another() -> None:
    """Of everybody who owes at A it would be known that he owes at B as well (facts.md 7: "all of X owe")."""
    found = town(ab=30, b=50, c=40, bc=20)
    assert names(found.told(), "pair") == "BC"
    assert names(town(ab=30, a=20, b=50, c=40, bc=20).told(), "pair") == "AB BC"


def test_all_who_owe_one_kind_owe_another_of_the_same_department() -> None:
    """Sewage is billed with water: who knows the debtors of the one department knows both."""
    owners = {"a": ["W"], "b": ["W"], "c": ["C"]}
    persons = {frozenset("ab"): 30, frozenset("b"): 20, frozenset("c"): 40, frozenset("bc"): 20}
    assert names(Town(owners, persons).told(), "pair", KIND) == "ab bc"
    apart = Town(owners | {"a": ["A"]}, persons)
    assert names(apart.told(), "pair", KIND) == "bc"


def test_two_departments_alone_tell_each_other() -> None:
    """30 share, so the 34 of a are not told, nor what the 30 owe there: its 4 others would follow."""
    found = town(a=4, b=50, ab=30).told()
    assert SHARED in found.yen
    assert pair(DEPARTMENT, "A", "A") not in found.persons
    assert pair(DEPARTMENT, "A", "B") in found.persons
    assert pair(DEPARTMENT, "A", "B") not in found.yen
    assert pair(DEPARTMENT, "B", "B") in found.yen


def test_three_cells_and_their_total_tell_who_owes_at_all_three() -> None:
    """ab + bc + ca less those who share once more than they are: the three with all. One of the cells goes."""
    found = town(a=90, b=90, c=90, ab=20, bc=25, ca=30, abc=3).told()
    assert ("shared", DEPARTMENT) in found.persons
    assert len(names(found, "pair").split()) < 3
    assert names(found, "set") == ""
    free = town(a=90, b=90, c=90, ab=20, bc=25, ca=30, abc=13).told()
    assert names(free, "pair") == "AB AC BC"


def test_combinations_give_way_to_the_cells() -> None:
    """Of 23 with a and b, 20 owe nothing else: told beside the 23, the other three would follow."""
    found = town(a=90, b=90, c=90, d=90, ab=20, abc=3, cd=30, ad=30, bd=9).told()
    assert pair(DEPARTMENT, "A", "B") in found.persons
    assert ("set", DEPARTMENT, "A/B") not in found.persons
    assert ("set", DEPARTMENT, "C/D") in found.persons


def test_one_kind_and_its_department_are_the_same_persons() -> None:
    """The department of two kinds shares 12 with b, the kind a1 ten of them: two would follow."""
    owners = {"a1": ["A"], "a2": ["A"], "b": ["B"], "c": ["C"]}
    persons = {
        ("a1",): 40,
        ("a2",): 40,
        ("b",): 60,
        ("c",): 60,
        ("a1", "b"): 10,
        ("a2", "b"): 2,
        ("b", "c"): 20,
    }
    found = Town(owners, {frozenset(owed): count for owed, count in persons.items()}).told()
    assert pair(DEPARTMENT, "A", "B") in found.persons
    assert pair(KIND, "a1", "b") not in found.persons
    assert pair(KIND, "a2", "b") not in found.persons


def test_one_debtor_who_owes_nearly_all_is_withheld() -> None:
    """Of the 20, one owes 100,000 yen and the others 1,000 each: how many they are may be told, what they owe not."""
    found = town(a=90, b=90, c=90, ab=20, bc=20, most=100_000).told()
    assert names(found, "pair") == "AB BC"
    assert pair(DEPARTMENT, "A", "B") not in found.yen
    assert pair(DEPARTMENT, "A", "B") in town(a=90, b=90, c=90, ab=20, bc=20).told().yen


def test_nobody_is_no_secret_and_no_sum() -> None:
    found = town(a=30, b=50).told()
    assert names(found, "owing") == "A B"
    assert not [name for name in found.persons if name[0] in ("shared", "pair")]


def test_no_rows_tell_nothing() -> None:
    assert told(town(a=1).rows().head(0), {}) == Told()


def test_a_kind_of_two_departments_leaves_open_which() -> None:
    """Still the few are withheld, and who is in a pair of departments is told."""
    made = town(a=30, b=50, c=60, d=30, ab=3, bc=40, cd=30, ad=9)
    found = told(made.rows(), {**made.owners, "a": ["A", "B"]})
    assert names(found, "pair") == "BC CD"
    assert pair(DEPARTMENT, "B", "C") in told(made.rows(), {}).persons


@pytest.mark.parametrize("count", [0, 1, 7, 8])
def test_few(count: int) -> None:
    assert are_few(count) == (count in (1, 7))


def test_the_sums_of_a_small_town() -> None:
    sets = Sets.of(town(a=30, b=50, ab=3, bc=40, abc=9).rows().query("view == 'department'"))
    groups = {"".join(name[2:]) or name[0]: group for name, group in sets.groups("v").items()
              if name[0] in ("pair", "everyone")}  # fmt: skip
    assert {name: group.count for name, group in groups.items()} == {
        "AB": 12, "AC": 9, "BC": 49, "everyone": 132,
    }  # fmt: skip
    assert sets.groups("v")["shared", "v"].count == 52
    assert len(sets.few()) == 1  # A/B alone
    assert sets.members == [set(name.split("/")) for name in sets.named]


def test_telling_one_by_one() -> None:
    """a + b, then b: a would follow."""
    sets = Sets.of(town(a=30, b=50, ab=3).rows().query("view == 'department'"))
    groups = sets.groups("v")
    telling = Telling([], [Facts(group) for group in sets.few()])
    assert telling.add_persons(Facts(groups["owing", "v", "A"]))
    assert not telling.add_persons(Facts(groups["pair", "v", "A", "B"]))


# Whatever the town ------------------------------------------------------------------------------------

COUNT = st.one_of(st.integers(1, 9), st.integers(8, 40))


@st.composite
def towns(draw: st.DrawFn) -> Town:
    """Two to five kinds of two to four departments, and persons who owe any of them."""
    kinds = list("abcde"[: draw(st.integers(2, 5))])
    owners = {kind: [draw(st.sampled_from("WXYZ"))] for kind in kinds}
    every = [frozenset(one) for size in range(1, 4) for one in combinations(kinds, size)]
    chosen = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    return Town(
        owners, {owed: draw(COUNT) for owed in chosen}, draw(st.sampled_from([1_000, 60_000]))
    )


def holders(one: Town, name: tuple[str, ...]) -> list[Owed]:
    """The sets of persons that a sum counts, by its name."""
    stage, *rest = name
    if stage == "everyone":
        return list(one.persons)
    view, *places = rest
    return [owed for owed in one.persons if is_in(stage, places, one.places(owed, view))]


def is_in(stage: str, places: list[str], held: frozenset[str]) -> bool:
    """Whether who owes at the places *held* is counted by a sum of *stage*."""
    named = {*places[0].split("/")} if places else set()
    return {
        "owing": named <= held,
        "pair": {*places} <= held,
        "shared": len(held) > 1,
        "several": len(held) > 2,
        "set": held == named,
        "within": named <= held,
    }[stage]


def count(one: Town, name: tuple[str, ...]) -> int:
    return sum(one.persons[owed] for owed in holders(one, name))


def every_name(one: Town) -> Iterator[tuple[str, ...]]:
    """All that a page may print."""
    yield ("everyone",)
    for view in VIEWS:
        sets = one.sets(view)
        places = sorted({place for each in sets for place in each})
        yield from [("shared", view), ("several", view)]
        for place in places:
            yield ("owing", view, place)
        yield from (("pair", view, *both) for both in combinations(places, 2))
        for each in sets:
            if len(each) > 1:
                yield ("set", view, "/".join(sorted(each)))
            if len(each) > 2:
                yield ("within", view, "/".join(sorted(each)))


def vector(one: Town, chosen: list[Owed]) -> np.ndarray:
    return np.array([float(owed in chosen) for owed in one.persons])


def follows(facts: list[np.ndarray], asked: np.ndarray) -> bool:
    """By the rank of matrices, which the product does not use."""
    if not facts:
        return False
    return bool(
        np.linalg.matrix_rank(np.vstack([*facts, asked])) == np.linalg.matrix_rank(np.vstack(facts))
    )


def is_all_of_a_place(one: Town, name: tuple[str, ...]) -> bool:
    """Withheld for what it says of everybody there, not for its number."""
    return name[0] != "owing" and any(
        holders(one, name) == holders(one, whole) for whole in known_of(one)
    )


def known_of(one: Town) -> list[tuple[str, ...]]:
    """What the published balances tell the yen of: all who owe at a department, and a kind."""
    return [name for name in every_name(one) if name[0] == "owing"]


@settings(max_examples=150)
@given(towns())
def test_nothing_withheld_follows_from_what_is_told(one: Town) -> None:
    """No withheld number of the page, and no exclusive set of 1 to 7 persons, in both views together."""
    found = one.told()
    facts = [vector(one, holders(one, name)) for name in found.persons]
    withheld = [
        name
        for name in every_name(one)
        if name not in found.persons and count(one, name) and not is_all_of_a_place(one, name)
    ]
    asked = [vector(one, holders(one, name)) for name in withheld]
    asked += [vector(one, [owed]) for owed, persons in one.persons.items() if persons < 8]
    assert not any(follows(facts, each) for each in asked)


@settings(max_examples=150)
@given(towns())
def test_of_nobody_it_is_told_that_all_who_owe_here_owe_elsewhere(one: Town) -> None:
    """But of kinds of one department, whose debtors it knows."""
    for stage, view, *members in (name for name in one.told().persons if len(name) > 2):
        kinds = {member for each in members for member in each.split("/")}
        departments = {tuple(one.owners[kind]) for kind in kinds} if view == KIND else kinds
        if stage in ("pair", "set", "within") and len(departments) > 1:
            chosen = holders(one, (stage, view, *members))
            assert all(chosen != holders(one, ("owing", view, member)) for member in kinds)


@settings(max_examples=150)
@given(towns())
def test_no_difference_of_two_is_few(one: Town) -> None:
    """Of two numbers that are told, one within the other, 1 to 7 persons never lie between."""
    found = one.told()
    told_of = [(set(holders(one, name)), count(one, name)) for name in found.persons]
    for less, few in told_of:
        assert not 0 < few < 8
        for more, many in told_of:
            if less <= more:
                assert not 0 < many - few < 8


@settings(max_examples=100)
@given(towns())
def test_no_yen_of_few_follows(one: Town) -> None:
    """Yen by set and kind: what the pages tell of them, and what few owe anywhere, by the rank of matrices."""
    found = one.told()
    places = [(owed, kind) for owed in one.persons for kind in sorted(owed)]

    def yen(chosen: list[Owed], view: str, at: set[str]) -> np.ndarray:
        return np.array(
            [
                float(owed in chosen and (kind if view == KIND else one.owners[kind][0]) in at)
                for owed, kind in places
            ]
        )

    everywhere = {*one.owners, *(owner for (owner,) in one.owners.values())}
    known = [yen(holders(one, name), name[1], {name[2]}) for name in known_of(one)]
    facts = list(known)
    for name in found.yen - {("everyone",)}:
        stage, view, *members = name
        each = [{place} for place in members]
        if stage in ("set", "within"):
            each = [set(members[0].split("/"))]
        facts += [yen(holders(one, name), view, at) for at in each or [everywhere]]
    for owed, persons in one.persons.items():
        if persons < 8:
            for at in [*({kind} for kind in owed), set(owed)]:
                asked = yen([owed], KIND, at)
                assert not follows(facts, asked) or follows(known, asked)


@settings(max_examples=60)
@given(towns())
def test_the_trend_tells_of_a_month_what_its_matrix_tells(one: Town) -> None:
    assert (SHARED in one.told().yen) == tells_shared(one.rows(), one.owners)
    assert (SHARED in one.told().persons) == tells_shared(one.rows(), one.owners)
