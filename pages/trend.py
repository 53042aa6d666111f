"""全体推移: how the uncollected balance has moved, what moved it, and where it sits."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import bridge, panels, trend
from analytics.figures import Selection
from pages.parts import card, filters, head, times

BY_KIND = (
    "department_name",
    "claim_kind",
    "opening_yen",
    "newly_arisen_yen",
    "collected_yen",
    "net_undivided_yen",
    "written_off_yen",
    "adjustments_yen",
    "unexplained_yen",
    "closing_yen",
)
RATES = (
    "year_label",
    "current_rate",
    "carried_over_rate",
    "total_rate",
    "written_off_yen",
    "assessed_yen",
    "received_yen",
)
ODD = (
    "year_label",
    "department_name",
    "claim",
    "why",
    "rest_yen",
    "due_on",
    "source_name",
    "source_row",
)


def render() -> None:
    """The page from top to bottom: one side of the balance at a time, so that it answers at once."""
    chosen = head.draw(
        "全体推移", period=True, department=True, kind=True, side=filters.VIEW, more=_more
    )
    SIDES[filters.looked_at(filters.VIEW)](chosen)


def _more(chosen: Selection) -> Selection | None:
    """From where a bridge leads; of what is no bridge, whether it holds what is not yet due."""
    is_bridge = filters.looked_at(filters.VIEW) == filters.MOVES
    return times.from_another(chosen) if is_bridge else filters.with_not_due(chosen)


def _totals(chosen: Selection) -> None:
    card.show("balance_by_year", chosen, trend.balance_by_year)
    if not chosen.is_month:  # the deliveries of months do not hold what was paid in full
        card.show("collection_rates", chosen, columns=RATES)


def _moves(chosen: Selection) -> None:
    card.show("bridge", chosen, bridge.bridge)
    card.show("bridge_by_claim_kind", chosen, columns=BY_KIND)
    card.show("unmatched_lines", chosen, columns=ODD)


def _by_department(chosen: Selection) -> None:
    draw, picks = panels.departments, filters.DEPARTMENT
    card.show("balance_by_department", chosen, draw, wide=True, picks=picks)


def _by_claim_kind(chosen: Selection) -> None:
    draw, picks = panels.claim_kinds, filters.KIND
    card.show("balance_by_claim_kind", chosen, draw, wide=True, picks=picks)
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
