"""残額の内訳: how old the balance is, how large its debts, in which state, and what is left of each year."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import cohorts, makeup
from analytics.figures import Selection
from pages.parts import card, filters, head

FIGURES = {
    filters.AGE: "balance_by_age",
    filters.SIZE: "balance_by_size",
    filters.STATE: "balance_by_state",
}


def render() -> None:
    """The page from top to bottom: one way of dividing the balance at a time."""
    chosen = head.draw(
        "残額の内訳",
        period=True,
        department=True,
        kind=True,
        side=filters.MAKEUP,
        more=_more,
    )
    side = filters.looked_at(filters.MAKEUP)
    if side == filters.COHORTS:
        card.show("cohorts", chosen, cohorts.cohorts)
        return
    card.show(FIGURES[side], chosen, makeup.bands, makeup.months, wide=True)


def _more(chosen: Selection) -> Selection:
    """Whether it holds what is not yet due; what is left of a year is always past due."""
    is_left = filters.looked_at(filters.MAKEUP) == filters.COHORTS
    return chosen if is_left else filters.with_not_due(chosen)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
