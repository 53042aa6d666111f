"""自己診断: a row for each theme, a cell for each question; shape, colour and word say together how it stands."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger.diagnosis import CONCERN, GOOD, HALF, OPEN, UNKNOWN

SHAPES = {
    GOOD: "circle",
    HALF: "diamond",
    CONCERN: "triangle-up",
    UNKNOWN: "square",
    OPEN: "stroke",
}
FILLS = {GOOD: dress.BALANCE, CONCERN: dress.RISEN}  # the others are hollow
DARK_ORANGE = "#8A3200"  # letters, and the rim of what is orange
INKS = {GOOD: dress.BALANCE, HALF: dress.BALANCE, CONCERN: DARK_ORANGE}  # the others are quiet
GROUNDS = {GOOD: "#E8EDF3", HALF: "#FFFFFF", CONCERN: "#FFF1E8"}
BLANK = "#F7F7F7"  # the ground of what nothing is known of
LETTERS = 20  # of the names of questions that stand beside each other
THEME = 8  # letters of a theme in a line
LINE = dress.TEXT_SIZE + 4
EDGE, BESIDE = 8, 32  # pixels from the left of a cell to its name, and to the word beside the mark


def themes(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The cells; None while nothing is answered."""
    if (frame["standing"] == OPEN).all():
        return None
    columns = int(frame["place"].max())
    cells = _cells(frame, max(4, LETTERS // columns))
    lines = 1 + int(cells["name"].str.count("\n").max())
    base = alt.Chart(cells).encode(
        x=alt.X(
            "place:O",
            axis=None,
            scale=alt.Scale(domain=[*range(1, columns + 1)], paddingInner=0.03, paddingOuter=0),
        ),
        y=alt.Y(
            "row:N",
            sort=dress.in_order(cells["row"]),
            axis=dress.name_axis(domain=False, labelOffset=_middle()),
            scale=alt.Scale(paddingInner=0.1, paddingOuter=0),
        ),
        tooltip=dress.tooltip(question="問い", answer="答え", standing_label="見立て"),
    )
    height = LINE * (1 + lines) + 16
    return dress.dress(
        base.mark_rect(stroke=dress.EARLIER, strokeWidth=1).encode(
            fill=alt.Fill("ground:N", scale=None)
        ),
        *_words(base, lines),
        height=height * cells["row"].nunique() + 50,
        heading="1ますが1つの問い（答えからの見立て）",
    )


def _middle() -> dict[str, Any]:
    """A name of two lines stands in the middle of its row: Vega puts its first line there."""
    is_folded = "indexof(datum.label, '\\n') >= 0"
    return {"condition": {"test": is_folded, "value": -LINE / 2}, "value": 0}


def _words(base: alt.Chart, lines: int) -> tuple[alt.Chart, ...]:
    """What stands in a cell: its mark, the word for it, and below them the name of the question."""
    up, down = -LINE * lines / 2, LINE / 2 - LINE * (lines - 1) / 2
    left = alt.X("place:O", axis=None, bandPosition=0)
    ink = alt.Color("ink:N", scale=None)
    mark = base.mark_point(xOffset=EDGE + 9, yOffset=up, size=150, strokeWidth=2, opacity=1)
    word = base.mark_text(align="left", dx=BESIDE, dy=up, fontWeight="bold")
    name = base.mark_text(
        align="left", dx=EDGE, dy=down, fontSize=dress.TEXT_SIZE, lineBreak="\n", lineHeight=LINE
    )
    return (
        mark.encode(
            x=left,
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("ink:N", scale=None),
        ),
        word.encode(x=left, text="standing_label:N", color=ink),
        name.encode(x=left, text="name:N"),
    )


def _cells(frame: pd.DataFrame, width: int) -> pd.DataFrame:
    """A cell for each question with its look; its name is folded to *width* letters."""
    standing = frame["standing"]
    return pd.DataFrame(
        {
            "row": [dress.fold(theme, THEME) for theme in frame["theme"]],
            "place": list(frame["place"]),
            "name": [dress.fold(short, width) for short in frame["short"]],
            "question": list(frame["question"]),
            "answer": list(frame["answer"]),
            "standing_label": list(frame["standing_label"]),
            "shape": [SHAPES[each] for each in standing],
            "fill": [FILLS.get(each, dress.PAPER) for each in standing],
            "ink": [INKS.get(each, dress.QUIET) for each in standing],
            "ground": [GROUNDS.get(each, BLANK) for each in standing],
        }
    )
