"""意識調査 as a heat map: scores or shares of groups, a number in every cell, the higher the darker.

The steps of the shades are fixed, so that a shade means the same in every wave and for every breakdown.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_parts as parts
from analytics.charts.limitation_calendar import named_axis
from analytics.charts.survey_parts import MISSING
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import POINTS_MEASURE

SHADES = ("#E3EAF3", "#B9CADF", "#8CA9CB", "#45699A", "#12436D")
ON_SHADES = (dress.INK, dress.INK, dress.INK, dress.PAPER, dress.PAPER)
SCORES = (40, 50, 60, 70)  # where the next shade begins, of scores from 0 to 100
ROW = 42  # pixels of a group with a name of one line
OVER = 46  # pixels of the heading, over a legend
NAME = 11  # letters of the name of a group and its answers
ABOVE = 60  # letters of names that stand beside each other above the columns
CELL = ["row", "row_name", "column", "shown", "shade", "edge", "letters"]
TOLD = ["value_words", "answered", "reason"]


def heat(frame: pd.DataFrame) -> alt.LayerChart | None:
    """Groups by scales; None where no score may be told."""
    if frame["score_points"].isna().all():
        return None
    names = {
        str(group): f"{parts.folded(str(group), NAME)}\n{_answers(held['answered_count'])}".rstrip()
        for group, held in frame.groupby("group_name", sort=False)
    }
    score = frame["score_points"].astype("float64")
    cells = pd.DataFrame(
        {
            "row": frame["group_name"],
            "row_name": frame["group_name"],
            "column": frame["scale_name"],
            "shown": [MISSING if pd.isna(one) else rounded(one) for one in score],
            "value_words": [MISSING if pd.isna(one) else rounded(one) for one in score],
            "answered": [parts.count_words(count) for count in frame["answered_count"]],
            "reason": parts.reasons(frame),
        }
    )
    cells = cells.join(shaded(score.round(1), SCORES))
    tips = dress.tooltip(
        row_name="群",
        column="尺度",
        value_words="得点",
        answered="回答数",
        reason="示さない理由",
    )
    y = parts.down(names, "row")
    row = max(ROW, 8 + parts.LINE * max(name.count("\n") + 1 for name in names.values()))
    heading = POINTS_MEASURE
    if score.isna().any():
        heading += f"　{MISSING}＝示せない"
    layers = [*matrix(cells, y, tips), *parts.named(names, y, "row", NAME)]
    named = parts.legend(steps_of(SCORES, ""), left=0, top=legend_top(cells), edge=dress.EARLIER)
    return dress.dress(
        *layers, *named, height=row * len(names) - legend_top(cells) + OVER, heading=heading
    )


def matrix(cells: pd.DataFrame, y: alt.Y, tips: list[alt.Tooltip]) -> list[dress.Layer]:
    """A cell for each row of *cells*, as dark as its shade, with what is shown in it."""
    x = alt.X(
        "column:N",
        axis=named_axis(_above(cells), orient="top", domain=False, labelPadding=_padding(cells)),
        scale=alt.Scale(domain=list(_above(cells)), paddingInner=0.04),
    )
    base = alt.Chart(cells[[*CELL, *TOLD]]).encode(x=x, y=y, tooltip=tips)
    fills = base.mark_rect(strokeWidth=1).encode(
        color=alt.Color("shade:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    return [
        fills,
        base.mark_text().encode(text="shown:N", color=alt.Color("letters:N", scale=None)),
    ]


def shaded(values: pd.Series, steps: Sequence[float]) -> pd.DataFrame:
    """Shade, edge and letters for each of *values*, as they are printed; paper with an edge where one is missing."""
    places = [None if pd.isna(value) else sum(value >= step for step in steps) for value in values]
    return pd.DataFrame(
        {
            "shade": [dress.PAPER if at is None else SHADES[at] for at in places],
            "edge": [dress.EARLIER if at is None else dress.GRID for at in places],
            "letters": [dress.QUIET if at is None else ON_SHADES[at] for at in places],
        },
        index=values.index,
    )


def steps_of(steps: Sequence[float], unit: str) -> list[tuple[str, str]]:
    """What each shade means, for a legend."""
    words = [f"{steps[0]}{unit}未満"]
    words += [f"{step}{unit}以上" for step in steps]
    return list(zip(SHADES, words, strict=True))


def legend_top(cells: pd.DataFrame) -> int:
    """Pixels from the first row up to a legend that stands over the names of the columns."""
    return -_padding(cells) - 32


def _above(cells: pd.DataFrame) -> dict[str, str]:
    """Every column with its name in lines."""
    columns = [str(column) for column in dress.in_order(cells["column"])]
    width = max(4, ABOVE // len(columns))
    return {column: parts.folded(column, width) for column in columns}


def _padding(cells: pd.DataFrame) -> int:
    """A name hangs down from its first line."""
    return 6 + (dress.TEXT_SIZE + 4) * max(name.count("\n") for name in _above(cells).values())


def _answers(counts: pd.Series) -> str:
    """How many answered: one number, or the fewest and the most."""
    known = counts.dropna()
    if known.empty:
        return ""
    low, high = int(known.min()), int(known.max())
    return f"（n={low:,}）" if low == high else f"（n={low:,}〜{high:,}）"
