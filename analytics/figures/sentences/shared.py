"""Who owes at two places or more: which two share most, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.money import percent, words

WIDER = "＋"  # behind the name of a combination of which those are counted too who owe elsewhere


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


def combined_most(rows: Sequence[Row], thing: str, *, is_all: bool) -> str:
    """The largest combination of which it is told how many owe just there; *rows* have `set_name` and `person_count`.

    A name with ＋ counts those who owe elsewhere as well: such a number stands beside its like only. *is_all*: whether
    every combination is among the rows.
    """
    told = [row for row in rows if row["person_count"]]
    if not told:
        if rows:
            return f"どの{thing}の組み合わせが多いかは、人数が少ないため示せない"
        return f"2つ以上の{thing}に滞納のある人はいない"
    just = [row for row in told if not str(row["set_name"]).endswith(WIDER)]
    most = max(just or told, key=lambda row: int(row["person_count"]))
    name = str(most["set_name"]).removesuffix(WIDER)
    is_largest = is_all and len(just) == len(rows)
    begin = "最も多い組み合わせは" if is_largest else "示せる組み合わせで最も多いのは"
    who = f"{name}だけの人で" if just else f"{name}（ほかの{thing}にもある人を含む）で"
    return f"{begin}{who}、{persons_words(most['person_count'])}"


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
