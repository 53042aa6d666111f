"""Who owes at two places or more: which two share most, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.money import percent, words


def shared_most(rows: Sequence[Row], thing: str) -> str:
    """The two *thing* (課 or 債権) that share most persons, how many, and what these owe there.

    *rows* have `row_name`, `column_name`, `person_count` and `together_yen`, without count where it is not told, one
    for each two. Of numbers alike the larger amount is named.
    """
    told = [row for row in rows if row["person_count"]]
    if not told:
        if any(row["person_count"] is None for row in rows):
            return f"どの2つの{thing}に重なる人が多いかは、人数が少ないため示せない"
        return f"2つ以上の{thing}に滞納のある人はいない"
    most = max(told, key=lambda row: (row["person_count"], row["together_yen"] or 0))
    names = f"{most['row_name']}と{most['column_name']}"
    said = f"重なる人が最も多いのは{names}で、{persons_words(most['person_count'])}"
    return said if most["together_yen"] is None else f"{said}、{words(most['together_yen'])}"


def combined_most(rows: Sequence[Row], thing: str) -> str:
    """How many owe at three or more, or the largest combination of all; *rows* have `set_name` and `person_count`."""
    told = [row for row in rows if row["person_count"]]
    if not told:
        if rows:
            return f"どの{thing}の組み合わせが多いかは、人数が少ないため示せない"
        return f"2つ以上の{thing}に滞納のある人はいない"
    most = max(told, key=lambda row: int(row["person_count"]))
    name = str(most["set_name"]).removesuffix("＋")
    return f"最も多い組み合わせは{name}で、{persons_words(most['person_count'])}"


def shared_part(row: Row) -> str:
    """How much of the balance those owe who share; *row* has `shared_rate`, missing where it is not told."""
    if row["shared_rate"] is None:
        return "重複滞納者の残額は、人数が少ないため示せない"
    return f"残額の{percent(row['shared_rate'])}は、2つ以上の課に滞納のある人のもの"


def persons_words(count: int | None) -> str:
    """A number of persons as a screen may say it.

    >>> [persons_words(count) for count in (None, 0, 1_205)]
    ['示せない人数', '0人', 'およそ1,205人']
    """
    if count is None:
        return "示せない人数"
    return f"およそ{count:,}人" if count else "0人"
