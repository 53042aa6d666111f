"""Small multiples: departments, or claim kinds, side by side on one scale, so that sizes can be compared by eye."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, indexes, month_panels
from analytics.charts.parts import (
    CAN_CLICK,
    PANELS_HEIGHT,
    PANELS_WIDTH,
    clickable,
    largest_first,
)
from analytics.ledger import money

REST = "その他"  # the panel that gathers the small ones stands last, whatever its size
MOST = 9  # panels by name; with the rest, as many as are readable beside each other on a page 1366 pixels wide
LINE = 74  # characters of names that find room beside each other there
LETTER = 9  # pixels that a character of a number takes: a number over one bar covers those beside it, too
GAP = 0.3  # the share of a panel that is left free beside its bars


def departments(frame: pd.DataFrame) -> alt.LayerChart:
    """The balance of each department at each year-end, the newest in navy with its number above."""
    return _drawn(_gathered(frame, "department_name", "課"), "所管課")


def department_indexes(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The balance of each department as an index of its own first year-end."""
    draw = month_panels.index_panels if dress.is_monthly(frame) else _indexes
    return draw(_gathered(frame, "department_name", "課"), "所管課")


def claim_kinds(frame: pd.DataFrame) -> alt.LayerChart:
    """The balance of each kind of claim at each year-end, the newest in navy with its number above."""
    return _drawn(_gathered(frame, "claim_kind", "種"), "債権")


def claim_kind_indexes(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The balance of each kind of claim as an index of its own first year-end."""
    draw = month_panels.index_panels if dress.is_monthly(frame) else _indexes
    return draw(_gathered(frame, "claim_kind", "種"), "債権")


def _drawn(gathered: pd.DataFrame, names: str) -> alt.LayerChart:
    if dress.is_monthly(gathered):
        return month_panels.panels(gathered, names, can_click=True)
    return _balances(gathered, names)


def _gathered(frame: pd.DataFrame, column: str, counter: str) -> pd.DataFrame:
    """*frame* with `panel`: the values of *column* that were ever the largest by name, the others in one, `rest`."""
    size = frame.groupby(column)["outstanding_yen"].max().sort_values(ascending=False)
    small = size.index[MOST:] if len(size) > MOST + 1 else size.index[:0]
    rest = f"{REST}（{len(small)}{counter}）"
    is_small = frame[column].isin(small)
    gathered: pd.DataFrame = frame.assign(panel=frame[column].mask(is_small, rest), rest=is_small)
    return gathered


def _balances(frame: pd.DataFrame, names: str) -> alt.LayerChart:
    """One panel for each value of `panel`: a bar per year-end, the newest in navy with its number above."""
    table = _summed(frame)
    unit = money.unit_for(table["outstanding_yen"])
    table = table.assign(
        colour=[dress.BALANCE if newest else dress.EARLIER for newest in table["newest"]],
        shown=[money.in_unit(yen, unit) for yen in table["outstanding_yen"]],
        amount=[money.exact(yen) for yen in table["outstanding_yen"]],
    )
    x, inner = _places(table)
    room = alt.Scale(domainMax=int(table["outstanding_yen"].max()) * 1.12)
    bars = (
        alt.Chart(table)
        .mark_bar(stroke=dress.PAPER, strokeWidth=1)
        .encode(
            x=x,
            xOffset=inner,
            y=alt.Y("outstanding_yen:Q", axis=dress.yen_axis(unit), scale=room),
            color=alt.Color("colour:N", scale=None),
        )
    )
    heading = (
        f"{names}ごとの年度末残額（{unit.label}）　{_span(table)}、数字は右端の年度末{CAN_CLICK}"
    )
    heading = gaps.explained(heading, table)
    numbers = _numbers(table, "outstanding_yen")
    newest = table[table["newest"]][["name", "panel", "year_label", "amount"]]
    tips = dress.tooltip(panel=names, year_label="年度", amount="年度末残額")
    ground = clickable(newest, tips, x=x)
    return dress.dress(bars, *numbers, ground, height=PANELS_HEIGHT, heading=heading)


def _indexes(frame: pd.DataFrame, names: str) -> alt.LayerChart | None:
    """One panel for each value of `panel`: its balance as an index of its own first year-end, where it had one.

    None for the rest: its members come and go, and the sum of other members is no index of the first ones.
    """
    gathered = frame.loc[frame["rest"], "panel"].unique()
    table = indexes.indexed(_summed(frame[~frame["rest"]]))
    if table.empty:
        return None
    top = indexes.ceiling(table)
    table = table.assign(
        shown=[indexes.words(value, top) for value in table["index"]],
        at_edge=table["index"].clip(upper=top),
        run=gaps.runs(table, "panel", "fiscal_year"),
    )
    x, inner = _places(table)
    y = alt.Y("index:Q", axis=dress.number_axis(), scale=indexes.scale(top))
    base = alt.Chart(table).encode(x=x, xOffset=inner, y=y)
    line = base.mark_line(strokeWidth=2.5, color=dress.BALANCE, clip=top is not None).encode(
        detail="run:N"
    )
    dots = base.mark_point(
        filled=True, size=45, opacity=1, color=dress.BALANCE, clip=top is not None
    ).encode(tooltip=dress.tooltip(panel=names, year_label="年度", shown="指数"))
    hundred = alt.Chart(table.head(1)).mark_rule(color=dress.QUIET).encode(y=alt.datum(100))
    heading = indexes.heading(names, "年度末", _span(table), gathered, top)
    heading = gaps.explained(heading, table)
    last = table.groupby("panel", as_index=False, sort=False).last()
    ends = alt.Chart(last[last["newest"]]).encode(x=x, xOffset=inner, y="at_edge:Q", text="shown:N")
    text = ends.mark_text(dx=8, align="left", fontWeight="bold", color=dress.BALANCE)
    layers = [hundred, line, dots, text]
    if not last["newest"].all():  # an old index is not taken for today's: until when, instead
        layers += _numbers(table, "at_edge", only_ended=True)
    return dress.dress(*layers, height=PANELS_HEIGHT, heading=heading)


def _summed(frame: pd.DataFrame) -> pd.DataFrame:
    """One row per panel and year, the largest panel of the newest year first and the rest last."""
    width = max(5, LINE // frame["panel"].nunique())
    keys = ["panel", "rest", "fiscal_year", "year_label"]
    table = frame.groupby(keys, as_index=False)["outstanding_yen"].sum()
    table = table.assign(
        name=[dress.fold(panel, width) for panel in table["panel"]],
        newest=table["fiscal_year"] == table["fiscal_year"].max(),
    )
    return largest_first(table, "fiscal_year")


def _numbers(table: pd.DataFrame, measure: str, *, only_ended: bool = False) -> list[alt.Chart]:
    """What stands above a panel: the newest number over its bar, or until when the panel had any, in the middle.

    In the middle stands a number, too, that would run into the words of the panel after it.
    """
    last = table.groupby("panel", as_index=False, sort=False).last()
    until = last["year_label"].str.split("（").str[0] + "まで"
    step = PANELS_WIDTH / len(last)
    bar = step * (1 - GAP) / len(gaps.every(table))
    width = last["shown"].str.len() * LETTER
    reach = (step * (1 - GAP) - bar + width) / 2  # from the middle of its panel to its right end
    words = (until.str.len() * dress.TEXT_SIZE / 2).mask(last["newest"], 0)
    last = last.assign(
        shown=last["shown"].where(last["newest"], until),
        colour=[dress.BALANCE if newest else dress.QUIET for newest in last["newest"]],
        is_over=last["newest"] & (reach + words.shift(-1, fill_value=0) <= step),
    )
    last["at"] = [
        _top(
            table[table["panel"] == panel],
            measure,
            math.ceil((wide / bar + 1) / 2) if over else None,
        )
        for panel, wide, over in zip(last["panel"], width, last["is_over"], strict=True)
    ]
    if only_ended:
        last = last[~last["newest"]]
    x, inner = _places(table)
    layers = []
    for is_over, rows in last.groupby("is_over"):
        text = alt.Chart(rows).mark_text(dy=-12, fontWeight="bold")
        text = text.encode(x=x, y="at:Q", text="shown:N", color=alt.Color("colour:N", scale=None))
        layers.append(text.encode(xOffset=inner) if is_over else text)
    return layers


def _top(panel: pd.DataFrame, measure: str, bars: int | None) -> float:
    """The largest *measure* among the newest *bars* of one panel, all if None: a number stands free above it."""
    covered = panel[measure] if bars is None else panel[measure].tail(bars)
    top: float = covered.max()
    return top


def _places(table: pd.DataFrame) -> tuple[alt.X, alt.XOffset]:
    """Where a mark stands: its panel along the page, its year within the panel."""
    scale = alt.Scale(paddingInner=GAP)
    x = alt.X("name:N", sort=dress.in_order(table["name"]), axis=dress.name_axis(), scale=scale)
    years = alt.Scale(domain=list(gaps.every(table)["fiscal_year"]))
    return x, alt.XOffset("fiscal_year:O", scale=years)


def _span(table: pd.DataFrame) -> str:
    """The years that the panels run over, in words."""
    years = table.sort_values("fiscal_year")["year_label"].str.split("（").str[0]
    first, last = years.iloc[0], years.iloc[-1]
    return last if first == last else f"左から{first}〜{last}"
