"""Ranks of departments over time: a line each, first place on top, the names where the lines end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.parts import at_the_right

ROW = 40  # pixels that a place takes
DASHES = ("1,0", "7,4", "2,3", "11,3,2,3")


def positions(frame: pd.DataFrame) -> alt.LayerChart:
    """A line for every department that was ever placed; it is broken where the department stood outside the order."""
    placed = frame[frame["rank"].notna()]
    lowest = int(placed["rank"].max())
    moved = _moved(placed)
    rows = placed.assign(
        colour=[_colour(moved[name]) for name in placed["department_name"]],
        dash=placed["department_name"].map(_dashes(placed)),
        run=placed["department_name"] + _runs(placed),
        shown=placed["rank"].astype(str),
    )
    ends = dress.in_order(frame["year_label"])
    names = [label.removesuffix("末") for label in ends]
    rows = rows.assign(at=rows["year_label"].map(dict(zip(ends, names, strict=True))))
    x = alt.X(
        "at:N",
        sort=names,
        axis=alt.Axis(labelAngle=0, labelExpr=_short(names), title=None, labelOverlap=True),
        scale=alt.Scale(type="point", padding=0.3, domain=names),
    )
    y = alt.Y(
        "rank:Q",
        axis=alt.Axis(
            values=list(range(1, lowest + 1)), labelExpr="datum.value + '位'", title=None, grid=True
        ),
        scale=alt.Scale(domain=[lowest + 0.5, 0.5], nice=False),
    )
    base = alt.Chart(rows[["at", "rank", "run", "colour", "dash", "shown", "department_name"]])
    colour = alt.Color("colour:N", scale=None)
    line = base.mark_line(strokeWidth=3).encode(
        x=x, y=y, detail="run:N", color=colour,
        strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None),
    )  # fmt: skip
    dots = base.mark_point(filled=True, size=110, opacity=1).encode(
        x=x,
        y=y,
        color=colour,
        tooltip=dress.tooltip(department_name="所管課", at="時点", shown="順位"),
    )
    last = rows[rows["at"] == names[-1]]
    words = last.assign(at=last["rank"].astype(float), words=last["department_name"])
    heading = "目標の達成率の順位　紺＝上がった、橙＝下がった、灰＝変わらない（線の初めと比べて）"
    return dress.dress(
        line, dots, at_the_right(words[["at", "words", "colour"]], "words"),
        height=ROW * lowest + 60, heading=heading,
    )  # fmt: skip


def _moved(placed: pd.DataFrame) -> dict[str, int]:
    """Places that each department gained (more than 0) or lost between its first and its last."""
    by_name = placed.sort_values("place").groupby("department_name")["rank"]
    gained = by_name.first().astype(int) - by_name.last().astype(int)
    return {str(name): int(places) for name, places in gained.items()}


def _colour(places: int) -> str:
    return dress.BALANCE if places > 0 else dress.RISEN if places < 0 else dress.NEUTRAL


def _dashes(placed: pd.DataFrame) -> dict[str, str]:
    """Lines of one colour that cross are told apart by their dashes."""
    names = dress.in_order(placed.sort_values(["place", "rank"])["department_name"])
    return {name: DASHES[at % len(DASHES)] for at, name in enumerate(names)}


def _runs(placed: pd.DataFrame) -> pd.Series:
    """A number for each run of periods without a gap, as text."""
    ordered = placed.sort_values("place")
    gap = ordered.groupby("department_name")["place"].diff().ne(1)
    runs = gap.groupby(ordered["department_name"]).cumsum().astype(str)
    return runs.reindex(placed.index)


def _short(names: list[str]) -> str:
    """The axis says the year at the first period and where it changes, and the month alone between."""
    shown = []
    year = ""
    for name in names:
        head, dot, month = name.partition("年")
        same = bool(dot) and head == year and bool(month)
        shown.append(month if same else name)
        year = head
    pairs = ", ".join(f"'{name}': '{words}'" for name, words in zip(names, shown, strict=True))
    return f"({{{pairs}}})[datum.label]"
