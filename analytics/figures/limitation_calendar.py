"""時効管理: in which quarters of the next two years which department's claims may run out (facts.md 2.1).

The same reckoning as `limitation` (`analytics/sql/views/expiring.sql`), by quarter and department. Always to be
checked: no claim is said to be gone. What may run out is what a forecast of the year-end takes as coming write-offs.
Quarters and not months, and not by the kind of the end: of so few debtors hardly any number could be shown
(docs/decisions/0029).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden
from analytics.access.withholding import NOTE as WITHHELD
from analytics.access.withholding import SILENT, Decided
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
from analytics.figures.withheld import band_of, expiring, without
from analytics.ledger.calendar import month_label, months_later
from analytics.ledger.expiry import MISSING
from analytics.ledger.money import words
from analytics.store.reader import Reader

SPANS: Final = {  # in the order of the table; "quarter" stands for one of the next eight
    "past": "すでに過ぎた",
    "to_invoke": "すでに過ぎた（援用待ち）",
    "quarter": "",
    "later": "24か月より先",
    "held": "差押中（進行していない）",
    "unknown": "算定不可",
}
LABELS = {
    "month_label": "満了の時期",
    "department_name": "所管課",
    "outstanding_yen": "未収残額（円）",
    "line_count": "件数",
}
AMOUNTS = ("outstanding_yen", "line_count")
COLUMNS = ("period_on", "span", "ends_on", "department")
ALL, QUARTER = "", 3  # the code of the rows that sum up departments; months
LEFT_OUT = "残額のある人が少ないか、1人が大半を占めるため、内訳を示さない課: {names}。"


def limitation_calendar(reader: Reader, selection: Selection) -> Figure:
    """The balance whose period may end, by quarter and department; of the newest month only.

    With what is past already, what comes later, what is held and what cannot be reckoned the rows sum up to the
    balance, but for what few persons are behind. Of several departments the first rows are of all together. Raises
    `NothingToShow` for a date, department or kind that does not exist.
    """
    if selection.as_of is None and any(each.is_month for each in reader.periods):
        selection = replace(selection, is_month=True)  # also where a later settlement is there
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, _ = frame(reader, "limitation_calendar", here.parameters)
    empty = nothing_known(here, data)
    notes: tuple[str, ...] = (RECKONED, NOT_IN)
    if not empty and (withheld := expiring(reader, here.period.period_on)):
        if withheld.is_silent(here.department, here.claim_kind):
            empty = SILENT.format(place=f"{here.place}の{here.period.end}", what="時効の見通し")
        told, left_out = _told(data, here, withheld)
        notes += left_out
    if empty:
        told = _told(data.head(0), here, None)[0]
    notes += (UNCONFIRMED,) if data["is_unconfirmed"].any() else ()
    notes += (WITHHELD,) if told["outstanding_yen"].isna().any() else ()
    whole = told[told["department"] == ALL] if ALL in set(told["department"]) else told
    soon = whole[whole["span"] == "quarter"]
    is_told = not empty and bool(soon["outstanding_yen"].notna().all())
    return Figure(
        name="limitation_calendar",
        title=empty or here.subject + sentences.running_out(records(soon)),
        measure=f"{here.subject}今後24か月に時効の期間などが満了する見込みの残額（要確認）",
        headline=words(int(soon["outstanding_yen"].sum())) if is_told else "－",
        comparison="" if empty else _beside(whole, data, is_told=is_told),
        as_of=here.as_of,
        frame=told,
        labels=LABELS,
        version=reader.version,
        notes=(*notes, NO_ADVICE, NOTE, *waiting.notes),
        facts=({} if empty else _reasons(data)) | waiting.facts,
        sources=source_names(reader, here, here.period),
        empty=empty,
    )


def _told(
    data: pd.DataFrame, here: Scope, withheld: Decided | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What of *data* may be told, in the words of the table; and which departments are left out."""
    rows = _summed(data, here)
    if withheld is None:
        return _labelled(rows, here), ()
    names = dict(zip(rows["department"], rows["department_name"], strict=True))
    silent = [code for code in names if withheld.is_silent(code or None, here.claim_kind)]
    rows = rows[~rows["department"].isin(silent)]
    is_hidden = [
        withheld.hides(code or None, here.claim_kind, band)
        for code, band in zip(rows["department"], rows["band"], strict=True)
    ]
    told = _labelled(without(rows, is_hidden, *AMOUNTS), here)
    left_out = "、".join(names[code] for code in silent)
    return told, (LEFT_OUT.format(names=left_out),) if silent else ()


def _summed(data: pd.DataFrame, here: Scope) -> pd.DataFrame:
    """Yen and lines by department and time, after those of all departments together where there are several."""
    bands = [band_of(row) for row in records(data)]
    spans = ["quarter" if band.startswith("quarter") else band for band in bands]
    own = data.assign(
        band=pd.Series(bands, data.index, dtype=object),
        span=pd.Series(spans, data.index, dtype=object),
    )
    parts = [own]
    if own["department"].nunique() > 1:
        parts.insert(0, own.assign(department=ALL, department_name=f"{here.place}の計"))
    keys = ["department", "department_name", "span", "quarter", "band"]
    rows = pd.concat(parts).groupby(keys, as_index=False, dropna=False)[list(AMOUNTS)].sum()
    return rows.assign(line_count=hidden(rows["line_count"]))


def _labelled(rows: pd.DataFrame, here: Scope) -> pd.DataFrame:
    """*rows* in the order and the words of the table, the earliest first."""
    newest = here.period.period_on
    every = pd.date_range(newest, periods=8 * QUARTER + 1, freq="ME")
    ends = [pd.NaT if pd.isna(at) else every[int(at) * QUARTER] for at in rows["quarter"]]
    labels = [
        SPANS[span] or quarter_label(end) for span, end in zip(rows["span"], ends, strict=True)
    ]
    rows = rows.assign(
        period_on=pd.Timestamp(newest),
        ends_on=pd.Series(ends, rows.index, dtype="datetime64[ns]"),
        month_label=pd.Series(labels, rows.index, dtype=object),
        at_span=rows["span"].map({span: at for at, span in enumerate(SPANS)}),
    )
    told = rows.sort_values(["at_span", "ends_on", "department"], ignore_index=True)
    return told[[*COLUMNS, *LABELS]]


def quarter_label(end: Any) -> str:
    """``令和8年11月～1月``: the three months up to *end*."""
    first = months_later(end.date().replace(day=1), 1 - QUARTER)
    return f"{month_label(first)}～{end.month}月"


def _beside(whole: pd.DataFrame, data: pd.DataFrame, *, is_told: bool) -> str:
    """How many lines run out, and the yen beside: past, or nobody can reckon it. Of what is withheld nothing."""
    soon = data[data["span"] == "quarter"]
    told = [lines(int(soon["line_count"].sum()))] if is_told and len(soon) else []
    others = ((("past", "to_invoke"), "すでに過ぎた見込み"), (("unknown",), "算定不可"))
    beside = []
    for spans, said in others:
        yen = whole[whole["span"].isin(spans)]["outstanding_yen"]
        if len(yen) and yen.notna().all():
            beside.append(f"{said} {words(int(yen.sum()))}")
    told += [f"ほかに、{'、'.join(beside)}"] if beside else []
    return "。".join(filter(None, told))


def _reasons(data: pd.DataFrame) -> dict[str, str]:
    """Why some of it cannot be reckoned; nothing where all of it can. Their yen might be those of few persons."""
    there = set(data[data["span"] == "unknown"]["missing"])
    said = "、".join(f"{words_of}がない" for key, words_of in MISSING.items() if key in there)
    return {"算定不可の理由": said} if said else {}
