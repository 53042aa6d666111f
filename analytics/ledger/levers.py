"""The levers of 先行部署: what a department can do about which claims, and what must be so for it (facts.md 2).

Only what the law lets a city seize may bear 差押: each lever is held against the table of claim kinds as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.claim_kinds_file import NAME as TABLE
from analytics.ledger.rules_file import is_day, is_number, is_text

MOST_MONTHS, MOST_DAYS = 120, 365
ENFORCEABLE = "enforceable"
NEEDS = {
    ENFORCEABLE: "強制徴収公債権で、督促をしてある",
    "supply": "いま給水している",
    "guarantor": "連帯保証人がいる",
    "allowance": "児童手当を受けている",
}
SEIZING = ("差押", "滞納処分")  # a lever of such a name is one of the tax procedure
_OF_LEVER = ("name", "kinds", "basis", "needs", "days_after_reminder", "after_months", "confirmed_on")  # fmt: skip


@dataclass(frozen=True)
class Lever:
    """Something that a department can do about claims of some kinds, and what must be so for it."""

    name: str
    kinds: tuple[str, ...]
    basis: str
    needs: str = ""  # one of NEEDS; "": nothing
    days_after_reminder: int = 0
    after_months: int = 0  # since the oldest due date
    confirmed_on: date | None = None

    @property
    def words(self) -> str:
        """The kinds it is for, what must be so, and the law, as they are printed."""
        needs = [NEEDS[self.needs]] if self.needs else []
        if self.days_after_reminder:
            needs = [f"強制徴収公債権で、督促から{self.days_after_reminder}日を過ぎている"]
        if self.after_months:
            needs.append(f"いちばん古い納期限から{self.after_months}か月以上")
        said = f"。要る事実は、{'、'.join(needs)}" if needs else ""
        return f"{'、'.join(self.kinds)}{said}。{self.basis}"


def mistakes_of_levers(levers: Any, kinds: ClaimKinds) -> Iterator[str]:
    """What is wrong with which lever, by its place and its name."""
    if not isinstance(levers, list) or not all(isinstance(lever, dict) for lever in levers):
        yield "手段がありません。手段ごとに [[levers]]（角かっこは2つずつ）の行を書いてください"
        return
    names = [lever.get("name") for lever in levers]
    for place, lever in enumerate(levers, 1):
        name = lever.get("name")
        called = f"{place}番目の手段（{name if is_text(name) else '名前なし'}）"
        mistakes = [*_mistakes_of(lever, kinds)]
        if is_text(name) and names.count(name) > 1:
            mistakes.append("同じ名前の手段があります。1つにしてください")
        yield from (f"{called}: {why}" for why in mistakes)


def _mistakes_of(lever: dict[str, Any], kinds: ClaimKinds) -> Iterator[str]:
    yield from (
        f"{key} は知らないキーです。消してください" for key in lever if key not in _OF_LEVER
    )
    for key in ("name", "basis"):
        if not is_text(lever.get(key)):
            yield f"{key} は引用符で囲んだ言葉で書いてください"
    needs = lever.get("needs", "")
    if needs != "" and needs not in [*NEEDS]:
        yield f"needs は {'、'.join(NEEDS)} のどれかにしてください（要らなければ行ごと消します）"
    if needs != ENFORCEABLE:
        if is_text(lever.get("name")) and any(word in lever["name"] for word in SEIZING):
            yield f'差押と滞納処分には needs = "{ENFORCEABLE}" と書いてください'
        if "days_after_reminder" in lever:
            yield f'days_after_reminder は needs が "{ENFORCEABLE}" のときだけ書けます'
    for key, most in (("days_after_reminder", MOST_DAYS), ("after_months", MOST_MONTHS)):
        if not is_number(lever.get(key, 1), 1, most):
            yield f"{key} は 1 から {most} までの整数で書いてください"
    if not is_day(lever.get("confirmed_on", date.min)):
        yield "confirmed_on は引用符なしの日付（2026-04-01）で書いてください"
    named = lever.get("kinds")
    if not isinstance(named, list) or not named or not all(map(is_text, named)):
        yield '債権の名前を kinds = ["水道料金"] のように書いてください'
        return
    yield from (why for kind in named if (why := _mistake_of_kind(kind, needs, kinds)))


def _mistake_of_kind(kind: str, needs: Any, kinds: ClaimKinds) -> str:
    rules = [rule for rule in kinds.rules if rule.kind == kind]
    if not rules:
        near = get_close_matches(kind, kinds.kinds, 1)
        what = f"「{near[0]}」ではありませんか" if near else "債権の表に足すか、消してください"
        return f"「{kind}」は債権の表 {TABLE} にありません。{what}"
    if needs == ENFORCEABLE and not any(rule.self_executing for rule in rules):
        return f"「{kind}」は強制徴収公債権でないので、差押など滞納処分はできません。kinds から消してください"
    return ""
