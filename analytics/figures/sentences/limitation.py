"""What may run out in the months to come, and where most of it lies."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.money import words


def running_out(rows: Sequence[Row]) -> str:
    """The yen of the next 24 months, and the month (and department, of several) of most of it.

    *rows* have `span` ("month" for one of these), `month_label`, `department_name` and `outstanding_yen`. Of amounts
    alike the first is named.
    """
    is_one = len({row["department_name"] for row in rows}) == 1
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        if row["span"] == "month":
            place = (row["month_label"], row["department_name"])
            cells[place] = cells.get(place, 0) + row["outstanding_yen"]
    if not cells:
        return "今後24か月に時効などの期間が満了する見込みの残額はない"
    month, name = max(cells, key=lambda place: cells[place])
    told = f"今後24か月に時効などの期間が満了する見込みは{words(sum(cells.values()))}（要確認）"
    return f"{told}。最多は{month}" + ("" if is_one else f"の{name}")
