"""A list of debtors of whom one can be chosen. What a role may not see never gets here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from analytics.errors import LayoutFault, ZangakuError
from analytics.figures import Figure, shown
from pages.parts import debtor, session
from pages.parts.text import plain

PERSON, SERIES = "person_id", "balances"
COURSE = "24か月の残額"
ROW_HEIGHT, MOST_ROWS = 38, 12


def draw(made: Callable[[debtor.Looking], Figure], here: debtor.Looking) -> None:
    """The list that *made* gives for this look, as a table in which a row can be chosen; or why there is none."""
    try:
        figure = made(here)
    except LayoutFault as fault:
        st.error(plain(str(fault)), icon=":material/error:")
        return
    except ZangakuError as problem:
        st.info(plain(str(problem)), icon=":material/visibility_off:")
        return
    for notice in here.gate.notices:
        st.warning(plain(notice), icon=":material/event_busy:")
    card = session.card_of(figure)
    st.header(plain(figure.title), anchor=False, divider="gray")
    if figure.empty:
        return
    _table(figure)
    st.html(card.words)


def _table(figure: Figure) -> None:
    """The rows; a click on one opens its card."""
    labels = {name: label for name, label in figure.labels.items() if name != PERSON}
    columns = {name: _written(figure.frame[name]) for name in labels}
    rows = pd.DataFrame(columns).rename(columns=labels)
    config: dict[str, Any] = {
        label: st.column_config.NumberColumn(format="localized")
        for name, label in labels.items()
        if pd.api.types.is_numeric_dtype(figure.frame[name])
    }
    if SERIES in figure.frame:
        balances = figure.frame[SERIES].map(lambda each: None if each is None else [*each])
        rows.insert(min(2, len(rows.columns)), COURSE, balances)
        config[COURSE] = st.column_config.LineChartColumn(COURSE, y_min=0)
    people = figure.frame[PERSON].tolist()
    height = ROW_HEIGHT * (min(len(rows), MOST_ROWS) + 1) + 4

    def pick() -> None:
        picked = st.session_state[f"rows-{figure.name}"].selection.cells
        if picked:
            debtor.choose(people[picked[0][0]])

    st.caption("行を押すと、その人のカードが開きます。")
    st.dataframe(
        rows,
        key=f"rows-{figure.name}",
        hide_index=True,
        width="stretch",
        height=height,
        row_height=ROW_HEIGHT,
        placeholder=shown.MISSING,
        column_config=config,
        on_select=pick,
        selection_mode="single-cell",
    )


def _written(values: pd.Series) -> pd.Series:
    """*values* as they are written elsewhere on the screen; yen stay numbers, so that they can be ordered."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    write = shown.writer(str(values.name))
    return values.map(write)
