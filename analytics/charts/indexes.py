"""Indexes beside each other: each panel against its own first balance, on one axis that no single panel may flatten."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise

import altair as alt
import pandas as pd

FAR = 2.5  # times the next lower panel: one that stands so much higher would flatten all others
ABOVE = 2  # times what is seen whole: where the axis ends then


def indexed(table: pd.DataFrame) -> pd.DataFrame:
    """*table* with `index`: each balance against the first of its panel (= 100), where that one was owed anything."""
    first = table.groupby("panel")["outstanding_yen"].transform("first").astype(float)
    table = table.assign(index=table["outstanding_yen"] / first.where(first > 0) * 100)
    return table.dropna(subset="index")


def ceiling(table: pd.DataFrame) -> float | None:
    """Where an axis of indexes ends if a few panels stand so far above the others that these would lie flat; else None.

    >>> ceiling(pd.DataFrame({"panel": ["a", "b", "c"], "index": [110.0, 100.0, 1023.0]}))
    250.0
    """
    tops = sorted(table.groupby("panel")["index"].max())
    for low, high in pairwise(tops):
        if high > FAR * low:
            return float(math.ceil(low * ABOVE / 50) * 50)
    return None


def scale(top: float | None) -> alt.Scale:
    """The scale of an axis of indexes that ends at *top*, or after the highest one."""
    return alt.Scale() if top is None else alt.Scale(domain=[0, top], nice=False)


def words(value: float, top: float | None) -> str:
    """An index as it stands in a panel; with an arrow where it is above the axis, which ends at *top*.

    >>> words(1023.4, 250.0), words(41.2, 250.0)
    ('↑ 1,023', '41')
    """
    return f"{'↑ ' if top is not None and value > top else ''}{value:,.0f}"


def heading(names: str, closing: str, span: str, gathered: Iterable[str], top: float | None) -> str:
    """What a chart of indexes measures, over which periods, and what it leaves out."""
    return "".join(
        (
            f"{names}ごとの残額の指数（それぞれの最初の{closing}＝100）　{span}",
            *(f"、{panel}を除く" for panel in gathered),
            "" if top is None else f"　目盛りは{top:,.0f}まで（↑はその上）",
        )
    )
