"""目標と順位: which department is nearest to its target, by how many yen, and by which way its balance fell."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import ranking
from pages.parts import card, filters, head

CHANGED = ("rank", "department_name", "outstanding_yen", "change_yen", "change_rate")
DOWN = ("collected_yen", "written_off_yen")
SAID = ("mark", "reason")


def render() -> None:
    """The page from top to bottom. Without any target the order is that of the change against last year-end."""
    chosen = head.draw("目標と順位", period=True, side=filters.ORDER)
    if filters.looked_at(filters.ORDER) == filters.RANKS:
        card.show("ranking", chosen, ranking.order, columns=(*CHANGED, *DOWN, *SAID))
    else:
        apart = (*DOWN, "written_off_divided_yen", "net_undivided_yen")
        columns = ("rank", "department_name", *apart, *SAID)
        card.show("ways_down", chosen, ranking.ways_down, columns=columns)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
