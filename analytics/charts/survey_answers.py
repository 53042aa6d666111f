"""意識調査: what was answered to each question, read in the desirable direction.

`diverging` puts the desirable answers to the right of a line and the undesirable ones to its left; those in the middle
have a place of their own, for they are neither. `stacked` is the same as whole bars, where the outermost answers share
a baseline.
"""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_parts as parts
from analytics.charts import survey_questions as questions
from analytics.charts.survey_parts import MISSING

ROW = 36  # pixels of a question
OVER, LINE = 130, 18  # what stands over the bars and under them, and one more line of the heading
GAP = 0.1  # between what is desirable and the middle, in shares
STEP = 0.25  # between two grid lines
LEAST = 0.08  # the smallest share that is printed in its part of a bar
SIDES = ("worst_rate", "poor_rate", "good_rate", "best_rate", "middle_rate")  # apart: at the right


def diverging(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A bar to each side of a line for each question, the middle apart; % positive, n and the change beside."""
    rows = questions.worded(frame)
    known = rows[rows["is_known"]]
    if known.empty:
        return None
    left = max(_up(known["poor_rate"] + known["worst_rate"]), GAP)
    right = max(_up(known["good_rate"] + known["best_rate"]), _up(known["high_rate"].fillna(0)))
    apart = right + GAP
    end = apart + max(_up(known["middle_rate"]), STEP)
    x = alt.X(
        "from_rate:Q",
        axis=_rate_axis(-left, right, apart, end),
        scale=alt.Scale(domain=[-left, end], nice=False),
    )
    y = parts.down(questions.texts(rows), "question")
    bars = questions.bars(_sides(known, apart), x, y)
    lines = alt.Chart(pd.DataFrame({"at": [0.0, apart]})).mark_rule(color=dress.INK)
    layers: list[dress.Layer] = [
        bars,
        lines.encode(x="at:Q"),
        *_whiskers(known, y),
        parts.over("← 望ましくない", -0.02, align="right"),
        parts.over("望ましい →", 0.02, align="left"),
        *parts.dashes(questions.missing(rows, 0.04), _at(), y, questions.tips()),
        *questions.beside(rows, y),
        *_change(rows, y),
    ]
    heading = "答えの割合（％、望ましい向きに読み替え）　「どちらともいえない」は右の別の列\n"
    heading += "細い横線と（　）＝望ましい答えの割合の95％区間"
    return _dressed(layers, rows, SIDES, heading)


def stacked(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The same as whole bars: from the strongly undesirable at the left to the strongly desirable at the right."""
    rows = questions.worded(frame)
    known = rows[rows["is_known"]]
    if known.empty:
        return None
    x = alt.X(
        "from_rate:Q",
        axis=_rate_axis(0, 1, 2, 1),
        scale=alt.Scale(domain=[0, 1], nice=False),
    )
    y = parts.down(questions.texts(rows), "question")
    whole = questions.piled(known, list(questions.ANSWERS), 0.0)
    printed = whole[whole["rate"] >= LEAST]
    text = alt.Chart(printed[["question", "mid_rate", "shown", "letters"]]).mark_text()
    layers: list[dress.Layer] = [
        questions.bars(whole, x, y),
        text.encode(
            x=alt.X("mid_rate:Q"), y=y, text="shown:N", color=alt.Color("letters:N", scale=None)
        ),
        *parts.dashes(questions.missing(rows, 0.02), _at(), y, questions.tips()),
        *questions.beside(rows, y),
        *_change(rows, y),
    ]
    heading = "答えの割合（％、望ましい向きに読み替え、全体が100％、"
    heading += f"{LEAST * 100:.0f}％に満たない数字は省略）　（　）＝95％区間"
    return _dressed(layers, rows, tuple(questions.ANSWERS), heading)


def _change(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """A column of the changes since the last wave, where there is any."""
    if rows["change_rate"].isna().all():
        return []
    return parts.column(rows[["question", "moved"]], y, "moved", 188, "前の回からの差（95％区間）")


def _sides(known: pd.DataFrame, apart: float) -> pd.DataFrame:
    """The parts of the bars: to the left of 0, to its right, and from *apart* on."""
    left = questions.piled(known, ["poor_rate", "worst_rate"], 0.0, towards=-1)
    right = questions.piled(known, ["good_rate", "best_rate"], 0.0)
    return pd.concat(
        [left, right, questions.piled(known, ["middle_rate"], apart)], ignore_index=True
    )


def _whiskers(known: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """The interval of % positive at the end of its bar, on a rim of paper."""
    rows = known.dropna(subset=["low_rate", "high_rate"])
    base = alt.Chart(rows[["question", "low_rate", "high_rate"]])
    rule = base.encode(x=alt.X("low_rate:Q"), x2="high_rate:Q", y=y)
    ends = [
        base.mark_tick(color=dress.INK, thickness=2, size=10, opacity=1).encode(x=f"{end}:Q", y=y)
        for end in ("low_rate", "high_rate")
    ]
    return [
        rule.mark_rule(color=dress.PAPER, strokeWidth=6),
        rule.mark_rule(color=dress.INK, strokeWidth=2),
        *ends,
    ]


def _at() -> alt.X:
    return alt.X("at:Q")


def _up(rates: pd.Series) -> float:
    """The largest of *rates*, up to the next twentieth."""
    return math.ceil(float(rates.max()) * 20 - 1e-9) / 20


def _rate_axis(low: float, high: float, apart: float, end: float) -> alt.Axis:
    """Per cent from 0 to both sides, and from *apart* to *end* once more from 0."""
    steps = range(math.ceil(low / STEP - 1e-9), math.floor(high / STEP + 1e-9) + 1)
    places = {step * STEP: abs(step * STEP) for step in steps}
    more = range(math.floor((end - apart) / STEP + 1e-9) + 1)
    places |= {apart + step * STEP: step * STEP for step in more}
    said = {str(round(place * 1000)): f"{share * 100:.0f}" for place, share in places.items()}
    pairs = ",".join(f"'{place}':'{label}'" for place, label in said.items())
    return alt.Axis(
        values=list(places),
        labelExpr=f"({{{pairs}}})[round(datum.value * 1000)]",
        labelColor=dress.QUIET,
        labelOverlap="greedy",
        title=None,
    )


def _dressed(
    layers: list[dress.Layer], rows: pd.DataFrame, order: tuple[str, ...], heading: str
) -> alt.LayerChart:
    """*layers* under a legend in the *order* of their parts."""
    items = [(questions.ANSWERS[column][0], questions.ANSWERS[column][2]) for column in order]
    named = parts.legend(items, left=-questions.NAME * parts.LETTER)
    if not rows["is_known"].all():
        heading += f"　{MISSING}＝示せない"
    return dress.dress(
        *layers, *named, height=ROW * len(rows) + OVER + LINE * heading.count("\n"), heading=heading
    )
