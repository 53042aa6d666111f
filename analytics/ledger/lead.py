"""先行部署: which department acts first for a debtor who owes several, a written reason with its inputs (facts.md 3).

A person decides; there is no score, and where a payment goes stays the debtor's choice (民法488条). The grounds of
`lead.toml` are looked at one after the other, each keeps the departments for which it speaks most, and the first that
leaves one settles it. Claims that the reader may not see are taken out before: nothing is said that hints at them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.ledger import lead_words
from analytics.ledger.calendar import date_label, months_later
from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.holdings import Holding, Standing, standings
from analytics.ledger.lead_rule import GROUNDS, WELFARE, LeadRule
from analytics.ledger.lead_words import is_near, names, welfare_facts
from analytics.ledger.money import exact

ONLY, TIE, SETTLED, UNSEEN, NOTHING = "only", "tie", "settled", "unseen", "nothing"
OUTCOMES: Final = GROUNDS | {  # what settled a proposal, or why there is none
    ONLY: "回収する債権を持つ課が1つ",
    TIE: "課の番号",
    SETTLED: "回収する債権がない",
    UNSEEN: "状態の見られない課がある",
    NOTHING: "決めることがない",
}
NOTHING_TO_AGREE = "先に動く課を、課の間で決めることはありません。"
NOTHING_TO_COLLECT = (
    "回収する債権を持つ課がないので、先に動く課を決めません。それぞれの手続きを進めます。"
)
WITHOUT_STATES = (
    "の状態は見られる範囲にないので、生活困窮や福祉へのつなぎを先にするべきかが分からず、先に動く課の案は出しません。"
    "徴収対策室か、その課に確かめてください。"
)
Found = tuple[list[Standing], str]  # the departments that are left, and why, in a sentence


@dataclass(frozen=True)
class Proposal:
    """Who might act first and why. No department: welfare comes first, or there is nothing to propose."""

    department: str | None  # its code
    department_name: str
    ground: str  # of OUTCOMES: what settled it
    reason: str
    inputs: tuple[
        tuple[str, str], ...
    ] = ()  # what was looked at, and what stands there by department
    others: tuple[tuple[str, str], ...] = ()  # department, and what it does meanwhile
    missing: tuple[str, ...] = ()  # what was not known

    @property
    def headline(self) -> str:
        """The proposal in a few words."""
        if self.department is not None:
            return f"{self.department_name}が先に動く案"
        return "福祉へのつなぎを先にする案" if self.ground == WELFARE else "案なし"


def propose(
    holdings: Iterable[Holding], as_of: date, rule: LeadRule, kinds: ClaimKinds
) -> Proposal:
    """A proposal for the debtor of *holdings* as of a day; with one department there is none."""
    held = standings(holdings, as_of, rule, kinds)
    if len(held) < 2:
        return Proposal(None, "", NOTHING, NOTHING_TO_AGREE)
    if facts := _welfare(held, as_of, rule):
        reason = (
            f"{facts}。どの手段よりも先に、福祉の窓口へつなぐ案です。手段で先に動く課は決めません。"
        )
        return _proposal(None, WELFARE, reason, held, as_of, rule)
    if unseen := [each for each in held if not each.is_state_seen]:
        return _proposal(None, UNSEEN, f"{names(unseen)}{WITHOUT_STATES}", held, as_of, rule)
    ready = [each for each in held if each.open]
    if not ready:
        return _proposal(None, SETTLED, NOTHING_TO_COLLECT, held, as_of, rule)
    lead, ground, why = _settle(ready, len(held), as_of, rule)
    said = "" if ground == "lever" else _levers_words(lead)
    reason = f"{lead.name}が先に動く案です。{why}{said}"
    return _proposal(lead, ground, reason, held, as_of, rule)


def _proposal(
    lead: Standing | None,
    ground: str,
    reason: str,
    held: Sequence[Standing],
    as_of: date,
    rule: LeadRule,
) -> Proposal:
    is_welfare = ground == WELFARE
    return Proposal(
        department=lead.department if lead else None,
        department_name=lead.name if lead else "",
        ground=ground,
        reason=reason,
        inputs=lead_words.inputs(held, as_of, rule, is_welfare=is_welfare),
        others=tuple(
            (each.name, lead_words.meanwhile(each, as_of, rule, is_welfare=is_welfare))
            for each in held
            if each is not lead
        ),
        missing=() if is_welfare else tuple(what for each in held for what in each.missing),
    )


def _welfare(held: Sequence[Standing], as_of: date, rule: LeadRule) -> str:
    """Why welfare comes first, by department; "" where no record says so."""
    told = [(each.name, "・".join(welfare_facts(each, as_of, rule))) for each in held]
    return "。".join(f"{name}の記録では、{facts}" for name, facts in told if facts)


def _settle(
    ready: list[Standing], held_count: int, as_of: date, rule: LeadRule
) -> tuple[Standing, str, str]:
    """Who is left when a ground leaves one, that ground, and the sentences of all that took one away."""
    if len(ready) == 1:
        return ready[0], ONLY, f"いま回収する債権を持つのは{ready[0].name}だけです。"
    left, said = ready, ""
    if len(ready) < held_count:
        said = f"いま回収する債権を持つのは{names(ready)}です。"
    for ground in rule.order:
        if ground == WELFARE:  # came before
            continue
        found, sentence = GROUND[ground](left, as_of, rule)
        if len(found) < len(left):
            said += f"そのうち、{sentence}" if said else sentence
            left = found
        if len(left) == 1:
            return left[0], ground, said
    tie = f"ここまでの根拠では{names(left)}に差がないので、課の番号が小さい{left[0].name}とします。"
    return left[0], TIE, said + tie


def _expiring(left: list[Standing], as_of: date, rule: LeadRule) -> Found:
    near = [each for each in left if is_near(each, as_of, rule)]
    first = min((each.expires_on for each in near if each.expires_on), default=None)
    if first is None:
        return left, ""
    found = [each for each in near if each.expires_on == first]
    more = f"{names(near)}で、いちばん早いのは" if len(found) < len(near) else ""
    return found, (
        f"時効の期間が{rule.expiring_months}か月のうちに満了する見込みなのは"
        f"{more}{names(found)}（{date_label(first)}、要確認）です。"
    )


def _pledge(left: list[Standing], as_of: date, rule: LeadRule) -> Found:
    found = [each for each in left if each.keeps_pledge]
    return (found, f"誓約が守られているのは{names(found)}です。") if found else (left, "")


def _lever(left: list[Standing], as_of: date, rule: LeadRule) -> Found:
    best = min((each.levers[0][0] for each in left if each.levers), default=None)
    if best is None:
        return left, ""
    found = [each for each in left if each.levers and each.levers[0][0] == best]
    return (
        found,
        f"使える手段がいちばん強いのは{names(found)}（{rule.levers[best].name}）です。",
    )


def _paying(left: list[Standing], as_of: date, rule: LeadRule) -> Found:
    since = months_later(as_of, -rule.paying_months)
    days = [(each, each.last_paid_on) for each in left]
    found = [(each, day) for each, day in days if day and since <= day <= as_of]
    if not found:
        return left, ""
    said = "、".join(f"{each.name}（{date_label(day)}）" for each, day in found)
    return [
        each for each, _ in found
    ], f"最後の納付が{rule.paying_months}か月以内なのは{said}です。"


def _amount(left: list[Standing], as_of: date, rule: LeadRule) -> Found:
    """The largest balance; where one is not known, none is said to be the largest."""
    known = [each.owed_yen for each in left if each.owed_yen is not None]
    if len(known) < len(left):
        return left, ""
    found = [each for each in left if each.owed_yen == max(known)]
    return (
        found,
        f"納期限の過ぎた残額がいちばん大きいのは{names(found)}（{exact(max(known))}）です。",
    )


def _levers_words(lead: Standing) -> str:
    """What the department that leads can use now."""
    if lead.levers:
        return f"使える手段は{'、'.join(lever.name for _, lever in lead.levers)}です。"
    return "記録から分かる、使える手段はありません。"


GROUND: Final[dict[str, Callable[[list[Standing], date, LeadRule], Found]]] = {
    "expiring": _expiring,
    "pledge": _pledge,
    "lever": _lever,
    "paying": _paying,
    "amount": _amount,
}
