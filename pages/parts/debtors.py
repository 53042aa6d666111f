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
CARD, OPEN, NAME = "カード", "開く", "氏名"
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
    """The rows, each with a button that opens its card."""
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
    people, key = figure.frame[PERSON].tolist(), f"open-{figure.name}"
    height = ROW_HEIGHT * (min(len(rows), MOST_ROWS) + 1) + 4

    def pick() -> None:
        debtor.choose(people[st.session_state[key].row])

    rows.insert(0, CARD, OPEN)
    config[CARD] = st.column_config.ButtonColumn(
        width=90, pinned=True, type="tertiary", key=key, on_click=pick
    )
    if NAME in rows:
        config[NAME] = st.column_config.TextColumn(pinned=True, width=140)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.caption(
            f"「{OPEN}」を押すと、その人のカードが開きます。見出しを押すと並べ替えます。右の列は、横に動かすと見られます。"
        )
        _one(people, [*rows.get(NAME, people)], figure.name)
    st.dataframe(
        rows,
        key=f"rows-{figure.name}",
        hide_index=True,
        width="stretch",
        height=height,
        row_height=ROW_HEIGHT,
        placeholder=shown.MISSING,
        column_config=config,
    )


def _one(people: list[str], names: list[str], figure: str) -> None:
    """The same choice for the keyboard, which cannot press what stands in a table."""
    key = f"one-{figure}"

    def pick() -> None:
        if (at := st.session_state[key]) is not None:
            debtor.choose(people[at])

    st.selectbox(
        "一覧から選んで開く",
        range(len(people)),
        index=None,
        format_func=lambda at: f"{at + 1}　{names[at]}",
        key=key,
        on_change=pick,
        placeholder="人を選ぶ",
        filter_mode=None,
        width=260,
    )


def _written(values: pd.Series) -> pd.Series:
    """*values* as they are written elsewhere on the screen; yen stay numbers, so that they can be ordered."""
    if pd.api.types.is_numeric_dtype(values):
        return values
    write = shown.writer(str(values.name))
    return values.map(write)
