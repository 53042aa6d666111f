"""The card: how every figure is shown, with all its slots and always in the same order.

Finding, what is measured, value with unit and date, comparison, notes, chart with text alternative, the same numbers
as a table and as a file, and the version they come from.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator as Place

from analytics.figures import Figure, Selection
from analytics.figures.export import file_name
from analytics.ledger.calendar import date_label
from pages.parts import session, table
from pages.parts.session import Draw, Filled
from pages.parts.text import plain

COLUMN = 300  # pixels a third of the page keeps: below, at 200 % zoom for instance, the chart moves under the words
WIDE = 960  # pixels a wide chart keeps: below, it scrolls sideways
SOURCES_NAMED = 2
STATUS = "種別"  # the fact that is a mark, for instance 例示


def show(
    name: str, chosen: Selection, *draws: Draw, wide: bool = False, columns: Sequence[str] = ()
) -> None:
    """Show the figure *name* for *chosen*, drawn by *draws*; *wide* puts the charts under the words.

    *columns* are those that stand on the page as a table without being unfolded.
    """
    card = session.filled(name, chosen, *draws)
    figure = card.figure
    beside = card.specs and not wide
    with st.container(key=f"card-{name}"):
        st.header(plain(figure.title), anchor=False, divider="gray")
        if figure.empty:
            st.markdown(plain(figure.measure))
        else:
            grid = st.grid(3, min_column_width=COLUMN, gap=("small", "medium"))
            value, rest = grid.cell(), grid.cell(column_span=2)
            _headline(value, figure)
            _notes(value if beside else rest, figure)
            _charts(rest if beside else st.grid(1, min_column_width=WIDE, wrap=False), card)
        if columns and not figure.frame.empty:
            table.show(figure, columns)
        _numbers(card)


def _headline(place: Place, figure: Figure) -> None:
    """What is measured, its value and its date, under a mark where the figure bears one."""
    if STATUS in figure.facts:
        place.badge(plain(figure.facts[STATUS]), color="orange")
    if figure.headline:
        place.metric(plain(figure.measure), plain(figure.headline))
    if figure.as_of:
        place.markdown(f"{date_label(figure.as_of)}現在")


def _notes(place: Place, figure: Figure) -> None:
    """The comparison, what the figure rests on, and what one has to know to read it rightly."""
    if figure.comparison:
        place.markdown(plain(figure.comparison))
    for name, fact in figure.facts.items():
        if name != STATUS:
            place.markdown(f"**{plain(name)}**　{plain(fact)}")
    if figure.notes:
        place.caption("\n".join(f"- {plain(note)}" for note in figure.notes))


def _charts(place: Place, card: Filled) -> None:
    """The finished specifications, as they were tested: Streamlit's own chart theme stays out."""
    for number, spec in enumerate(card.specs):
        alt = f"{spec['title']}。{card.figure.alt}"
        key = f"chart-{card.figure.name}-{number}"
        place.vega_lite_chart(spec=spec, theme=None, width="stretch", alt=alt, key=key)


def _numbers(card: Filled) -> None:
    """The same numbers as a folded table and as a file, and where they come from."""
    figure = card.figure
    if not figure.frame.empty:
        folded = st.expander(
            "数字を表で見る", key=f"table-{figure.name}", on_change="rerun", type="compact"
        )
        if folded.open:
            with folded:
                table.show(figure, list(figure.labels))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not figure.frame.empty:
            _download(card)
        st.caption(plain(_origin(figure)), width="content")


def _download(card: Filled) -> None:
    """The numbers as a CSV file; saving it does not run the page again."""
    st.download_button(
        "CSVで保存",
        lambda: card.csv,  # fetched when asked for, not with every page view
        file_name=file_name(card.figure),
        mime="text/csv",
        key=f"csv-{card.figure.name}",
        on_click="ignore",
        icon=":material/download:",
    )


def _origin(figure: Figure) -> str:
    """The version and the files it was made of."""
    named = "、".join(figure.sources[:SOURCES_NAMED])
    more = len(figure.sources) - SOURCES_NAMED
    files = f"{named} ほか{more}件" if more > 0 else named
    return f"版 {figure.version}" + (f"　出典：{files}" if files else "")
