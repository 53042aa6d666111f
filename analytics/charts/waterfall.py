"""Why a pair has its points: the same reading as Splink's waterfall chart, in our words and our dress."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger.points import points

ROW = 34  # pixels of a step
ROOM = 0.16  # of the width, beside the longest bar, for its number
FOR, AGAINST, WHOLE = "#3460FB", "#804000", dress.INK  # towards one person, towards two; the sum
COLOURS = {"start": dress.NEUTRAL, "final": WHOLE}
SIGNED = "(datum.value > 0 ? '＋' : datum.value < 0 ? '−' : '') + format(abs(datum.value), ',')"
DASH = [4, 3]
ABOVE = "　"  # the row over the steps, for the words of the rules
HEADING = "点数の積み重ね（＋は同じ人、−は別の人に傾く。1点で見込みが2倍か半分になる）"


def waterfall(steps: pd.DataFrame, look_from: float, same_from: float) -> alt.LayerChart:
    """*steps* (`analytics.figures.persons.weights.steps`) from the start down to the sum, every one with its points.

    Dotted rules stand at *look_from* and *same_from* (points), from which a pair is looked at, and is one person.
    """
    bars = _bars(steps)
    ends = pd.concat([bars["from_points"], bars["to_points"], pd.Series([look_from, same_from])])
    low, high = float(ends.min()), float(ends.max())
    room = (high - low) * ROOM
    scale = alt.Scale(domain=[low - room, max(high, same_from + room) + room], nice=False)
    x = alt.X("from_points:Q", scale=scale, axis=dress.number_axis(SIGNED))
    place = alt.Scale(domain=[ABOVE, *bars["step"]], paddingInner=0.25)
    y = alt.Y("step:O", axis=dress.name_axis(domain=False), scale=place)
    drawn = (
        alt.Chart(bars)
        .mark_bar()
        .encode(
            x=x,
            x2="to_points:Q",
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=dress.tooltip(step="比べたもの", told="点数"),
        )
    )
    rules = [
        _rule(at, scale, dash) for at, dash in ((0.0, [1, 0]), (look_from, DASH), (same_from, DASH))
    ]
    limits = [
        _limit(look_from, "から確かめる", scale, y, is_left=True),
        _limit(same_from, "から同じ人", scale, y, is_left=False),
    ]
    words = [
        layer
        for is_for in (True, False)
        for layer in _words(bars[bars["is_for"] == is_for], scale, y, is_for)
    ]
    height = ROW * (len(bars) + 1) + 30
    return dress.dress(*rules, drawn, *words, *limits, height=height, heading=HEADING)


def _rule(at: float, scale: alt.Scale, dash: list[int]) -> alt.Chart:
    rule: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [at]}))
        .mark_rule(color=dress.QUIET, strokeDash=dash, strokeWidth=1.5)
        .encode(x=alt.X("at:Q", scale=scale))
    )
    return rule


def _limit(at: float, said: str, scale: alt.Scale, y: alt.Y, *, is_left: bool) -> alt.Chart:
    """What a dotted rule means, at its head."""
    told = pd.DataFrame({"at": [at], "step": [ABOVE], "said": [f"{points(at)}{said}"]})
    words: alt.Chart = (
        alt.Chart(told)
        .mark_text(align="right" if is_left else "left", dx=-5 if is_left else 5, color=dress.QUIET)
        .encode(x=alt.X("at:Q", scale=scale), y=y, text="said:N")
    )
    return words


def _words(
    bars: pd.DataFrame, scale: alt.Scale, y: alt.Y, is_for: bool
) -> tuple[alt.Chart, alt.Chart]:
    """The points of each bar beyond its end: at the right of one that adds, at the left of one that takes."""
    words: alt.Chart = (
        alt.Chart(bars)
        .mark_text(
            align="left" if is_for else "right",
            dx=6 if is_for else -6,
            fontWeight="bold",
            fontSize=dress.TEXT_SIZE,
        )
        .encode(x=alt.X("end_points:Q", scale=scale), y=y, text="told:N")
    )
    return dress.haloed(words)


def _bars(steps: pd.DataFrame) -> pd.DataFrame:
    """The steps with what is written, where it is written, and in which colour."""
    changes = steps["change_points"]
    names = [
        f"{step}：{level}" if level else step
        for step, level in zip(steps["step_label"], steps["level_label"], strict=True)
    ]
    is_for = changes >= 0
    ends = steps[["from_points", "to_points"]]
    return pd.DataFrame(
        {
            "step": names,
            "from_points": steps["from_points"],
            "to_points": steps["to_points"],
            "colour": [
                COLOURS.get(kind, FOR if up else AGAINST)
                for kind, up in zip(steps["kind"], is_for, strict=True)
            ],
            "is_for": is_for,
            "end_points": ends.max(axis=1).where(is_for, ends.min(axis=1)),
            "told": [points(change) for change in changes],
        }
    )
