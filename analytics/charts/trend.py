"""全体推移: how the balance stands at each year-end, and what moved it. Frame in, chart out."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, months, targets
from analytics.charts.parts import at_the_right, beside, stacked
from analytics.ledger import money

LEAST_SEGMENT = 0.08  # of the tallest bar: a flatter part has no room for its number


def balance_by_year(frame: pd.DataFrame, aims: pd.DataFrame | None = None) -> alt.LayerChart:
    """One bar per year-end, split into parts, the whole printed on top and every part within.

    *aims* are target lines (`analytics.figures.aims`).
    """
    if dress.is_monthly(frame):
        return months.balances(frame, aims)
    whole = frame.groupby(["fiscal_year", "year_label"], as_index=False)["outstanding_yen"].sum()
    unit = money.unit_for(whole["outstanding_yen"])
    tallest = max(int(whole["outstanding_yen"].max()), 1)
    parts = stacked(frame, "fiscal_year")
    parts = parts.assign(
        year=parts["fiscal_year"].map(_years(frame)),
        letters=[dress.ON_PARTS[part] for part in parts["part"]],
        colour=[dress.PARTS[part] for part in parts["part"]],
        shown=[money.in_unit(yen, unit) for yen in parts["outstanding_yen"]],
        amount=[money.exact(yen) for yen in parts["outstanding_yen"]],
        fits=parts["outstanding_yen"] > LEAST_SEGMENT * tallest,
    )
    years = _years(frame)
    whole = whole.assign(
        year=whole["fiscal_year"].map(years),
        shown=[money.in_unit(y, unit) for y in whole["outstanding_yen"]],
    )
    room = alt.Scale(domain=list(years.values()), paddingInner=0.25)
    x = alt.X("year:N", axis=dress.name_axis(), scale=room)
    y = alt.Y("from_yen:Q", axis=dress.yen_axis(unit), scale=alt.Scale(domainMax=tallest * 1.12))
    tips = dress.tooltip(year_label="年度", part_label="区分", amount="年度末残額")
    bars = (
        alt.Chart(parts)
        .mark_bar(stroke=dress.PAPER, strokeWidth=1.5)
        .encode(x=x, y=y, y2="to_yen:Q", color=alt.Color("colour:N", scale=None), tooltip=tips)
    )
    within = (
        alt.Chart(parts[parts["fits"]])
        .mark_text()
        .encode(
            x=x,
            y="mid_yen:Q",
            text="shown:N",
            color=alt.Color("letters:N", scale=None),
            tooltip=tips,
        )
    )
    top = (
        alt.Chart(whole)
        .mark_text(dy=-12, fontWeight="bold", fontSize=dress.VALUE_SIZE + 2)
        .encode(x=x, y="outstanding_yen:Q", text="shown:N")
    )
    names = beside(parts[parts["fiscal_year"] == parts["fiscal_year"].max()], gap=tallest * 0.08)
    heading = f"年度末の未収残額（{unit.label}）"
    layers: list[dress.Layer] = [bars, within, top, names]
    if aims is not None and len(aims):
        layers.insert(1, targets.over_years(aims, years, x))
        heading += f"　{targets.SAID}"
    heading = gaps.explained(heading, frame)
    return dress.dress(*layers, height=dress.TALL, heading=heading)


def balance_index(frame: pd.DataFrame) -> alt.LayerChart:
    """All claims, and the claims of every year alone, as indexes of the first year."""
    if dress.is_monthly(frame):
        return months.index(frame)
    years = _years(frame)
    lines = pd.concat(
        [
            _line(frame, "全体", "outstanding_index", "outstanding_yen"),
            _line(frame, "同じ債権だけ", "like_for_like_index", "like_for_like_yen"),
        ],
        ignore_index=True,
    ).dropna(subset="value")
    highest = lines.groupby("fiscal_year")["value"].transform("max")
    lines = lines.assign(
        year=lines["fiscal_year"].map(years),
        above=(lines["value"] >= highest) & (lines["fiscal_year"] != min(years)),
        run=gaps.runs(lines, "series", "fiscal_year"),
    )
    told = lines.drop_duplicates(["year", "shown"])  # where the lines meet, the number stands once
    room = alt.Scale(type="point", domain=list(years.values()), padding=0.35)
    x = alt.X("year:N", axis=dress.name_axis(), scale=room)
    y = alt.Y(
        "value:Q",
        axis=dress.number_axis(),
        scale=alt.Scale(zero=False, padding=34),
    )
    base = alt.Chart(lines).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    drawn = base.mark_line(strokeWidth=3).encode(
        detail="run:N", strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None)
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        tooltip=dress.tooltip(year_label="年度", series="範囲", shown="指数", amount="年度末残額")
    )
    text = alt.Chart(told).encode(x=x, y=y, color=alt.Color("colour:N", scale=None), text="shown:N")
    upper = text.transform_filter("datum.above").mark_text(dy=-16, fontWeight="bold")
    lower = text.transform_filter("!datum.above").mark_text(dy=18, fontWeight="bold")
    ends = lines[lines["fiscal_year"] == lines["fiscal_year"].max()].sort_values("value")
    reach = float(lines["value"].max() - lines["value"].min()) or 1.0
    names = at_the_right(ends.assign(at=dress.spread(list(ends["value"]), reach * 0.14)), "series")
    hundred = alt.Chart(lines.head(1)).mark_rule(color=dress.QUIET).encode(y=alt.datum(100))
    heading = f"年度末の未収残額の指数（{frame['year_label'].iloc[0]}＝100）"
    heading = gaps.explained(heading, frame)
    texts = (*dress.haloed(upper), *dress.haloed(lower))
    return dress.dress(hundred, drawn, dots, *texts, names, height=dress.TALL, heading=heading)


def _years(frame: pd.DataFrame) -> dict[int, str]:
    """Every fiscal year from the first to the last of *frame* → its name on the axis."""
    every = gaps.every(frame)
    names = [dress.fold(label, 7) for label in every["year_label"]]
    return dict(zip(every["fiscal_year"], names, strict=True))


def _line(frame: pd.DataFrame, series: str, index: str, yen: str) -> pd.DataFrame:
    """One line of the index chart, ready to draw."""
    whole = yen == "outstanding_yen"
    return pd.DataFrame(
        {
            "fiscal_year": frame["fiscal_year"],
            "year_label": frame["year_label"],
            "series": series,
            "value": frame[index],
            "shown": [f"{value:.1f}" for value in frame[index]],
            "amount": [money.exact(amount) for amount in frame[yen]],
            "colour": dress.BALANCE if whole else dress.QUIET,
            "dash": "1,0" if whole else "6,4",
        }
    )
