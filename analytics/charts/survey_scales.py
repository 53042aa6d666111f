"""意識調査: the score of each scale with its interval, now and in the wave before, and how reliable the scale is."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_parts as parts
from analytics.charts.survey_parts import MISSING
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import POINTS_MEASURE

ROW = 34  # pixels of a scale
NAME = 12  # letters of the longest name
TOLD = ["scale_name", "direction_label", "score", "before", "moved", "answered", "alpha_words"]
POINTS = ("before", "change", "change_low", "change_high", "score", "low", "high")


def scales(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A dot with its interval for each scale, a hollow one for the wave before; the change and α in words beside."""
    rows = _worded(frame)
    known = rows.dropna(subset="score_points")
    if known.empty:
        return None
    x = _points_axis()
    names = _names(rows)
    y = parts.down(names, "scale_name")
    tips = dress.tooltip(
        scale_name="尺度",
        direction_label="向き",
        score="得点",
        before="前の回",
        moved="前の回からの差",
        answered="回答数",
        alpha_words="信頼性",
    )
    base = alt.Chart(known[[*TOLD, "score_points", "low_points", "high_points"]]).encode(y=y)
    spans = base.transform_filter("isValid(datum.low_points) && isValid(datum.high_points)")
    spans = spans.mark_rule(strokeWidth=7, color=parts.LIGHT, strokeCap="butt")
    dots = base.mark_point(filled=True, size=130, opacity=1, color=dress.BALANCE)
    missing = rows[rows["score_points"].isna()].assign(score_points=3.0)
    why = dress.tooltip(scale_name="尺度", answered="回答数", why="示さない理由")
    layers: list[dress.Layer] = [
        spans.encode(x=x, x2="high_points:Q", tooltip=tips),
        *_before(known, y),
        dots.encode(x="score_points:Q", tooltip=tips),
        *parts.dashes(missing, alt.X("score_points:Q"), y, why),
        *parts.named(names, y, "scale_name", NAME),
        *_directions(rows, y),
        *parts.column(rows[["scale_name", "score"]], y, "score", 14, "得点", fontWeight="bold"),
        *parts.column(rows[["scale_name", "answered"]], y, "answered", 66, "n"),
    ]
    heading = f"{POINTS_MEASURE}\n●＝今回、太い線＝95％区間"
    at = 122
    if known["change_points"].notna().any():
        moved = rows[["scale_name", "moved"]]
        layers += parts.column(moved, y, "moved", at, "前の回からの差（95％区間）")
        at += 288
        heading += "、○＝前の回"
    layers += parts.column(rows[["scale_name", "alpha_words"]], y, "alpha_words", at, "信頼性")
    if len(known) < len(rows):
        heading += f"　{MISSING}＝示せない"
    return dress.dress(*layers, height=ROW * len(names) + 104, heading=heading)


def _worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of *frame* with what is printed about each."""
    rows = frame.reset_index(drop=True)
    rows = rows.astype({f"{name}_points": "float64" for name in POINTS})
    changes = rows[["change_points", "change_low_points", "change_high_points"]]
    said = list(rows["verdict"])
    return rows.assign(
        score=[_number(score) for score in rows["score_points"]],
        before=[_number(score) for score in rows["before_points"]],
        answered=[parts.count_words(count) for count in rows["answered_count"]],
        moved=[
            parts.change_words(*change)
            for change in changes.assign(said=said).itertuples(index=False)
        ],
        alpha_words=rows["alpha_words"].fillna(MISSING),
        why=parts.reasons(rows),
    )


def _number(score: Any) -> str:
    return MISSING if pd.isna(score) else rounded(score)


def _before(known: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """The wave before: a hollow dot, joined with that of the newest one."""
    rows = known.dropna(subset="before_points")
    if rows.empty:
        return []
    base = alt.Chart(rows[["scale_name", "before_points", "score_points"]]).encode(y=y)
    line = base.mark_rule(strokeWidth=1.5, color=dress.QUIET)
    dots = base.mark_point(size=110, opacity=1, fill=dress.PAPER, stroke=dress.QUIET, strokeWidth=2)
    return [
        line.encode(x=alt.X("before_points:Q"), x2="score_points:Q"),
        dots.encode(x=alt.X("before_points:Q")),
    ]


def _names(rows: pd.DataFrame) -> dict[str, str]:
    """The scales down the page, each direction under a row of its own."""
    names: dict[str, str] = {}
    for direction, held in rows.groupby("direction_label", sort=False):
        names[str(direction)] = ""
        names |= {str(name): dress.fold(str(name), NAME) for name in held["scale_name"]}
    return names


def _directions(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """The directions over their scales."""
    words = pd.DataFrame({"scale_name": dress.in_order(rows["direction_label"])})
    base = alt.Chart(words).encode(y=y)
    text = base.mark_text(align="left", dy=3, fontWeight="bold", fontSize=dress.TEXT_SIZE)
    return [text.encode(x=alt.value(-NAME * parts.LETTER), text="scale_name:N")]


def _points_axis() -> alt.X:
    """From 0 to 100: the distance from the best is seen as well."""
    axis = alt.Axis(values=[0, 25, 50, 75, 100], labelColor=dress.QUIET, title=None)
    return alt.X("low_points:Q", axis=axis, scale=alt.Scale(domain=[0, 100], nice=False))
