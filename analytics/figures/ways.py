"""By which way each department's balance fell: collected, or written off. Two amounts, never one sum."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import city_scope, records
from analytics.figures.figure import Figure, Selection
from analytics.figures.ranking import ranking
from analytics.figures.stale import WAITING
from analytics.ledger.money import words
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

UNDIVIDED = ("written_off_divided_yen", "net_undivided_yen")  # every line of a month is divided
COLUMNS = ("rank", "department_name", "collected_yen", "written_off_yen", "written_off_divided_yen")
MORE = (
    "net_undivided_yen",
    "newly_arisen_yen",
    "opening_yen",
    "change_yen",
    "outstanding_yen",
    "mark",
    "reason",
)
COLLECTED = {  # is it of months?
    False: "回収は滞納繰越分への収入です。現年度分への収入は入れていません。",
    True: "回収は、前年同月からの1年の、すでに納期限を過ぎていた分への収入です。",
}
NOTES = (
    "「区分なし」は、元の決算書が現年度分と滞納繰越分を分けていないため、回収だけの額が分からない課です。",
    "見出しは、回収の分かる債権だけで比べています（その不納欠損は、現年度分も含みます）。",
    "不納欠損は回収ではありません。二つは別の額で、合計しません。",
)


def ways_down(reader: Reader, selection: Selection) -> Figure:
    """The departments of `ranking` with what was collected of old debts and what was written off, in yen."""
    ranked = ranking(reader, selection)
    here = city_scope(reader, selection)
    data, period = ranked.frame, here.period
    empty = ranked.empty
    if period.is_month and here.before is None:
        empty = f"{period.before}の資料がないため、1年の回収と不納欠損は出せません。"
    return replace(
        ranked,
        name="ways_down",
        title=empty or _finding(data, period),
        measure=period.wording("滞納繰越分の回収"),
        headline="－" if empty else _total(data["collected_yen"]),
        comparison="" if empty else f"不納欠損は{_total(data['written_off_yen'])}",
        frame=data.head(0) if empty else data,
        empty=empty,
        labels={
            name: ranked.labels[name]
            for name in (*COLUMNS, *MORE, "stale_on")
            if name in ranked.labels and not (period.is_month and name in UNDIVIDED)
        },
        notes=(COLLECTED[period.is_month], *(NOTES if not period.is_month else NOTES[-1:])),
        facts={name: fact for name, fact in ranked.facts.items() if name == WAITING},
    )


def _total(amounts: pd.Series) -> str:
    total = amounts.sum(min_count=1)
    return "－" if pd.isna(total) else words(int(total))


def _finding(data: pd.DataFrame, period: Period) -> str:
    """Where more was written off than collected, among those whose collection the source tells."""
    known = data[data["collected_yen"].notna() & data["written_off_divided_yen"].notna()]
    if data["outstanding_yen"].sum() == 0 and data["written_off_yen"].isna().all():
        return f"{period.this}には、回収する債権も不納欠損もない"
    if known.empty:
        return f"回収の額は元の資料から分からず、不納欠損は{_total(data['written_off_yen'])}"
    return sentences.written_off_more(records(known))
