"""What a proposal of 先行部署 was made of, and what the other departments do meanwhile, in words.

Only of what was given: a claim that the reader may not see has left no trace here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from analytics.ledger.bands import SETTLE
from analytics.ledger.calendar import date_label, months_later
from analytics.ledger.columns import STATES
from analytics.ledger.holdings import Standing
from analytics.ledger.lead_rule import LeadRule
from analytics.ledger.money import exact

WAIT, USUAL = "待つ", "通常どおり"
UNKNOWN, UNSEEN = "分からない", "見られる範囲にない"
DESTITUTE = "destitute"
Value = Callable[[Standing], str]


def names(standings: Sequence[Standing]) -> str:
    """The departments, as a sentence lists them."""
    return "、".join(each.name for each in standings)


def is_near(standing: Standing, as_of: date, rule: LeadRule) -> bool:
    """Whether a limitation period may end within the months of *rule*."""
    ends = standing.expires_on
    return ends is not None and ends <= months_later(as_of, rule.expiring_months)


def welfare_facts(standing: Standing, as_of: date, rule: LeadRule) -> Iterator[str]:
    """Why welfare comes first: a state of destitution, or a referral that is not long ago."""
    if any(each.state == DESTITUTE for each in standing.holdings):
        yield f"状態が{STATES[DESTITUTE]}"
    since = months_later(as_of, -rule.referred_months)
    days = [each.referred_on for each in standing.holdings if each.referred_on]
    if days and since <= max(days) <= as_of:
        yield f"{date_label(max(days))}に福祉へつないだ"


def inputs(
    standings: Sequence[Standing], as_of: date, rule: LeadRule, *, is_welfare: bool
) -> tuple[tuple[str, str], ...]:
    """What each ground looked at, by department, in the order of *rule*; before welfare, no lever is named."""
    looked_at: dict[str, tuple[str, Value]] = {
        "welfare": (
            "生活困窮・福祉",
            _of_seen(lambda each: "・".join(welfare_facts(each, as_of, rule)) or "記録なし"),
        ),
        "expiring": ("時効の満了の見込み（要確認）", _of_seen(_of_open(_expiry))),
        "pledge": ("誓約", _of_seen(_of_open(_pledge))),
        "lever": ("使える手段", _of_seen(_of_open(_levers))),
        "paying": ("最後の納付", _of_seen(_of_open(_payment))),
        "amount": ("納期限の過ぎた残額（回収する債権）", _of_open(_amount)),
    }
    return tuple(
        (label, "、".join(f"{each.name} {value(each)}" for each in standings))
        for ground in rule.order
        if not (is_welfare and ground == "lever")
        for label, value in (looked_at[ground],)
    )


def meanwhile(standing: Standing, as_of: date, rule: LeadRule, *, is_welfare: bool) -> str:
    """待つ or 通常どおり, and why. No department is told to wait where a period may end."""
    whys = []
    if not standing.open and not standing.is_past:
        whys.append("整理の手続きを進める")
    if standing.is_past:
        whys.append("時効の期間が過ぎている見込みの債権を、先に確かめる")
    if is_near(standing, as_of, rule):
        stop = "手段は使わず、時効を確かめる" if is_welfare else "完成を止める手続きは待たない"
        whys.append(f"時効が近いので、{stop}")
    if standing.keeps_pledge:
        whys.append("守られている誓約を続ける")
    if whys:
        return f"{USUAL}（{'。'.join(whys)}）"
    return (
        f"{WAIT}（{'手段を使わない' if is_welfare else '新しい手段は使わず、案内と相談は続ける'}）"
    )


def _of_seen(value: Value) -> Value:
    """*value* where the reader may see the states; what may not be seen is not said to be absent."""
    return lambda each: value(each) if each.is_state_seen else UNSEEN


def _of_open(value: Value) -> Value:
    """*value* where there is something to collect."""
    return lambda each: value(each) if each.open else _not_open(each)


def _not_open(standing: Standing) -> str:
    return "期間経過の見込み（先に確かめる）" if standing.is_past else SETTLE


def _expiry(standing: Standing) -> str:
    if standing.expires_on:
        return date_label(standing.expires_on)
    is_held = all(each.state == "seized" for each in standing.open)
    return "差押中（進行していない）" if is_held else "算定不可"


def _pledge(standing: Standing) -> str:
    kept = [each.is_pledge_kept for each in standing.open]
    if False in kept:
        return "守られていない"
    if True in kept:
        return "守られている"
    return UNKNOWN if any(each.pledged_on for each in standing.open) else "記録なし"


def _levers(standing: Standing) -> str:
    return "・".join(lever.name for _, lever in standing.levers) or "記録からは、なし"


def _payment(standing: Standing) -> str:
    return date_label(standing.last_paid_on) if standing.last_paid_on else "記録なし"


def _amount(standing: Standing) -> str:
    return UNKNOWN if standing.owed_yen is None else exact(standing.owed_yen)
