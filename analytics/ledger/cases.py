"""事案指導: the cases worth the adviser's half-days, by a printed rule (`cases.toml`). A person decides.

What is large, near its limitation, broken or quiet is said once, in `transfer.toml` (`transfer.transfer_signs`); here
stand the grounds that count, what is old, the order, and how many cases fit. What is to be settled is no case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from analytics.errors import LayoutFault
from analytics.ledger import transfer
from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.calendar import date_label, months_until
from analytics.ledger.claim_kinds import UNCONFIRMED
from analytics.ledger.rules_file import is_day, is_number, read_rules
from analytics.ledger.transfer import SIGNS, Case, TransferRule

NAME, TITLE = "cases.toml", "事案指導に挙げる決まり"
NOTE = (
    "指導員の半日を使う値打ちのある案件を選ぶ決まりです。どの案件を見るかは人が決めます。整理する債権は挙げません。"
    "決まりは data/rules/cases.toml にあり、市で直せます。大口などの数は、移管の目安（transfer.toml）と同じです。"
)
HEADERS = ("項目", "決まり", "確認")
OLD = "old"
GROUNDS = {
    "large": SIGNS["large"],
    OLD: "古い",
    "breached": SIGNS["breached"],
    "expiring": SIGNS["expiring"],
    "quiet": SIGNS["quiet"],
}
ORDERS = {
    "count": "当てはまる目安の数が多い順",
    "yen": "残額の大きい順",
    "expiring": "時効の満了の見込みの早い順（分からないものは後）",
    OLD: "納期限の古い順（分からないものは後）",
}
MOST_YEARS, MOST_CASES = 30, 1_000
_KEYS = ("grounds", "old_years", "order", "most_cases", "confirmed_on")


@dataclass(frozen=True)
class CasesRule:
    """Which grounds count, from how many years on a debt is old, in which order and how many; the limits of *signs*."""

    grounds: tuple[str, ...]
    old_years: int
    order: tuple[str, ...]
    most_cases: int
    signs: TransferRule
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Listed:
    """One case of the list, by its key, with the grounds that hold for it."""

    key: str
    case: Case
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class CaseList:
    """The cases that fit, and how many there are with a ground at all."""

    listed: tuple[Listed, ...]
    found_count: int


def case_grounds(case: Case, as_of: date, rule: CasesRule) -> tuple[str, ...]:
    """The keys of `GROUNDS` that count and hold for *case* on *as_of*, in the order of the rule."""
    if STATE_GROUPS[case.state] == SETTLE:
        return ()
    holds = {*transfer.transfer_signs(case, as_of, rule.signs)}
    due = case.oldest_due_on
    if due is not None and months_until(due, as_of) >= 12 * rule.old_years:
        holds.add(OLD)
    return tuple(ground for ground in rule.grounds if ground in holds)


def case_list(cases: Mapping[str, Case], as_of: date, rule: CasesRule) -> CaseList:
    """The *cases* with a ground in the order of the rule, as many as fit; what is alike stands by its key."""
    found = [
        Listed(key, case, grounds)
        for key, case in sorted(cases.items())
        if (grounds := case_grounds(case, as_of, rule))
    ]
    found.sort(key=lambda each: tuple(_PLACE[order](each) for order in rule.order))
    return CaseList(tuple(found[: rule.most_cases]), len(found))


_PLACE: Final[dict[str, Callable[[Listed], Any]]] = {  # what is smaller stands first
    "count": lambda each: -len(each.grounds),
    "yen": lambda each: -each.case.outstanding_yen,
    "expiring": lambda each: each.case.expires_on or date.max,
    OLD: lambda each: each.case.oldest_due_on or date.max,
}


def read(folder: Path) -> CasesRule:
    """The rule in *folder*, with the limits of `transfer.toml`. Raises `LayoutFault` naming every mistake."""
    told = read_rules(folder / NAME, TITLE, "old_years = 3")
    if wrong := [*_mistakes(told)]:
        raise LayoutFault(
            "\n".join([f"{TITLE} {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)])
        )
    lists = {name: tuple(told[name]) for name in ("grounds", "order")}
    return CasesRule(**told | lists, signs=transfer.read(folder))


def _mistakes(told: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key} は知らないキーです。消してください" for key in told if key not in _KEYS)
    for name, known in (("grounds", GROUNDS), ("order", ORDERS)):
        chosen = told.get(name)
        if (
            not isinstance(chosen, list)
            or not chosen
            or any(each not in [*known] or chosen.count(each) > 1 for each in chosen)
        ):
            yield f"{name} は {'、'.join(known)} から選び、1回ずつ並べてください"
    for name, most in (("old_years", MOST_YEARS), ("most_cases", MOST_CASES)):
        if not is_number(told.get(name), 1, most):
            yield f"{name} は 1 から {most:,} までの整数で書いてください"
    if not is_day(told.get("confirmed_on", date.min)):
        yield "confirmed_on は引用符なしの日付（2026-04-01）で書いてください"


def rows(rule: CasesRule) -> list[tuple[str, ...]]:
    """The table below `HEADERS`: each ground with its limit, then the order and the number; who confirmed which."""
    said = date_label(rule.confirmed_on) if rule.confirmed_on else UNCONFIRMED
    shared = {sign: (limit, who) for sign, limit, who in transfer.rows(rule.signs)}
    old = (f"いちばん古い納期限から{rule.old_years}年以上", said)
    grounds = [
        (GROUNDS[ground], *(old if ground == OLD else shared[GROUNDS[ground]]))
        for ground in rule.grounds
    ]
    order = "、同じなら".join([*(ORDERS[each] for each in rule.order), "番号の順"])
    return [
        *grounds,
        ("挙げる順", order, said),
        ("挙げる数", f"{rule.most_cases}件まで。整理する債権は挙げない", said),
    ]
