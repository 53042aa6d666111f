"""The same charts where the periods are month-ends: sixty of them, so the marks are many and the numbers few.

Numbers stand at the month that is looked at, the same month of last year, and the highest. What is of an earlier month,
since a department has not delivered, is drawn hollow in a dashed frame, and the heading says what that means.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, month_axis, targets
from analytics.charts.parts import at_the_right, beside, stacked
from analytics.ledger import money

CLOSING = 5  # the month whose end closes the books
BESIDE = 4  # bars on either side that a number covers
APART = 8  # months between two numbers, at least
TOLD = "数字は選んだ月、前年同月、最も多い月"
WHOLE = "全体"  # the line of all claims
HOLLOW = "点線の枠＝未着の課の、前に届いた数字"


def balances(frame: pd.DataFrame, aims: pd.DataFrame | None = None) -> alt.LayerChart:
    """One bar per month-end, split into parts; what stands in for a missing delivery is framed at its top.

    *aims* are target lines (`analytics.figures.aims`), each over the months in which it holds.
    """
    alike = ["year_label", "total_yen", "stale_yen"]  # in every part of a month
    whole = _named(frame.groupby("period_on", as_index=False)[alike].first())
    unit = money.unit_for(whole["total_yen"])
    tallest = max(int(whole["total_yen"].max()), 1)
    parts = stacked(_named(frame), "period_on")
    parts = parts.assign(
        colour=[dress.PARTS[part] for part in parts["part"]],
        amount=[money.exact(yen) for yen in parts["outstanding_yen"]],
    )
    every = gaps.every(frame)
    x = month_axis.along(every)
    y = alt.Y("from_yen:Q", axis=dress.yen_axis(unit), scale=alt.Scale(domainMax=tallest * 1.12))
    tips = dress.tooltip(year_label="基準日", part_label="区分", amount="月末残額")
    bars = (
        alt.Chart(
            parts[["month", "from_yen", "to_yen", "colour", "year_label", "part_label", "amount"]]
        )
        .mark_bar()
        .encode(x=x, y=y, y2="to_yen:Q", color=alt.Color("colour:N", scale=None), tooltip=tips)
    )
    last = parts[parts["period_on"] == parts["period_on"].max()]
    layers: list[dress.Layer] = [bars]
    numbers: list[alt.Chart] = _numbers_above(whole, x, unit)
    said = list(filter(None, [gaps.said(frame)]))
    waiting = whole[whole["stale_yen"] > 0]
    if len(waiting):
        layers.append(_frames(waiting, x))
        said.append(HOLLOW)
    if aims is not None and len(aims):
        layers.append(targets.over_months(aims, every, x))
        said.append(targets.SAID)
        numbers = [layer for above in numbers for layer in dress.haloed(above)]
    layers += [*numbers, beside(last, gap=tallest * 0.08)]
    # on a page 1366 wide, two of these want a line of their own
    heading = ("\n" if len(said) > 1 else "　").join(
        [f"月末の未収残額（{unit.label}）　{TOLD}", *(["　".join(said)] if said else [])]
    )
    return dress.dress(*layers, height=dress.TALL, heading=heading)


def _numbers_above(whole: pd.DataFrame, x: alt.X, unit: money.Unit) -> list[alt.Chart]:
    """The number of some bars, free of those around; of the first ones it begins at its bar and keeps off the axis."""
    free = whole["total_yen"].rolling(2 * BESIDE + 1, center=True, min_periods=1).max()
    told = _told(whole.assign(free_yen=free))
    told = told.assign(
        shown=[money.in_unit(yen, unit) for yen in told["total_yen"]],
        is_first=told["month"].isin(whole["month"].head(BESIDE)),
    )
    numbers = []
    for is_first, rows in told.groupby("is_first"):
        text = alt.Chart(rows[["month", "free_yen", "shown"]]).mark_text(
            align="left" if is_first else "center",
            dx=-4 if is_first else 0,
            dy=-12,
            fontWeight="bold",
            fontSize=dress.VALUE_SIZE,
        )
        numbers.append(text.encode(x=x, y="free_yen:Q", text="shown:N"))
    return numbers


def _frames(waiting: pd.DataFrame, x: alt.X) -> alt.Chart:
    """A dashed frame over the part of a bar that is of an earlier month."""
    rows = waiting.assign(rest_yen=waiting["total_yen"] - waiting["stale_yen"])
    framed: alt.Chart = (
        alt.Chart(rows[["month", "rest_yen", "total_yen"]])
        .mark_bar(fill=dress.PAPER, fillOpacity=0.75, stroke=dress.INK, strokeDash=[3, 2])
        .encode(x=x, y="rest_yen:Q", y2="total_yen:Q")
    )
    return framed


def index(frame: pd.DataFrame) -> alt.LayerChart:
    """All claims, and the claims of every month alone, as indexes of the first month."""
    named = _named(frame)
    lines = _lines(named)
    x = month_axis.along(gaps.every(frame))
    points = alt.Chart(lines.drop(columns="period_on")).encode(
        x=x,
        y=alt.Y("value:Q", axis=dress.number_axis(), scale=alt.Scale(zero=False, padding=24)),
        color=alt.Color("colour:N", scale=None),
    )
    drawn = points.mark_line(strokeWidth=3).encode(
        detail="run:N", strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None)
    )
    hundred = (
        alt.Chart(lines.head(1)[["month"]]).mark_rule(color=dress.QUIET).encode(y=alt.datum(100))
    )
    heading = f"月末の未収残額の指数（{frame['year_label'].iloc[0]}＝100）"
    layers = [hundred, drawn, *gaps.dots(points), *_numbers(lines, x), _names(lines)]
    waiting = named[named["stale_yen"] > 0]
    if len(waiting):
        layers.insert(2, _dots(waiting, x))
        heading += "　白い点＝未着の課のある月"
    heading = gaps.explained(heading, frame)
    return dress.dress(*layers, height=dress.TALL, heading=heading)


def _lines(named: pd.DataFrame) -> pd.DataFrame:
    """Both lines, one row for each of their months."""
    lines = pd.concat(
        [
            named.assign(series=series, value=named[column], colour=colour, dash=dash)
            for series, column, colour, dash in (
                (WHOLE, "outstanding_index", dress.BALANCE, "1,0"),
                ("同じ債権だけ", "like_for_like_index", dress.QUIET, "6,4"),
            )
        ],
        ignore_index=True,
    ).dropna(subset="value")
    lines["run"] = gaps.runs(lines, "series", "period_on")
    return lines[["month", "year_label", "series", "value", "colour", "dash", "period_on", "run"]]


def _numbers(lines: pd.DataFrame, x: alt.X) -> list[dress.Layer]:
    """Numbers along the line of all claims: above it where it stands over the months around, else below."""
    whole = lines[lines["series"] == WHOLE]
    around = whole["value"].rolling(2 * BESIDE + 1, center=True, min_periods=1).mean()
    told = _closings(whole.assign(is_above=whole["value"] >= around))  # the newest stands beside
    told = told.assign(shown=[f"{value:.1f}" for value in told["value"]])
    return [
        text
        for is_above, rows in told.groupby("is_above")
        for text in dress.haloed(
            alt.Chart(rows[["month", "value", "shown"]])
            .mark_text(dy=-16 if is_above else 18, fontWeight="bold", color=dress.BALANCE)
            .encode(x=x, y="value:Q", text="shown:N")
        )
    ]


def _names(lines: pd.DataFrame) -> alt.Chart:
    """Each line's name and newest number, at its end."""
    ends = lines[lines["period_on"] == lines["period_on"].max()].sort_values("value")
    reach = float(lines["value"].max() - lines["value"].min()) or 1.0
    ends = ends.assign(
        at=dress.spread(list(ends["value"]), reach * 0.1),
        words=[f"{row.series} {row.value:.1f}" for row in ends.itertuples()],
    )
    return at_the_right(ends[["at", "words", "colour"]], "words")


def _dots(waiting: pd.DataFrame, x: alt.X) -> alt.Chart:
    """Hollow points at the months that hold numbers of earlier ones."""
    dots: alt.Chart = (
        alt.Chart(waiting[["month", "outstanding_index"]])
        .mark_point(filled=True, size=60, fill=dress.PAPER, stroke=dress.BALANCE, opacity=1)
        .encode(x=x, y="outstanding_index:Q")
    )
    return dots


def _named(frame: pd.DataFrame) -> pd.DataFrame:
    """*frame* in the order of its months, each named as it stands on the axis."""
    ordered = frame.sort_values("period_on")
    return ordered.assign(month=[f"{day:%Y-%m}" for day in ordered["period_on"]])


def _told(whole: pd.DataFrame) -> pd.DataFrame:
    """The bars whose number is printed: that of the newest month, of the same month of last year, and the highest.

    Where two would stand too close, the one that is named later gives way.
    """
    ends = whole["period_on"]
    months = ends.dt.year * 12 + ends.dt.month
    last_year = months.index[months == months.max() - 12]
    told: list[int] = []
    for row in (months.idxmax(), *last_year, whole["total_yen"].astype(float).idxmax()):
        if all(abs(months[row] - months[other]) >= APART for other in told):
            told.append(row)
    shown: pd.DataFrame = whole.loc[sorted(told)]
    return shown


def _closings(whole: pd.DataFrame) -> pd.DataFrame:
    """The months that close the books, but for one beside the newest month."""
    newest = whole["period_on"].max()
    months = (
        (newest.year - whole["period_on"].dt.year) * 12 + newest.month - whole["period_on"].dt.month
    )
    told: pd.DataFrame = whole[(whole["period_on"].dt.month == CLOSING) & (months > APART)]
    return told
