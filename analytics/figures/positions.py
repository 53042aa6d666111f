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
OUT = "線が途切れるところは、順位の外（未着、少数、比較不可など）か、資料のない{time}です。"


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
            OUT.format(time="月" if here.period.is_month else "年度"),
            *stray_notes(reader, here),
            *city_note(selection),
            *waiting_at(reader, here).notes,
        ),
        sources=source_names(reader, here, _first(here)),
        empty=empty,
    )


def standings(reader: Reader, here: Scope) -> pd.DataFrame:
    """The ranking at each of the last periods, the oldest first: a row per period and department.

    `place` counts the periods; one that nobody delivered has its place, too, and no row.
    """
    rows: list[pd.DataFrame] = []
    for place, period in _places(here).items():
        told, _ = frame(reader, "ranking", ranked_by(reader, here) | here.at(period))
        rows.append(
            told[ASKED].assign(
                period_on=pd.Timestamp(period.period_on),
                fiscal_year=period.fiscal_year,
                year_label=period.label,
                place=place,
            )
        )
    data = pd.concat(rows, ignore_index=True)
    if here.period.is_month:
        data["is_month"] = True
    latest = data.groupby("department")["department_name"].last()
    return data.assign(department_name=data["department"].map(latest))


def _places(here: Scope) -> dict[int, Period]:
    """Place → period, of those that there are among the last ones; the first of them has place 0."""
    ends = here.period.last(SHOWN)
    known = [at for at, on in enumerate(ends) if on in here.periods]
    return {at - known[0]: here.periods[ends[at]] for at in known}


def _first_place(rows: Sequence[sentences.Row]) -> str:
    """Who stands highest at the newest period of *rows*."""
    newest = max(row["place"] for row in rows)
    return str(
        min((row for row in rows if row["place"] == newest), key=lambda row: row["rank"])[
            "department_name"
        ]
    )


def _first(here: Scope) -> Period:
    return _places(here)[0]
