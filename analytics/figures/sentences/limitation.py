"""What may run out in the months to come, and when most of it."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.sentences.makeup import is_whole
from analytics.figures.sentences.rows import Row
from analytics.ledger.money import words


def running_out(rows: Sequence[Row]) -> str:
    """The yen of the next 24 months, and the quarter of most of it, of amounts alike the first.

    *rows* are the quarters, with `month_label` and `outstanding_yen`. Where one is withheld, nothing is told of them.
    """
    if not rows:
        return "今後24か月に時効などの期間が満了する見込みの残額はない"
    if not is_whole(rows):
        return "今後24か月に時効などの期間が満了する見込みの残額は、少人数などのため計を示さない"
    top = max(rows, key=lambda row: row["outstanding_yen"])
    told = sum(row["outstanding_yen"] for row in rows)
    said = f"今後24か月に時効などの期間が満了する見込みは{words(told)}（要確認）"
    return f"{said}。最多は{top['month_label']}"
