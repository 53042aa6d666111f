"""A figure's numbers as a real HTML table with Japanese headers, which a screen reader can walk through."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st
from pandas.io.formats.style_render import CSSDict

from analytics.figures import Figure, shown
from pages.parts.text import plain

WIDEST = 14  # letters that a column keeps on one line
EDGES = 2  # letters' width of padding beside them


def show(figure: Figure, columns: Sequence[str]) -> None:
    """Draw *columns* of *figure*, every value as `analytics.figures.shown` writes it."""
    headers = {name: plain(figure.labels[name]) for name in columns if name in figure.labels}
    numbers = figure.frame[list(headers)].reset_index(drop=True)
    styled = (
        numbers.rename(columns=headers)
        .style.format({header: _writer(name) for name, header in headers.items()})
        .set_table_styles(
            [
                _room(place, header, numbers[name])
                for place, (name, header) in enumerate(headers.items())
            ]
        )
    )
    st.table(styled, border="horizontal", hide_index=True, alt=plain(figure.measure))


def _writer(column: str) -> shown.Writer:
    """The writer of *column*, its text as the characters it is."""
    write = shown.writer(column)
    return lambda value: plain(write(value))


def _room(place: int, header: str, values: pd.Series) -> CSSDict:
    """Room for the words of a column: Japanese breaks anywhere, so a browser would stand them on end."""
    write = shown.writer(str(values.name))
    longest = max([-(-len(header) // 2), *(_width(write(value)) for value in values)])
    return {
        "selector": f".col{place}",
        "props": [("min-width", f"{min(longest, WIDEST) + EDGES}em")],
    }


def _width(text: str) -> int:
    """The width of *text* in full-width letters."""
    return -(-sum(2 if ord(letter) > 0x2E7F else 1 for letter in text) // 2)
