"""目標と順位: which department is nearest to its target, by how many yen, and by which way its balance fell."""

from __future__ import annotations

from importlib import import_module

from analytics.charts import ranking
from pages.parts import card, head

MOVED = ("rank", "department_name", "outstanding_yen", "change_yen", "change_rate")
WAYS = ("collected_yen", "written_off_yen", "mark", "reason")


def render() -> None:
    """The page from top to bottom. Without any target the order is that of the change against last year-end."""
    chosen = head.draw("目標と順位", year=True)
    card.show("ranking", chosen, ranking.order, ranking.ways_down, columns=MOVED + WAYS)


if (
    __name__ == "__main__"
):  # Streamlit ran this file alone: show the frame around it (house.md, Pages)
    import_module("app").main()
