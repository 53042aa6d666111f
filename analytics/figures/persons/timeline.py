"""時系列 of one debtor: what became due, what was paid as far as records tell, and what departments did.

A payment is the rise of what a line has received from one month-end to the next; its day is that of the last payment
where the file names one between both, else the month-end. Two payments of one month are one, and what was paid of a
line that no file names any more is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from analytics.figures.persons.debts import Debt
from analytics.figures.persons.kept import Kept
from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Part, Row, masked
from analytics.figures.persons.words import measures_of
from analytics.ledger.calendar import short_year_label

LABELS = {
    "happened_on": "日",
    "event": "出来事",
    "department_name": "所管課",
    "claim_kind": "債権",
    "detail": "内容",
    "change_yen": "額（円）",
}
DUE, PAID, BACK, MEASURE, LEAD = "納期限", "納付", "還付・訂正", "取組", "先行部署の決定"
OF_LINES = {  # what a line itself tells of
    "reminded_on": "督促",
    "acknowledged_on": "承認（誓約）",
    "suspended_on": "執行停止・徴収停止",
}
NOTES = (
    "納付は、月末ごとの収入済額の差です。資料に納付日がなければ、その月末の日で示します。",
    "取組のメモ（自由に書かれたもの）は示しません。",
)


def timeline(look: Look, debts: Sequence[Debt], told: Iterable[Kept]) -> list[Row]:
    """What happened, the oldest first, in the columns of `LABELS`."""
    events = [
        *(each for debt in debts for each in _of_lines(look, debt)),
        *_payments(look, [debt.part for debt in debts]),
        *(_measure(look, row) for row in measures_of(debts)),
        *(_decision(look, each) for each in told),
    ]
    order = [*(DUE, *OF_LINES.values(), PAID, BACK, MEASURE, LEAD)]
    return sorted(
        events,
        key=lambda row: (
            row["happened_on"],
            order.index(row["event"]),
            str(row["department_name"]),
            str(row["claim_kind"]),
            str(row["detail"]),
        ),
    )


def line_name(row: Row) -> str | None:
    """Which line it is: ``令和8年度 1期``."""
    year = short_year_label(row["levy_year"]) if row["levy_year"] else ""
    return f"{year} {row['instalment'] or ''}".strip() or None


def _of_lines(look: Look, debt: Debt) -> Iterator[Row]:
    """When each line became due; and reminders and the like, of lines of one day together."""
    for line in debt.lines:
        if line["is_due"] and line["due_on"]:
            yield _event(
                look, debt.part, line["due_on"], DUE, line_name(line), line["assessed_yen"]
            )
    for name, word in OF_LINES.items():
        for day in sorted({line[name] for line in debt.lines if line[name]}):
            yield _event(look, debt.part, day, word)


def _payments(look: Look, parts: Sequence[Part]) -> Iterator[Row]:
    by_key = {part.key: part for part in parts if part.shows("amount")}
    for told in look.ask("paid", by_key.values()):
        part = by_key[told["department"], told["claim_kind"], told["debtor_key"]]
        row = masked(told, part.met) | {name: told[name] for name in ("period_on", "previous_on")}
        day = row["last_paid_on"]
        is_told = day is not None and row["previous_on"] < day <= row["period_on"]
        yen = row["paid_yen"]
        on = day if is_told and yen > 0 else row["period_on"]
        yield _event(look, part, on, PAID if yen > 0 else BACK, line_name(row), yen)


def _measure(look: Look, row: Row) -> Row:
    return {
        "happened_on": row["done_on"],
        "event": MEASURE,
        "department_name": look.department_name(row["department"]),
        "claim_kind": row["claim_kind"],
        "detail": row["action"],
        "change_yen": None,
    }


def _decision(look: Look, each: Kept) -> Row:
    decision = each.decision
    name = look.department_name(decision.department) if decision.department else None
    return {
        "happened_on": decision.decided_on,
        "event": LEAD,
        "department_name": name,
        "claim_kind": None,
        "detail": decision.action,
        "change_yen": None,
    }


def _event(
    look: Look, part: Part, on: date, event: str, detail: str | None = None, yen: int | None = None
) -> dict[str, Any]:
    return {
        "happened_on": on,
        "event": event,
        "department_name": look.department_name(part.department),
        "claim_kind": part.claim_kind,
        "detail": detail,
        "change_yen": yen,
    }
