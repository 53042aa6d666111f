"""名寄せの確認: how many persons the debtors are, and, for who may see them, the pairs that people decide on."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

import streamlit as st

from analytics.access.gate import open_gate
from analytics.ledger.calendar import JAPAN
from pages.parts import card, head, reviewing, role, session
from pages.parts.text import plain

PINNED = "会議のときの数字を見ています。組を確かめて決めるのは、いまの数字で行います（上の「いまの数字を見る」）。"


def render() -> None:
    """The page from top to bottom: sums for everybody, then one pair at a time for who may see both of it."""
    chosen = head.draw("名寄せの確認", persons=True)
    card.show("matching", chosen)
    if session.pin():
        st.info(plain(PINNED))
        return
    viewer, now = role.here(), datetime.now(JAPAN)
    gate = open_gate(session.reader(), viewer, now.date())
    for notice in gate.notices if viewer.sees_persons else ():
        st.warning(plain(notice))
    reviewing.draw(gate, now)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
