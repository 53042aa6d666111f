"""重複滞納: how many persons owe at two departments or more, month by month, and how much of the balance is theirs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.access.joint import DEPARTMENT
from analytics.access.overlaps import SHARED, Told
from analytics.figures import sentences
from analytics.figures.base import records, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.overlaps import NOTES, Overlaps, shown_count, shown_yen
from analytics.figures.stale import waiting_at
from analytics.ledger.money import words
from analytics.ledger.periods import period_label
from analytics.store.reader import Reader

LABELS = {
    "year_label": "月末",
    "shared_count": "2つ以上の課に滞納のある人数",
    "shared_yen": "その残額（円）",
    "outstanding_yen": "債務者番号のある残額（円）",
    "shared_rate": "残額のうちの割合",
}
NUMBERS = ("shared_count", "shared_yen", "outstanding_yen")


def shared_trend(reader: Reader, selection: Selection) -> Figure:
    """Month-ends up to the one looked at, with those who share; always of the whole city.

    Raises `NothingToShow` as `scope`.
    """
    seen = Overlaps.of(reader, selection, DEPARTMENT)
    here, empty = seen.here, seen.empty
    made = _months(seen) if not empty else []
    waiting = waiting_at(reader, here)
    return Figure(
        name="shared_trend",
        title=empty or sentences.shared_part(made[-1]),
        measure=f"2つ以上の課に滞納のある人（{here.period.end}）",
        headline="－" if empty else _count(made[-1]),
        comparison="" if empty else _compared(seen, made),
        as_of=here.as_of,
        frame=_typed(made),
        labels=LABELS,
        version=reader.version,
        notes=(*NOTES, *seen.notes, *waiting.notes),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
    )


def _months(seen: Overlaps) -> list[dict[str, Any]]:
    """Every month-end as it may be told, the oldest first."""
    since_on = seen.here.period.since_on
    months = seen.months_told(since_on)
    told = Told(frozenset({SHARED}), frozenset({SHARED}))
    return [
        _month(told if row["period_on"].date() in months else Told(), row)
        for row in records(seen.totals(since_on))
    ]


def _month(told: Told, row: dict[str, Any]) -> dict[str, Any]:
    count = int(row["shared_count"])
    yen = shown_yen(row["shared_yen"], count, told, SHARED)
    return {
        "period_on": row["period_on"],
        "is_month": True,
        "year_label": period_label(row["period_on"].date(), True),
        "shared_count": shown_count(count, told, SHARED),
        "shared_yen": yen,
        "outstanding_yen": int(row["outstanding_yen"]),
        "shared_rate": None if yen is None else float(row["shared_rate"]),
    }


def _typed(made: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ["period_on", "is_month", *LABELS]
    types: dict[str, Any] = dict.fromkeys(NUMBERS, pd.Int64Dtype()) | {"shared_rate": "float64"}
    return pd.DataFrame(made, columns=columns).astype(types)


def _count(row: dict[str, Any]) -> str:
    count = row["shared_count"]
    return "－" if count is None else sentences.persons_words(count)


def _compared(seen: Overlaps, made: list[dict[str, Any]]) -> str:
    """What they owe, and how many they were a year before."""
    last, before = made[-1], seen.here.before
    said = [f"その残額は{words(last['shared_yen'])}"] if last["shared_yen"] is not None else []
    then = [row for row in made if before and row["period_on"].date() == before.period_on]
    if not then:
        return "。".join([*said, "前年同月の資料がないため、比べられません"])
    count, yen = then[0]["shared_count"], then[0]["shared_yen"]
    told = [sentences.persons_words(count)] if count is not None else []
    told += [words(yen)] if yen is not None else []
    if told:
        said.append(f"前年同月は{'、'.join(told)}")
    return "。".join(said)
