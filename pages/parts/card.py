"""The card: how every figure is shown, with all its slots and always in the same order.

Finding, what is measured, value with unit and date, comparison, notes, chart with text alternative, the same numbers
as a table and as a file, and the version they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Place

from analytics.figures import Selection
from analytics.figures.export import file_name
from pages.parts import session
from pages.parts.session import Draw, Filled
from pages.parts.text import plain

COLUMN = 300  # pixels a third of the page keeps: below, at 200 % zoom for instance, the chart moves under the words


def show(
    name: str, chosen: Selection, *draws: Draw, wide: bool = False, columns: Sequence[str] = ()
) -> None:
    """Show the figure *name* for *chosen*, drawn by *draws*; *wide* puts the charts under the words.

    *columns* are those that stand on the page as a table without being unfolded.
    """
    card = session.filled(name, chosen, *draws)
    figure = card.figure
    with st.container(key=f"{'wide' if wide else 'card'}-{name}"):
        st.header(plain(figure.title), anchor=False, divider="gray")
        if figure.empty:
            st.markdown(plain(figure.measure))
        elif card.specs and not wide:
            grid = st.grid(3, min_column_width=COLUMN, gap=("small", "medium"))
            grid.cell().html(card.words)
            _charts(grid.cell(column_span=2), card)
        else:
            st.html(card.words)
            _charts(st.container(), card)
        if columns and not figure.frame.empty:
            st.html(card.table(*columns))
        _numbers(card)


def _charts(place: Place, card: Filled) -> None:
    """The finished specifications, as they were tested: Streamlit's own chart theme stays out."""
    for number, spec in enumerate(card.specs):
        alt = f"{spec['title']}。{card.figure.alt}"
        key = f"chart-{card.figure.name}-{number}"
        place.vega_lite_chart(spec=spec, theme=None, width="stretch", alt=alt, key=key)


def _numbers(card: Filled) -> None:
    """The same numbers as a folded table and as a file; saving it does not run the page again."""
    figure = card.figure
    if figure.frame.empty:
        return
    foot = st.container(horizontal=True)
    folded = foot.expander(
        "数字を表で見る", key=f"table-{figure.name}", on_change="rerun", type="compact"
    )
    if folded.open:
        folded.html(card.table(*figure.labels))
    foot.download_button(
        "CSVで保存",
        lambda: card.csv,  # fetched when asked for, not with every page view
        file_name=file_name(figure),
        mime="text/csv",
        key=f"csv-{figure.name}",
        on_click="ignore",
        icon=":material/download:",
    )
