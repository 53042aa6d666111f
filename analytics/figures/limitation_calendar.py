"""時効管理: in which of the next 24 months which department's claims may run out, and how they end (facts.md 2.1).

The same reckoning as `limitation` (`analytics/sql/views/expiring.sql`), by month and department. Always to be checked:
no claim is said to be gone. What may run out is what a forecast of the year-end takes as coming write-offs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden
from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.claim_rules import NO_ADVICE
from analytics.figures.figure import Figure, Selection
from analytics.figures.limitation import (
    NOT_IN,
    RECKONED,
    UNCONFIRMED,
    lines,
    nothing_known,
)
from analytics.figures.stale import waiting_at
from analytics.ledger.calendar import month_label
from analytics.ledger.expiry import ENDS, MISSING
from analytics.ledger.money import words
from analytics.store.reader import Reader

SPANS: Final = {  # in the order of the table; "month" stands for one of the next 24
    "past": "すでに過ぎた",
    "month": "",
    "later": "24か月より先",
    "held": "差押中（進行していない）",
    "unknown": "算定不可",
}
LABELS = {
    "month_label": "満了の月",
    "department_name": "所管課",
    "end_label": "満了のしかた",
    "outstanding_yen": "未収残額（円）",
    "line_count": "件数",
}
COLUMNS = ("period_on", "span", "ends_on", "department", "end_kind", "missing")


def limitation_calendar(reader: Reader, selection: Selection) -> Figure:
    """The balance whose period may end, by month-end, department and kind of end; of the newest month only.

    With what is past already, what comes later, what is held and what cannot be reckoned the rows sum up to the
    balance. Raises `NothingToShow` for a date, department or kind that does not exist.
    """
    if selection.as_of is None and any(each.is_month for each in reader.periods):
        selection = replace(selection, is_month=True)  # also where a later settlement is there
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, _ = frame(reader, "limitation_calendar", here.parameters)
    empty = nothing_known(here, data)
    unconfirmed = (UNCONFIRMED,) if data["is_unconfirmed"].any() else ()
    soon = data[data["span"] == "month"]
    told = _told(data, here)
    return Figure(
        name="limitation_calendar",
        title=empty or here.subject + sentences.running_out(records(told)),
        measure=f"{here.subject}今後24か月に時効の期間などが満了する見込みの残額（要確認）",
        headline="－" if empty else words(int(soon["outstanding_yen"].sum())),
        comparison="" if empty else _beside(data, soon),
        as_of=here.as_of,
        frame=told,
        labels=LABELS,
        version=reader.version,
        notes=(RECKONED, NOT_IN, *unconfirmed, NO_ADVICE, NOTE, *waiting.notes),
        facts=_reasons(data) | waiting.facts,
        sources=source_names(reader, here, here.period),
        empty=empty,
    )


def _told(data: pd.DataFrame, here: Scope) -> pd.DataFrame:
    """*data* in the words of the table, the earliest first; the exact numbers of lines stay behind."""
    ends = [
        ENDS[row["end_kind"]] + (f"（{MISSING[row['missing']]}がない）" if row["missing"] else "")
        for row in records(data)
    ]
    labels = [SPANS[row["span"]] or month_label(row["ends_on"].date()) for row in records(data)]
    data = data.assign(
        period_on=pd.Timestamp(here.period.period_on),
        month_label=pd.Series(labels, data.index, dtype=object),
        end_label=pd.Series(ends, data.index, dtype=object),
        line_count=hidden(data["line_count"]),
    )
    for column, words_of in (("span", SPANS), ("end_kind", ENDS), ("missing", MISSING)):
        data[f"at_{column}"] = data[column].map({word: at for at, word in enumerate(words_of)})
    order = ["at_span", "ends_on", "department", "at_end_kind", "at_missing"]
    return data.sort_values(order, ignore_index=True)[[*COLUMNS, *LABELS]]


def _beside(data: pd.DataFrame, soon: pd.DataFrame) -> str:
    """How the periods of the months end, how many lines that is, and the yen beside: past, or nobody can reckon it."""
    ways, count = _yen_by(soon, "end_kind", ENDS), lines(int(soon["line_count"].sum()))
    sums = data.groupby("span")["outstanding_yen"].sum()
    others = (("past", "すでに過ぎた見込み"), ("unknown", "算定不可"))
    beside = [f"{said} {words(int(sums[span]))}" for span, said in others if span in sums]
    told = [f"{ways}（{count}）" if ways and count else ways]
    told += [f"ほかに、{'、'.join(beside)}"] if beside else []
    return "。".join(filter(None, told))


def _reasons(data: pd.DataFrame) -> dict[str, str]:
    """Why some of it cannot be reckoned, each reason with its yen; nothing where all of it can."""
    unknown = data[data["span"] == "unknown"]
    said = _yen_by(unknown, "missing", {key: f"{said}がない" for key, said in MISSING.items()})
    return {"算定不可の理由": said} if said else {}


def _yen_by(data: pd.DataFrame, column: str, named: dict[str, str]) -> str:
    sums = data.groupby(column)["outstanding_yen"].sum()
    return "、".join(
        f"{said} {words(int(sums[key]))}" for key, said in named.items() if key in sums
    )
