"""その後の納付: what was paid within some days of a measure (facts.md 4.9); never said to be brought about by it.

It is set beside the same days of last year, and beside like cases that nothing was done about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.ledger.measures import Measure
from analytics.ledger.money import percent, words

WINDOWS = (30, 60, 90)  # days
Days = dict[str, date]  # debtor → the day after which payments are looked at


@dataclass(frozen=True)
class Debtor:
    """What one debtor owed (yen), and the group of like ones: the kind of claim and the size of the debt."""

    owed_yen: int
    group: str


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
    def paid_rate(self) -> float | None:
        """The share of what they owed that was paid; None when they owed nothing."""
        return self.paid_yen / self.owed_yen if self.owed_yen else None


def treated(
    debtors: Mapping[str, Debtor], measures: Iterable[Measure], first: date, last: date
) -> Days:
    """Those of *debtors* to whom something was done between *first* and *last*, and the day of the first measure."""
    since: Days = {}
    for measure in measures:
        key, day = measure.debtor_key, measure.done_on
        if key is not None and key in debtors and first <= day <= last:
            since[key] = min(since.get(key, day), day)
    return since


def untreated_alike(
    debtors: Mapping[str, Debtor], since: Days, measures: Iterable[Measure], days: int
) -> Days:
    """Those of *debtors* in a group of *since* to whom nothing was done in *days* from the first day of that group."""
    began: Days = {}
    for key, day in since.items():
        group = debtors[key].group
        began[group] = min(began.get(group, day), day)
    alike = {
        key: began[debtor.group]
        for key, debtor in debtors.items()
        if debtor.group in began and key not in since
    }
    window = timedelta(days=days)
    for measure in measures:
        done_to = measure.debtor_key
        if done_to in alike and timedelta(0) <= measure.done_on - alike[done_to] <= window:
            del alike[done_to]
    return alike


def paid_later(
    debtors: Mapping[str, Debtor],
    since: Days,
    payments: Sequence[Payment],
    days: int,
    known_until: date,
    fewest: int,
) -> Later | None:
    """What those in *since* paid in the *days* after each one's day; the day itself does not count.

    None where they are fewer than *fewest* persons, or where the days of one have not passed on *known_until*.
    """
    window = timedelta(days=days)
    if len(since) < fewest or any(day + window > known_until for day in since.values()):
        return None
    paid = sum(
        payment.paid_yen
        for payment in payments
        if payment.debtor_key in since
        and timedelta(0) < payment.paid_on - since[payment.debtor_key] <= window
    )
    return Later(len(since), sum(debtors[key].owed_yen for key in since), paid)


def said(days: int, done: Later | None, before: Later | None, alike: Later | None) -> str:
    """その後の納付 in a sentence: of those *done* to, of those of last year *before*, of those *alike* left alone."""
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
