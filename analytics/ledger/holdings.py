"""What departments hold against one debtor who owes several: facts as records tell them, gathered by department.

Nothing is guessed: what no record tells is None, and is said to be missing. Nothing here knows of claims that it was
not given, for a reader may not be allowed to see them (facts.md 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.calendar import months_until
from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.lead_rule import LeadRule
from analytics.ledger.levers import ENFORCEABLE, Lever


@dataclass(frozen=True)
class Holding:
    """What one department holds of one kind of claim against the debtor; None where no record tells."""

    department: str  # its code
    department_name: str
    claim_kind: str
    outstanding_yen: int | None  # past due
    oldest_due_on: date | None = None
    state: str = "unknown"  # one of `STATES`, or "unknown"
    is_state_seen: bool = (
        True  # state, payments, measures and limitation; else nothing of them is known here
    )
    last_paid_on: date | None = None
    pledged_on: date | None = None
    is_pledge_kept: bool | None = None
    expires_on: date | None = None  # the earliest day on which a limitation period may have ended
    reminded_on: date | None = None  # the first reminder, 督促
    referred_on: date | None = None  # to welfare
    has_guarantor: bool | None = None
    is_supplied: bool | None = None  # with water
    has_allowance: bool | None = None  # for children

    @property
    def name(self) -> str:
        """The department and the kind, as it is spoken of."""
        return f"{self.department_name}の{self.claim_kind}"

    @property
    def is_to_settle(self) -> bool:
        """Whether it is to be closed properly, not collected; the destitute are looked at before."""
        return STATE_GROUPS[self.state] == SETTLE


@dataclass(frozen=True)
class Standing:
    """All that one department holds, as far as it is to be collected; `holdings` are all of them."""

    department: str
    name: str
    holdings: tuple[Holding, ...]
    open: tuple[Holding, ...]  # neither to be settled, nor with a period that may be over
    is_past: bool  # of some, the period may be over: to be looked at before anything else
    levers: tuple[
        tuple[int, Lever], ...
    ]  # that can be used now, each with its place; the strongest first
    missing: tuple[str, ...]  # what would have to be known, in words

    @property
    def expires_on(self) -> date | None:
        """The nearest day on which a period may end."""
        return min((each.expires_on for each in self.open if each.expires_on), default=None)

    @property
    def last_paid_on(self) -> date | None:
        """The latest payment on record."""
        return max((each.last_paid_on for each in self.open if each.last_paid_on), default=None)

    @property
    def is_state_seen(self) -> bool:
        """Whether the reader may see the states of all that is held."""
        return all(each.is_state_seen for each in self.holdings)

    @property
    def keeps_pledge(self) -> bool:
        """Whether a pledge is kept, and none is broken."""
        kept = [each.is_pledge_kept for each in self.open]
        return True in kept and False not in kept

    @property
    def owed_yen(self) -> int | None:
        """What is to be collected; None where one amount is not known."""
        known = [each.outstanding_yen for each in self.open]
        return None if None in known else sum(yen or 0 for yen in known)


def standings(
    holdings: Iterable[Holding], as_of: date, rule: LeadRule, kinds: ClaimKinds
) -> tuple[Standing, ...]:
    """*holdings* by department, in the order of their codes; what nothing is owed of is left out."""
    owed = [each for each in holdings if each.outstanding_yen != 0]
    owed.sort(key=lambda each: (each.department, each.claim_kind))
    return tuple(
        _standing([each for each in owed if each.department == code], as_of, rule, kinds)
        for code in dict.fromkeys(each.department for each in owed)
    )


def _standing(held: Sequence[Holding], as_of: date, rule: LeadRule, kinds: ClaimKinds) -> Standing:
    going = [each for each in held if not each.is_to_settle]
    past = [each for each in going if each.expires_on and each.expires_on <= as_of]
    still = tuple(each for each in going if each not in past)
    levers: dict[int, Lever] = {}
    missing: list[str] = []
    for each in still:
        missing += _unknown(each)
        for place, lever in enumerate(rule.levers):
            if each.claim_kind not in lever.kinds:
                continue
            can, unknown = _can_use(each, lever, as_of, kinds)
            missing += [f"{each.name}: {what}" for what in unknown]
            if can:
                levers[place] = lever
    return Standing(
        department=held[0].department,
        name=held[0].department_name,
        holdings=tuple(held),
        open=still,
        is_past=bool(past),
        levers=tuple(sorted(levers.items())),
        missing=tuple(dict.fromkeys(missing)),
    )


def _unknown(held: Holding) -> Iterator[str]:
    """What is not known of *held*, whatever its levers."""
    if held.outstanding_yen is None:
        yield f"{held.name}: 残額"
    if not held.is_state_seen:
        yield f"{held.name}: 状態、納付、取組、時効（見られる範囲にない）"
        return
    if held.state == "unknown":
        yield f"{held.name}: 状態"
    # of what is seized, the period does not run
    if held.expires_on is None and held.state != "seized":
        yield f"{held.name}: 時効の満了の見込み（算定不可）"
    if held.pledged_on and held.is_pledge_kept is None:
        yield f"{held.name}: 誓約が守られているか"


def _can_use(
    held: Holding, lever: Lever, as_of: date, kinds: ClaimKinds
) -> tuple[bool, tuple[str, ...]]:
    """Whether *lever* can be used now, and what is not known; what is not known is no yes."""
    told = [
        (held.has_guarantor, "連帯保証人がいるか") if lever.needs == "guarantor" else None,
        (held.is_supplied, "給水しているか") if lever.needs == "supply" else None,
        (held.has_allowance, "児童手当を受けているか") if lever.needs == "allowance" else None,
        *(_by_tax_procedure(held, lever, as_of, kinds) if lever.needs == ENFORCEABLE else ()),
        (_is_old(held, lever, as_of), "いちばん古い納期限") if lever.after_months else None,
    ]
    facts = [each for each in told if each]
    if any(fact is False for fact, _ in facts):
        return False, ()
    return all(fact for fact, _ in facts), tuple(what for fact, what in facts if fact is None)


def _by_tax_procedure(
    held: Holding, lever: Lever, as_of: date, kinds: ClaimKinds
) -> Iterator[tuple[bool | None, str]]:
    """By law the kind may be seized for, and the reminder is old enough; what is seized already has been."""
    yield kinds.is_self_executing(held.claim_kind, as_of), "債権の区分（債権の表にない）"
    if held.state != "seized":
        days = timedelta(days=lever.days_after_reminder)
        reminded = held.reminded_on
        yield None if reminded is None else as_of - reminded > days, "督促した日"


def _is_old(held: Holding, lever: Lever, as_of: date) -> bool | None:
    due = held.oldest_due_on
    return None if due is None else months_until(due, as_of) >= lever.after_months
