"""What is left of each levy year, n months after its books closed: do later years melt faster than earlier ones?"""

from __future__ import annotations

import pandas as pd

from analytics.access.withholding import NOTE as WITHHELD
from analytics.access.withholding import SILENT
from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.clocks import no_clock_note
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.figures.withheld import hides_levy, without
from analytics.ledger.calendar import short_year_label
from analytics.ledger.money import percent, words
from analytics.store.reader import Reader

ONLY_LINES = "賦課年度ごとの残り方は、月次の滞納明細がないため出せません。"
TOO_EARLY = "帳簿の締切（5月31日か3月31日）の月の資料がまだなく、賦課年度ごとの残り方は出せません。"
NOTES = (
    "それぞれの賦課年度の帳簿が締まったとき（一般会計は5月31日、公営企業会計は3月31日）の残額を100％とします。",
    "公営企業会計の締切のときに納期限がまだの請求は、あとから加わるので、100％を超えることがあります。",
    "納期限の過ぎた分です。締切の月の資料がない年度、締切の月に資料が届いていない課の債権のその年度、"
    "賦課年度の記載のない行、外れた理由の書いてある債権は入れていません。課を移った債権は、移る前からいまの課で追います。",
)


def cohorts(reader: Reader, selection: Selection) -> Figure:
    """The balance of each levy year by months since the closing of its books, in yen and as a share of that closing."""
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "cohorts", here.parameters)
    data = _withheld(reader, here, data)
    data["cohort_label"] = [f"{short_year_label(int(year))}分" for year in data["levy_year"]]
    labels = {"cohort_label": "賦課年度"} | labels
    labels.pop("levy_year")
    followed = data[(data["month_count"] > 0) & data["left_rate"].notna()]
    empty = "" if here.period.is_month else ONLY_LINES
    clockless = no_clock_note(reader, here)
    if not empty and followed.empty:
        is_told = data.loc[data["month_count"] > 0].empty
        few = SILENT.format(place=f"{here.place}の{here.period.end}", what="賦課年度ごとの残り方")
        empty = "".join((TOO_EARLY, *clockless)) if is_told else few
    ends = records(followed.groupby("levy_year", as_index=False).last())
    return Figure(
        name="cohorts",
        title=empty or here.subject + sentences.left_after(records(followed)),
        measure=f"{here.subject}いちばん新しい賦課年度の、残っている割合",
        headline="－" if empty else percent(ends[-1]["left_rate"]),
        comparison="" if empty else _told(ends[-1]),
        as_of=here.as_of,
        frame=data.head(0) if empty else data,
        labels=labels,
        version=reader.version,
        notes=(
            *NOTES,
            *((WITHHELD,) if data["outstanding_yen"].isna().any() else ()),
            *clockless,
            *waiting.notes,
        ),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
    )


def _withheld(reader: Reader, here: Scope, data: pd.DataFrame) -> pd.DataFrame:
    """*data* without the numbers of few persons; where those of the closing are, without what is left of it, too."""
    if not here.period.is_month:
        return data
    is_hidden = {
        (year, months): hides_levy(reader, here, int(year), int(months))
        for year, months in zip(data["levy_year"], data["month_count"], strict=True)
    }
    now = [is_hidden[place] for place in zip(data["levy_year"], data["month_count"], strict=True)]
    then = [is_hidden.get((year, 0), True) for year in data["levy_year"]]
    either = [one or other for one, other in zip(now, then, strict=True)]
    data = without(data, now, "outstanding_yen")
    return without(without(data, then, "base_yen"), either, "left_rate")


def _told(row: sentences.Row) -> str:
    """What is left of one levy year, in yen."""
    return (
        f"{row['cohort_label']}は締切の{row['month_count']}か月後に{words(row['outstanding_yen'])}"
        f"（締切のとき{words(row['base_yen'])}の{percent(row['left_rate'])}）"
    )
