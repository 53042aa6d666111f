"""移管の目安: signs that a case is worth handing to a central team (facts.md 4.8). A person decides, never the rule.

The limits are the city's own (`transfer.toml`), for the source names the signs without numbers. A debtor without
assets gets no sign: such a case is to be suspended, not handed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.errors import LayoutFault
from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.calendar import date_label, months_later, months_until
from analytics.ledger.claim_kinds import UNCONFIRMED
from analytics.ledger.money import words
from analytics.ledger.rules_file import is_day, is_number, read_rules

NAME, TITLE = "transfer.toml", "移管の目安"
NOTE = (
    "徴収対策室などへ移す相談をしたほうがよい案件のしるしです。移すかどうかは人が決めます。決まりは "
    "data/rules/transfer.toml にあり、市で直せます。"
)
HEADERS = ("目安", "決まり", "確認")
SIGNS = {
    "large": "大口",
    "expiring": "時効が近い",
    "breached": "不履行の繰り返し",
    "quiet": "接触がない",
    "unwilling": "納付の意思が見えない",
}
SUSPEND = "suspend"
ADVICE = SIGNS | {SUSPEND: "移さず整理を検討"}
LIMITS = {  # the most that may be written
    "large_yen": 10_000_000_000,
    "expiring_months": 120,
    "breach_count": 100,
    "quiet_months": 120,
    "unpaid_months": 120,
    "demand_count": 100,
}


@dataclass(frozen=True)
class TransferRule:
    """From where on a sign is given: yen, months, times."""

    large_yen: int
    expiring_months: int
    breach_count: int
    quiet_months: int
    unpaid_months: int
    demand_count: int
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Case:
    """What is known of one debtor at one department; a day that no record tells is None."""

    outstanding_yen: int  # past due
    state: str  # one of `STATES`, or "unknown"
    expires_on: date | None = None  # the earliest day on which a limitation period may end
    breach_count: int = 0  # pledges not kept
    last_contact_on: date | None = None  # when the debtor was spoken to, or answered
    last_paid_on: date | None = None
    demands_on: tuple[date, ...] = ()
    oldest_due_on: date | None = None  # of what is unpaid


def transfer_signs(case: Case, as_of: date, rule: TransferRule) -> tuple[str, ...]:
    """The keys of `SIGNS` that hold for *case* on *as_of*, in their order; `SUSPEND` alone where nothing can be got."""
    if STATE_GROUPS[case.state] == SETTLE:
        return (SUSPEND,)
    is_quiet = _is_long_ago(case.last_contact_on, as_of, rule.quiet_months)
    since = months_later(as_of, -rule.unpaid_months)
    demands = sum(since <= day <= as_of for day in case.demands_on)
    holds = {
        "large": case.outstanding_yen >= rule.large_yen,
        "expiring": case.expires_on is not None
        and case.expires_on <= months_later(as_of, rule.expiring_months),
        "breached": case.breach_count >= rule.breach_count,
        "quiet": is_quiet,
        "unwilling": not is_quiet
        and _is_long_ago(case.last_paid_on, as_of, rule.unpaid_months)
        and demands >= rule.demand_count,
    }
    return tuple(sign for sign in SIGNS if holds[sign])


def _is_long_ago(day: date | None, as_of: date, months: int) -> bool:
    return day is None or months_until(day, as_of) >= months


def read(folder: Path) -> TransferRule:
    """The rule in *folder*. Raises `LayoutFault` naming every key that is wrong and what to do."""
    told = read_rules(folder / NAME, TITLE, "large_yen = 500_000")
    known = {*LIMITS, "confirmed_on"}
    wrong = [f"{key} は知らないキーです。消してください" for key in told if key not in known]
    wrong += [
        f"{name} は 1 から {most:,} までの整数で書いてください"
        for name, most in LIMITS.items()
        if not is_number(told.get(name), 1, most)
    ]
    if not is_day(told.get("confirmed_on", date.min)):
        wrong.append("confirmed_on は引用符なしの日付（2026-04-01）で書いてください")
    if wrong:
        raise LayoutFault(
            "\n".join([f"{TITLE} {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)])
        )
    return TransferRule(**told)


def rows(rule: TransferRule) -> list[tuple[str, ...]]:
    """The table below `HEADERS`: each sign with its limit."""
    limits = {
        "large": f"1人が1つの課に持つ、納期限の過ぎた残額が{words(rule.large_yen)}以上",
        "expiring": f"時効の期間が{rule.expiring_months}か月のうちに満了する見込み（要確認）",
        "breached": f"分納などの誓約を守らなかったことが{rule.breach_count}回以上",
        "quiet": f"話せた日、返事のあった日から{rule.quiet_months}か月以上（記録のないものを含む）",
        "unwilling": f"接触はあるのに納付が{rule.unpaid_months}か月以上なく、"
        f"そのあいだの催告が{rule.demand_count}回以上",
        SUSPEND: "整理する債権（換価済で残なし、執行停止・徴収停止、時効期間経過、生活困窮）。"
        "執行停止などを検討し、ほかの目安は付けない",
    }
    said = date_label(rule.confirmed_on) if rule.confirmed_on else UNCONFIRMED
    return [(ADVICE[sign], limit, said) for sign, limit in limits.items()]
