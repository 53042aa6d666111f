"""The head of a page: its title, the reader's choices, and whose data it shows."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.figures import Selection
from analytics.ledger.calendar import date_label
from analytics.store.pins import Pin
from pages.parts import filters, session
from pages.parts.text import plain


def draw(
    title: str, *, period: bool = False, department: bool = False, side: str = ""
) -> Selection:
    """Draw the head with the choices this page offers, and return what is chosen.

    *side* names what it shows one at a time (`filters.SIDES`); `filters.looked_at` tells which.
    """
    origin = session.origin()
    unknown = filters.unknown()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(title, anchor=False)
        end = filters.period() if period else None
        code = filters.department() if department else None
        if side:
            filters.side(side)
    going = session.preparing()
    said = f"{escape(origin)}　<b>{escape(going)}</b>" if going else escape(origin)
    st.html(f'<div class="whose">{filters.cities()}<p>{said}</p></div>')
    if pin := session.pin():
        _pinned(pin)
    for sentence in unknown:
        st.warning(plain(sentence), icon=":material/link_off:")
    return Selection(end.as_of, code, end.is_month) if end else Selection(None, code)


def _pinned(pin: Pin) -> None:
    """Say that these are not the figures of today, and offer those."""
    with st.container(horizontal=True, vertical_alignment="center", key="pinned"):
        said = f"{plain(pin.name)}（{date_label(pin.pinned_on)}）の数字です。"
        st.info(f"**{said}**", icon=":material/push_pin:", width="stretch")
        st.button("いまの数字を見る", key="newest", on_click=filters.unpin)
