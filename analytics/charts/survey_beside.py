"""意識調査 beside results: how a scale moved and how the balance moved over the same time, group by group.

Small multiples on one pair of axes. The two are only put side by side: the words claim nothing more.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_labels as labels
from analytics.charts import survey_panels as panels
from analytics.charts import survey_parts as parts
from analytics.charts.survey_course import style_of
from analytics.charts.survey_parts import MISSING
from analytics.ledger.score_words import signed
from analytics.ledger.survey import BEYOND_CHANCE

ACROSS = 4  # panels beside each other, at most
LETTERS = 70  # of a line of the heading


def beside(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A panel for each scale, a dot for each group: to the right the better score, upwards the larger balance."""
    rows = frame.reset_index(drop=True)
    rows = rows.assign(
        points=rows["change_points"].astype("float64"),
        percent=rows["balance_change_rate"].astype("float64") * 100,
    )
    rows["is_known"] = rows["points"].notna() & rows["percent"].notna()
    known = rows[rows["is_known"]]
    if known.empty:
        return None
    scales = [str(scale) for scale in dress.in_order(rows["scale_name"])]
    x_span, y_span = panels.span_of(known["points"]), panels.span_of(known["percent"], 0.2)
    deep = -(-len(scales) // ACROSS)
    across = -(-len(scales) // deep)
    place = {scale: (at % across, at // across) for at, scale in enumerate(scales)}
    dots = _dots(known, place, x_span, y_span)
    layers: list[dress.Layer] = [
        *panels.frames(list(place.values()), across, deep, x_span, y_span),
        *_titles(rows, place),
        *_marks(dots),
    ]
    heading = "横＝望ましさの得点の差（点、右ほど望ましい）　縦＝同じ期間の未収残額の増減（％）"
    heading += "\n点＝部署群（塗った点は意識の変化が偶然の幅を超え、白い点は幅の中）"
    untold = _never(rows)
    if len(known) < len(rows) - len(untold) * len(scales):
        heading += f"　{MISSING}＝示せない群"
    if untold:
        heading += f"\nどの尺度でも示せない群＝{'、'.join(untold)}"
    heading += _in_full(known)
    lines = heading.count("\n")
    return dress.dress(
        *layers, height=deep * panels.PANEL[1] + 74 + parts.LINE * lines, heading=heading
    )


def _in_full(known: pd.DataFrame) -> str:
    """More lines of the heading: what the short names stand for."""
    groups = [str(group) for group in dress.in_order(known["group_name"])]
    short = labels.short_names(groups)
    lines: list[str] = []
    for group in groups:
        if short[group] == group:
            continue
        told = f"{short[group]}＝{group}"
        if lines and len(lines[-1]) + len(told) < LETTERS:
            lines[-1] += f"、{told}"
        else:
            lines.append(told)
    return "".join(f"\n{line}" for line in lines)


def _dots(
    known: pd.DataFrame, place: dict[str, tuple[int, int]], x_span: panels.Span, y_span: panels.Span
) -> pd.DataFrame:
    """The dots with their places on the page, their styles and the names beside them."""
    groups = [str(group) for group in dress.in_order(known["group_name"])]
    short = labels.short_names(groups)
    styles = {group: style_of(at) for at, group in enumerate(groups)}
    dots = pd.DataFrame(
        {
            "scale_name": known["scale_name"],
            "group_name": known["group_name"],
            "at": [
                panels.across(place[scale][0], x_span.share(points))
                for scale, points in zip(known["scale_name"], known["points"], strict=True)
            ],
            "up": [
                panels.up(place[scale][1], y_span.share(percent))
                for scale, percent in zip(known["scale_name"], known["percent"], strict=True)
            ],
            "short": [short[group] for group in known["group_name"]],
            "moved": [f"{signed(points)}点" for points in known["points"]],
            "balance": known["balance_change_words"].fillna(MISSING),
            "colour": [styles[group][0] for group in known["group_name"]],
            "shape": [styles[group][2] for group in known["group_name"]],
            "verdict": known["verdict"],
        }
    )
    sides = [labels.sides(held) for _, held in dots.groupby("scale_name", sort=False)]
    return dots.assign(side=pd.concat(sides))


def _titles(rows: pd.DataFrame, place: dict[str, tuple[int, int]]) -> list[alt.Chart]:
    """The name of each panel, and at its right the groups that may not be told in it."""
    never = _never(rows)
    names, untold = [], []
    short = labels.short_names([str(group) for group in dress.in_order(rows["group_name"])])
    for scale, held in rows.groupby("scale_name", sort=False):
        column, row = place[str(scale)]
        missing = held[~held["is_known"] & ~held["group_name"].isin(never)]
        names.append((panels.across(column, 0), -row, str(scale)))
        if len(missing):
            few = [short[group] for group in missing["group_name"]]
            words = "、".join(few) if len(few) <= 2 else f"{len(few)}群"
            told = "、".join(missing["group_name"])
            why = "、".join(dress.in_order(parts.reasons(missing)))
            untold.append((panels.across(column, 1), -row, f"{MISSING} {words}", told, why))
    text = alt.Chart(pd.DataFrame(names, columns=["at", "up", "scale_name"])).mark_text(
        align="left", baseline="top", dy=4, fontWeight="bold", fontSize=dress.TEXT_SIZE
    )
    layers = [text.encode(x=alt.X("at:Q"), y=alt.Y("up:Q"), text="scale_name:N")]
    if untold:
        table = pd.DataFrame(untold, columns=["at", "up", "words", "group_name", "why"])
        beside = alt.Chart(table).mark_text(
            align="right", baseline="top", dy=4, color=dress.QUIET, fontSize=dress.TEXT_SIZE
        )
        tips = dress.tooltip(group_name="示せない群", why="示さない理由")
        beside = beside.encode(x=alt.X("at:Q"), y=alt.Y("up:Q"), text="words:N", tooltip=tips)
        layers.append(beside)
    return layers


def _never(rows: pd.DataFrame) -> list[str]:
    """The groups that may be told in no panel."""
    ever = rows.groupby("group_name", sort=False)["is_known"].any()
    return [str(group) for group in ever.index[~ever]]


def _marks(dots: pd.DataFrame) -> list[dress.Layer]:
    """The dots, and their names each on its side."""
    base = alt.Chart(
        dots[[name for name in dots.columns if name not in ("short", "side")]].assign(
            inside=dots["colour"].where(dots["verdict"] == BEYOND_CHANCE, dress.PAPER)
        )
    )
    tips = dress.tooltip(
        group_name="部署群",
        scale_name="尺度",
        moved="得点の差",
        verdict="判定",
        balance="未収残額の増減",
    )
    points = base.mark_point(size=90, opacity=1, strokeWidth=2).encode(
        x=alt.X("at:Q"),
        y=alt.Y("up:Q"),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("inside:N", scale=None),
        shape=alt.Shape("shape:N", scale=None),
        tooltip=tips,
    )
    rims: list[dress.Layer] = []
    names: list[dress.Layer] = []
    for side, (right, down, align) in enumerate(labels.SIDES):
        held = dots[dots["side"] == side]
        if len(held):
            text = alt.Chart(held[["at", "up", "short"]]).mark_text(
                align=align, dx=right, dy=down, fontSize=dress.TEXT_SIZE
            )
            text = text.encode(x=alt.X("at:Q"), y=alt.Y("up:Q"), text="short:N")
            rim, name = dress.haloed(text)
            rims.append(rim)
            names.append(name)
    return [*rims, points, *names]  # no rim covers a dot
