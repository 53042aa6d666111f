"""Groups grow by the strongest pair, and never join what contradicts."""

from __future__ import annotations

import pytest

from analytics.matching.clusters import People, Traits, contradictory


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        (Traits("19800203"), Traits("19800203"), False),
        (Traits("19800203"), Traits("19800303"), False),  # one digit
        (Traits("19800203"), Traits("19800302"), False),  # month and day changed places
        (Traits("19800203"), Traits("19801114"), False),  # the year at least
        (Traits("19800203"), Traits("19750203"), False),  # or the day
        (Traits("19800203"), Traits("19511114"), True),  # father and son
        (Traits("19800203"), Traits(None), False),
        (Traits(None, "恵子"), Traits(None, "恵子"), False),
        (Traits(None, "大雅"), Traits(None, "大貴"), True),  # twins share a letter
        (Traits(None, "浩", ("ヒロシ",)), Traits(None, "博", ("ヒロシ",)), False),  # read alike
        (Traits(None, "翔", ("シヨウ", "カケル")), Traits(None, None, ("カケル",)), False),
        (Traits(None, None, ("ケイコ",)), Traits(None, None, ("ケイゴ",)), False),  # one letter
        (Traits(None, None, ("ケイコ",)), Traits(None, None, ("タロウ",)), True),
        (
            Traits(None, None, ("ユキ",)),
            Traits(None, None, ("ユミ",)),
            True,
        ),  # too short for a slip
        (Traits(None, "恵子", ("ケイコ",)), Traits(None, None, ()), False),
    ],
)
def test_what_two_records_of_one_person_cannot_differ_in(
    one: Traits, other: Traits, contradicts: bool
) -> None:
    assert one.contradicts(other) is contradicts
    assert other.contradicts(one) is contradicts


def test_a_chain_of_alike_records_does_not_join_strangers() -> None:
    father, nobody, son = Traits("19511114"), Traits(None), Traits("19800203")
    people = People([father, nobody, son])
    assert people.join(0, 1)
    assert not people.join(1, 2)
    assert people.groups[0] == people.groups[1] != people.groups[2]


def test_their_own_birth_dates_were_weighed_and_do_not_keep_two_apart() -> None:
    people = People([Traits("19511114", "茂"), Traits("19800203", "茂")])
    assert people.join(0, 1)


def test_another_given_name_does() -> None:
    people = People([Traits(None, "茂"), Traits(None, "実")])
    assert not people.join(0, 1)


def test_a_decision_joins_what_contradicts_and_keeps_apart_what_is_alike() -> None:
    people = People([Traits(None, "茂"), Traits(None, "実"), Traits(None, "茂")], {(0, 2)})
    assert people.decree(0, 1)
    assert not people.decree(1, 2)  # it would join 0 and 2
    assert not people.join(0, 2)


def test_decisions_that_make_one_person_of_two_are_found() -> None:
    same = [(0, 1), (1, 2), (5, 6)]
    assert contradictory(same, [(0, 2)]) == [(0, 1), (1, 2)]
    assert contradictory(same, [(0, 5)]) == []
