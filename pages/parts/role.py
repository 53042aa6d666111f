"""Who is looking: until there is a sign-in, the settings say it; in the made-up city the reader may be chosen.

One function gives the reader, so that a sign-in has one place to go.
"""

from __future__ import annotations

import streamlit as st

from analytics.access.viewer import CHIEF, HEAD, ROLES, Viewer, viewer, viewer_of_settings
from analytics.settings import Settings
from pages.parts import filters, session

ROLE, OF = "role", "reader"  # names in the address; they are no persons'
LABEL = "見る人（架空の役割）"


def here() -> Viewer:
    """The reader of this run. Raises `InputFault` for a role that the settings name and nobody has."""
    departments = session.departments()
    if not session.made_up():
        return viewer_of_settings(departments)
    title = st.session_state.get(ROLE) or _first()
    if title != ROLES[HEAD]:
        return viewer(title, None, departments, title)
    codes = filters.named(departments)
    code = codes.get(st.session_state.get(OF) or "", next(iter(codes.values())))
    return viewer(HEAD, code, departments, f"{departments[code]}長")


def choose() -> None:
    """Draw the choice of the reader, in the made-up city only: elsewhere nobody may choose what to see."""
    if not session.made_up():
        return
    if not st.session_state.get(ROLE) and st.query_params.get(ROLE) not in ROLES.values():
        st.session_state[ROLE] = _first()
    if filters.choice(LABEL, list(ROLES.values()), ROLE, 200) == ROLES[HEAD]:
        filters.choice("どの課の課長か", list(filters.named(session.departments())), OF, 200)


def _first() -> str:
    """As whom the made-up city is looked at at first: in the demo as the chief, who is shown what there is to see."""
    if len(Settings.load().cities) > 1:
        return ROLES[CHIEF]
    return viewer_of_settings(session.departments()).title
