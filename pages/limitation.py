"""時効管理: which balance may run out in which quarter of the next 24 months, at which department, and how it ends."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import limitation_calendar, limitation_departments
from pages.parts import card, head


def render() -> None:
    """The page from top to bottom. It is always of the newest month, so there is no period to choose."""
    chosen = head.draw("時効管理", department=True, kind=True)
    draws = (limitation_calendar.quarters, limitation_departments.departments)
    card.show("limitation_calendar", chosen, *draws)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
