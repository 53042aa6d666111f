"""時効管理: which balance may run out in which quarter of the next 24 months, at which department, and how it ends."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.charts import limitation_calendar, limitation_departments
from analytics.charts import limitation_months as limitation_months_chart
from analytics.errors import NothingToShow
from analytics.figures import Selection
from analytics.figures.persons import limitation_months
from pages.parts import card, debtor, head, role, session
from pages.parts.text import plain


def render() -> None:
    """The page from top to bottom. It is always of the newest month, so there is no period to choose."""
    chosen = head.draw("時効管理", department=True, kind=True, persons=True)
    if role.here().sees_persons:
        _months(chosen)
    draws = (limitation_calendar.quarters, limitation_departments.departments)
    card.show("limitation_calendar", chosen, *draws)


def _months(chosen: Selection) -> None:
    """The single months, for who may see the debtors behind them."""
    here = debtor.looking(chosen)
    try:
        figure = limitation_months(here.gate, chosen, here.at)
    except NothingToShow as nothing:
        st.info(plain(str(nothing)), icon=":material/visibility_off:")
        return
    card.draw(session.card_of(figure, limitation_months_chart.months))


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
