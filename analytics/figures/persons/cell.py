"""The debtors behind one cell of the matrix: who owes both of two departments (or kinds), as far as the reader may see.

Who may see a debtor at one of the two only does not find him here: the list is of those of whom both may be seen, and
no number in it holds anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from analytics.access.gate import Gate
from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons import kept
from analytics.figures.persons.debts import Debt, debts, end_words, read_events, state_words
from analytics.figures.persons.looking import Look, look
from analytics.figures.persons.parts import Part, Row, by_person, first
from analytics.figures.persons.series import Balances, balances, summed
from analytics.figures.persons.words import (
    NOTES,
    framed,
    labelled,
    latest_payment,
    measures_of,
    names_of,
)
from analytics.ledger.money import words

GROUPS = ("existence", "amount", "state", "contact")  # that the list may hold
LABELS = {
    "person_id": "名寄せの番号",
    "name": "氏名",
    "total_yen": "残額の合計（円）",
    "oldest_due_on": "いちばん古い納期限",
    "last_paid_on": "最後の納付",
    "paid_department_name": "納付のあった課",
    "state": "状態",
    "expires_on": "時効の満了の見込み（要確認）",
    "expiry_end": "満了のしかた",
    "measure_count": "取組の回数",
    "last_measure_on": "最後の取組の日",
    "last_measure": "最後の取組",
    "lead_department_name": "先行部署",
    "review_on": "見直す日",
}


def cell_debtors(gate: Gate, pair: tuple[str, str], selection: Selection, at: datetime) -> Figure:
    """The debtors who owe both members of *pair* (one of them twice: that one), the largest balance first.

    A member is the code of a department or a kind of claim. The look is written down with the time *at*. Raises
    `NothingToShow` for a reader who sees no person and a member there is not, `StoreFault` for what cannot be read
    or written down.
    """
    decisions = kept.decisions(gate.reader.store.root)
    here = look(gate, selection, is_long=bool(decisions))  # also what was paid since
    members = tuple(_member(here, member) for member in dict.fromkeys(pair))
    shown = _owing(here.parts, members)
    found = debts(
        here, [part for parts in shown.values() for part in parts], read_events(gate.reader)
    )
    rows = _rows(here, shown, found, decisions)
    columns = [f"{part}_yen" for part in _departments(shown)]
    labels = _labels(here, rows, columns)
    both = "と".join(dict.fromkeys(_name(here, member) for member in pair))
    who = f"{both}の両方に未納がある人" if len(members) == 2 else f"{both}に未納がある人"
    empty = "" if rows else f"見られる範囲に、{here.here.period.end}に{who}はいません。"
    known = [row["total_yen"] for row in rows if row["total_yen"] is not None]
    here.write_down(
        (part for parts in shown.values() for part in parts), GROUPS, "名寄せの表の一覧", at
    )
    return here.figure(
        "cell_debtors",
        title=empty or f"{who}は{len(rows):,}人（{here.here.period.end}）",
        measure="見られる残額の合計",
        headline=words(sum(known)) if known else "－",
        comparison="",
        frame=framed(rows, [*LABELS, *columns, "balances"]),
        labels={} if empty else labels,
        notes=NOTES,
        empty=empty,
    )


def _member(here: Look, member: str) -> str:
    """*member* where there is such a department or kind. What there is says nothing of persons."""
    if member in here.reader.departments or member in here.reader.claim_kinds:
        return member
    departments = "、".join(f"{code}（{name}）" for code, name in here.reader.departments.items())
    raise NothingToShow(
        f"「{member}」という課も債権もありません。あるのは {departments} と、"
        f"{'、'.join(here.reader.claim_kinds)} です。"
    )


def _name(here: Look, member: str) -> str:
    return here.reader.departments.get(member, member)


def _owing(parts: Sequence[Part], members: Sequence[str]) -> dict[str, list[Part]]:
    """Person → what that person owes, of those who owe every one of *members*."""
    owing = by_person(part for part in parts if part.is_owing)
    return {
        person: held
        for person, held in owing.items()
        if all(
            any(member in (part.department, part.claim_kind) for part in held) for member in members
        )
    }


def _departments(shown: dict[str, list[Part]]) -> list[str]:
    return sorted({part.department for parts in shown.values() for part in parts})


def _rows(
    here: Look,
    shown: dict[str, list[Part]],
    found: dict[tuple[str, str, str], Debt],
    decisions: Sequence[kept.Kept],
) -> list[Row]:
    """One row per person, the largest balance first."""
    everybody = [part for parts in shown.values() for part in parts]
    series = balances(here, everybody)
    names = names_of(here, everybody)
    held = by_person(here.parts)
    decided = kept.by_holder(decisions, here.parts)
    rows = []
    for person, parts in shown.items():
        own = [found[part.key] for part in parts]
        of_months = [series[part.key] for part in parts if part.key in series]
        told = kept.seen(decided.get(person, [])[-1:], held[person])
        rows.append(_row(here, person, own, of_months) | names[person] | _lead(here, told))
    return sorted(rows, key=lambda row: (-(row["total_yen"] or 0), row["person_id"]))


def _row(here: Look, person: str, own: Sequence[Debt], series: Sequence[Balances]) -> Row:
    known = [each.part.yen for each in own if each.part.yen is not None]
    ends = [near for each in own if (near := each.nearest)[1] is not None]
    day, end = min(
        ((on, how) for on, how in ends if on), default=(None, ends[0][1] if ends else None)
    )
    measures = measures_of(own)
    can_tell = any(each.part.shows("state") for each in own)
    return {
        "person_id": person,
        "total_yen": sum(known) if known else None,
        "oldest_due_on": first([each.oldest_due_on for each in own]),
        **latest_payment(here, own),
        "state": _states(here, own),
        "expires_on": day,
        "expiry_end": end_words(end),
        "measure_count": len(measures) if can_tell else None,
        "last_measure_on": measures[-1]["done_on"] if measures else None,
        "last_measure": measures[-1]["action"] if measures else None,
        "balances": summed(series, len(here.months)) if series else None,
        **_by_department(own),
    }


def _by_department(own: Sequence[Debt]) -> Row:
    """The balance of each department; None where a part of it may not be seen."""
    found: dict[str, list[int | None]] = {}
    for each in own:
        found.setdefault(f"{each.part.department}_yen", []).append(each.part.yen)
    return {
        name: None if None in yen else sum(each or 0 for each in yen) for name, yen in found.items()
    }


def _states(here: Look, own: Sequence[Debt]) -> str | None:
    """The states in words, each with its departments."""
    told: dict[str, list[str]] = {}
    for each in own:
        if each.state is not None:
            names = told.setdefault(state_words(each.state), [])
            names.append(here.department_name(each.part.department))
    said = [f"{state}（{'・'.join(dict.fromkeys(names))}）" for state, names in told.items()]
    return "、".join(said) or None


def _lead(here: Look, told: Sequence[kept.Kept]) -> dict[str, Any]:
    """The last decision, where the reader may see it."""
    name: str | None = None
    review_on: date | None = None
    if told:
        decision = told[-1].decision
        name = here.department_name(decision.department) if decision.department else "決めない"
        review_on = decision.review_on
    return {"lead_department_name": name, "review_on": review_on}


def _labels(here: Look, rows: Sequence[Row], columns: Sequence[str]) -> dict[str, str]:
    """The columns of which anything may be shown, the departments' balances beside the total."""
    of_departments = {
        column: f"{here.department_name(column.removesuffix('_yen'))}の残額（円）"
        for column in columns
    }
    place = [*LABELS].index("total_yen") + 1
    every = dict([*LABELS.items()][:place]) | of_departments | dict([*LABELS.items()][place:])
    return labelled(rows, every)
