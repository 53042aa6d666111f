"""Who is one person: the pairs of the model, the numbers of the register and the decisions of people put together.

In this order, the later never undoing the earlier: what was decided to be two people; what was decided to be one;
equal register numbers (宛名番号); the pairs of the model, the strongest first. What does not go together is put before
people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from analytics.matching.clusters import Pair, People, contradictory, traits
from analytics.matching.decisions import Debtor, Decision
from analytics.matching.decisions import Pair as Debtors

SAME_FROM = 0.5  # match weight (bits) from which a pair is joined without being looked at: p > 0.58
LOOK_FROM = -5.0  # and from which it is put before people: 1 to 32
AGREEING = {  # comparison → the level (counted from 0, "違う") from which it is a second witness beside the name
    "born": 2,
    "place": 2,
    "other_place": 2,
    "phone": 1,
    "other_phone": 1,
}
REASONS = {  # why a pair is put before people
    "weak": "決め手が足りない",
    "name_only": "氏名のほかに同じものがない",
    "contradicts": "生年月日か名が食い違う",
    "resident_key": "宛名番号が同じで、氏名や生年月日が食い違う",
    "changed": "番号の持ち主が月によって違う",
}
PROBLEMS = {
    "no_name": "氏名のない債務者",
    "twins": "同じ課に、同じ人とみられる番号が2つ以上ある",
    "changed": "番号の持ち主が月によって違う",
    "contradictory": "食い違う判断（その「同じ人」は使っていません）",
    "resident_key": "宛名番号が同じで、氏名や生年月日が食い違う",
}


@dataclass
class Settled:
    """Records put together: `groups` has one number per record, alike for one person."""

    groups: list[int]
    methods: list[str]
    probabilities: list[float | None]
    deciders: list[tuple[str | None, date | None]]
    reasons: list[str]  # of each pair: "" joined, or one of REASONS
    problems: list[tuple[str, int]] = field(default_factory=list)  # one of PROBLEMS, and a record


def settled(
    records: pa.Table,
    pairs: pa.Table,
    decided: Mapping[Debtors, Decision],
    changed: Collection[Debtor] = (),
) -> Settled:
    """Put *records* together. *pairs* as `engine.scored` gives them; *changed* are debtors whose key changed hands.

    A debtor that a decision names and that is not among the records is left alone.
    """
    places = _places(records)
    same, different = _decided(decided, places)
    broken = set(contradictory(same, different))
    people = People(traits(records), {(min(pair), max(pair)) for pair in different})
    count = len(records)
    made = Settled([], ["alone"] * count, [None] * count, [(None, None)] * count, [""] * len(pairs))
    for (one, other), decision in same.items():
        if (one, other) not in broken and people.decree(one, other):
            _note(
                made, (one, other), "decision", decider=(decision.decided_by, decision.decided_on)
            )
    strangers = {places[debtor] for debtor in changed if debtor in places}
    _join_by_number(records, people, made, strangers)
    _join_by_model(records, pairs, people, made, strangers)
    made.groups = people.groups
    made.problems += [("contradictory", record) for pair in sorted(broken) for record in pair]
    made.problems += [("changed", record) for record in sorted(strangers)]
    made.problems += _nameless(records) + _twins(records, people)
    return made


def _places(records: pa.Table) -> dict[Debtor, int]:
    keys = zip(records["department"].to_pylist(), records["debtor_key"].to_pylist(), strict=True)
    return {key: place for place, key in enumerate(keys)}


def _decided(
    decided: Mapping[Debtors, Decision], places: Mapping[Debtor, int]
) -> tuple[dict[Pair, Decision], list[Pair]]:
    """The pairs of records that are one person, and those that are two, by decision."""
    same: dict[Pair, Decision] = {}
    different: list[Pair] = []
    for (one, other), decision in decided.items():
        if one in places and other in places:
            pair = places[one], places[other]
            if decision.verdict == "same":
                same[pair] = decision
            elif decision.verdict == "different":
                different.append(pair)
    return same, different


def _join_by_number(records: pa.Table, people: People, made: Settled, strangers: set[int]) -> None:
    by_number: dict[str, list[int]] = defaultdict(list)
    for record, number in enumerate(records["resident_key"].to_pylist()):
        if number is not None and record not in strangers:
            by_number[number].append(record)
    for bearers in by_number.values():
        for other in bearers[1:]:
            if people.join(bearers[0], other):
                _note(made, (bearers[0], other), "resident_key")
            else:
                made.problems += [("resident_key", bearers[0]), ("resident_key", other)]


def _join_by_model(
    records: pa.Table, pairs: pa.Table, people: People, made: Settled, strangers: set[int]
) -> None:
    witnessed = _witnessed(pairs, records)
    weights, chances = pairs["match_weight"].to_pylist(), pairs["match_probability"].to_pylist()
    sides = list(zip(pairs["record_l"].to_pylist(), pairs["record_r"].to_pylist(), strict=True))
    for at in sorted(range(len(sides)), key=lambda at: (-weights[at], sides[at])):
        one, other = sides[at]
        if people.groups[one] == people.groups[other]:
            continue
        if one in strangers or other in strangers:
            made.reasons[at] = "changed"
        elif weights[at] < SAME_FROM:
            made.reasons[at] = "weak"
        elif not witnessed[at]:
            made.reasons[at] = "name_only"
        elif not people.join(one, other):
            made.reasons[at] = "contradicts"
        else:
            _note(made, (one, other), "model", chances[at])


def _witnessed(pairs: pa.Table, records: pa.Table) -> list[bool]:
    """Whether anything besides the name agrees; within one department, which knows its people, not the birth date."""
    agree = {
        name: pc.fill_null(pc.greater_equal(pairs[f"gamma_{name}"], least), False)
        for name, least in AGREEING.items()
    }
    one, other = (records["department"].take(pairs[side]) for side in ("record_l", "record_r"))
    born = pc.and_(agree.pop("born"), pc.not_equal(one, other))
    return list(reduce(pc.or_, agree.values(), born).to_pylist())


def _note(
    made: Settled,
    pair: Pair,
    method: str,
    chance: float | None = None,
    decider: tuple[str | None, date | None] = (None, None),
) -> None:
    """How the records of a pair came to their person: by what was strongest."""
    for record in pair:
        if made.methods[record] == "alone":
            made.methods[record], made.probabilities[record] = method, chance
            made.deciders[record] = decider


def _nameless(records: pa.Table) -> list[tuple[str, int]]:
    names = zip(records["whole"].to_pylist(), records["whole_kana"].to_pylist(), strict=True)
    return [("no_name", at) for at, (name, kana) in enumerate(names) if not name and not kana]


def _twins(records: pa.Table, people: People) -> list[tuple[str, int]]:
    """Records of one department that are one person."""
    departments = records["department"].to_pylist()
    found = []
    for members in people.members.values():
        by_department: dict[str, list[int]] = defaultdict(list)
        for record in members:
            by_department[departments[record]].append(record)
        found += [record for twins in by_department.values() if len(twins) > 1 for record in twins]
    return [("twins", record) for record in sorted(found)]


def _debtor(records: pa.Table, place: int) -> Debtor:
    return str(records["department"][place]), str(records["debtor_key"][place])
