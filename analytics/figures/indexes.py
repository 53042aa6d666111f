"""Which departments and claim kinds owe more than at their own first year-end (= 100), whatever their size."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, at, records, scope_without
from analytics.figures.figure import Figure, Selection
from analytics.figures.panels import balance_by_claim_kind, balance_by_department
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

NAMED = 3  # those without an index that a note calls by name


def index_by_department(reader: Reader, selection: Selection) -> Figure:
    """The rows of `balance_by_department`, read as indexes: how many departments owe more than at their first."""
    here = scope_without(reader, selection, "department")
    balances = balance_by_department(reader, selection)
    return _of(
        here, _as_indexes(balances, "index_by_department", here.period, "department_name", "課")
    )


def index_by_claim_kind(reader: Reader, selection: Selection) -> Figure:
    """The rows of `balance_by_claim_kind`, read as indexes: how many claim kinds owe more than at their first."""
    here = scope_without(reader, selection, "claim_kind")
    balances = balance_by_claim_kind(reader, selection)
    return _of(here, _as_indexes(balances, "index_by_claim_kind", here.period, "claim_kind", "種"))


def _of(here: Scope, figure: Figure) -> Figure:
    """*figure*, saying whose claims it is of."""
    if figure.empty or here.is_whole:
        return figure
    within = f"{here.place}で"
    return replace(figure, title=within + figure.title, measure=within + figure.measure)


def _as_indexes(balances: Figure, name: str, period: Period, column: str, counter: str) -> Figure:
    """*balances* with the words of its indexes; *column* names what is counted in *counter*."""
    data = balances.frame
    now = at(data, period)
    known = now[now["outstanding_index"].notna()]
    risen = int((known["outstanding_index"] > 100).sum())
    empty = balances.empty or (
        "" if len(known) else f"比べる{period.closing}の残額がないため、指数は出せません。"
    )
    if len(known) and data["period_on"].nunique() == 1:
        empty = f"{period.end}より前の資料がないため、指数は出せません。"
    many = f"{len(known)}{counter}"
    title = sentences.risen(period, risen, len(known), counter)
    return replace(
        balances,
        name=name,
        title=empty or title,
        measure=f"最初の{period.closing}より残額が増えた数（{period.end}、{many}のうち）",
        headline="－" if empty else f"{risen}{counter}",
        comparison="" if empty else _largest(known, column),
        notes=(*_without_index(now, column, period), *balances.notes),
        empty=empty,
    )


def _largest(known: pd.DataFrame, column: str) -> str:
    """The index of who owes most, for the rises of the small ones look steepest."""
    top = max(records(known), key=lambda row: row["outstanding_yen"])
    return f"残額がいちばん多い{top[column]}の指数は{top['outstanding_index']:,.1f}"


def _without_index(now: pd.DataFrame, column: str, period: Period) -> tuple[str, ...]:
    """Who has a balance now and none at the first year-end: nothing to divide by, and no line in the chart."""
    missing = now[now["outstanding_index"].isna() & (now["outstanding_yen"] > 0)]
    if missing.empty:
        return ()
    named = "、".join(missing[column].head(NAMED))
    more = f" ほか{len(missing) - NAMED}" if len(missing) > NAMED else ""
    return (f"最初の{period.closing}の残額が0円で、指数のないもの: {named}{more}。",)
