"""What the charts of years and of months share: the names of parts and of lines, and what panels are made of."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger import money
from analytics.ledger.money import Unit

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


def at_the_right(
    ends: pd.DataFrame, words: str, colour: str = "colour", indent: int = 4
) -> alt.Chart:
    """The *words* of each row, *indent* pixels to the right of the plot, in its *colour* and at the height `at`."""
    names: alt.Chart = (
        alt.Chart(ends)
        .mark_text(align="left", dx=indent, fontSize=dress.TEXT_SIZE, fontWeight="bold")
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


def clickable(panels: pd.DataFrame, tips: list[alt.Tooltip], **place: alt.X | alt.X2) -> alt.Chart:
    """A ground over each panel, at its *place* along the page, that tells the page which `panel` was clicked on.

    It lies over the marks, so it speaks for them: *tips* are the tooltips of its panel.
    """
    picked = alt.selection_point(name=PICKED, fields=["panel"], toggle=False)
    ground: alt.Chart = (
        alt.Chart(panels)
        .mark_rect(opacity=0, cursor="pointer")
        .encode(y=alt.value(0), y2=alt.value(PANELS_HEIGHT), tooltip=tips, **place)
        .properties(name="panels")
        .add_params(picked)
    )
    return ground


def amount_words(amount_yen: int, unit: Unit) -> str:
    """*amount_yen* (not below 0) in words, in a column that is read in *unit*: no single yen among amounts of 万円.

    >>> amount_words(1_306, money.TEN_THOUSAND), amount_words(1_306, money.THOUSAND)
    ('1万円未満', '1,306円')
    """
    is_small = 0 < amount_yen < money.TEN_THOUSAND.yen <= unit.yen
    return "1万円未満" if is_small else money.words(amount_yen)


def change_words(change_yen: int, unit: Unit) -> str:
    """A movement in words, in a column that is read in *unit*.

    >>> change_words(-1_306, money.TEN_THOUSAND)
    '1万円未満の減'
    """
    if change_yen == 0:
        return money.change_words(0)
    return f"{amount_words(abs(change_yen), unit)}の{'増' if change_yen > 0 else '減'}"


def words_beside(
    rows: pd.DataFrame, y: alt.Y, column: str, indent: int, down: int = 0
) -> alt.Chart:
    """The words of each row in one column beside the plot, *indent* pixels from its edge and *down* from its middle."""
    text: alt.Chart = (
        alt.Chart(rows)
        .mark_text(align="left", dx=indent, dy=down, fontWeight="bold", fontSize=dress.TEXT_SIZE)
        .encode(x=alt.value("width"), y=y, text=f"{column}:N")
    )
    return text
