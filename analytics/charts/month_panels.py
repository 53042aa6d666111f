"""Small multiples by month: each department, or claim kind, as one line on one scale, its newest number at its end."""

from __future__ import annotations

import json
import math
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, indexes
from analytics.charts.parts import (
    CAN_CLICK,
    PANELS_HEIGHT,
    PANELS_WIDTH,
    clickable,
    largest_first,
)
from analytics.ledger import money

WITHHELD = "線のない月＝少人数などのため非表示"
LETTER = 12  # pixels that a character of a number takes
GAP = 0.24  # the share of a panel that is left free


def panels(
    frame: pd.DataFrame, names: str, *, in_order: bool = False, can_click: bool = False
) -> alt.LayerChart:
    """One panel for each value of `panel`: its balance from month to month, the newest number above its end.

    The largest stands first, or with *in_order* the one that comes first. With *can_click* the page is told of a click.
    """
    shown = frame.dropna(subset="outstanding_yen")
    table = _summed(shown, in_order=in_order)
    unit = money.unit_for(table["outstanding_yen"])
    table, last = _placed(table, "outstanding_yen")
    last = last.assign(
        shown=[
            _end_words(money.in_unit(yen, unit), row)
            for yen, row in zip(last["outstanding_yen"], last.itertuples(), strict=True)
        ]
    )
    heading = f"{names}ごとの月末残額（{unit.label}）　{_span(table)}、数字は右端の月"
    y = alt.Y(
        "outstanding_yen:Q",
        axis=dress.yen_axis(unit),
        scale=alt.Scale(domainMin=0, domainMax=max(int(table["outstanding_yen"].max()), 1) * 1.14),
        stack=None,
    )
    points = alt.Chart(table[["at", "outstanding_yen", "run"]]).encode(x=_panel_axis(last), y=y)
    area = points.mark_area(
        color=dress.EARLIER, opacity=0.55, line={"color": dress.BALANCE, "strokeWidth": 2}
    ).encode(detail="run:N")
    layers = [area, *gaps.dots(points), *_ends(_under(table, last, "outstanding_yen"))]
    if can_click:
        heading += CAN_CLICK
        layers.append(_ground(last, names))
    heading = gaps.explained(heading, table)
    if len(shown) < len(frame):
        heading += f"\n{WITHHELD}"
    return dress.dress(*layers, height=PANELS_HEIGHT, heading=heading)


def index_panels(frame: pd.DataFrame, names: str) -> alt.LayerChart | None:
    """One panel for each value of `panel`: its balance as an index of its own first month; not for the rest."""
    gathered = frame.loc[frame["rest"], "panel"].unique()
    table = indexes.indexed(_summed(frame[~frame["rest"]]))
    if table.empty:
        return None
    table, last = _placed(table, "index")
    top = indexes.ceiling(table)
    last = last.assign(
        shown=[
            _end_words(indexes.words(value, top), row)
            for value, row in zip(last["index"], last.itertuples(), strict=True)
        ],
        value=last["value"].mask(last["value"] > (top or math.inf)),
    )
    heading = indexes.heading(names, "月末", _span(table), gathered, top)
    y = alt.Y("index:Q", axis=dress.number_axis(), scale=indexes.scale(top))
    points = alt.Chart(table[["at", "index", "run"]]).encode(x=_panel_axis(last), y=y)
    line = points.mark_line(strokeWidth=2.5, color=dress.BALANCE, clip=top is not None)
    line = line.encode(detail="run:N")
    hundred = alt.Chart(table.head(1)[["at"]]).mark_rule(color=dress.QUIET).encode(y=alt.datum(100))
    ends = _under(table, last, "index")
    ends = ends.assign(top=ends["top"].clip(upper=top))
    layers = [hundred, line, *gaps.dots(points), *_ends(ends)]
    heading = gaps.explained(heading, table)
    return dress.dress(*layers, height=PANELS_HEIGHT, heading=heading)


def _summed(frame: pd.DataFrame, *, in_order: bool = False) -> pd.DataFrame:
    """One row per panel and month, the largest panel of the newest month first and the rest last, or *in_order*."""
    keys = ["panel", "rest", "period_on", "year_label", "is_month"]
    by_panel = frame.groupby(keys, as_index=False, sort=not in_order)
    summed = by_panel.agg({"outstanding_yen": "sum", "stale_on": "min"})
    if in_order:
        order = {panel: place for place, panel in enumerate(dress.in_order(frame["panel"]))}
        return summed.sort_values(by="panel", key=lambda panels: panels.map(order), kind="stable")
    return largest_first(summed, "period_on")


def _placed(table: pd.DataFrame, measure: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """*table* with the place and the `run` of each row along the page, and the last row of each panel."""
    order = {panel: place for place, panel in enumerate(dress.in_order(table["panel"]))}
    first, newest = table["period_on"].min(), table["period_on"].max()
    days = max((newest - first).days, 1)
    through = (table["period_on"] - first).dt.days / days * (1 - GAP)
    table = table.assign(
        at=(table["panel"].map(order) + through).round(3),
        run=gaps.runs(table, "panel", "period_on"),
    )
    last = table.groupby("panel", sort=False).tail(1)  # .last() looks past what is missing
    return table, last.assign(is_newest=last["period_on"] == newest, value=last[measure])


def _under(table: pd.DataFrame, last: pd.DataFrame, measure: str) -> pd.DataFrame:
    """*last* with the height above which the number at the end of each panel stands free."""
    room = PANELS_WIDTH / len(last) * (1 - GAP)
    tops = []
    for panel, end, shown in zip(last["panel"], last["at"], last["shown"], strict=True):
        covered = min(1.0, len(shown) * LETTER / room) * (1 - GAP)
        own = table[table["panel"] == panel]
        tops.append(own.loc[own["at"] >= end - covered, measure].max())
    return last.assign(top=tops)


def _end_words(shown: str, row: Any) -> str:
    """The number at the end of a panel; with its month, where it is not of the newest one."""
    if not row.is_newest:
        return f"{row.year_label.removesuffix('末')}まで"
    stale_on = row.stale_on
    return shown if pd.isna(stale_on) else f"{shown}（{stale_on.month}月末）"


def _ground(last: pd.DataFrame, names: str) -> alt.Chart:
    """What can be clicked on: the width of each panel."""
    rows = last[["panel", "year_label"]].assign(
        left=range(len(last)), amount=[money.exact(yen) for yen in last["outstanding_yen"]]
    )
    rows = rows.assign(right=rows["left"] + 1 - GAP / 2)
    tips = dress.tooltip(panel=names, year_label="月末", amount="月末残額")
    return clickable(rows, tips, x=alt.X("left:Q"), x2=alt.X2("right:Q"))


def _panel_axis(last: pd.DataFrame) -> alt.X:
    """The panels along the page, each named under its middle."""
    width = max(4, 74 // len(last))
    names = [dress.fold(str(panel), width) for panel in last["panel"]]
    axis = alt.Axis(
        values=[place + (1 - GAP) / 2 for place in range(len(names))],
        labelExpr=f"split(({json.dumps(names, ensure_ascii=False)})[floor(datum.value)], '\\n')",
        labelOverlap=False,
        labelLimit=0,
        grid=False,
        title=None,
    )
    return alt.X("at:Q", axis=axis, scale=alt.Scale(domain=[0, len(names) - GAP / 2], nice=False))


def _ends(last: pd.DataFrame) -> tuple[dress.Layer, ...]:
    """The newest number of each panel above its end; hollow where it is of an earlier month, no dot above the axis."""
    rows = last.assign(
        fill=[
            dress.PAPER if pd.notna(stale) or not newest else dress.BALANCE
            for stale, newest in zip(last["stale_on"], last["is_newest"], strict=True)
        ],
    )[["at", "top", "value", "shown", "fill"]]
    base = alt.Chart(rows)
    within = alt.Chart(rows.dropna(subset="value"))
    dots = within.mark_point(filled=True, size=55, opacity=1, stroke=dress.BALANCE, strokeWidth=2)
    text = base.mark_text(dx=10, dy=-14, align="right", fontWeight="bold", color=dress.BALANCE)
    return (
        dots.encode(x="at:Q", y="value:Q", fill=alt.Fill("fill:N", scale=None)),
        text.encode(x="at:Q", y="top:Q", text="shown:N"),
    )


def _span(table: pd.DataFrame) -> str:
    """The months that the panels run over, in words."""
    ordered = table.sort_values("period_on")["year_label"]
    first, last = ordered.iloc[0], ordered.iloc[-1]
    return str(last) if first == last else f"左から{first}〜{last}"
