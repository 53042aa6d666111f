"""時効管理: which balance may run out in which quarter of the next 24 months; by the month for who may see persons."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.charts import limitation_calendar, limitation_departments
from analytics.charts import limitation_months as limitation_months_chart
from analytics.errors import ZangakuError
from analytics.figures import Selection
from analytics.figures.persons import limitation_months
from pages.parts import card, debtor, head, role, session
from pages.parts.text import plain

MONTHS = (
    "limitation-months"  # the part that is unfolded by a click, for it reads every debtor's lines
)


def render() -> None:
    """The page from top to bottom. It is always of the newest month, so there is no period to choose."""
    chosen = head.draw("時効管理", department=True, kind=True, persons=True)
    draws = (limitation_calendar.quarters, limitation_departments.departments)
    card.show("limitation_calendar", chosen, *draws)
    if role.here().sees_persons:
        _months(chosen)


def _months(chosen: Selection) -> None:
    """The single months, once they are asked for: each look at the debts behind them is written down."""
    folded = st.expander("月ごとに見る（見てよい債権だけ）", key=MONTHS, on_change="rerun")
    if not folded.open:
        return
    here = debtor.looking(chosen)
    with folded:
        try:
            figure = limitation_months(here.gate, chosen, here.at)
        except ZangakuError as problem:
            st.info(plain(str(problem)), icon=":material/visibility_off:")
            return
        for notice in here.gate.notices:
            st.warning(plain(notice), icon=":material/event_busy:")
        card.draw(session.card_of(figure, limitation_months_chart.months))


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
