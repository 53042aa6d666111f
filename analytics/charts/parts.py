"""What the charts of years and of months share: the names of parts and of lines, and what panels are made of."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress

PANELS_HEIGHT = 320
PANELS_WIDTH = 900  # pixels that the panels share on a page 1366 wide
CAN_CLICK = "　図を押すと絞り込み、もう一度押すと戻る"
PICKED = "picked"  # the selection that a click on a panel makes


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
    colour = f"datum.part == 'current' ? '{dress.INK}' : datum.colour"
    names: alt.Chart = at_the_right(named, "part_label", "name_colour").transform_calculate(
        name_colour=colour
    )
    return names


def at_the_right(ends: pd.DataFrame, words: str, colour: str = "colour") -> alt.Chart:
    """The *words* of each row to the right of the plot, in its *colour* and at the height `at`."""
    names: alt.Chart = (
        alt.Chart(ends)
        .mark_text(align="left", dx=4, fontSize=dress.TEXT_SIZE, fontWeight="bold")
        .encode(
            x=alt.value("width"),
            y="at:Q",
            text=f"{words}:N",
            color=alt.Color(f"{colour}:N", scale=None),
        )
    )
    return names


def largest_first(table: pd.DataFrame, when: str) -> pd.DataFrame:
    """The rows of *table* panel by panel: the largest of the newest *when* first, and the rest last."""
    newest = table[table[when] == table[when].max()]
    size = newest.set_index("panel")["outstanding_yen"]
    order = {"rest": True, "size": False, "panel": True, when: True}
    ordered: pd.DataFrame = table.assign(size=table["panel"].map(size).fillna(0)).sort_values(
        list(order), ascending=list(order.values())
    )
    return ordered


def indexed(table: pd.DataFrame) -> pd.DataFrame:
    """*table* with `index`: each balance against the first of its panel (= 100), where that one was owed anything."""
    first = table.groupby("panel")["outstanding_yen"].transform("first").astype(float)
    table = table.assign(index=table["outstanding_yen"] / first.where(first > 0) * 100)
    return table.dropna(subset="index")


def clickable(panels: pd.DataFrame, **place: alt.X | alt.X2) -> alt.Chart:
    """A ground over each panel, at its *place* along the page, that tells the page which `panel` was clicked on."""
    picked = alt.selection_point(name=PICKED, fields=["panel"], toggle=False)
    ground: alt.Chart = (
        alt.Chart(panels)
        .mark_rect(opacity=0, cursor="pointer")
        .encode(y=alt.value(0), y2=alt.value(PANELS_HEIGHT), **place)
        .properties(name="panels")
        .add_params(picked)
    )
    return ground


def words_beside(rows: pd.DataFrame, y: alt.Y, column: str, indent: int) -> alt.Chart:
    """The words of each row in one column beside the plot, *indent* pixels from its edge."""
    text: alt.Chart = (
        alt.Chart(rows)
        .mark_text(align="left", dx=indent, fontWeight="bold", fontSize=dress.TEXT_SIZE)
        .encode(x=alt.value("width"), y=y, text=f"{column}:N")
    )
    return text
