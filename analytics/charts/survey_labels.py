"""Short names beside the dots of a panel: each on the side where it hides the fewest dots and other names."""

from __future__ import annotations

import math
from typing import Final, Literal

import pandas as pd

from analytics.charts import dress
from analytics.charts.survey_panels import NAME, PANEL, ROOM

Align = Literal["left", "center", "right"]
Box = tuple[float, float, float, float]  # left, right, top, foot
DOT = 6  # pixels from the middle of a dot to its edge
# Where the name of a dot can stand: pixels to the right, pixels down, and which end of the name is there.
SIDES: Final[tuple[tuple[int, int, Align], ...]] = (
    (10, 0, "left"),
    (-10, 0, "right"),
    (0, -14, "center"),
    (0, 15, "center"),
    (9, -11, "left"),
    (9, 12, "left"),
    (-9, -11, "right"),
    (-9, 12, "right"),
)


def short_names(groups: list[str]) -> dict[str, str]:
    """The first two letters of each of *groups*, more where these are those of another one.

    >>> short_names(["税務・保険", "福祉一課", "福祉二課"])
    {'税務・保険': '税務', '福祉一課': '福祉一', '福祉二課': '福祉二'}
    """
    short = {}
    for group in groups:
        lengths = range(2, max(len(group), 2) + 1)
        others = [other for other in groups if other != group]
        own = (
            group[:length]
            for length in lengths
            if not any(other.startswith(group[:length]) for other in others)
        )
        short[group] = next(own, group)
    return short


def sides(panel: pd.DataFrame) -> pd.Series:
    """For each dot of one panel the place in `SIDES` where its name hides the fewest others, dots as well as names."""
    spots = [
        (at * PANEL[0], -up * PANEL[1]) for at, up in zip(panel["at"], panel["up"], strict=True)
    ]
    dots = [(x - DOT, x + DOT, y - DOT, y + DOT) for x, y in spots]
    column, row = math.floor(panel["at"].iloc[0]), math.floor(-panel["up"].iloc[0])
    names: list[Box] = []
    chosen = []
    for place, ((x, y), name) in enumerate(zip(spots, panel["short"], strict=True)):
        others = [*dots[:place], *dots[place + 1 :]]
        taken = [*others, *others, *names]  # a dot is smaller than a name, and hidden sooner
        boxes = [_box(x, y, side, len(name)) for side in range(len(SIDES))]
        hidden = [
            sum(_common(box, other) for other in taken) + _outside(box, column, row)
            for box in boxes
        ]
        side = hidden.index(min(hidden))
        names.append(boxes[side])
        chosen.append(side)
    return pd.Series(chosen, index=panel.index)


def _box(x: float, y: float, side: int, letters: int) -> Box:
    """What a name takes that stands on one *side* of the dot at *x*, *y*."""
    right, down, align = SIDES[side]
    wide = letters * dress.TEXT_SIZE
    left = x + right - {"left": 0.0, "center": wide / 2, "right": float(wide)}[align]
    return left, left + wide, y + down - 8, y + down + 8


def _common(one: Box, other: Box) -> float:
    """How much of a page two boxes both take."""
    across = min(one[1], other[1]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[2], other[2])
    return max(across, 0.0) * max(along, 0.0)


def _outside(box: Box, column: int, row: int) -> float:
    """How much of *box* lies outside its panel, where names and numbers stand."""
    left, right = column * PANEL[0], (column + 1 - ROOM[0]) * PANEL[0]
    top, foot = row * PANEL[1] + NAME, (row + 1 - ROOM[1]) * PANEL[1]
    across = max(left - box[0], 0.0) + max(box[1] - right, 0.0)
    along = max(top - box[2], 0.0) + max(box[3] - foot, 0.0)
    return across * (box[3] - box[2]) + along * (box[1] - box[0])
