"""What the charts of years and of months share: the parts of a balance and their names, and a panel's index."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress


def stacked(frame: pd.DataFrame, of: str) -> pd.DataFrame:
    """*frame* with the place of each part in its bar, one bar for each value of *of*, the oldest debts at the foot."""
    order = {part: place for place, part in enumerate(dress.PARTS)}
    parts = frame.assign(place=frame["part"].map(order)).sort_values([of, "place"])
    to_yen = parts.groupby(of)["outstanding_yen"].cumsum()
    from_yen = to_yen - parts["outstanding_yen"]
    return parts.assign(from_yen=from_yen, to_yen=to_yen, mid_yen=(from_yen + to_yen) / 2)


def beside(last: pd.DataFrame, gap: float) -> alt.Chart:
    """The parts' names to the right of the last bar: a legend in the place and order of what it names."""
    last = last[last["outstanding_yen"] > 0]
    named = last.assign(at=dress.spread(list(last["mid_yen"]), gap))
    names: alt.Chart = (
        alt.Chart(named)
        .mark_text(align="left", dx=4, fontSize=dress.TEXT_SIZE, fontWeight="bold")
        .encode(
            x=alt.value("width"),
            y="at:Q",
            text="part_label:N",
            color=alt.Color("name_colour:N", scale=None),
        )
        .transform_calculate(name_colour=f"datum.part == 'current' ? '{dress.INK}' : datum.colour")
    )
    return names


def indexed(table: pd.DataFrame) -> pd.DataFrame:
    """*table* with `index`: each balance against the first of its panel (= 100), where that one was owed anything."""
    first = table.groupby("panel")["outstanding_yen"].transform("first").astype(float)
    table = table.assign(index=table["outstanding_yen"] / first.where(first > 0) * 100)
    return table.dropna(subset="index")
