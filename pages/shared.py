"""重複滞納: who owes at two departments or more: how many, where, how much, and how that moved."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.charts import shared_matrix, shared_months, shared_sets
from analytics.figures import Selection
from pages.parts import card, debtor, filters, head, role, session, shared_cell


def render() -> None:
    """The page from top to bottom. It is always of the whole city: a department is a row of the matrix."""
    chosen = head.draw("重複滞納", period=True, side=filters.SHARED, persons=True)
    if debtor.draw(chosen):
        return
    SIDES[filters.looked_at(filters.SHARED)](chosen)


def _pairs(chosen: Selection) -> None:
    _matrix("shared_debtors", chosen)


def _pairs_of_kinds(chosen: Selection) -> None:
    _matrix("shared_debtors_by_kind", chosen)


def _matrix(name: str, chosen: Selection) -> None:
    """The matrix; in its place, once two places are chosen, who is behind them, for who may see persons."""
    pair = filters.pair()
    is_list = bool(pair) and role.here().sees_persons
    if is_list:
        st.button("表に戻る", icon=":material/arrow_back:", on_click=filters.unpair, key="unpair")
        shared_cell.show(pair, chosen)
        return
    card.show(name, chosen, shared_matrix.matrix, wide=True, picks=filters.PAIR)
    shared_cell.choose(session.filled(name, chosen, shared_matrix.matrix).figure.frame, pair)
    if pair:
        shared_cell.show(pair, chosen)


def _sets(chosen: Selection) -> None:
    card.show("shared_combinations", chosen, shared_sets.combinations, wide=True)
    card.show("shared_combinations_by_kind", chosen, shared_sets.combinations, wide=True)


def _course(chosen: Selection) -> None:
    card.show("shared_trend", chosen, shared_months.months)


SIDES = {
    filters.PAIRS: _pairs,
    filters.PAIRS_OF_KINDS: _pairs_of_kinds,
    filters.SETS: _sets,
    filters.COURSE: _course,
}

if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
