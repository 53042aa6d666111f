"""What was decided on 先行部署: by whom, what, until when, and what had been proposed; and what stood there later.

The shape of one record of a journal. What came of it is told as その後の残額, never as an effect (facts.md 4.9).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Final

from analytics.errors import InputFault
from analytics.ledger.calendar import date_label, months_until
from analytics.ledger.lead import OUTCOMES, Proposal
from analytics.ledger.money import exact, exact_change
from analytics.ledger.rules_file import is_day, is_text

TITLE = "先行部署の決定"
MOST_LETTERS = 400
MOST_MONTHS = 24  # until the review
Check = Callable[[Any], bool]


@dataclass(frozen=True)
class LeadDecision:
    """What a person decided on a day, and the proposal as it stood then; `department` None: none leads by a lever."""

    person_id: str
    decided_on: date
    decided_by: str
    department: str | None
    action: str  # in the words of who decided
    review_on: date
    proposed_department: str | None
    proposed_ground: str  # of OUTCOMES
    proposed_reason: str
    snapshot_version: int
    note: str = ""

    @property
    def follows_proposal(self) -> bool:
        """Whether the department is the one that was proposed."""
        return self.department == self.proposed_department

    def as_record(self) -> dict[str, Any]:
        """The decision as a journal keeps it (JSON): days as 2026-10-31."""
        told = asdict(self)
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in told.items()
        }


def checked(decision: LeadDecision, departments: Collection[str]) -> LeadDecision:
    """*decision* where it can be kept; *departments* are the codes of those that the debtor owes.

    Raises `InputFault` naming all that is wrong and what to do.
    """
    wrong = [why for why in _wrong(decision, departments) if why]
    if wrong:
        raise InputFault(
            "\n".join([f"{TITLE}を記録できません。", *(f"- {each}" for each in wrong)])
        )
    return decision


def _wrong(decision: LeadDecision, departments: Collection[str]) -> list[str]:
    is_known = decision.department is None or decision.department in departments
    return [
        "" if decision.person_id.strip() else "だれについての決定か（名寄せの番号）が空です",
        "" if decision.decided_by.strip() else "決めた人の名前が空です。入れてください",
        "" if decision.action.strip() else "何をするかが空です。入れてください",
        "" if is_known else "先に動く課は、この人に未納がある課から選んでください",
        ""
        if decision.decided_on < decision.review_on
        and months_until(decision.decided_on, decision.review_on) < MOST_MONTHS
        else f"見直す日は、決めた日（{date_label(decision.decided_on)}）より後で、"
        f"{MOST_MONTHS}か月たつ前の日にしてください",
        *(
            f"{name}は{MOST_LETTERS}字までです（いま{len(text)}字）"
            for name, text in (
                ("決めた人", decision.decided_by),
                ("何をするか", decision.action),
                ("メモ", decision.note),
            )
            if len(text) > MOST_LETTERS
        ),
    ]


def decided(
    proposal: Proposal,
    *,
    person_id: str,
    decided_on: date,
    decided_by: str,
    department: str | None,
    action: str,
    review_on: date,
    snapshot_version: int,
    note: str = "",
) -> LeadDecision:
    """A decision beside *proposal* as it stood, not yet `checked`; words without blanks around them."""
    return LeadDecision(
        person_id=person_id,
        decided_on=decided_on,
        decided_by=decided_by.strip(),
        department=department,
        action=action.strip(),
        review_on=review_on,
        proposed_department=proposal.department,
        proposed_ground=proposal.ground,
        proposed_reason=proposal.reason,
        snapshot_version=snapshot_version,
        note=note.strip(),
    )


def from_record(record: Mapping[str, Any]) -> LeadDecision:
    """The decision that `as_record` wrote. Raises `InputFault` naming every item of *record* that is not readable."""
    wrong = [
        name for name, is_good in _GOOD.items() if name not in record or not is_good(record[name])
    ]
    wrong += [name for name in record if name not in _GOOD]
    if wrong:
        raise InputFault(
            f"{TITLE}の記録を読めません（{'、'.join(wrong)}）。記録のファイルが書き換えられていないか、確かめてください。"
        )
    days = {name: date.fromisoformat(record[name]) for name in ("decided_on", "review_on")}
    return LeadDecision(**{**record, **days})


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and is_day(date.fromisoformat(value))
    except ValueError:
        return False


def _is_code(value: Any) -> bool:
    return value is None or is_text(value)


_GOOD: Final[dict[str, Check]] = {field.name: is_text for field in fields(LeadDecision)} | {
    "decided_on": _is_day,
    "review_on": _is_day,
    "department": _is_code,
    "proposed_department": _is_code,
    "proposed_ground": lambda value: value in [*OUTCOMES],
    "snapshot_version": lambda value: type(value) is int and value >= 0,
    "note": lambda value: isinstance(value, str),
}


def outcome(
    decision: LeadDecision,
    balance_then: int | None,
    balance_now: int | None,
    as_of: date,
    today: date,
) -> tuple[str, ...]:
    """What stands on *as_of*, in words: the balances in yen (None: not known); and whether the review is due *today*.

    No word of a cause.
    """
    since = f"決定（{date_label(decision.decided_on)}）のときの残額"
    facts = []
    if as_of < decision.decided_on:
        return (f"{date_label(as_of)}は決定の前の日なので、その後の残額はありません。",)
    if balance_then is None or balance_now is None:
        facts.append(f"その後の残額は示せません（{since}か、いまの残額が分かりません）。")
    elif balance_now == 0 < balance_then:
        facts.append(f"{since}は{exact(balance_then)}、その後の残額は0円です。")
    else:
        change = exact_change(balance_now - balance_then)
        facts.append(
            f"{since}は{exact(balance_then)}、その後の残額は{exact(balance_now)}（{change}）です。"
        )
    due = date_label(decision.review_on)
    facts.append(
        f"見直す日（{due}）が来ています。"
        if decision.review_on <= today
        else f"見直す日は{due}です。"
    )
    return tuple(facts)
