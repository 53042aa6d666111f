"""全体推移: how the uncollected balance has moved, what moved it, and where it sits."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import bridge, panels, trend
from pages.parts import card, filters, head


def render() -> None:
    """The page from top to bottom."""
    chosen = head.draw("全体推移", year=True, department=True, view=True)
    in_indexes = filters.in_indexes()
    if in_indexes:
        card.show("balance_index", chosen, trend.balance_index)
    else:
        card.show("balance_by_year", chosen, trend.balance_by_year)
    card.show("bridge", chosen, bridge.bridge)
    departments = panels.department_indexes if in_indexes else panels.departments
    card.show("balance_by_department", chosen, departments, wide=True)
    claim_kinds = panels.claim_kind_indexes if in_indexes else panels.claim_kinds
    card.show("balance_by_claim_kind", chosen, claim_kinds, wide=True)
    card.show("excluded_claims", chosen)


if (
    __name__ == "__main__"
):  # Streamlit ran this file alone (house.md, Pages): show the frame around it
    import_module("app").main()
