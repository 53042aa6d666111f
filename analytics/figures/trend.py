"""全体推移: how the balance moved from year-end to year-end."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.figures.base import (
    Scope,
    at_year,
    city_note,
    city_scope,
    frame,
    no_claims,
    records,
    renamed,
    scope,
    source_names,
    with_year_label,
)
from analytics.figures.comings import Presences, because, came_or_went, comparison_note, ended
from analytics.figures.figure import Figure, Selection
from analytics.ledger.calendar import short_year_label, year_label
from analytics.ledger.columns import PARTS
from analytics.ledger.money import change_with_rate, percent, words
from analytics.store.reader import Reader

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
    moved = came_or_went(reader, here, max(now, before or 0))
    gone = "" if empty else ended(reader, here, int(data["fiscal_year"].max()))
    return Figure(
        name="balance_by_year",
        title=empty or _moved_sentence(here, now, before, moved),
        measure=f"{here.subject}未収残額（年度末）",
        headline="－" if empty else words(now),
        comparison="" if empty else gone or _compared(now, before),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            *comparison_note(moved),
            _closing_note(here),
            UNDIVIDED_NOTE,
            *_excluded_note(reader, here),
        ),
        sources=source_names(reader, here),
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
    if not empty and here.fiscal_year == first:
        empty = f"{short_year_label(first)}末を100とする。比べる年度末はまだない"
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
        sources=source_names(reader, here),
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
        notes=(
            "他会計からの繰入金、市債、国の交付金などで、徴収の対象となる債務者がいません。",
            *city_note(selection),
        ),
        sources=source_names(reader, here),
        empty=empty,
    )


def _closing_of(here: Scope, closed: list[int]) -> date | None:
    """The day an amount of the years *closed* stood at; none when it is of several days."""
    if len(closed) > 1:
        return None
    return here.years[closed[0]] if closed else here.as_of


def _moved_sentence(here: Scope, now: int, before: int | None, presences: Presences) -> str:
    year = short_year_label(here.fiscal_year)
    if before is None or now == before == 0:
        return f"{year}末の{here.subject}未収残額は{words(now)}"
    if now == before:
        return f"{year}末の{here.subject}未収残額は{words(now)}で、前年度末から変わっていない"
    moved = "増えた" if now > before else "減った"
    return (
        f"{year}末の{here.subject}未収残額は{words(now)}で、1年で{words(abs(now - before))}{moved}"
        + because(presences, now - before)
    )


def _index_sentence(here: Scope, first: int, index: float) -> str:
    more = percent(abs(index / 100 - 1))
    moved = f"{more}{'多い' if index > 100 else '少ない'}" if more != percent(0) else "ほぼ同じ"
    return (
        f"{short_year_label(first)}末を100とすると、{short_year_label(here.fiscal_year)}末の"
        f"{here.subject}残額は{index:,.1f}（{moved}）"
    )


def _compared(now: int, before: int | None) -> str:
    if before is None:
        return "前年度末の資料がないため、比べられません"
    return f"前年度末の{words(before)}から{change_with_rate(now - before, before)}"


def _closing_note(here: Scope) -> str:
    days = sorted({(day.month, day.day) for day in here.years.values()})
    named = [CLOSINGS.get(day, f"{day[0]}月{day[1]}日") for day in days]
    return f"{'と'.join(named)}の残額です。"


def _excluded_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    data, _ = frame(reader, "excluded_claims", here.parameters)
    total = int(data.loc[data["fiscal_year"] == here.fiscal_year, "outstanding_yen"].sum())
    kept_out = f"この年度は{words(total)}" if total else "この年度は0円"
    return (f"他会計からの繰入金や市債など、債務者のいない収入は数えていません（{kept_out}）。",)
