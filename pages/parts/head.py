"""The head of a page: its title, the reader's choices, and whose data it shows."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from analytics.figures import Selection
from analytics.ledger.calendar import date_label
from analytics.store.pins import Pin
from pages.parts import filters, role, session, times
from pages.parts.text import plain

TITLE = "title"  # of the page that is looked at, in the session


def draw(
    title: str,
    *,
    period: bool = False,
    department: bool = False,
    kind: bool = False,
    own: bool = False,
    side: str = "",
    persons: bool = False,
    more: Callable[[Selection], Selection | None] = lambda chosen: chosen,
) -> Selection:
    """Draw the head with the choices this page offers, and return what is chosen.

    *own* asks for one department, never for the whole city. *side* names what it shows one at a time (`filters.SIDES`);
    `filters.looked_at` tells which. Where there may be *persons*, the made-up city asks who is looking. *more* draws a
    choice of its own below, and adds it to those above; None while it is not made. The page ends here, without a
    figure, when the time that was asked for is not there.
    """
    st.session_state[TITLE] = title
    origin = session.origin()
    unknown = filters.unknown()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(title, anchor=False)
        end = times.period() if period else None
        code = filters.department() if department else None
        code = filters.own_department() if own else code
        claim_kind = filters.claim_kind() if kind else None
        if side:
            filters.side(side)
    going = session.preparing()
    said = f"{escape(origin)}　<b>{escape(going)}</b>" if going else escape(origin)
    above = Selection(None, code, claim_kind=claim_kind)
    if end is not None:
        above = Selection(end.as_of, code, end.is_month, claim_kind)
    is_lost = period and end is None
    with st.container(horizontal=True, vertical_alignment="center", key="below"):
        st.html(f'<div class="whose">{filters.cities()}<p>{said}</p></div>')
        if persons:
            role.choose()
        chosen = None if is_lost else more(above)
    if pin := session.pin():
        _pinned(pin)
    for sentence in unknown:
        st.warning(plain(sentence), icon=":material/link_off:")
    if chosen is None:
        said = times.lost_period() if is_lost else times.lost_start(above)
        st.warning(plain(said), icon=":material/event_busy:")
        st.stop()
    return chosen


def _pinned(pin: Pin) -> None:
    """Say that these are not the figures of today, and offer those."""
    with st.container(horizontal=True, vertical_alignment="center", key="pinned"):
        said = f"{plain(pin.name)}（{date_label(pin.pinned_on)}）の数字です。"
        st.info(f"**{said}**", icon=":material/push_pin:", width="stretch")
        st.button("いまの数字を見る", key="newest", on_click=filters.unpin)
