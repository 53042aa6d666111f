"""先行部署 on a debtor's card: the proposal with its reason and inputs, and the decisions with その後の残額."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.figures.figure import Figure
from analytics.figures.persons.kept import Kept
from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Row
from analytics.figures.persons.words import framed, labelled
from analytics.ledger.lead import Proposal
from analytics.ledger.lead_decisions import outcome
from analytics.ledger.lead_rule import NOTE

LEAD = {"item": "項目", "words": "内容"}
DECISIONS = {
    "decided_on": "決めた日",
    "decided_by": "決めた人",
    "lead_department_name": "先行部署",
    "action": "何をするか",
    "follows_label": "案との違い",
    "review_on": "見直す日",
    "outcome": "その後",
    "note": "メモ",
}
NO_DECISIONS = "見られる範囲に、先行部署の決定はありません。"
NOBODY_LEADS = "決めない"


def lead(here: Look, proposal: Proposal) -> Figure:
    """The proposal in words: the reason, what was looked at, what the others do, and what is not known."""
    rows: list[Row] = [
        {"item": "理由", "words": proposal.reason},
        *({"item": label, "words": value} for label, value in proposal.inputs),
        *({"item": f"{name}は", "words": value} for name, value in proposal.others),
        *({"item": "分からないこと", "words": what} for what in proposal.missing),
    ]
    return here.figure(
        "debtor_lead",
        title=proposal.headline,
        measure="先行部署の案",
        headline=proposal.headline,
        comparison="",
        frame=framed(rows, [*LEAD]),
        labels=LEAD,
        notes=(NOTE,),
    )


def decisions(here: Look, told: Sequence[Kept]) -> Figure:
    """Every decision that may be seen, the newest first, with その後の残額."""
    rows = [decided(here, each) for each in reversed(told)]
    return here.figure(
        "debtor_decisions",
        title="先行部署の決定" if rows else NO_DECISIONS,
        measure="先行部署の決定",
        headline=f"{len(rows)}件" if rows else "－",
        comparison="",
        frame=framed(rows, [*DECISIONS]),
        labels=labelled(rows, DECISIONS),
        empty="" if rows else NO_DECISIONS,
    )


def decided(here: Look, each: Kept) -> Row:
    """One decision in the columns of `DECISIONS`."""
    decision = each.decision
    name = here.department_name(decision.department) if decision.department else NOBODY_LEADS
    told = outcome(decision, each.balance_yen, balance_now(here, each), here.on, here.gate.on)
    return {
        "decided_on": decision.decided_on,
        "decided_by": decision.decided_by,
        "lead_department_name": name,
        "action": decision.action,
        "follows_label": "案のとおり" if decision.follows_proposal else "案と違う",
        "review_on": decision.review_on,
        "outcome": "".join(told),
        "note": decision.note or None,
    }


def balance_now(here: Look, each: Kept) -> int | None:
    """What the parts that a decision was made of come to now; None where one of them is not told."""
    known = {part.key: part for part in here.parts}
    yen = [known[key].yen if key in known else None for key in each.made_of]
    return None if None in yen else _sum(yen)


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)
