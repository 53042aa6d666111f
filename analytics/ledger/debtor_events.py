"""How measures are read for one debtor: which name is a demand in writing, a contact, a pledge, a referral.

The names are those that departments write in their records, so the table (`debtor_events.toml`) is the city's own. A
name that stands nowhere in it is counted with its day, and means nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.errors import LayoutFault
from analytics.ledger.calendar import date_label
from analytics.ledger.claim_kinds import UNCONFIRMED
from analytics.ledger.rules_file import is_day, is_text, read_rules

NAME, TITLE = "debtor_events.toml", "取組の読み方"
NOTE = (
    "債務者ごとの画面で、取組の記録に書かれた名前をどう読むかの表です。ここにない名前は、回数と日付だけを数えます。"
    "表は data/rules/debtor_events.toml にあり、市で直せます。"
)
HEADERS = ("読み方", "取組の名前", "確認")
MEANINGS = {
    "written_demands": "文書による催告（時効の完成の先送り）",
    "demands": "催告",
    "contacts": "話せた、返事のあった取組",
    "pledges": "分納などの誓約",
    "breaches": "誓約の不履行",
    "referrals": "福祉へのつなぎ",
}


@dataclass(frozen=True)
class DebtorEvents:
    """The names of the measures that mean something, by what they mean (`MEANINGS`)."""

    written_demands: frozenset[str]
    demands: frozenset[str]
    contacts: frozenset[str]
    pledges: frozenset[str]
    breaches: frozenset[str]
    referrals: frozenset[str]
    confirmed_on: date | None = None


def read(folder: Path) -> DebtorEvents:
    """The table in *folder*. Raises `LayoutFault` naming every key that is wrong and what to do."""
    told = read_rules(folder / NAME, TITLE, 'pledges = ["分納誓約"]')
    if wrong := [*_mistakes(told)]:
        raise LayoutFault(
            "\n".join([f"{TITLE} {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)])
        )
    names = {meaning: frozenset(told[meaning]) for meaning in MEANINGS}
    return DebtorEvents(**names, confirmed_on=told.get("confirmed_on"))


def _mistakes(told: dict[str, Any]) -> Iterator[str]:
    known = {*MEANINGS, "confirmed_on"}
    yield from (f"{key} は知らないキーです。消してください" for key in told if key not in known)
    for meaning, words in MEANINGS.items():
        names = told.get(meaning)
        if not isinstance(names, list) or not all(is_text(name) for name in names):
            yield f'{meaning}（{words}）は ["取組の名前"] のように並べてください。なければ [] です'
        elif len({*names}) < len(names):
            yield f"{meaning} に同じ名前が2つあります。1つにしてください"
    if not is_day(told.get("confirmed_on", date.min)):
        yield "confirmed_on は引用符なしの日付（2026-04-01）で書いてください"


def rows(rule: DebtorEvents) -> list[tuple[str, ...]]:
    """The table below `HEADERS`."""
    said = date_label(rule.confirmed_on) if rule.confirmed_on else UNCONFIRMED
    return [
        (words, "、".join(sorted(getattr(rule, meaning))) or "－", said)
        for meaning, words in MEANINGS.items()
    ]
