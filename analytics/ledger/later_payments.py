"""その後の納付: what was paid within some days of a measure (facts.md 4.9); never said to be brought about by it.

It is set beside the same days of last year, and beside like cases that nothing was done about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.ledger.measures import Measure
from analytics.ledger.money import percent, words

WINDOWS = (30, 60, 90)  # days


@dataclass(frozen=True)
class Watched:
    """One debtor whose payments are looked at from the day after *since* on."""

    debtor_key: str
    since: date
    owed_yen: int
    group: str = ""  # cases of one group are alike: the kind of claim and the size of the debt


@dataclass(frozen=True)
class Payment:
    """What a debtor paid on one day."""

    debtor_key: str
    paid_on: date
    paid_yen: int


@dataclass(frozen=True)
class Later:
    """その後の納付 of a group within some days: persons, what they owed, what they paid of it (yen)."""

    person_count: int
    owed_yen: int
    paid_yen: int

    @property
    def paid_rate(self) -> float:
        """The share of what they owed that was paid."""
        return self.paid_yen / self.owed_yen if self.owed_yen else 0.0


def treated(
    cases: Iterable[Watched], measures: Sequence[Measure], first: date, last: date
) -> list[Watched]:
    """Those of *cases* to whom something was done between *first* and *last*, each once, from the first measure on."""
    began: dict[str, date] = {}
    for measure in measures:
        if measure.debtor_key is not None and first <= measure.done_on <= last:
            known = began.get(measure.debtor_key, measure.done_on)
            began[measure.debtor_key] = min(known, measure.done_on)
    return [
        Watched(case.debtor_key, began[case.debtor_key], case.owed_yen, case.group)
        for case in cases
        if case.debtor_key in began
    ]


def untreated_alike(
    cases: Iterable[Watched], among: Sequence[Watched], measures: Sequence[Measure], days: int
) -> list[Watched]:
    """Those of *cases* in a group of *among* to whom nothing was done in *days* from the first day of that group."""
    began: dict[str, date] = {}
    for each in among:
        began[each.group] = min(began.get(each.group, each.since), each.since)
    known = {each.debtor_key for each in among}
    alike = [
        Watched(case.debtor_key, began[case.group], case.owed_yen, case.group)
        for case in cases
        if case.group in began and case.debtor_key not in known
    ]
    done: dict[str, list[date]] = {}
    for measure in measures:
        if measure.debtor_key is not None:
            done.setdefault(measure.debtor_key, []).append(measure.done_on)
    return [
        one
        for one in alike
        if not any(
            one.since <= day <= one.since + timedelta(days=days)
            for day in done.get(one.debtor_key, ())
        )
    ]


def paid_later(
    group: Sequence[Watched],
    payments: Iterable[Payment],
    days: int,
    known_until: date,
    fewest: int,
) -> Later | None:
    """What *group* paid in the *days* after each one's day; the day itself does not count.

    None where the group has less than *fewest* persons, or where the days of one have not passed on *known_until*.
    """
    window = timedelta(days=days)
    since = {one.debtor_key: one.since for one in group}
    if len(since) < fewest or any(day + window > known_until for day in since.values()):
        return None
    paid = sum(
        payment.paid_yen
        for payment in payments
        if payment.debtor_key in since
        and timedelta(0) < payment.paid_on - since[payment.debtor_key] <= window
    )
    return Later(len(since), sum(one.owed_yen for one in group), paid)


def said(days: int, done: Later | None, before: Later | None, alike: Later | None) -> str:
    """その後の納付 in a sentence: of those *done* to, those of last year *before*, and those left *alone*."""
    if done is None:
        return f"{days}日以内のその後の納付は、人数が少ないか、まだ{days}日たっていないため、示しません"
    beside = (
        f"{name}は{percent(other.paid_rate) if other else '示せません'}"
        for name, other in (("前年の同じ時期", before), ("取組のない似た人", alike))
    )
    return (
        f"{days}日以内のその後の納付は{words(done.paid_yen)}で、残額の{percent(done.paid_rate)}"
        f"（{'、'.join(beside)}）"
    )
