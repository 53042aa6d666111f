"""収納率: the rates of collection, beside the balance and never instead of it (facts.md 4.4)."""

from __future__ import annotations

from analytics.figures import sentences
from analytics.figures.base import (
    at,
    frame,
    no_claims,
    records,
    scope,
    source_names,
    with_period_label,
)
from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.figure import Figure, Selection
from analytics.ledger.money import percent, words
from analytics.store.reader import Reader

ONLY_YEARS = (
    "月次の滞納明細には期限までに納められた分がないため、収納率は決算の資料からだけ出せます。"
)
NOTES = (
    "収納率は参考です。目標と順位には使いません。",
    "不納欠損にすると次の年度の分母が減り、収納率は上がります。滞納繰越分は前の年度までの滞納を毎年分母に入れます。",
    "合計は、現年度分と滞納繰越分に分けられない「区分なし」の債権も含みます。調定額が0円のときは「－」です。",
)


def collection_rates(reader: Reader, selection: Selection) -> Figure:
    """Received over assessed by year-end: of the current year, carried over, and both; written off in yen."""
    here = scope(reader, selection)
    data, labels = frame(reader, "collection_rates", here.parameters)
    labels = with_period_label(data, labels, here.period)
    empty = ONLY_YEARS if here.period.is_month else no_claims(here, data)
    now = next(iter(records(at(data, here.period))), None)
    if not empty and now is None:
        empty = f"{here.period.end}に{here.subject}調定がないため、収納率はありません。"
    return Figure(
        name="collection_rates",
        title=empty or sentences.rated(here.subject, here.period, now or {}),
        measure=here.subject + FIGURE_TITLES["collection_rates"],
        headline="－" if now is None or empty else percent(now["total_rate"]),
        comparison="" if now is None or empty else f"不納欠損は{words(now['written_off_yen'])}",
        as_of=here.as_of,
        frame=data.head(0) if empty else data,
        labels=labels,
        version=reader.version,
        notes=NOTES,
        sources=source_names(reader, here),
        empty=empty,
    )
