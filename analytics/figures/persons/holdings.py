"""Debts as the rules take them: holdings for a proposal of 先行部署, cases for 事案指導 and the signs of a transfer.

What may not be seen is not known there either: a proposal is made of what its reader sees.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analytics.figures.persons.debts import Debt
from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Row, first, last
from analytics.ledger import lead, lead_rule
from analytics.ledger.debtor_events import DebtorEvents
from analytics.ledger.holdings import Holding
from analytics.ledger.lead import Proposal
from analytics.ledger.transfer import Case

Written = dict[tuple[str, str], Row]  # debtor → how the department writes it, masked


def holdings(debt: Debt, look: Look, events: DebtorEvents, written: Written) -> Iterator[Holding]:
    """*debt* as `analytics.ledger.lead.propose` looks at it; lines whose period may be over stand apart from the rest.

    No record tells of supply, allowance or a kept pledge.
    """
    part, over = debt.part, debt.over
    guarantor = written.get((part.department, part.debtor_key), {}).get("guarantor")
    for lines in ([line for line in debt.owed if line not in over], over):
        if not lines:
            continue
        some = replace(debt, lines=tuple(lines))
        pledged = [line["acknowledged_on"] for line in lines] + debt.days_of(events.pledges)
        yen = sum(line["outstanding_yen"] for line in lines) if part.shows("amount") else None
        yield Holding(
            department=part.department,
            department_name=look.department_name(part.department),
            claim_kind=part.claim_kind,
            outstanding_yen=yen,
            oldest_due_on=some.oldest_due_on,
            state=some.state or "unknown",
            is_state_seen=part.shows("state"),
            last_paid_on=debt.last_paid_on,
            pledged_on=last(pledged),
            expires_on=some.nearest[0],
            reminded_on=first([line["reminded_on"] for line in lines]),
            referred_on=last(debt.days_of(events.referrals)),
            has_guarantor=True if guarantor else None,
        )


def proposal(debts: Iterable[Debt], look: Look, events: DebtorEvents, written: Written) -> Proposal:
    """Who might act first for the debtor of *debts*. Raises `LayoutFault` for a faulty `lead.toml`."""
    rule = lead_rule.read(look.reader.rules_in)
    owing = (debt for debt in debts if debt.part.is_owing)
    held = [each for debt in owing for each in holdings(debt, look, events, written)]
    return lead.propose(held, look.on, rule, look.reader.rules)


def case(debts: Sequence[Debt], events: DebtorEvents) -> Case:
    """What one debtor owes one department; all of *debts* show their amount and their state."""
    largest = max(debts, key=lambda each: each.part.outstanding_yen)
    states = [each.state for each in debts]
    contacts = [day for each in debts for day in each.days_of(events.contacts)]
    demands = {day for each in debts for day in each.days_of(events.demands)}
    breaches = {day for each in debts for day in each.days_of(events.breaches)}
    return Case(
        outstanding_yen=sum(each.part.outstanding_yen for each in debts),
        state="destitute" if "destitute" in states else largest.state or "unknown",
        expires_on=first([day for each in debts if (day := each.nearest[0]) and day > each.on]),
        breach_count=len(breaches),
        last_contact_on=last(contacts),
        last_paid_on=last([each.last_paid_on for each in debts]),
        demands_on=tuple(sorted(demands)),
        oldest_due_on=first([each.oldest_due_on for each in debts]),
    )
