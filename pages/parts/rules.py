"""A table of rules as the city wrote it, and a fault in it in a sentence."""

from __future__ import annotations

from types import ModuleType

import streamlit as st

from analytics.errors import LayoutFault
from analytics.settings import Settings
from pages.parts import grid
from pages.parts.text import plain


def table(rule: ModuleType) -> None:
    """The table of *rule*, a module of `analytics.ledger` with a file in `data/rules`."""
    try:
        told = rule.read(Settings.load().rules)
        st.html(grid.html(rule.TITLE, rule.HEADERS, rule.rows(told)))
    except LayoutFault as fault:
        st.warning(plain(str(fault)))


def folded(rule: ModuleType) -> None:
    """The same, read when it is unfolded."""
    place = st.expander(
        plain(rule.TITLE), key=f"rule-{rule.__name__.rpartition('.')[2]}", on_change="rerun"
    )
    if place.open:
        with place:
            table(rule)
