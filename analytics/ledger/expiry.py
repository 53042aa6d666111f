"""The earliest day on which the limitation of one line may end, by the events that were recorded (facts.md 2.1).

Never a statement that a claim is gone: what was not recorded may have moved the day, so every answer is to be checked
(要確認), and where an event is missing that the reckoning needs there is no day but what is missing (算定不可).

A period begins on the day after an event and ends on the day before that day years later, or on the last day of the
month where there is no such day (Civil Code 140 and 143). `analytics/sql/views/expiring.sql` says the same of all lines
together, month by month; it knows no demands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from analytics.ledger.calendar import months_later
from analytics.ledger.claim_kinds import ClaimKinds, ClaimRule

REMINDER_STEP: Final = timedelta(days=10)  # of a tax: it begins anew once these have passed
GRACE_MONTHS: Final = 6  # a demand (催告) only puts the end off
STOPPED_YEARS: Final = 3  # of a suspension (執行停止), after which the duty ends
STOPPED_BASIS: Final = "地方税法15条の7第4項（滞納処分の例による債権を含む）"
EXTINCTION, INVOCATION, STOPPED = "extinction", "invocation", "suspension"
HELD, UNKNOWN = "held", "unknown"
ENDS: Final = {  # what comes at the end of the period
    EXTINCTION: "消滅見込（要確認）",
    INVOCATION: "援用待ち",  # private: the claim stands until the debtor invokes it
    STOPPED: "執行停止3年",
    HELD: "差押中",
    UNKNOWN: "算定不可",
}
MISSING: Final = {  # what a day cannot be reckoned without, in the order in which it is looked for
    "rule": "債権の種類の決まり",
    "contract": "契約日",
    "due": "納期限",
    "stop": "執行停止の日",
    "between": "途中の承認・納付の記録",
}
EVENTS: Final = {  # what a period is counted from
    "due_on": "納期限",
    "reminded_on": "督促",
    "acknowledged_on": "承認（誓約）",
    "last_paid_on": "最後の納付",
    "suspended_on": "執行停止",
}


@dataclass(frozen=True)
class Events:
    """What is recorded of one line. Oral promises and telephone calls are not among it (no proof).

    `reminded_on` is the first reminder; a later one is a demand. `demanded_on` are the demands in writing.
    """

    due_on: date | None = None
    contracted_on: date | None = None
    reminded_on: date | None = None
    acknowledged_on: date | None = None
    last_paid_on: date | None = None
    suspended_on: date | None = None
    is_suspended: bool = False
    is_seized: bool = False
    demanded_on: tuple[date, ...] = ()


@dataclass(frozen=True)
class Expiry:
    """When a line may run out at the earliest, and why; to be checked in any case."""

    end: str  # one of ENDS
    ends_on: date | None = None  # the last day of the period; None while held or unknown
    event: str = ""  # one of EVENTS
    counted_on: date | None = None  # the day that the period follows
    years: int | None = None
    law_basis: str = ""
    is_unconfirmed: bool = False  # nobody has confirmed the row of the table of kinds
    demanded_on: date | None = None  # the demand whose grace puts the end off
    missing: str = ""  # one of MISSING, where the end is unknown


def last_day(counted_on: date, months: int) -> date:
    """The last day of a period of *months* that follows the day *counted_on*.

    >>> last_day(date(2021, 10, 31), 60), last_day(date(2023, 2, 28), 60), last_day(date(2024, 2, 28), 60)
    (datetime.date(2026, 10, 31), datetime.date(2028, 2, 29), datetime.date(2029, 2, 28))
    """
    first = counted_on + timedelta(days=1)
    same = months_later(first, months)
    return same - timedelta(days=1) if same.day == first.day else same


def expiry(kind: str, events: Events, kinds: ClaimKinds, on: date) -> Expiry:
    """The earliest possible end of a line of *kind* with *events*, by the rules *kinds* as of the day *on*."""
    rule = kinds.rule_for(kind, on, events.contracted_on)
    if events.is_seized:
        return Expiry(HELD, is_unconfirmed=rule is not None and rule.confirmed_on is None)
    if rule is None:
        is_asked = events.contracted_on is None and kinds.asks_for_contract(kind, on)
        return Expiry(UNKNOWN, missing="contract" if is_asked else "rule")
    found = _by_rule(events, rule)
    return replace(found, is_unconfirmed=rule.confirmed_on is None)


def _by_rule(events: Events, rule: ClaimRule) -> Expiry:
    is_stopped = events.is_suspended and rule.self_executing
    if events.due_on is None:
        return Expiry(UNKNOWN, missing="due")
    if is_stopped and events.suspended_on is None:
        return Expiry(UNKNOWN, missing="stop")
    found = _period(events, events.due_on, rule)
    if found is None:
        return Expiry(UNKNOWN, missing="between")
    if not is_stopped or events.suspended_on is None or found.ends_on is None:
        return found
    stops_on = last_day(events.suspended_on, 12 * STOPPED_YEARS)
    if stops_on >= found.ends_on:  # a suspension does not stop the period
        return found
    since, years = events.suspended_on, STOPPED_YEARS
    return Expiry(STOPPED, stops_on, "suspended_on", since, years, STOPPED_BASIS)


def _period(events: Events, due_on: date, rule: ClaimRule) -> Expiry | None:
    """The period after the last event that began it anew; None where an event came after the period before was over.

    Then something between was not recorded, or the claim was gone already: which of both, nobody can reckon.
    """
    step = REMINDER_STEP if rule.share_group == "T" else timedelta(0)
    end = INVOCATION if rule.needs_invocation else EXTINCTION
    counted_on, event = due_on, "due_on"
    for day, name in _renewals(events, due_on):
        if day > _put_off(counted_on, rule.years, events.demanded_on)[0]:
            return None
        later = day + step if name == "reminded_on" else day
        if later >= counted_on:
            counted_on, event = later, name
    ends_on, demanded_on = _put_off(counted_on, rule.years, events.demanded_on)
    return Expiry(
        end,
        ends_on,
        event,
        counted_on,
        rule.years,
        rule.law_basis,
        demanded_on=demanded_on,
    )


def _renewals(events: Events, due_on: date) -> list[tuple[date, str]]:
    """The days on which the period began anew, the earliest first; nothing does before the line was due."""
    names = ("reminded_on", "acknowledged_on", "last_paid_on")
    told = [(day, name) for name in names if (day := getattr(events, name)) is not None]
    return sorted((day, name) for day, name in told if day >= due_on)


def _put_off(counted_on: date, years: int, demands: Iterable[date]) -> tuple[date, date | None]:
    """The end of the period after *counted_on*, and the demand that puts it off, if one does.

    A demand inside the six months of another adds nothing, nor does one after the end.
    """
    ends_on = last_day(counted_on, 12 * years)
    last, grace_on = None, date.min
    for day in sorted(day for day in demands if counted_on < day <= ends_on):
        if day > grace_on:
            last, grace_on = day, last_day(day, GRACE_MONTHS)
    return (grace_on, last) if grace_on > ends_on else (ends_on, None)
