"""The pairs that people look at, side by side, for whoever may see both; written down before anything is given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from analytics.access.gate import Gate
from analytics.errors import NothingToShow
from analytics.figures.matching_state import NEVER
from analytics.figures.persons.differences import Compared, compared
from analytics.figures.persons.sight import Sight
from analytics.figures.persons.weights import not_compared, steps
from analytics.matching.decisions import Debtor, Decision, Pair, decisions
from analytics.matching.keeping import Generation, generation, model_of
from analytics.matching.people import REASONS
from analytics.matching.records import read_letters
from analytics.matching.reviewing import Waiting, waiting, weighed_pair
from analytics.store.matched import written_of
from analytics.store.questions import ask

PURPOSE = "名寄せの確認"
NO_PERSONS = (
    "この役割では、人ごとの内容は出しません。組を確かめられるのは、室長、事案担当と所管課長です。"
)
NOTHING_WAITS = "見られる範囲に、いま確かめる組はありません。"
NOT_FOR_YOU = "いまの版にないか、見てよい根拠のない債務者です。この組は出しません。"


@dataclass(frozen=True)
class Side:
    """One of the two debtors."""

    debtor: Debtor
    department_name: str


@dataclass(frozen=True)
class Review:
    """A pair as it is put before people. `steps`: empty where the model did not think it worth a look."""

    sides: tuple[Side, Side]
    fields: list[Compared]
    reason: str  # in words; "" where it does not wait
    steps: pd.DataFrame
    silent: list[str]  # comparisons that one of the two lacks something for
    decision: Decision | None

    @property
    def pair(self) -> Pair:
        """The two debtors, the smaller first."""
        return self.sides[0].debtor, self.sides[1].debtor


@dataclass(frozen=True)
class Reviews:
    """Some of the pairs that wait, how many there are that the reader may see, and `said` where none is shown."""

    count: int
    pairs: list[Review]
    said: str = ""


def review_pairs(gate: Gate, at: datetime, first: int = 0, most: int = 1) -> Reviews:
    """*most* of the pairs that wait, from place *first* on, the strongest first and those put off last.

    Only pairs of which the reader may see both debtors count. Whoever sees no person gets a sentence. Raises
    `StoreFault` when the look cannot be written down, or for a damaged store; then nothing is shown.
    """
    if not gate.viewer.sees_persons:
        return Reviews(0, [], NO_PERSONS)
    made = generation(gate.reader.store, gate.reader.version)
    if made is None:
        return Reviews(0, [], NEVER)
    decided = decisions(gate.reader.store.root)
    sight = Sight(gate, made)
    seen = [one for one in waiting(made, decided) if all(map(sight.may, one.pair))]
    if not seen:
        return Reviews(0, [], NOTHING_WAITS)
    start = min(max(first, 0), len(seen) - 1)
    chosen = seen[start : start + most]
    _written_down(gate, sight, [one.pair for one in chosen], at)
    return Reviews(len(seen), [_review(gate, made, one, decided.get(one.pair)) for one in chosen])


def one_pair(gate: Gate, pair: Pair, at: datetime) -> Review:
    """A pair that was decided already, to be looked at anew. Raises `NothingToShow` for whom the reader may not see."""
    store, version = gate.reader.store, gate.reader.version
    made = generation(store, version) if gate.viewer.sees_persons else None
    sight = Sight(gate, made) if made else None
    if made is None or sight is None or not all(map(sight.may, pair)):
        raise NothingToShow(NOT_FOR_YOU)
    _written_down(gate, sight, [pair], at)
    row = weighed_pair(made, pair)
    return _review(gate, made, Waiting(pair, row or {}), decisions(store.root).get(pair))


def _written_down(gate: Gate, sight: Sight, pairs: Sequence[Pair], at: datetime) -> None:
    """The looks at *pairs*, in the audit trail. Raises `NothingToShow` if the gate itself says no to one of them."""
    reads = [sight.read(debtor) for pair in pairs for debtor in pair]
    if not all(read.met for read in reads):
        raise NothingToShow(NOT_FOR_YOU)
    gate.write_down(reads, PURPOSE, at)


def _review(gate: Gate, made: Generation, one: Waiting, decision: Decision | None) -> Review:
    reader = gate.reader
    written = written_of(reader.store, reader.version)
    found = [
        ask(written, "matching/person", {"department": department, "debtor_key": key}).to_pylist()
        for department, key in one.pair
    ]
    if not all(found):
        raise NothingToShow(NOT_FOR_YOU)
    model = model_of(reader.store, int(made.told["model"])) if one.row else None
    sides = [Side(debtor, reader.departments.get(debtor[0], debtor[0])) for debtor in one.pair]
    return Review(
        (sides[0], sides[1]),
        compared(found[0][0], found[1][0], read_letters(reader.rules_in)),
        REASONS.get(str(one.row.get("reason", "")), ""),
        steps(one.row, model) if model else pd.DataFrame(),
        not_compared(one.row) if model else [],
        decision,
    )
