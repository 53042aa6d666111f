"""What is left of each levy year after the closing of its books: one line a year, all from 100 %."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps
from analytics.charts.month_panels import WITHHELD
from analytics.charts.parts import at_the_right
from analytics.ledger import money

STEP = 12  # months between two marks of the axis
LINES = ("#12436D", "#28A197", "#801650", "#F46A25")  # facts.md 8.2, the newest first
DASHES = ("1,0", "6,4", "2,3", "10,3")
PIECE = 32  # pixels to the right of the plot at which the piece of a line beside its name ends
MOST = len(LINES)  # newest levy years in colour; older ones are grey


def cohorts(frame: pd.DataFrame) -> alt.LayerChart:
    """A line for each levy year from the closing of its books on, with its name and newest share at its end."""
    withheld = frame["left_rate"].isna().any()
    frame = frame.dropna(subset="left_rate")
    years = sorted(frame["levy_year"].unique(), reverse=True)
    place = frame["levy_year"].map({year: at for at, year in enumerate(years)})
    lines = frame.assign(
        share=frame["left_rate"] * 100,
        colour=[LINES[at] if at < MOST else dress.EARLIER for at in place],
        dash=[DASHES[at] if at < MOST else "1,0" for at in place],
        run=gaps.runs(frame, "levy_year", "month_count"),
    )
    # what falls due after the closing comes on top
    highest = max(100.0, float(lines["share"].max()))
    last = int(lines["month_count"].max())
    x = alt.X(
        "month_count:Q",
        axis=alt.Axis(
            values=list(range(0, last + 1, STEP)),
            labelExpr="datum.value == 0 ? '締切のとき' : datum.value + 'か月後'",
            title=None,
            labelFlush=True,
        ),
        scale=alt.Scale(domain=[0, last], nice=False),
    )
    y = alt.Y(
        "share:Q",
        axis=dress.number_axis("datum.value + '％'"),
        scale=alt.Scale(domain=[0, highest]),
    )
    points = alt.Chart(lines[["run", "month_count", "share", "colour", "dash"]]).encode(
        x=x, y=y, color=alt.Color("colour:N", scale=None)
    )
    drawn = points.mark_line(strokeWidth=3).encode(
        detail="run:N", strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None)
    )
    ends = lines.groupby("levy_year", as_index=False).last()
    ends = ends.assign(
        after=[
            f"締切の{months}か月後" if months else "締切のとき" for months in ends["month_count"]
        ],
        left=[money.percent(rate) for rate in ends["left_rate"]],
    )
    newest = (
        alt.Chart(ends[["month_count", "share", "colour", "cohort_label", "after", "left"]])
        .mark_point(filled=True, size=80, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=dress.tooltip(cohort_label="賦課年度", after="時点", left="残っている割合"),
        )
    )
    heading = "帳簿の締切のときを100％とした、残っている割合（賦課年度ごと）　右は最新の割合"
    if lines["run"].nunique() > len(years):
        heading += f"\n{gaps.OF_MONTHS}"
    if withheld:
        heading += f"\n{WITHHELD}"
    layers = [drawn, *gaps.dots(points), newest, *_names(ends)]
    return dress.dress(*layers, height=dress.TALL, heading=heading)


def _names(ends: pd.DataFrame) -> tuple[alt.Chart, alt.Chart]:
    """Each line's name and newest share, beside the plot in the order of the lines' ends, a piece of it before."""
    ends = ends.sort_values("share")
    ends = ends.assign(
        at=dress.spread(list(ends["share"]), 7),
        words=ends["cohort_label"] + " " + ends["left"],
        letters=dress.INK,  # the colours of the lines are too light to be read
    )
    pieces = (
        alt.Chart(ends[["at", "colour", "dash"]])
        .mark_rule(strokeWidth=3, xOffset=6, x2Offset=PIECE)
        .encode(
            x=alt.value("width"),
            x2=alt.value("width"),
            y="at:Q",
            color=alt.Color("colour:N", scale=None),
            strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None),
        )
    )
    names = at_the_right(ends[["at", "words", "letters"]], "words", "letters", PIECE + 6)
    return pieces, names
