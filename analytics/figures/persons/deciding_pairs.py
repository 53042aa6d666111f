"""同じ人 / 別の人 / あとで: decisions by who may see both, those made so far, and those that cannot all be right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from analytics.access.gate import Gate
from analytics.errors import NothingToShow, StoreFault
from analytics.figures.matching_state import NEVER
from analytics.figures.persons.review import NO_PERSONS, NOT_FOR_YOU, PURPOSE
from analytics.figures.persons.sight import Sight
from analytics.ledger.calendar import JAPAN, date_label
from analytics.matching import matching
from analytics.matching.decisions import VERDICTS, Debtor, Decision, Pair, decide, decisions, paired
from analytics.matching.keeping import generation
from analytics.matching.reviewing import debtors_of, disputed

CONTRADICTORY = (
    "食い違う判断があります。「同じ人」をたどると「別の人」とした2人がつながるので、その「同じ人」はどれも使っていません。"
    "下の「これまでの判断」で組を選び、誤りを1つ決め直してください。"
)
GONE = (
    "いまの版にない番号についての判断もあります。消さずに残してあり、その番号がまた届けば効きます。"
)
LATE = "判断は記録しました。人のまとめには、次に判断したときか、次の名寄せで反映します。"


@dataclass(frozen=True)
class Made:
    """A decision so far, in words; `is_disputed`: it contradicts others."""

    decision: Decision
    departments: tuple[str, str]
    is_disputed: bool

    @property
    def words(self) -> tuple[str, str, str, str, str]:
        """The two debtors, the verdict, who made it and when."""
        (_, one), (_, other) = self.decision.pair
        sides = [f"{name} {key}" for name, key in zip(self.departments, (one, other), strict=True)]
        decided = self.decision
        verdict = VERDICTS[decided.verdict] + ("（食い違い）" if self.is_disputed else "")
        return sides[0], sides[1], verdict, decided.decided_by, date_label(decided.decided_on)


@dataclass(frozen=True)
class Decisions:
    """The decisions that the reader may see: those that contradict each other first, then the newest first."""

    made: list[Made]
    notes: list[str]


def decide_pair(gate: Gate, one: Debtor, other: Debtor, verdict: str, at: datetime) -> str:
    """Write down what the reader decided about two debtors, and put the people together anew; what became of it.

    Deciding anew undoes the decision before. Raises `NothingToShow` for debtors whom the reader may not see or who
    are gone, `InputFault` for a verdict there is not, `StoreFault` where it cannot be written: then nothing was.
    """
    store, version = gate.reader.store, gate.reader.version
    if not gate.viewer.sees_persons:
        raise NothingToShow(NO_PERSONS)
    made = generation(store, version)
    if made is None:
        raise NothingToShow(NEVER)
    sight = Sight(gate, made)
    known = set(debtors_of(made))
    pair = paired(one, other)
    if not known.issuperset(pair) or not all(sight.met(debtor) for debtor in pair):
        raise NothingToShow(NOT_FOR_YOU)
    before = decisions(store.root).get(pair)
    by = gate.viewer.name or gate.viewer.title
    decide(store.root, one, other, verdict, by, at, at.astimezone(JAPAN).date())
    said = f"「{VERDICTS[verdict]}」と記録しました。"
    is_new = verdict != "later" or (before is not None and before.verdict != "later")
    if not is_new:
        return said
    try:
        matching.settle_again(store, version)
    except StoreFault as problem:
        return f"{LATE}{problem}"
    is_disputed = pair in disputed(known, decisions(store.root))
    return said + (CONTRADICTORY if is_disputed else "")


def decisions_so_far(gate: Gate, at: datetime, disputed_only: bool = False) -> Decisions:
    """The decisions about debtors whom the reader may see. Every debtor that is named is written down as a look.

    Raises `StoreFault` when that cannot be written, and nothing is shown.
    """
    made = generation(gate.reader.store, gate.reader.version) if gate.viewer.sees_persons else None
    if made is None:
        return Decisions([], [])
    decided = decisions(gate.reader.store.root)
    known = set(debtors_of(made))
    quarrels = disputed(known, decided)
    sight = Sight(gate, made)
    names = gate.reader.departments
    shown = [
        Made(each, _names(names, each.pair), each.pair in quarrels)
        for each in sorted(decided.values(), key=lambda each: each.decided_on, reverse=True)
        if (each.pair in quarrels or not disputed_only) and known.issuperset(each.pair)
        if all(map(sight.may, each.pair))
    ]
    shown.sort(key=lambda each: not each.is_disputed)
    reads = {debtor: sight.read(debtor) for each in shown for debtor in each.decision.pair}
    if reads:
        gate.write_down(list(reads.values()), PURPOSE, at)
    are_gone = not all(known.issuperset(pair) for pair in decided)
    notes = [CONTRADICTORY] if any(each.is_disputed for each in shown) else []
    return Decisions(shown, notes + ([GONE] if are_gone and not disputed_only else []))


def _names(names: dict[str, str], pair: Pair) -> tuple[str, str]:
    one, other = (names.get(department, department) for department, _ in pair)
    return one, other
