"""Who is looking at this page: one function, so that a sign-in (or a switch for showing) has one place to go."""

from __future__ import annotations

from analytics.access.viewer import Viewer, viewer_of_settings
from pages.parts import session


def here() -> Viewer:
    """The reader of this run of a page. Raises `InputFault` for a role that the settings name and nobody has."""
    return viewer_of_settings(session.departments())
