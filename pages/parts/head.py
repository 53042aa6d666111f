"""The head of a page: its title, the reader's choices, and whose data it shows."""

from __future__ import annotations

from html import escape

import streamlit as st

from analytics.figures import Selection
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
    st.html(f'<p class="whose">{escape(origin)}</p>')
    for sentence in unknown:
        st.warning(plain(sentence), icon=":material/link_off:")
    return Selection(end.as_of, code, end.is_month) if end else Selection(None, code)
