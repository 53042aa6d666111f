"""Where each department stood in the ranking, period by period: twelve month-ends, or the year-ends of settlements."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, city_note, city_scope, frame, records, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.ranking import ranked_by
from analytics.figures.stale import waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

SHOWN = 12  # periods
ASKED = [
    "department",
    "department_name",
    "rank",
    "attainment_rate",
    "gap_yen",
    "target_yen",
    "mark",
]
EMPTY = "順位の付いた{closing}が2つ以上ないため、順位の推移は出せません。"
RULE = "それぞれの時点の順位は、その時点の目標と残額で、「順位」と同じ決め方で付けています。"
OUT = "線が途切れるところは、順位の外（未着、少数、比較不可など）か、資料のない月です。"


def positions(reader: Reader, selection: Selection) -> Figure:
    """The rank of every department at this period and those before it, with the gap to its target in yen."""
    here = city_scope(reader, selection)
    data = standings(reader, here)
    shown = data[data["department"] == selection.department] if selection.department else data
    placed = shown[shown["rank"].notna()]
    empty = "" if placed["period_on"].nunique() > 1 else EMPTY.format(closing=here.period.closing)
    return Figure(
        name="positions",
        title=empty or sentences.moved_up(here.period, records(placed)),
        measure=f"{here.period.end}に順位のいちばん高い課",
        headline="－" if empty else _first_place(records(placed)),
        comparison="" if empty else f"順位の付いた課は{placed['department'].nunique()}課",
        as_of=here.as_of,
        frame=shown.reset_index(drop=True),
        labels={
            "year_label": here.period.heading,
            "department_name": "所管課",
            "rank": "順位",
            "attainment_rate": "達成率",
            "gap_yen": "目標までの差（円）",
            "mark": "しるし",
        },
        version=reader.version,
        notes=(
            RULE,
            OUT,
            *stray_notes(reader, here),
            *city_note(selection),
            *waiting_at(reader, here).notes,
        ),
        sources=source_names(reader, here, _first(here)),
        empty=empty,
    )


def standings(reader: Reader, here: Scope) -> pd.DataFrame:
    """The ranking at each of the last periods, the oldest first: a row per period and department."""
    rows: list[pd.DataFrame] = []
    for period in _periods(here):
        told, _ = frame(reader, "ranking", ranked_by(reader, here) | here.at(period))
        rows.append(
            told[ASKED].assign(
                period_on=pd.Timestamp(period.period_on), year_label=period.label, place=len(rows)
            )
        )
    data = pd.concat(rows, ignore_index=True)
    latest = data.groupby("department")["department_name"].last()
    return data.assign(department_name=data["department"].map(latest))


def _periods(here: Scope) -> list[Period]:
    """The periods shown, oldest first: of months those of one year, whatever is missing among them."""
    earlier = [each for on, each in here.periods.items() if on <= here.period.period_on]
    if not here.period.is_month:
        return earlier[-SHOWN:]
    since = pd.Timestamp(here.period.period_on) - pd.offsets.MonthEnd(SHOWN)
    return [each for each in earlier if pd.Timestamp(each.period_on) > since]


def _first_place(rows: Sequence[sentences.Row]) -> str:
    """Who stands highest at the newest period of *rows*."""
    newest = max(row["place"] for row in rows)
    return str(
        min((row for row in rows if row["place"] == newest), key=lambda row: row["rank"])[
            "department_name"
        ]
    )


def _first(here: Scope) -> Period:
    return _periods(here)[0]
