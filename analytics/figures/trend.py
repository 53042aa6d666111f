"""全体推移: how the balance moved from year-end to year-end."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from analytics.figures.base import (
    Scope,
    at_year,
    city_scope,
    frame,
    has_words,
    no_claims,
    records,
    renamed,
    scope,
    source_names,
    with_year_label,
)
from analytics.figures.figure import Figure, Selection
from analytics.ledger.calendar import short_year_label, year_label
from analytics.ledger.columns import PARTS
from analytics.ledger.money import change_with_rate, change_words, words
from analytics.store.reader import Reader

Presences = list[dict[str, Any]]  # claims that came or went
WEIGHTY = (
    0.01  # share of the balance from which a claim that came or went is named beside the comparison
)
CLOSINGS = {  # facts.md 5: the two clocks
    (5, 31): "出納閉鎖（翌年度の5月31日）",
    (3, 31): "公営企業会計の年度末（3月31日）",
}
UNDIVIDED_NOTE = "「区分なし」は、決算書が現年度分と滞納繰越分を分けていない債権（使用料・負担金・弁償金など）です。"
LIKE_FOR_LIKE_NOTE = (
    "「同じ債権だけ」は、すべての年度に共通して載っている債権だけを比べたものです。"
)


def balance_by_year(reader: Reader, selection: Selection) -> Figure:
    """The balance of all debtor claims by year-end, split current-year / carried-over / undivided, in yen."""
    here = scope(reader, selection)
    data, labels = frame(reader, "balance_by_year", here.parameters)
    labels = with_year_label(data, labels)
    data["part_label"] = data["part"].map(PARTS)
    labels = renamed(labels, part="part_label")
    totals = {row["fiscal_year"]: row["total_yen"] for row in records(data)}
    now = totals.get(here.fiscal_year, 0)
    before = totals.get(here.fiscal_year - 1, 0) if here.fiscal_year - 1 in here.years else None
    empty = no_claims(here, data)
    came_or_went = _came_or_went(reader, here, max(now, before or 0))
    return Figure(
        name="balance_by_year",
        title=empty or _moved_sentence(here, now, before, came_or_went),
        measure=f"{here.subject}未収残額（年度末）",
        headline="－" if empty else words(now),
        comparison="" if empty else _compared(now, before),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            *_comparison_note(came_or_went),
            _closing_note(here),
            UNDIVIDED_NOTE,
            *_excluded_note(reader, here),
        ),
        sources=source_names(reader),
        empty=empty,
    )


def balance_index(reader: Reader, selection: Selection) -> Figure:
    """The balance with the first year-end = 100, beside that of the claims present in every year."""
    here = scope(reader, selection)
    data, labels = frame(reader, "balance_index", here.parameters)
    first = min((row["fiscal_year"] for row in records(data)), default=here.fiscal_year)
    now = at_year(data, here.fiscal_year)
    labels = with_year_label(data, labels)
    index = now["outstanding_index"].sum(min_count=1)
    alike = now["like_for_like_index"].sum(min_count=1)
    empty = "" if pd.notna(index) else "比べる年度末の残額がないため、指数は出せません。"
    return Figure(
        name="balance_index",
        title=empty or _index_sentence(here, first, index),
        measure=f"{here.subject}未収残額の指数（{year_label(first)}末＝100）",
        headline="－" if empty else f"{index:,.1f}",
        comparison="" if empty or pd.isna(alike) else f"すべての年度にある債権だけでは{alike:,.1f}",
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(LIKE_FOR_LIKE_NOTE,),
        sources=source_names(reader),
        empty=empty,
    )


def excluded_claims(reader: Reader, selection: Selection) -> Figure:
    """Uncollected income that nobody owes as a debtor (transfers, bonds, subsidies), kept out of every balance."""
    here = city_scope(reader, selection)
    data, labels = frame(reader, "excluded_claims", here.parameters)
    labels = with_year_label(data, labels)
    total = int(data["outstanding_yen"].sum())
    empty = "" if len(data) else "残額に数えていない収入はありません。"
    closed = [int(year) for year in data["fiscal_year"].unique()]
    years = "、".join(short_year_label(year) for year in closed)
    return Figure(
        name="excluded_claims",
        title=empty or f"債務者のいない収入の未済 {words(total)}（{years}）は残額に数えていません",
        measure="残額に数えていない収入の未済額",
        headline=words(total),
        comparison="",
        as_of=_closing_of(here, closed),
        frame=data,
        labels=labels,
        version=reader.version,
        notes=("他会計からの繰入金、市債、国の交付金などで、徴収の対象となる債務者がいません。",),
        sources=source_names(reader),
        empty=empty,
    )


def _closing_of(here: Scope, closed: list[int]) -> date | None:
    """The day an amount of the years *closed* stood at; none when it is of several days."""
    if len(closed) > 1:
        return None
    return here.years[closed[0]] if closed else here.as_of


def _moved_sentence(here: Scope, now: int, before: int | None, came_or_went: Presences) -> str:
    year = short_year_label(here.fiscal_year)
    if before is None:
        return f"{year}末の{here.subject}未収残額は{words(now)}"
    if now == before:
        return f"{year}末の{here.subject}未収残額は{words(now)}で、前年度末から変わっていない"
    moved = "増えた" if now > before else "減った"
    return (
        f"{year}末の{here.subject}未収残額は{words(now)}で、1年で{words(abs(now - before))}{moved}"
        + _because(came_or_went, now - before)
    )


def _because(came_or_went: Presences, change: int) -> str:
    """What bent the year's change more than all the rest did, in brackets: claims that joined or left.

    Named are as few, from the largest, as already outweigh the rest; 除くと leaves out exactly those.
    """
    changes = [row["change_yen"] for row in came_or_went]
    if not _outweighs(sum(changes), change):
        return ""  # also where what left under one name joined under another
    count = next((n for n in range(1, len(changes)) if _outweighs(sum(changes[:n]), change)), 0)
    count = count or len(changes)
    moved = sum(changes[:count])
    largest = came_or_went[0]
    because = f"{_presence(largest, '')}ため"
    if count > 1:
        because = f"{largest['claim']}ほか{count - 1}件の出入りが{change_words(moved)}のため"
    return (
        f"（{because}。除くと{change_words(change - moved)}）"
        if change != moved
        else f"（{because}）"
    )


def _outweighs(part: int, whole: int) -> bool:
    return abs(part) > abs(whole - part)


def _index_sentence(here: Scope, first: int, index: float) -> str:
    if here.fiscal_year == first:
        return f"{short_year_label(first)}末を100とする。比べる年度末はまだない"
    return (
        f"{short_year_label(first)}末を100とすると、{short_year_label(here.fiscal_year)}末の"
        f"{here.subject}残額は{index:,.1f}"
    )


def _compared(now: int, before: int | None) -> str:
    if before is None:
        return "前年度末の資料がないため、比べられません"
    return f"前年度末の{words(before)}から{change_with_rate(now - before, before)}"


def _came_or_went(reader: Reader, here: Scope, whole_yen: int) -> Presences:
    """Claims that only one of the two year-ends has, the largest first, with `change_yen` and `is_weighty`."""
    data, _ = frame(reader, "comings_and_goings", here.parameters)
    sign = data["presence"].map({"joined": 1, "left": -1})
    data["change_yen"] = data["balance_yen"] * sign
    data["is_weighty"] = data["balance_yen"] >= WEIGHTY * whole_yen
    return records(data)


def _comparison_note(came_or_went: Presences) -> tuple[str, ...]:
    """Claims that weigh enough to bend the comparison, each with its reason where one is documented."""
    said = [
        _presence(row, " ") + (f"（{row['reason']}）" if has_words(row["reason"]) else "")
        for row in came_or_went
        if row["is_weighty"]
    ]
    return (f"前年度末とは範囲が違います: {'、'.join(said)}。",) if said else ()


def _presence(row: dict[str, Any], gap: str) -> str:
    came = "加わった" if row["presence"] == "joined" else "外れた"
    return f"{row['claim']}{gap}{words(row['balance_yen'])}が{came}"


def _closing_note(here: Scope) -> str:
    days = sorted({(day.month, day.day) for day in here.years.values()})
    named = [CLOSINGS.get(day, f"{day[0]}月{day[1]}日") for day in days]
    return f"{'と'.join(named)}の残額です。"


def _excluded_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    data, _ = frame(reader, "excluded_claims", here.parameters)
    total = int(data.loc[data["fiscal_year"] == here.fiscal_year, "outstanding_yen"].sum())
    kept_out = f"この年度は{words(total)}" if total else "この年度は0円"
    return (f"他会計からの繰入金や市債など、債務者のいない収入は数えていません（{kept_out}）。",)
