"""目標と順位: which department is nearest to its target, claim by claim, and by which way its balance fell."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

from analytics.charts import positions, ranking
from analytics.figures import Selection, guidance
from pages.parts import card, filters, head

PLACED = ("rank", "department_name", "outstanding_yen", "change_yen", "change_rate")
PACE = ("required_pace_yen",)
OF_CLAIMS = (
    "department_name",
    "account",
    "claim",
    "part",
    "target_yen",
    "covered_yen",
    "gap_yen",
    "attainment_rate",
    "closing_day",
    "required_pace_yen",
    "target_case_count",
    "actual_case_count",
    "gap_case_count",
)
DOWN = ("collected_yen", "written_off_yen", "to_settle_yen")
APART = ("collected_yen", "written_off_yen", "written_off_divided_yen", "net_undivided_yen")
SAID = ("mark", "reason")
LISTED = tuple(guidance.LABELS)


def render() -> None:
    """The page from top to bottom. Without any target the order is that of the change against last year-end."""
    chosen = head.draw("目標と順位", period=True, side=filters.ORDER, more=_more)
    SIDES[filters.looked_at(filters.ORDER)](chosen)


def _more(chosen: Selection) -> Selection:
    """Whose targets: the others put all departments in one order."""
    if filters.looked_at(filters.ORDER) != filters.BY_CLAIM_KIND:
        return chosen
    return replace(chosen, department=filters.department(), claim_kind=filters.claim_kind())


def _ranks(chosen: Selection) -> None:
    columns = (*PLACED, *PACE, *DOWN, *SAID)
    card.show("ranking", chosen, ranking.order, columns=columns)


def _by_claim_kind(chosen: Selection) -> None:
    card.show("targets_by_claim_kind", chosen, columns=(*OF_CLAIMS, *SAID))


def _ways(chosen: Selection) -> None:
    columns = ("rank", "department_name", *APART, *SAID)
    card.show("ways_down", chosen, ranking.ways_down, columns=columns)


def _positions(chosen: Selection) -> None:
    card.show("positions", chosen, positions.positions)


def _guidance(chosen: Selection) -> None:
    card.show("guidance", chosen, columns=LISTED)


SIDES = {
    filters.RANKS: _ranks,
    filters.BY_CLAIM_KIND: _by_claim_kind,
    filters.WAYS: _ways,
    filters.POSITIONS: _positions,
    filters.GUIDANCE: _guidance,
}

if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
