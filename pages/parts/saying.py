"""What became of the last thing done: kept over the run that follows, and said once."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages.parts.text import plain

Kind = Literal["success", "info", "warning", "error"]
ICONS: dict[Kind, str] = {
    "success": "check_circle",
    "info": "info",
    "warning": "warning",
    "error": "error",
}
SAID = "said"


def keep(kind: Kind, words: str) -> None:
    """Keep *words* to be said; each line of them is a line on the screen."""
    st.session_state[SAID] = [(kind, words)]


def add(kind: Kind, words: str) -> None:
    """Keep *words* beside those that are kept already."""
    st.session_state[SAID] = [*st.session_state.get(SAID, []), (kind, words)]


def draw() -> None:
    """Say what was kept, if anything was."""
    for kind, words in st.session_state.pop(SAID, []):
        box(kind, words)


def box(kind: Kind, words: str) -> None:
    """*words* in a box of their *kind*."""
    draws = {"success": st.success, "info": st.info, "warning": st.warning, "error": st.error}
    lines = "\n\n".join(map(plain, words.splitlines()))
    draws[kind](lines, icon=f":material/{ICONS[kind]}:")
