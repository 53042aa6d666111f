"""残額の内訳: how the balance divides into bands of age, size or state, now and a year before, and month by month."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress, month_panels
from analytics.charts.parts import words_beside
from analytics.ledger import money
from analytics.ledger.bands import COLLECT, SETTLE

ROW = 46  # pixels that a band takes
BAR = 20
GROUPS = {
    COLLECT: dress.COLLECTED,
    SETTLE: dress.WRITTEN_OFF,
}  # of states; a colour means what it means elsewhere


def bands(frame: pd.DataFrame) -> alt.LayerChart:
    """A bar for each band of the newest month, a tick where the same month of last year stood, the words beside."""
    rows = frame[frame["period_on"] == frame["period_on"].max()]
    unit = money.unit_for([*rows["outstanding_yen"], *rows["before_yen"].dropna()])
    rows = rows.assign(
        colour=[GROUPS.get(group, _plain(group)) for group in rows["group_label"]],
        words=[_words(row) for row in rows.itertuples()],
        moved=[_moved(row) for row in rows.itertuples()],
    )
    columns = ["band_label", "outstanding_yen", "before_yen", "colour", "words", "moved"]
    rows = rows[columns]
    axis = dress.yen_axis(unit)
    y = alt.Y("band_label:N", sort=list(rows["band_label"]), axis=dress.name_axis(domain=False))
    bars = (
        alt.Chart(rows)
        .mark_bar(height=BAR)
        .encode(
            x=alt.X("outstanding_yen:Q", axis=axis), y=y, color=alt.Color("colour:N", scale=None)
        )
    )
    known = rows.dropna(subset="before_yen")
    ticks = (
        alt.Chart(known)
        .mark_tick(color=dress.INK, thickness=3, opacity=1, size=BAR * 1.6)
        .encode(x=alt.X("before_yen:Q", axis=axis), y=y)
    )
    heading = f"棒＝{frame['year_label'].iloc[-1]}（{unit.label}）"
    layers: list[dress.Layer] = [bars, words_beside(rows, y, "words", 14)]
    if len(known):
        layers += [ticks, words_beside(rows, y, "moved", 200)]
        heading += "、縦線＝前年同月　右は残額と割合、前年同月からの増減"
    return dress.dress(*layers, height=ROW * len(rows) + 60, heading=heading)


def months(frame: pd.DataFrame) -> alt.LayerChart:
    """One panel for each band: its balance from month to month, the newest number above its end."""
    return month_panels.panels(
        frame.assign(panel=frame["band_label"], rest=False), "区分", in_order=True
    )


def _plain(group: Any) -> str:
    """Bands without a group are all the balance; a state that is neither to collect nor to settle stays grey."""
    return dress.BALANCE if pd.isna(group) else dress.NEUTRAL


def _words(row: Any) -> str:
    return f"{money.words(row.outstanding_yen)}（{money.percent(row.share_rate, digits=0)}）"


def _moved(row: Any) -> str:
    if pd.isna(row.change_yen):
        return ""
    mark = "▲" if row.change_yen > 0 else "▼" if row.change_yen < 0 else "－"
    return f"{mark} {money.change_words(int(row.change_yen))}"
