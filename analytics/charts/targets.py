"""Target lines over the bars of a balance: black for the newest version of a year, grey for one decided anew."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger import money
from analytics.ledger.calendar import short_year_label

SAID = "横線＝目標（灰色は決め直す前の版）"


def over_months(aims: pd.DataFrame, whole: pd.DataFrame, x: alt.X) -> alt.LayerChart:
    """A line over each month of *whole* (`month`, `period_on`) in which a version of *aims* holds."""
    rows = [
        _row(aim, aims) | {"month": month}
        for aim in aims.to_dict("records")
        for month, end in zip(whole["month"], whole["period_on"], strict=True)
        if aim["from_on"] <= end <= aim["to_on"]
    ]
    return _lines(pd.DataFrame(rows), x, "month")


def over_years(aims: pd.DataFrame, years: dict[int, str], x: alt.X) -> alt.LayerChart:
    """A line over the bar of each year; *years* gives the fiscal years their names on the axis."""
    rows = [
        _row(aim, aims) | {"year": years[aim["fiscal_year"]]}
        for aim in aims.to_dict("records")
        if aim["fiscal_year"] in years
    ]
    return _lines(pd.DataFrame(rows), x, "year")


def _lines(rows: pd.DataFrame, x: alt.X, place: str) -> alt.LayerChart:
    """A line as wide as its bar, on a rim of paper: bars are dark, and the ground is white."""
    left = x.copy(deep=True)
    left["bandPosition"] = 0
    base = alt.Chart(rows).encode(
        x=left, x2=alt.X2(place, bandPosition=1), y="aim_yen:Q", tooltip=dress.tooltip(words="目標")
    )
    rim = base.mark_rule(color=dress.PAPER, strokeWidth=7)
    line = base.mark_rule(strokeWidth=3).encode(color=alt.Color("colour:N", scale=None))
    both: alt.LayerChart = alt.LayerChart(layer=[rim, line])
    return both


def _row(aim: dict[Any, Any], aims: pd.DataFrame) -> dict[str, object]:
    newest = aims[aims["fiscal_year"] == aim["fiscal_year"]]["decided_on"].max()
    return {
        "aim_yen": aim["aim_yen"],
        "colour": dress.INK if aim["decided_on"] == newest else dress.EARLIER,
        "words": f"{short_year_label(aim['fiscal_year'])} 版{aim['version']} {money.words(aim['aim_yen'])}",
    }
