"""The sentences of shared debtors."""

from __future__ import annotations

from typing import Any

from analytics.figures import sentences


def pair(one: str, other: str, count: int | None, yen: int | None) -> dict[str, Any]:
    return {"row_name": one, "column_name": other, "person_count": count, "together_yen": yen}


def test_which_two_share_most() -> None:
    rows = [
        pair("甲課", "乙課", 20, 90_000),
        pair("甲課", "丙課", 20, 120_000),
        pair("乙課", "丙課", None, None),
    ]
    assert (
        sentences.shared_most(rows, "課")
        == "重なる人が最も多いのは甲課と丙課で、およそ20人、12万円"
    )
    hidden = [pair("甲課", "乙課", 20, None), pair("甲課", "丙課", 0, 0)]
    assert sentences.shared_most(hidden, "課") == "重なる人が最も多いのは甲課と乙課で、およそ20人"
    said = "どの2つの課に重なる人が多いかは、人数が少ないため示せない"
    assert sentences.shared_most(rows[2:], "課") == said
    assert (
        sentences.shared_most([pair("甲税", "乙料", 0, 0)], "債権")
        == "2つ以上の債権に滞納のある人はいない"
    )


def test_which_combination_is_largest() -> None:
    rows = [
        {"set_name": "甲課・乙課", "person_count": 20},
        {"set_name": "甲課・丙課", "person_count": 35},
    ]

    def said(rows: list[dict[str, object]], *, is_all: bool = True) -> str:
        return sentences.combined_most(rows, "課", is_all=is_all)

    assert said(rows) == "最も多い組み合わせは甲課・丙課だけの人で、およそ35人"
    assert (
        said(rows, is_all=False) == "示せる組み合わせで最も多いのは甲課・丙課だけの人で、およそ35人"
    )
    wider = {"set_name": "乙課・丙課＋", "person_count": 90}
    assert said([*rows, wider]) == "示せる組み合わせで最も多いのは甲課・丙課だけの人で、およそ35人"
    assert (
        said([wider])
        == "示せる組み合わせで最も多いのは乙課・丙課（ほかの課にもある人を含む）で、およそ90人"
    )
    hidden = [{"set_name": "", "person_count": None}]
    assert said(hidden) == "どの課の組み合わせが多いかは、人数が少ないため示せない"
    assert said([]) == "2つ以上の課に滞納のある人はいない"


def test_what_part_of_the_balance_is_shared() -> None:
    assert (
        sentences.shared_part({"shared_rate": 0.2196})
        == "残額の22.0％は、2つ以上の課に滞納のある人のもの"
    )
    assert (
        sentences.shared_part({"shared_rate": None})
        == "重複滞納者の残額は、人数が少ないため示せない"
    )
