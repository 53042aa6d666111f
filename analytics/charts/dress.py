"""The look of every chart, in one place: letters, paper, grid, and colours that always mean the same.

White plot area, thin grey grid, values printed beside the marks. Yen are plotted as yen and written by
`analytics.ledger.money`, so that no chart abbreviates with K, M or G. Contrast is that of facts.md 8.2.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from analytics.ledger.money import Unit

FONT = "'BIZ UDPGothic', 'BIZ UDGothic', 'Yu Gothic UI', Meiryo, sans-serif"
TEXT_SIZE = 15  # readable from the back of a meeting room at 1366 px
VALUE_SIZE = 16
TALL = 400  # pixels of a chart that has a screen of 768 to itself
INK = "#1A1A1C"
QUIET = "#4D4D4D"
GRID = "#E6E6E6"
PAPER = "#FFFFFF"

# What a colour means never changes. Navy is the balance; what moves it has a colour of its own, and collecting and
# writing off never share one. Orange is more than it was, or more than the target. No red and green pair.
BALANCE = "#12436D"
RISEN = "#F46A25"
COLLECTED = "#28A197"
WRITTEN_OFF = "#801650"
SETTLED = "#804000"  # to be closed properly, which is not yet to be written off
NEUTRAL = "#767676"
EARLIER = "#8C8C8C"  # the years before the one that is spoken of

PARTS = {"carried_over": BALANCE, "current": "#7096F8", "undivided": NEUTRAL}
ON_PARTS = {
    "carried_over": PAPER,
    "current": INK,
    "undivided": PAPER,
}  # letters upon them, 4.5:1 or more
STEPS = {
    "opening": BALANCE,
    "newly_arisen": RISEN,
    "collected": COLLECTED,
    "written_off": WRITTEN_OFF,
    "net_undivided": NEUTRAL,
    "adjustments": QUIET,
    "unexplained": INK,
    "closing": BALANCE,
}
TARGET = {"within": BALANCE, "above": RISEN}

Layer = alt.Chart | alt.LayerChart

CONFIG: dict[str, Any] = {
    "aria": False,  # Vega would read out column names and colours; the card gives a text and a real table instead
    "background": PAPER,
    "lineBreak": "\n",  # of a heading
    "font": FONT,
    "view": {"stroke": None, "fill": PAPER},
    "axis": {
        "domainColor": INK,
        "gridColor": GRID,
        "gridWidth": 1,
        "labelColor": INK,
        "labelFontSize": TEXT_SIZE,
        "labelLineHeight": TEXT_SIZE + 4,
        "labelPadding": 6,
        "ticks": False,
        "titleColor": QUIET,
        "titleFontSize": TEXT_SIZE,
        "titleFontWeight": "normal",
    },
    "axisY": {"domain": False},
    "title": {
        "anchor": "start",
        "color": QUIET,
        "fontSize": TEXT_SIZE,
        "fontWeight": "normal",
        "frame": "group",
        "offset": 14,
    },
    "text": {"color": INK, "fontSize": VALUE_SIZE},
    "locale": {
        "number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", "円"]}
    },
}


def dress(*layers: Layer, height: int, heading: str) -> alt.LayerChart:
    """*layers* in the house's look, as wide as their card, with whatever stands beside the plot inside that width.

    *heading* says what is measured and in which unit. What was found is the card's title, not the chart's.
    """
    chart: alt.LayerChart = (
        alt.LayerChart(layer=list(layers))
        .properties(
            width="container",
            height=height,
            title=heading,
            padding={"left": 4, "right": 4, "top": 4, "bottom": 4},
            autosize=alt.AutoSizeParams(type="fit", contains="padding"),
        )
        .configure(**CONFIG)
    )
    return chart


def finish(chart: alt.LayerChart) -> dict[str, Any]:
    """The finished Vega-Lite specification of *chart*: plain JSON, the data inside, ready to be kept and drawn.

    The data sit one layer down. At the top, Streamlit would take them out, send them apart and offer them as an
    English table with our column names; the card shows a Japanese one. Checking a specification against the schema
    takes as long as making it, so the tests do that. A mark that has no tooltip is given none in so many words:
    Streamlit would show our column names instead.
    """
    spec = chart.to_dict(validate=False)
    datasets = spec.pop("datasets", {})
    inner = {key: spec.pop(key) for key in ("data", "layer", "encoding") if key in spec}
    used = set(re.findall(r"\w+", json.dumps(inner)))
    rows = {
        name: [{key: row[key] for key in row if key in used} for row in values]
        for name, values in datasets.items()
    }
    spec["layer"] = [_silenced(_with_values(inner, rows))]
    return spec


def _with_values(node: Any, datasets: dict[str, list[dict[str, Any]]]) -> Any:
    """*node* with every named dataset put in the place of its name."""
    if isinstance(node, list):
        return [_with_values(item, datasets) for item in node]
    if not isinstance(node, dict):
        return node
    if node.keys() == {"name"} and node["name"] in datasets:
        return {"values": datasets[node["name"]]}
    return {key: _with_values(value, datasets) for key, value in node.items()}


def _silenced(node: dict[str, Any]) -> dict[str, Any]:
    """*node* where each mark without a tooltip, of its own or from around it, has an empty one."""
    encoding = node.get("encoding", {})
    if "tooltip" in encoding:
        return node
    if "layer" in node:
        return {**node, "layer": [_silenced(layer) for layer in node["layer"]]}
    return {**node, "encoding": {**encoding, "tooltip": {"value": None}}}


def yen_axis(unit: Unit) -> alt.Axis:
    """An axis of yen written in *unit*, with separators and never abbreviated."""
    return number_axis(f"format(datum.value / {unit.yen}, ',')")


def number_axis(label: str = "format(datum.value, ',')") -> alt.Axis:
    """A quiet axis of a few numbers, each with its grid line; the marks carry the exact ones."""
    return alt.Axis(labelExpr=label, tickCount=4, title=None, labelColor=QUIET, grid=True)


def name_axis(**more: Any) -> alt.Axis:
    """An axis of names: every one written level, in the lines that `fold` made."""
    plain: dict[str, Any] = {"labelAngle": 0, "labelLimit": 0, "labelOverlap": False, "title": None}
    return alt.Axis(labelExpr="split(datum.label, '\\n')", **{**plain, "grid": False, **more})


def fold(text: str, width: int) -> str:
    """*text* in lines of at most *width* characters: broken after ・ and before （, else into even lines.

    >>> fold("福祉保健部・保険年金課", 6).split("\\n")
    ['福祉保健部', '保険年金課']
    >>> fold("生活保護費弁償金", 7).split("\\n")
    ['生活保護', '費弁償金']
    """
    lines: list[str] = []
    for piece in text.replace("（", "・（").split("・"):
        count = -(-len(piece) // width)
        step = -(-len(piece) // max(count, 1))
        lines += [piece[start : start + step] for start in range(0, len(piece), max(step, 1))]
    return "\n".join(lines)


def haloed(text: alt.Chart) -> tuple[alt.Chart, alt.Chart]:
    """*text* on a rim of paper, so that a line passing behind does not cross its figures out."""
    rim = text.copy(deep=True)
    rim.mark.stroke = PAPER
    rim.mark.strokeWidth = 6
    return rim, text


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """*positions* in rising order, moved up where two would stand closer than *gap*."""
    placed: list[float] = []
    for position in positions:
        placed.append(max(position, placed[-1] + gap) if placed else position)
    return placed


def is_monthly(frame: pd.DataFrame) -> bool:
    """Whether the rows of *frame* are of month-ends: figures mark such a frame."""
    return "is_month" in frame


def tooltip(**titles: str) -> list[alt.Tooltip]:
    """Tooltips from text columns, each with its Japanese title."""
    return [alt.Tooltip(f"{column}:N", title=title) for column, title in titles.items()]


def in_order(values: Iterable[Any]) -> list[Any]:
    """*values* without repeats, as they first come."""
    return list(pd.unique(pd.Series(list(values))))
