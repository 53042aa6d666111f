"""What the balance of a month consists of: how old its debts are, how large, and in which state (facts.md 4.7).

A published settlement tells none of this; then the figure says so in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden
from analytics.access.withholding import NOTE as WITHHELD
from analytics.access.withholding import SILENT
from analytics.figures import sentences
from analytics.figures.base import (
    Scope,
    at,
    frame,
    no_claims,
    records,
    scope,
    source_names,
    with_period_label,
)
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.figures.withheld import decided, hides, without
from analytics.ledger.bands import DIMENSIONS, STATE_GROUPS
from analytics.ledger.money import change_words, percent, words
from analytics.store.reader import Reader

Sentence = Callable[[str, Sequence[sentences.Row]], str]
ONLY_LINES = (
    "債務者ごとの明細がないため、{what}は分かりません（月次の滞納明細を取り込むと出ます）。"
)
SEVERAL = "人数は課ごとに数えた延べ人数です。1人が2つの区分に残額を持てば、それぞれに数えます。"
DUE_NOTE = "納期限の過ぎた分です。"
LABELS = {
    "outstanding_yen": "未収残額（円）",
    "share_rate": "割合",
    "before_yen": "前年同月（円）",
    "change_yen": "前年同月からの増減（円）",
    "line_count": "件数",
    "debtor_count": "人数",
}
ADDED = ["share_rate", "before_yen", "change_yen"]
MEASURED = ["outstanding_yen", "line_count", "debtor_count", "stale_on"]
UNKNOWN = "unknown"  # the band of what the files do not tell
SIZE_NOTE = "大きさは、1人の債務者が1つの課に持つ、納期限の過ぎた残額の合計で分けています。"
STATE_NOTE = (
    "回収する債権は、差押中・分納や猶予・交渉中のもの。整理する債権は、執行停止や徴収停止・時効期間経過・"
    "換価済で残なし・生活困窮のもの。"
)


def balance_by_age(reader: Reader, selection: Selection) -> Figure:
    """The balance by the time since each due date, in yen, by month-end."""
    return _makeup(reader, selection, "age", "残額の古さ", sentences.age_of)


def balance_by_size(reader: Reader, selection: Selection) -> Figure:
    """The balance by what one debtor owes one department, in yen, by month-end."""
    return _makeup(reader, selection, "size", "残額の大きさ", sentences.size_of, SIZE_NOTE)


def balance_by_state(reader: Reader, selection: Selection) -> Figure:
    """The balance in the eight states of facts.md 4.7 (to collect, to settle, untouched), in yen, by month-end."""
    return _makeup(reader, selection, "state", "残額の状態", sentences.state_of, STATE_NOTE)


def _makeup(
    reader: Reader, selection: Selection, dimension: str, what: str, say: Sentence, *notes: str
) -> Figure:
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, headers = frame(reader, "makeup", here.parameters | {"dimension": dimension})
    labels = with_period_label(data, headers, here.period)
    data = _filled(data, DIMENSIONS[dimension])
    empty = ONLY_LINES.format(what=what) if not here.period.is_month else no_claims(here, data)
    total = int(at(data, here.period)["outstanding_yen"].sum())
    if not empty and not at(data, here.period)["outstanding_yen"].any():
        empty = f"{here.period.end}に、{here.place}の未収残額はありません。"
    empty = empty or _silent(reader, here, dimension, what)
    data = _withheld(reader, here, dimension, data.head(0) if empty else data)
    now = _compared(here, data, total)
    return Figure(
        name=f"balance_by_{dimension}",
        title=empty or say(here.subject, records(now)),
        measure=f"{here.subject}{what}（{here.period.end}）",
        headline="－" if empty else words(total),
        comparison="" if empty else _compared_words(here, now) + waiting.words,
        as_of=here.as_of,
        frame=data.merge(now[["period_on", "band", *ADDED]], how="left", on=["period_on", "band"]),
        labels={"year_label": labels["year_label"], "band_label": "区分", **LABELS},
        version=reader.version,
        notes=(
            *(() if here.is_all else (DUE_NOTE,)),
            *notes,
            SEVERAL,
            NOTE,
            *((WITHHELD,) if data["outstanding_yen"].isna().any() else ()),
            *waiting.notes,
        ),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
    )


def _filled(data: pd.DataFrame, bands: dict[str, str]) -> pd.DataFrame:
    """Every band of every month in the order of *bands*, where it was ever owed anything; few persons hidden."""
    known = [band for band in bands if band in set(data["band"])]
    keys = ["period_on", "fiscal_year", "year_label", "is_month"]
    months = data[[key for key in keys if key in data]].drop_duplicates()
    every = months.merge(pd.DataFrame({"band": known}, dtype=data["band"].dtype), how="cross")
    whole = every.merge(
        data[["period_on", "band", *MEASURED]], how="left", on=["period_on", "band"]
    )
    amounts = ["outstanding_yen", "line_count"]
    whole[amounts] = whole[amounts].fillna(0)
    is_none = whole["outstanding_yen"].eq(0) & whole["line_count"].eq(0)
    whole["debtor_count"] = hidden(whole["debtor_count"].mask(is_none, 0))
    lines = whole["line_count"].mask(whole["debtor_count"].isna())
    whole["line_count"] = hidden(lines)
    whole["band_label"] = whole["band"].map(bands)
    whole["group_label"] = whole["band"].map(STATE_GROUPS)
    return whole


def _silent(reader: Reader, here: Scope, dimension: str, what: str) -> str:
    """Why nothing is told of so few debtors, "" where something may be."""
    told = decided(reader, dimension, here.period.period_on)
    if not told.is_silent(here.department, here.claim_kind):
        return ""
    return SILENT.format(place=f"{here.place}の{here.period.end}", what=what)


def _withheld(reader: Reader, here: Scope, dimension: str, data: pd.DataFrame) -> pd.DataFrame:
    """*data* without the yen and the counts of the bands of few persons, and of those that would tell them."""
    is_hidden = [
        hides(reader, here, dimension, row["period_on"].date(), row["band"])
        for row in records(data)
    ]
    return without(data, is_hidden, "outstanding_yen", "line_count", "debtor_count")


def _compared(here: Scope, data: pd.DataFrame, total: int) -> pd.DataFrame:
    """The rows of this month with their share of *total*, and those of the same month of last year beside them."""
    now = at(data, here.period).copy()
    yen = now["outstanding_yen"].astype("Float64").astype(float)
    now["share_rate"] = yen / total if total else float("nan")
    before = at(data, here.before) if here.before else data.head(0)
    if _is_unknown(before) and not _is_unknown(now):
        before = before.head(0)  # its files did not tell: nothing can be said to have moved
    then = now["band"].map(before.set_index("band")["outstanding_yen"])
    now["before_yen"] = then.astype(pd.Int64Dtype())
    now["change_yen"] = now["outstanding_yen"] - now["before_yen"]
    return now


def _is_unknown(rows: pd.DataFrame) -> bool:
    """Whether a part of them is in the band of what the files do not tell."""
    return bool((rows["band"].eq(UNKNOWN) & rows["outstanding_yen"].ne(0).fillna(True)).any())


def _lacking(here: Scope, now: pd.DataFrame) -> str:
    """Why no band can be compared with the same month of last year."""
    if here.before is None:
        return "資料がない"
    if now["before_yen"].notna().any():
        return "区分と、いまの区分のどちらも示せるものがない"
    return "資料には区分が書かれていない"


def _compared_words(here: Scope, now: pd.DataFrame) -> str:
    """Which band moved most since the same month of last year, of those that are shown."""
    known = now[now["change_yen"].notna()]
    if known.empty:
        return f"{here.period.before}の{_lacking(here, now)}ため、比べられません"
    top = max(records(known), key=lambda row: abs(row["change_yen"]))
    if top["change_yen"] == 0:
        return f"{here.period.before}からどの区分も変わっていません"
    share = percent(top["share_rate"])
    return (
        f"{here.period.before}から最も動いたのは「{top['band_label']}」"
        f"（{change_words(top['change_yen'])}、いまは全体の{share}）"
    )
