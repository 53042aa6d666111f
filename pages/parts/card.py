"""The card: how every figure is shown, with all its slots and always in the same order.

Finding, what is measured, value with unit and date, comparison, notes, chart with text alternative, the same numbers
as a table and as a file, and the version they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from analytics.figures import Selection
from analytics.figures.export import file_name
from analytics.figures.single_lines import NAMES as SINGLE_LINES
from analytics.figures.single_lines import told_to
from pages.parts import filters, role, saying, session, words
from pages.parts.session import Draw, Filled
from pages.parts.text import plain


def show(
    name: str,
    chosen: Selection,
    *draws: Draw,
    wide: bool = False,
    columns: Sequence[str] = (),
    picks: str = "",
) -> None:
    """Show the figure *name* for *chosen*, drawn by *draws* beside the words; *wide* puts the charts under them.

    *columns* are those that stand on the page as a table without being unfolded. *picks* names the choice that a click
    on a panel of the chart makes.
    """
    made = session.filled(name, chosen, *draws)
    told = told_to(role.here(), made.figure, session.reader()) if name in SINGLE_LINES else None
    if told is not None and told is not made.figure:
        made = session.card_of(told)
    draw(made, wide=wide, columns=columns, picks=picks)


def draw(card: Filled, *, wide: bool = False, columns: Sequence[str] = (), picks: str = "") -> None:
    """Show *card*, a figure with everything that was made of it."""
    figure = card.figure
    place = "beside" if card.specs and not wide else "under"  # as static/screen.css puts it
    with st.container(key=f"{place}-{figure.name}"):
        st.header(plain(figure.title), anchor=False, divider="gray")
        if figure.fault:
            saying.box("error", figure.fault)
        elif figure.empty:
            st.markdown(plain(figure.measure))
            if figure.notes:
                st.html(f'<div class="words">{words.listed(figure.notes)}</div>')
        else:
            st.html(card.words)
        charts(card, picks)
        if columns and not figure.frame.empty:
            st.html(card.table(*columns))
        numbers(card)
        if figure.below:
            st.html(f'<div class="words">{words.listed(figure.below)}</div>')


def charts(card: Filled, picks: str = "") -> None:
    """The finished specifications, as they were tested: Streamlit's own chart theme stays out."""
    for number, spec in enumerate(card.specs):
        alt = f"{spec['title']}。{card.figure.alt}"
        key = f"chart-{card.figure.name}-{number}"
        # a new picture for each choice: Vega says nothing of a second click on the same panel
        if picks:
            key += f"-{filters.chosen(picks)}"
        chart = partial(
            st.vega_lite_chart, spec=spec, theme=None, width="stretch", alt=alt, key=key
        )
        if picks:
            chart(on_select=filters.picker(picks, key))
        else:
            chart()


def numbers(card: Filled) -> None:
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
