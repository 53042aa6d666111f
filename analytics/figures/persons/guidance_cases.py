"""事案指導: the cases worth the adviser's half-days, by the printed rule of `cases.toml`. A person decides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from analytics.access.gate import Gate
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons.debts import Debt, debts, end_words, read_events, state_words
from analytics.figures.persons.holdings import case
from analytics.figures.persons.looking import Look, look
from analytics.figures.persons.parts import Part, Row
from analytics.figures.persons.words import NOTES, framed, labelled, measures_of, names_of
from analytics.ledger import cases
from analytics.ledger.cases import GROUNDS, NOTE, Listed
from analytics.ledger.money import words
from analytics.ledger.transfer import Case

SHOWN = ("existence", "amount", "state", "contact")
LABELS = {
    "person_id": "名寄せの番号",
    "name": "氏名",
    "department_name": "所管課",
    "outstanding_yen": "残額（円）",
    "grounds": "当てはまる目安",
    "oldest_due_on": "いちばん古い納期限",
    "expires_on": "時効の満了の見込み（要確認）",
    "expiry_end": "満了のしかた",
    "state": "状態",
    "last_contact_on": "最後に話せた日",
    "last_paid_on": "最後の納付",
    "measure_count": "取組の回数",
}


def case_list(gate: Gate, selection: Selection, at: datetime) -> Figure:
    """The cases (one debtor at one department) of the month of *selection*, of its department and kind if chosen.

    Only debts whose amount and state may be seen make a case. Raises `NothingToShow` for a reader who sees no person,
    `LayoutFault` for a faulty rule, `StoreFault` for what cannot be read or written down.
    """
    here = look(gate, selection)
    rule = cases.read(gate.reader.rules_in)
    events = read_events(gate.reader)
    readable = [part for part in here.parts if is_asked(part, selection)]
    by_case: dict[str, list[Debt]] = {}
    for each in debts(here, readable, events).values():
        by_case.setdefault(f"{each.part.person_id}/{each.part.department}", []).append(each)
    made = {key: case(own, events) for key, own in by_case.items()}
    found = cases.case_list(made, here.on, rule)
    rows = _rows(here, found.listed, by_case)
    shown = [each.part for one in found.listed for each in by_case[one.key]]
    here.write_down(shown, SHOWN, "事案指導の一覧", at)
    empty = (
        ""
        if rows
        else f"見られる範囲に、{here.here.period.end}に事案指導に挙げる案件はありません。"
    )
    return here.figure(
        "case_list",
        title=empty
        or f"事案指導に挙げる案件は{len(rows):,}件（目安に当てはまる{found.found_count:,}件のうち）",
        measure="挙げた案件の残額の合計",
        headline=words(sum(row["outstanding_yen"] for row in rows)) if rows else "－",
        comparison="",
        frame=framed(rows, [*LABELS]),
        labels=labelled(rows, LABELS),
        notes=(NOTE, *NOTES),
        empty=empty,
    )


def is_asked(part: Part, selection: Selection) -> bool:
    """Whether *part* is owed, of what was chosen, and its amount and state may be seen."""
    return (
        part.is_owing
        and part.shows("amount", "state")
        and selection.department in (None, part.department)
        and selection.claim_kind in (None, part.claim_kind)
    )


def _rows(here: Look, listed: Sequence[Listed], by_case: dict[str, list[Debt]]) -> list[Row]:
    names = names_of(here, [each.part for one in listed for each in by_case[one.key]])
    return [_row(here, one, by_case[one.key]) | names[_person(by_case[one.key])] for one in listed]


def _person(own: Sequence[Debt]) -> str:
    return own[0].part.person_id


def _row(here: Look, one: Listed, own: Sequence[Debt]) -> Row:
    told: Case = one.case
    ends = [each.nearest for each in own]
    end = next((how for day, how in ends if day == told.expires_on), None)
    return {
        "person_id": _person(own),
        "department_name": here.department_name(own[0].part.department),
        "outstanding_yen": told.outstanding_yen,
        "grounds": "、".join(GROUNDS[ground] for ground in one.grounds),
        "oldest_due_on": told.oldest_due_on,
        "expires_on": told.expires_on,
        "expiry_end": end_words(end),
        "state": state_words(told.state),
        "last_contact_on": told.last_contact_on,
        "last_paid_on": told.last_paid_on,
        "measure_count": len(measures_of(own)),
    }
