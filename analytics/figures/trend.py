"""全体推移: how the balance moved from year-end to year-end."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.figures import sentences
from analytics.figures.aims import target_lines, target_notes
from analytics.figures.base import (
    Scope,
    at,
    city_note,
    city_scope,
    frame,
    no_claims,
    records,
    renamed,
    scope,
    source_names,
    with_period_label,
)
from analytics.figures.clocks import closing_note
from analytics.figures.comings import Presences, because, came_or_went, comparison_note, ended
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import not_due_note, waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.columns import PARTS
from analytics.ledger.money import words
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

CLOSINGS = {  # facts.md 5: the two clocks
    (5, 31): "出納閉鎖（翌年度の5月31日）",
    (3, 31): "公営企業会計の年度末（3月31日）",
}
UNDIVIDED_NOTE = "「区分なし」は、決算書が現年度分と滞納繰越分を分けていない債権（使用料・負担金・弁償金など）です。"
ENTERPRISE_NOTE = "3月31日で締める債権の残額は、納期限がまだの請求を含みます。"
DUE_NOTE = "月末の時点で納期限を過ぎている未納の額です。納期限がまだの分は数えていません。"


def balance_by_year(reader: Reader, selection: Selection) -> Figure:
    """The balance of all debtor claims by year-end, split current-year / carried-over / undivided, in yen."""
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "balance_by_year", here.parameters)
    labels = with_period_label(data, labels, here.period)
    data["part_label"] = data["part"].map(PARTS)
    labels = renamed(labels, part="part_label")
    totals = {row["period_on"].date(): row["total_yen"] for row in records(data)}
    now = totals.get(here.period.period_on, 0)
    before = totals.get(here.before.period_on, 0) if here.before else None
    empty = no_claims(here, data)
    moved = came_or_went(reader, here, max(now, before or 0))
    aims = target_lines(reader, here)
    gone = "" if empty else ended(reader, here, here.periods[max(totals)])
    return Figure(
        name="balance_by_year",
        title=empty or _stood(here, now, before, moved) + waiting.words,
        measure=f"{here.subject}未収残額（{here.period.closing}）",
        headline="－" if empty else words(now),
        comparison="" if empty else gone or sentences.compared(here.period, now, before),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            *waiting.notes,
            *comparison_note(moved, here.period),
            *target_notes(aims, here),
            *stray_notes(reader, here),
            *_closing_notes(reader, here),
            *not_due_note(reader, here),
            *_undivided_note(here, data),
            *_excluded_note(reader, here),
        ),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
        beside=aims,
    )


def balance_index(reader: Reader, selection: Selection) -> Figure:
    """The balance with the first year-end = 100, beside that of the claims present in every year."""
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "balance_index", here.parameters)
    starts = [row["period_on"].date() for row in records(data)]
    first = here.periods[min(starts)] if starts else here.period
    now = at(data, here.period)
    labels = with_period_label(data, labels, here.period)
    index = now["outstanding_index"].sum(min_count=1)
    alike = now["like_for_like_index"].sum(min_count=1)
    empty = (
        ""
        if pd.notna(index)
        else f"比べる{here.period.closing}の残額がないため、指数は出せません。"
    )
    if not empty and here.period == first:
        empty = f"{first.end}より前の資料がないため、指数は出せません。"
    return Figure(
        name="balance_index",
        title=empty or sentences.indexed(here.subject, first, here.period, index),
        measure=f"{here.subject}未収残額の指数（{first.until}＝100）",
        headline="－" if empty else f"{index:,.1f}",
        comparison="" if empty else _alike(here, alike) + waiting.words,
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(_like_for_like(here.period), *waiting.notes),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
    )


def excluded_claims(reader: Reader, selection: Selection) -> Figure:
    """Uncollected income that nobody owes as a debtor (transfers, bonds, subsidies), kept out of every balance."""
    here = city_scope(reader, selection)
    data, labels = frame(reader, "excluded_claims", here.parameters)
    labels = with_period_label(data, labels, here.period)
    if here.period.is_month:
        data = at(data, here.period)
    total = int(data["outstanding_yen"].sum())
    empty = "" if len(data) else "残額に数えていない収入はありません。"
    closed = [here.periods[end.date()] for end in data["period_on"].unique()]
    years = "、".join(each.time for each in closed)
    return Figure(
        name="excluded_claims",
        title=empty or sentences.left_out(total, years),
        measure="残額に数えていない収入の未済額",
        headline=words(total),
        comparison="",
        as_of=_closing_of(here, closed),
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            "他会計からの繰入金、市債、国の交付金などで、徴収の対象となる債務者がいません。",
            *city_note(selection),
        ),
        sources=source_names(reader, here),
        empty=empty,
    )


def _stood(here: Scope, now: int, before: int | None, presences: Presences) -> str:
    """The balance, and what came or went where that moved it more than all the rest."""
    cause = because(presences, now - before) if before is not None else ""
    return sentences.stood(here.subject, here.period, now, before, cause)


def _times(period: Period) -> str:
    return "月" if period.is_month else "年度"


def _alike(here: Scope, index: float) -> str:
    times = _times(here.period)
    return "" if pd.isna(index) else f"すべての{times}にある債権だけでは{index:,.1f}"


def _like_for_like(period: Period) -> str:
    return f"「同じ債権だけ」は、すべての{_times(period)}に共通して載っている債権だけを比べたものです。"


def _undivided_note(here: Scope, data: pd.DataFrame) -> tuple[str, ...]:
    """What 区分なし is; of months only where there is any."""
    told = not here.period.is_month or (data["part"] == "undivided").any()
    return (UNDIVIDED_NOTE,) if told else ()


def _closing_of(here: Scope, closed: list[Period]) -> date | None:
    """The day an amount of the periods *closed* stood at; none when it is of several days."""
    if len(closed) > 1:
        return None
    return closed[0].as_of if closed else here.as_of


def _closing_notes(reader: Reader, here: Scope) -> tuple[str, ...]:
    """On which days the books close whose balance this is, and whether it holds what is not yet due."""
    if here.period.is_month:
        return (*(() if here.is_all else (DUE_NOTE,)), *closing_note(reader, here))
    days = sorted({(each.as_of.month, each.as_of.day) for each in here.periods.values()})
    named = [CLOSINGS.get(day, f"{day[0]}月{day[1]}日") for day in days]
    told = f"{'と'.join(named)}の残額です。"
    return (told, ENTERPRISE_NOTE) if (3, 31) in days else (told,)


def _excluded_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    data, _ = frame(reader, "excluded_claims", here.parameters)
    total = int(at(data, here.period)["outstanding_yen"].sum())
    if here.period.is_month and not len(data):
        return ()
    when = here.period.end if here.period.is_month else here.period.this
    kept_out = f"{when}は{words(total)}" if total else f"{when}は0円"
    return (f"他会計からの繰入金や市債など、債務者のいない収入は数えていません（{kept_out}）。",)
