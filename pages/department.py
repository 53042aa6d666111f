"""自課点検: one department on one page, from its head's point of view, to be printed on one A4."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.paper import self_check as paper
from pages.parts import card, head, session


def render() -> None:
    """The page from top to bottom: the sheet, then the same numbers as a table and a file."""
    chosen = head.draw("自課点検", period=True, own=True)
    shown = session.filled("self_check", chosen)
    st.caption("Ctrl＋P で、この1枚だけを紙（A4）に印刷できます。")
    st.html(paper.STYLE)
    place = session.departments()[chosen.department or ""]
    st.html(paper.html(shown.figure, place, session.made_up()))
    card.numbers(shown)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
