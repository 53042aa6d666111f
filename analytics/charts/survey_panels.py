"""The panels of small multiples with two axes: where each lies on the page, its grid, and the numbers at the edges.

All lie on one pair of scales counted in panels, so that one chart as wide as its card holds them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count

import altair as alt
import pandas as pd

from analytics.charts import dress

PANEL = (270, 150)  # pixels of a panel at 1366, its name and the room around it included
NAME = 26  # pixels that the name of a panel takes
EDGE = 0.9  # of an axis, up to which its numbers are written
ROOM = (0.07, 0.1)  # of a panel, left free to its right and below it


@dataclass(frozen=True)
class Span:
    """What an axis shows: from `low` to `high`, with a number at every `step`."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The numbers on it."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return [at * self.step for at in range(first, last + 1)]

    def share(self, value: float) -> float:
        """How far along the axis *value* lies, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def span_of(values: pd.Series, room: float = 0.12) -> Span:
    """An axis for *values* and 0, with *room* at both ends (a share of what they span), and three to six numbers on it.

    >>> span_of(pd.Series([-3.0, 8.0])).ticks
    [-5, 0, 5, 10]
    """
    low, high = min(float(values.min()), 0.0), max(float(values.max()), 0.0)
    reach = max(high - low, 1.0)
    steps = (first * 10**power for power in count() for first in (1, 2, 5))
    step = next(step for step in steps if reach <= 4 * step)
    return Span(
        min(math.floor(low / step) * step, low - reach * room),
        max(math.ceil(high / step) * step, high + reach * room),
        step,
    )


def across(column: int, share: float) -> float:
    """Where a *share* of an axis lies along the page, in panels."""
    return round(column + share * (1 - ROOM[0]), 4)


def up(row: int, share: float) -> float:
    """Where a *share* of an axis lies, in panels below the top of the page: negative, for it is read upwards."""
    name = NAME / PANEL[1]
    return round(-(row + name + (1 - share) * (1 - name - ROOM[1])), 4)


def frames(
    places: list[tuple[int, int]], wide: int, deep: int, x_span: Span, y_span: Span
) -> list[dress.Layer]:
    """The grid of every panel, the lines of 0, and the numbers at the left and at the foot of the page."""
    x = alt.X("at:Q", axis=None, scale=alt.Scale(domain=[0, wide], nice=False))
    y = alt.Y("up:Q", axis=None, scale=alt.Scale(domain=[-deep, 0], nice=False))
    upright = [
        (across(column, x_span.share(tick)), up(row, 0), up(row, 1), not tick)
        for column, row in places
        for tick in x_span.ticks
    ]
    level = [
        (across(column, 0), across(column, 1), up(row, y_span.share(tick)), not tick)
        for column, row in places
        for tick in y_span.ticks
    ]
    lines = alt.Chart(pd.DataFrame(upright, columns=["at", "up", "top", "is_zero"]))
    rules = alt.Chart(pd.DataFrame(level, columns=["at", "end", "up", "is_zero"]))
    colour = alt.condition("datum.is_zero", alt.value(dress.QUIET), alt.value(dress.GRID))
    foot = {column: max(row for each, row in places if each == column) for column in range(wide)}
    under = [
        (across(column, x_span.share(tick)), up(row, 0), _said(tick, ""))
        for column, row in foot.items()
        for tick in x_span.ticks
        if x_span.share(tick) < EDGE  # else it would run into the first one of the next panel
    ]
    left = [
        (across(0, 0), up(row, y_span.share(tick)), _said(tick, "％"))
        for row in range(deep)
        for tick in y_span.ticks
    ]
    columns = ["at", "up", "words"]
    numbers = alt.Chart(pd.DataFrame(under, columns=columns)).mark_text(
        dy=13, color=dress.QUIET, fontSize=dress.TEXT_SIZE
    )
    beside = alt.Chart(pd.DataFrame(left, columns=columns)).mark_text(
        align="right", dx=-6, color=dress.QUIET, fontSize=dress.TEXT_SIZE
    )
    return [
        lines.mark_rule().encode(x=x, y=y, y2="top:Q", color=colour),
        rules.mark_rule().encode(x=alt.X("at:Q"), x2="end:Q", y=alt.Y("up:Q"), color=colour),
        numbers.encode(x=alt.X("at:Q"), y=alt.Y("up:Q"), text="words:N"),
        beside.encode(x=alt.X("at:Q"), y=alt.Y("up:Q"), text="words:N"),
    ]


def _said(tick: float, unit: str) -> str:
    """A number of an axis, with its sign."""
    sign = "＋" if tick > 0 else "−" if tick < 0 else ""
    return f"{sign}{abs(tick):g}{unit if tick else ''}"
