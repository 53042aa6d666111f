"""Departments whose file of the month has not come: their last numbers stand in, and every card says so.

And what is left out of a month's balance since it is not yet due (facts.md 4.3).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from analytics.figures.base import Scope, frame, records
from analytics.ledger.money import percent, words
from analytics.ledger.periods import end_label
from analytics.store.reader import Reader

NAMED = 3  # departments that a sentence calls by name
WAITING = "未着の課"


def stale_words(reader: Reader, here: Scope) -> str:
    """For the end of a sentence: whose numbers are of which earlier month, and how much they are. "" for none."""
    waiting = _stale(reader, here.parameters)
    if not waiting:
        return ""
    return f"（うち{words(_sum(waiting))}は、{_named(waiting)}の数字）"


def stale_facts(reader: Reader, here: Scope) -> dict[str, str]:
    """The same as a fact of the card, each department with its amount and its share of the balance."""
    waiting = _stale(reader, here.parameters)
    if not waiting:
        return {}
    told, _ = frame(reader, "balance_by_year", here.parameters)
    now = told[told["period_on"].dt.date == here.period.period_on]
    whole = int(now["outstanding_yen"].sum())
    each = "、".join(
        f"{row['department_name']} {words(row['outstanding_yen'])}"
        f"（{_end(row['as_of'])}の数字、全体の{percent(row['outstanding_yen'] / whole if whole else None)}）"
        for row in waiting
    )
    return {WAITING: each}


def stale_notes(reader: Reader, here: Scope) -> tuple[str, ...]:
    """What the numbers of departments that did not deliver do to the comparison."""
    notes = []
    if waiting := _stale(reader, here.parameters):
        notes.append(
            f"{here.period.end}の資料が届いていない課（{_departments(waiting)}）は、"
            "前に届いた数字で数えています。届くと、この月の数字に変わります。"
        )
    if here.before and (then := _stale(reader, here.at(here.before))):
        notes.append(f"比べた{here.before.end}は、{_named(then)}の数字を含みます。")
    return tuple(notes)


def not_due_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    """What is not yet due, and so in no balance."""
    if not here.period.is_month:
        return ()
    data, _ = frame(reader, "not_due", here.parameters)
    if data.empty:
        return ()
    kinds = "、".join(f"{row['claim_kind']} {words(row['not_due_yen'])}" for row in records(data))
    return (f"納期限がまだの額（{kinds}）は、残額に入れていません。",)


def _stale(reader: Reader, asked: dict[str, object]) -> list[dict[str, Any]]:
    if not asked["is_month"]:
        return []
    data, _ = frame(reader, "stale_departments", asked)
    return records(data)


def _named(rows: list[dict[str, Any]]) -> str:
    """``水道課の令和8年9月末``; of many, as many as a sentence bears, those of one month together."""
    ends = dict.fromkeys(row["as_of"] for row in rows)
    told = []
    for end in ends:
        names = [row["department_name"] for row in rows if row["as_of"] == end]
        more = f"など{len(names)}課" if len(names) > NAMED else ""
        told.append(f"{'・'.join(names[:NAMED])}{more}の{_end(end)}")
    return "、".join(told)


def _sum(rows: list[dict[str, Any]]) -> int:
    return sum(int(row["outstanding_yen"]) for row in rows)


def _departments(rows: list[dict[str, Any]]) -> str:
    return "、".join(dict.fromkeys(row["department_name"] for row in rows))


def _end(as_of: datetime) -> str:
    return end_label(as_of.date(), True)
