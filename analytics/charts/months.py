"""The same charts where the periods are month-ends: sixty of them, so the marks are many and the numbers few.

Numbers stand at the closing of the books (31 May) and at the newest month. What is of an earlier month, since a
department has not delivered, is drawn hollow in a dashed frame, and the heading says what that means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import altair as alt
import pandas as pd

from analytics.charts import dress, targets
from analytics.charts.parts import at_the_right, beside, stacked
from analytics.ledger import money
from analytics.ledger.calendar import short_year_label

CLOSING = 5  # the month whose end closes the books
BESIDE = 2  # bars on either side that a number covers
APART = 6  # months that must lie between two numbers
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
    x = _x(whole)
    y = alt.Y("from_yen:Q", axis=dress.yen_axis(unit), scale=alt.Scale(domainMax=tallest * 1.12))
    tips = dress.tooltip(year_label="基準日", part_label="区分", amount="月末残額")
    bars = (
        alt.Chart(
            parts[["month", "from_yen", "to_yen", "colour", "year_label", "part_label", "amount"]]
        )
        .mark_bar()
        .encode(x=x, y=y, y2="to_yen:Q", color=alt.Color("colour:N", scale=None), tooltip=tips)
    )
    free = whole["total_yen"].rolling(2 * BESIDE + 1, center=True, min_periods=1).max()
    told = _told(whole.assign(free_yen=free))
    told = told.assign(shown=[money.in_unit(yen, unit) for yen in told["total_yen"]])
    top = (
        alt.Chart(told[["month", "free_yen", "shown"]])
        .mark_text(dy=-12, fontWeight="bold", fontSize=dress.VALUE_SIZE)
        .encode(x=x, y="free_yen:Q", text="shown:N")
    )
    last = parts[parts["period_on"] == parts["period_on"].max()]
    layers: list[dress.Layer] = [bars]
    numbers: Iterable[dress.Layer] = (top,)
    heading = f"月末の未収残額（{unit.label}）　数字は5月末（出納閉鎖）と最新の月"
    waiting = whole[whole["stale_yen"] > 0]
    if len(waiting):
        layers.append(_frames(waiting, x))
        heading += f"　{HOLLOW}"
    if aims is not None and len(aims):
        layers.append(targets.over_months(aims, whole, x))
        heading += f"　{targets.SAID}"
        numbers = dress.haloed(top)
    layers += [*numbers, beside(last, gap=tallest * 0.08)]
    return dress.dress(*layers, height=dress.TALL, heading=heading)


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
    x = _x(named)
    drawn = (
        alt.Chart(lines.drop(columns="period_on"))
        .mark_line(strokeWidth=3)
        .encode(
            x=x,
            y=alt.Y("value:Q", axis=dress.number_axis(), scale=alt.Scale(zero=False, padding=24)),
            color=alt.Color("colour:N", scale=None),
            detail="series:N",
            strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None),
        )
    )
    hundred = (
        alt.Chart(lines.head(1)[["month"]]).mark_rule(color=dress.QUIET).encode(y=alt.datum(100))
    )
    heading = f"月末の未収残額の指数（{frame['year_label'].iloc[0]}＝100）"
    layers = [hundred, drawn, *_numbers(lines, x), _names(lines)]
    waiting = named[named["stale_yen"] > 0]
    if len(waiting):
        layers.insert(2, _dots(waiting, x))
        heading += "　白い点＝未着の課のある月"
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
        ]
    ).dropna(subset="value")
    return lines[["month", "year_label", "series", "value", "colour", "dash", "period_on"]]


def _numbers(lines: pd.DataFrame, x: alt.X) -> list[dress.Layer]:
    """Numbers along the line of all claims: above it where it stands over the months around, else below."""
    whole = lines[lines["series"] == WHOLE]
    around = whole["value"].rolling(2 * BESIDE + 1, center=True, min_periods=1).mean()
    told = _told(whole.assign(is_above=whole["value"] >= around))
    told = told.iloc[:-1]  # the newest stands beside
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


def _x(named: pd.DataFrame) -> alt.X:
    """The months along the page, named by the fiscal years they lie in."""
    months = dress.in_order(named["month"])
    starts = {month: short_year_label(int(month[:4])) for month in months if month.endswith("-04")}
    names = starts or {months[0]: str(named["year_label"].iloc[0])}
    axis = alt.Axis(
        values=list(names),
        labelExpr=f"({json.dumps(names, ensure_ascii=False)})[datum.value]",
        labelAngle=0,
        labelAlign="left",
        labelOverlap=True,
        labelFlush=False,
        title=None,
    )
    return alt.X("month:O", sort=months, axis=axis, scale=alt.Scale(paddingInner=0.12))


def _told(whole: pd.DataFrame) -> pd.DataFrame:
    """The rows whose number is printed: the closings of the books, and the newest month."""
    newest = whole["period_on"].max()
    months = (
        (newest.year - whole["period_on"].dt.year) * 12 + newest.month - whole["period_on"].dt.month
    )
    is_closing = (whole["period_on"].dt.month == CLOSING) & (months > APART)
    told: pd.DataFrame = whole[is_closing | (months == 0)]
    return told
