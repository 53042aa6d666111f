"""What is left for people: the pairs that wait for a decision, and the decisions that cannot all be right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.matching.clusters import contradictory
from analytics.matching.decisions import Debtor, Decision, Pair, paired
from analytics.matching.keeping import Generation

REASONS_ONLY = pa.schema([pa.field("reason", pa.string(), nullable=False)])


@dataclass(frozen=True)
class Waiting:
    """A pair that nobody has decided yet; `row` has its levels and weights, `is_later` that somebody put it off."""

    pair: Pair
    row: Mapping[str, Any]
    is_later: bool = False

    @property
    def reason(self) -> str:
        """Why it is put before people, one of `people.REASONS`."""
        return str(self.row["reason"])


def waiting(made: Generation, decided: Mapping[Pair, Decision]) -> list[Waiting]:
    """The pairs of *made* that wait for a decision: the strongest first, those put off (あとで) after all others."""
    pairs, keys = made.tables["pairs"], debtors_of(made)
    found = []
    for row in pairs.filter(pc.not_equal(pairs["reason"], "")).to_pylist():
        pair = paired(keys[row["record_l"]], keys[row["record_r"]])
        verdict = decided[pair].verdict if pair in decided else ""
        if verdict in ("", "later"):
            found.append(Waiting(pair, row, verdict == "later"))
    return sorted(found, key=lambda one: (one.is_later, -one.row["match_weight"], one.pair))


def weighed_pair(made: Generation, pair: Pair) -> Mapping[str, Any] | None:
    """The levels and weights of *pair*; None where the model did not think it worth a look."""
    places = {key: place for place, key in enumerate(debtors_of(made))}
    sides = {places.get(one) for one in pair}
    pairs = made.tables["pairs"]
    values = pa.array([place for place in sides if place is not None], pa.int64())
    both = pc.and_(pc.is_in(pairs["record_l"], values), pc.is_in(pairs["record_r"], values))
    rows = pairs.filter(both).to_pylist()
    return rows[0] if rows else None


def debtors_of(made: Generation) -> list[Debtor]:
    """The department and key of each record of *made*, by its place."""
    columns = (made.tables["records"][name].to_pylist() for name in ("department", "debtor_key"))
    return [(str(department), str(key)) for department, key in zip(*columns, strict=True)]


def disputed(known: Collection[Debtor], decided: Mapping[Pair, Decision]) -> set[Pair]:
    """The decided pairs that contradict each other: a chain of 同じ人 and the 別の人 between two of its ends.

    *known* are the debtors of the version. Of such a chain nobody's 同じ人 is followed (`clusters.contradictory`).
    """
    places = {debtor: place for place, debtor in enumerate(known)}
    found: dict[str, dict[tuple[int, int], Pair]] = {"same": {}, "different": {}}
    for (one, other), decision in decided.items():
        if decision.verdict in found and one in places and other in places:
            found[decision.verdict][(places[one], places[other])] = (one, other)
    same, different = found["same"], found["different"]
    broken = contradictory(same, different)
    told = {same[pair] for pair in broken}
    return told | {pair for at, pair in different.items() if contradictory(broken, [at])}
