"""残額の内訳: how the balance divides into bands of age, size or state, now and a year before, and month by month."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress, month_panels
from analytics.charts.parts import amount_words, change_words, words_beside
from analytics.ledger import money
from analytics.ledger.bands import COLLECT, SETTLE, SHORT

ROOM = (
    196  # pixels for all bands: what is left of a first screen of 768 under the words of the card
)
ROW = (24, 34)  # pixels that a band takes, at least and at most
BAR = 0.6  # of a row
WITHHELD = "非表示"  # in the place of a bar: few persons are behind it, or it would tell of few
# of states; a colour means what it means elsewhere
GROUPS = {COLLECT: dress.COLLECTED, SETTLE: dress.SETTLED}


def bands(frame: pd.DataFrame) -> alt.LayerChart:
    """A bar for each band of the newest month, a tick where the same month of last year stood, the words beside."""
    rows = frame[frame["period_on"] == frame["period_on"].max()]
    unit = money.unit_for([*rows["outstanding_yen"].dropna(), *rows["before_yen"].dropna()])
    rows = rows.assign(
        name=_short(rows),
        colour=[GROUPS.get(group, _plain(group)) for group in rows["group_label"]],
        words=[_words(row, unit) for row in rows.itertuples()],
        moved=[_moved(row, unit) for row in rows.itertuples()],
        amount=[_exact(yen, WITHHELD) for yen in rows["outstanding_yen"]],
        before=[_exact(yen, "－") for yen in rows["before_yen"]],
    )
    columns = ["name", "band_label", "outstanding_yen", "before_yen", "colour", "words", "moved"]
    rows = rows[[*columns, "amount", "before", "group_label"]]
    row = min(max(ROOM // len(rows), ROW[0]), ROW[1])
    axis = dress.yen_axis(unit)
    y = alt.Y("name:N", sort=list(rows["name"]), axis=dress.name_axis(domain=False))
    tips = dress.tooltip(band_label="区分", amount="未収残額", before="前年同月")
    bars = (
        alt.Chart(rows)
        .mark_bar(height=row * BAR)
        .encode(
            x=alt.X("outstanding_yen:Q", axis=axis),
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=tips,
        )
    )
    known = rows.dropna(subset="before_yen")
    ticks = (
        alt.Chart(known)
        .mark_tick(color=dress.INK, thickness=3, opacity=1, size=row * 0.9)
        .encode(x=alt.X("before_yen:Q", axis=axis), y=y, tooltip=tips)
    )
    heading = f"棒＝{frame['year_label'].iloc[-1]}（{unit.label}）"
    layers: list[dress.Layer] = [bars, words_beside(rows, y, "words", 14), *_groups(rows, y)]
    if len(known):
        layers += [ticks, words_beside(rows, y, "moved", 200)]
        heading += "、縦線＝前年同月　右は残額と割合、前年同月からの増減"
    return dress.dress(*layers, height=row * len(rows) + 60, heading=heading)


def months(frame: pd.DataFrame) -> alt.LayerChart | None:
    """One panel for each band: its balance from month to month, the newest number above its end; not of one month.

    A band of which no month may be shown has no panel.
    """
    if frame.dropna(subset="outstanding_yen")["period_on"].nunique() < 2:
        return None
    return month_panels.panels(frame.assign(panel=_short(frame), rest=False), "区分", in_order=True)


def _short(rows: pd.DataFrame) -> list[str]:
    """The names of the bands as they stand in a chart."""
    return [
        SHORT.get(band, label) for band, label in zip(rows["band"], rows["band_label"], strict=True)
    ]


def _groups(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """The name of each group to the left of its first band."""
    first = rows.dropna(subset="group_label").drop_duplicates("group_label")
    if first.empty:
        return []
    letters = max(map(len, rows["name"])) + max(map(len, first["group_label"])) + 1
    text = alt.Chart(first[["name", "group_label"]]).mark_text(
        align="left", dx=-letters * dress.TEXT_SIZE, fontWeight="bold", fontSize=dress.TEXT_SIZE
    )
    return [text.encode(x=alt.value(0), y=y, text="group_label:N")]


def _plain(group: Any) -> str:
    """Bands without a group are all the balance; a state that is neither to collect nor to settle stays grey."""
    return dress.BALANCE if pd.isna(group) else dress.NEUTRAL


def _words(row: Any, unit: money.Unit) -> str:
    if pd.isna(row.outstanding_yen):
        return WITHHELD
    amount = amount_words(int(row.outstanding_yen), unit)
    return f"{amount}（{money.percent(row.share_rate, digits=0)}）"


def _exact(yen: Any, missing: str) -> str:
    return missing if pd.isna(yen) else money.exact(yen)


def _moved(row: Any, unit: money.Unit) -> str:
    return "" if pd.isna(row.change_yen) else change_words(int(row.change_yen), unit)
