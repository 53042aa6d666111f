"""A figure's numbers as a real HTML table with Japanese headers, which a screen reader can walk through."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
from pandas.io.formats.style import Styler
from pandas.io.formats.style_render import CSSDict

from analytics.figures import Figure, shown

WIDEST = 14  # letters that a column keeps on one line
SHORT = 4  # letters that are never folded
EDGES = 1.5  # letters' width of padding beside them


def html(figure: Figure, columns: Sequence[str]) -> str:
    """*columns* of *figure* as a table, every value as `analytics.figures.shown` writes it.

    Not `st.table`: it draws every cell as Markdown, which takes half of the time of a page (docs/decisions/0011).
    """
    headers = {name: escape(figure.labels[name]) for name in columns if name in figure.labels}
    numbers = figure.frame[list(headers)].reset_index(drop=True)
    styled = (
        Styler(
            numbers.rename(columns=headers), uuid=f"{figure.name}-{len(headers)}", cell_ids=False
        )
        .format({header: _writer(name) for name, header in headers.items()})
        .hide(axis="index")
        .set_table_attributes(f'aria-label="{escape(figure.measure)}"')
        .set_table_styles(
            [
                _room(place, header, numbers[name])
                for place, (name, header) in enumerate(headers.items())
            ]
            + [
                {"selector": f"td.col{place}", "props": [("white-space", "nowrap")]}
                for place, name in enumerate(headers)
                if _longest(numbers[name]) <= SHORT
            ]
        )
    )
    return f'<div class="numbers" tabindex="0">{styled.to_html()}</div>'


def _writer(column: str) -> shown.Writer:
    """The writer of *column*, its text as the characters it is."""
    write = shown.writer(column)
    return lambda value: escape(write(value))


def _room(place: int, header: str, values: pd.Series) -> CSSDict:
    """Room for the words of a column: Japanese breaks anywhere, so a browser would stand them on end."""
    half = -(-len(header) // 2) if len(header) > SHORT else len(header)
    longest = max(half, _longest(values))
    side = "right" if pd.api.types.is_numeric_dtype(values) else "left"
    room = f"{min(longest, WIDEST) + EDGES}em"
    return {"selector": f".col{place}", "props": [("min-width", room), ("text-align", side)]}


def _longest(values: pd.Series) -> int:
    """The width of the longest of *values* as it is written."""
    write = shown.writer(str(values.name))
    return max((_width(write(value)) for value in values), default=0)


def _width(text: str) -> int:
    """The width of *text* in full-width letters."""
    return -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) // 2)
