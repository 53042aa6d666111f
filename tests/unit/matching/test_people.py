"""Numbers, the model and decisions put together: what joins, what is put before people, what is said to be wrong."""

from __future__ import annotations

from datetime import date
from functools import cache

import pyarrow as pa

from analytics.matching import engine
from analytics.matching.decisions import Debtor, Decision, paired
from analytics.matching.people import Settled, settled
from analytics.matching.weighing import weighed
from tests.people import compared

DAY = date(2026, 11, 2)
CITY = """
課  | 番号 | 氏名       | カナ             | 生年月日   | 住所                     | 電話         | 宛名
101 | A1   | 高橋 恵子  | タカハシ ケイコ  | 1980-02-03 | 架空市見本町1丁目2番3号  | 0000-12-3456 |
201 | B1   | 髙橋　惠子 | ﾀｶﾊｼ ｹｲｺ         |            | 見本町1-2-3              | 0000-12-3456 |
101 | A2   | 高橋 茂    | タカハシ シゲル  | 1978-05-06 | 架空市見本町1丁目2番3号  | 0000-12-3456 |
301 | C1   | 佐藤 健一  |                  |            |                          | 0000-77-8888 |
401 | D1   | 佐藤 健一  | サトウ ケンイチ  | 1990-07-08 | 写本町4-5-6              |              |
501 | E1   | 中村 恵美  | ナカムラ エミ    | 1985-03-04 | 余白町2-2-2              |              |
601 | F1   | 山本 恵美  | ヤマモト エミ    | 1985-03-04 | 余白町2-2-2              |              |
101 | A3   |            |                  |            | 余白町9-9-9              |              |
"""


@cache
def weighing(table: str = CITY) -> tuple[pa.Table, pa.Table]:
    records = compared(table)
    return records, weighed(records, engine.train(records), None)


def told(*decisions: tuple[Debtor, Debtor, str]) -> dict[tuple[Debtor, Debtor], Decision]:
    made = [Decision(paired(one, other), verdict, "担当", DAY) for one, other, verdict in decisions]
    return {each.pair: each for each in made}


def put_together(
    *decisions: tuple[Debtor, Debtor, str],
    table: str = CITY,
    changed: tuple[Debtor, ...] = (),
) -> tuple[set[frozenset[Debtor]], Settled]:
    """Who are one person (those alone left out), and all that was said."""
    records, pairs = weighing(table)
    made = settled(records, pairs, told(*decisions), changed)
    groups: dict[int, set[Debtor]] = {}
    for group, debtor in zip(made.groups, keys(records), strict=True):
        groups.setdefault(group, set()).add(debtor)
    return {frozenset(each) for each in groups.values() if len(each) > 1}, made


def keys(records: pa.Table) -> list[Debtor]:
    return list(
        zip(records["department"].to_pylist(), records["debtor_key"].to_pylist(), strict=True)
    )


A1, A2, B1, C1, D1, E1, F1 = (
    ("101", "A1"), ("101", "A2"), ("201", "B1"), ("301", "C1"), ("401", "D1"), ("501", "E1"), ("601", "F1"),
)  # fmt: skip


MARRIED = frozenset({E1, F1})  # another surname; given name, birth date and address are the same


def problems(made: Settled, table: str = CITY) -> set[tuple[str, Debtor]]:
    at = keys(weighing(table)[0])
    return {(problem, at[record]) for problem, record in made.problems}


def reasons(made: Settled, table: str = CITY) -> dict[frozenset[Debtor], str]:
    records, pairs = weighing(table)
    at = keys(records)
    sides = zip(pairs["record_l"].to_pylist(), pairs["record_r"].to_pylist(), strict=True)
    return {
        frozenset((at[one], at[other])): reason
        for (one, other), reason in zip(sides, made.reasons, strict=True)
        if reason
    }


def test_one_person_in_two_ways_is_joined_and_the_household_stays_apart() -> None:
    people, made = put_together()
    assert people == {frozenset({A1, B1}), MARRIED}
    method = dict(zip(keys(weighing()[0]), made.methods, strict=True))
    assert method[A1] == method[B1] == "model"
    assert method[A2] == "alone"


def test_a_name_without_a_second_witness_is_put_before_people() -> None:
    _, made = put_together()
    assert reasons(made)[frozenset({C1, D1})] in {"name_only", "weak"}


def test_a_decision_outranks_the_model_both_ways() -> None:
    people, made = put_together((A1, B1, "different"), (C1, D1, "same"))
    assert people == {frozenset({C1, D1}), MARRIED}
    decided = dict(zip(keys(weighing()[0]), made.deciders, strict=True))
    assert decided[C1] == ("担当", DAY)


def test_later_decides_nothing() -> None:
    assert put_together((C1, D1, "later"))[0] == put_together()[0]


def test_decisions_that_contradict_each_other_are_not_followed_and_said() -> None:
    people, made = put_together((C1, D1, "same"), (D1, E1, "same"), (C1, E1, "different"))
    assert frozenset({C1, D1}) not in people
    assert not any({C1, D1} <= each or {D1, E1} <= each for each in people)
    assert {("contradictory", each) for each in (C1, D1, E1)} <= problems(made)


def test_a_decision_about_a_debtor_that_is_gone_changes_nothing() -> None:
    assert put_together((A1, ("999", "Z9"), "same"))[0] == put_together()[0]


def test_a_debtor_without_a_name_is_said_and_joins_nobody() -> None:
    people, made = put_together()
    assert ("no_name", ("101", "A3")) in problems(made)
    assert not any(("101", "A3") in each for each in people)


NUMBERED = """
課  | 番号 | 氏名      | カナ             | 生年月日   | 住所        | 宛名
101 | A1   | 高橋 恵子 | タカハシ ケイコ  | 1980-02-03 | 見本町1-2-3 | 777
701 | G1   | 高橋 恵子 | タカハシ ケイコ  | 1980-02-03 |             | 777
701 | G2   | 佐藤 健一 | サトウ ケンイチ  | 1951-11-12 |             | 777
"""


def test_equal_register_numbers_join_unless_name_and_birth_date_differ() -> None:
    people, made = put_together(table=NUMBERED)
    assert people == {frozenset({("101", "A1"), ("701", "G1")})}
    assert ("resident_key", ("701", "G2")) in problems(made, NUMBERED)


TWINS = """
課  | 番号 | 氏名      | カナ             | 生年月日   | 住所        | 電話
201 | B1   | 高橋 恵子 | タカハシ ケイコ  | 1980-02-03 | 見本町1-2-3 | 0000-12-3456
201 | B2   | 高橋 恵子 | タカハシ ケイコ  | 1980-02-03 | 見本町1-2-3 | 0000-12-3456
"""


def test_two_numbers_of_one_person_in_one_department_are_one_person_and_said() -> None:
    people, made = put_together(table=TWINS)
    assert people == {frozenset({("201", "B1"), ("201", "B2")})}
    assert problems(made, TWINS) == {("twins", ("201", "B1")), ("twins", ("201", "B2"))}


def test_a_number_that_changed_hands_joins_nobody_by_itself() -> None:
    people, made = put_together(changed=(B1,))
    assert people == {MARRIED}
    assert reasons(made)[frozenset({A1, B1})] == "changed"
    assert ("changed", B1) in problems(made)
