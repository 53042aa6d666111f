"""先行部署 as the city rules it (`lead.toml`): grounds in their order, limits, and the levers of each kind of claim.

Destitution comes before any lever (facts.md 3). Every mistake in the file is said at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.errors import LayoutFault
from analytics.ledger import claim_kinds_file
from analytics.ledger.calendar import date_label
from analytics.ledger.claim_kinds import UNCONFIRMED
from analytics.ledger.levers import MOST_MONTHS, Lever, mistakes_of_levers
from analytics.ledger.rules_file import is_day, is_number, read_rules

NAME, TITLE = "lead.toml", "先行部署の決まり"
NOTE = (
    "2つ以上の課に未納がある人に、どの課が先に動くかの案です。生活困窮と福祉へのつなぎは、どの手段よりも先です。決めるのは人で、"
    "見直す日を付けます。納付の充て先は、納める人の指定のままです（民法488条）。"
    "決まりは data/rules/lead.toml にあり、市で直せます。"
)
HEADERS = ("順", "根拠・手段", "決まり", "確認")
WELFARE = "welfare"
GROUNDS = {
    WELFARE: "生活困窮・福祉へのつなぎ",
    "expiring": "時効が近い",
    "pledge": "守られている誓約",
    "lever": "使える手段の強さ",
    "paying": "いま払われている課",
    "amount": "金額",
}
LIMITS = ("referred_months", "expiring_months", "paying_months")
_BEFORE = (
    "前提",
    "先に動ける課",
    "2つ以上の課に未納がある人だけ。整理する債権か、時効の期間が過ぎている見込みの債権しかない課は除く",
    "－",
)
_TIE = ("最後", "課の番号", "どの根拠でも決まらなければ、番号の小さい課", "－")
_MEANWHILE = (
    "ほか",
    "ほかの課",
    "待つ。時効が近い課、誓約が守られている課、上の前提で除いた課は、通常どおり",
    "－",
)
_SAID_ONCE = ("order", *LIMITS, "confirmed_on", "levers")


@dataclass(frozen=True)
class LeadRule:
    """The grounds in their order, their limits in months, and the levers, the strongest first."""

    order: tuple[str, ...]
    referred_months: int
    expiring_months: int
    paying_months: int
    levers: tuple[Lever, ...]
    confirmed_on: date | None = None


def read(folder: Path) -> LeadRule:
    """The rule in *folder*, held against the kinds there. Raises `LayoutFault` naming every mistake and what to do."""
    told = read_rules(folder / NAME, TITLE, "expiring_months = 6")
    kinds = claim_kinds_file.read_claim_kinds(folder / claim_kinds_file.NAME)
    wrong = [*_mistakes(told), *mistakes_of_levers(told.get("levers"), kinds)]
    if wrong:
        raise LayoutFault(
            "\n".join([f"{TITLE} {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)])
        )
    levers = tuple(Lever(**lever | {"kinds": tuple(lever["kinds"])}) for lever in told["levers"])
    return LeadRule(**told | {"order": tuple(told["order"]), "levers": levers})


def _mistakes(told: dict[str, Any]) -> Iterator[str]:
    """What is wrong outside the levers."""
    yield from (
        f"{key} は知らないキーです。消してください" for key in told if key not in _SAID_ONCE
    )
    order = told.get("order")
    if (
        not isinstance(order, list)
        or order[:1] != [WELFARE]
        or any(order.count(each) > 1 or each not in [*GROUNDS] for each in order)
    ):
        yield (
            f'order は "{WELFARE}" を最初に、{"、".join(GROUNDS)} から選び、1回ずつ並べてください'
            "（生活困窮は、どの手段よりも先です）"
        )
    for name in LIMITS:
        if not is_number(told.get(name), 1, MOST_MONTHS):
            yield f"{name} は 1 から {MOST_MONTHS} までの整数で書いてください"
    if not is_day(told.get("confirmed_on", date.min)):
        yield "confirmed_on は引用符なしの日付（2026-04-01）で書いてください"


def rows(rule: LeadRule) -> list[tuple[str, ...]]:
    """The table below `HEADERS`: who may lead, each ground in its order, each lever, and what the others do."""
    limits = {
        WELFARE: f"状態が生活困窮の債権があるか、福祉へつないでから{rule.referred_months}か月以内。"
        "手段を使わず、福祉へつなぐ。先に動く課は決めない",
        "expiring": f"時効の期間が{rule.expiring_months}か月のうちに満了する見込みの課（要確認）。"
        "2つ以上なら満了の早い課",
        "pledge": "誓約が守られている課が続け、ほかの課は待つ",
        "lever": "使える手段が強い課（下の手段の順）",
        "paying": f"最後の納付が{rule.paying_months}か月以内の課",
        "amount": "納期限の過ぎた残額（回収する債権）が大きい課",
    }
    grounds = [
        (str(place), GROUNDS[ground], limits[ground], _confirmed(rule.confirmed_on))
        for place, ground in enumerate(rule.order, 1)
    ]
    levers = [
        (f"手段{place}", lever.name, lever.words, _confirmed(lever.confirmed_on))
        for place, lever in enumerate(rule.levers, 1)
    ]
    return [_BEFORE, *grounds, _TIE, *levers, _MEANWHILE]


def _confirmed(day: date | None) -> str:
    return date_label(day) if day else UNCONFIRMED
