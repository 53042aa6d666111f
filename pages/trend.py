"""全体推移: how the uncollected balance has moved, what moved it, and where it sits."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import bridge, panels, trend
from analytics.figures import Selection
from pages.parts import card, filters, head


def render() -> None:
    """The page from top to bottom: one side of the balance at a time, so that it answers at once."""
    chosen = head.draw("全体推移", period=True, department=True, side=filters.VIEW)
    SIDES[filters.looked_at(filters.VIEW)](chosen)


def _totals(chosen: Selection) -> None:
    card.show("balance_by_year", chosen, trend.balance_by_year)


def _moves(chosen: Selection) -> None:
    card.show("bridge", chosen, bridge.bridge)


def _by_department(chosen: Selection) -> None:
    card.show("balance_by_department", chosen, panels.departments, wide=True)


def _by_claim_kind(chosen: Selection) -> None:
    card.show("balance_by_claim_kind", chosen, panels.claim_kinds, wide=True)
    card.show("excluded_claims", chosen)


def _indexes(chosen: Selection) -> None:
    card.show("balance_index", chosen, trend.balance_index)
    card.show("index_by_department", chosen, panels.department_indexes, wide=True)
    card.show("index_by_claim_kind", chosen, panels.claim_kind_indexes, wide=True)


SIDES = {
    filters.TOTALS: _totals,
    filters.MOVES: _moves,
    filters.BY_DEPARTMENT: _by_department,
    filters.BY_CLAIM_KIND: _by_claim_kind,
    filters.INDEXES: _indexes,
}

if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
