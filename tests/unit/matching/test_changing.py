"""A number of a department that is one person in one month and another in the next."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from analytics.matching.changing import changed_hands
from tests.people import LETTERS, persons

HEAD = "課 | 番号 | 氏名 | カナ | 生年月日\n"


def over_months(*rows: str) -> pa.Table:
    """A row a month."""
    months = [date(2026, month, 28) for month in range(1, len(rows) + 1)]
    return pa.concat_tables(
        [persons(HEAD + row, month) for row, month in zip(rows, months, strict=True)]
    )


@pytest.mark.parametrize(
    ("one", "other", "is_changed"),
    [
        ("高橋 恵子 | タカハシ ケイコ | 1980-02-03", "高橋 恵子 | ﾀｶﾊｼ ｹｲｺ | 1980-02-03", False),
        (
            "高橋 恵子 | タカハシ ケイコ | 1980-02-03",
            "佐藤 恵子 | サトウ ケイコ | 1980-02-03",
            False,
        ),
        (
            "高橋 恵子 | タカハシ ケイコ | 1980-02-03",
            "高橋 恵子 | タカハシ ケイコ | 1980-02-04",
            False,
        ),
        ("高橋 恵子 | タカハシ ケイコ |", "高橋 恵子 | タカハシ ケイコ | 1980-02-04", False),
        (
            "高橋 恵子 | タカハシ ケイコ | 1980-02-03",
            "中村 大輔 | ナカムラ ダイスケ | 1980-02-03",
            True,
        ),
        (
            "高橋 恵子 | タカハシ ケイコ | 1980-02-03",
            "佐藤 恵子 | サトウ ケイコ | 1951-11-12",
            True,
        ),
    ],
)
def test_another_given_name_or_surname_and_birth_date_is_another_person(
    one: str, other: str, is_changed: bool
) -> None:
    told = over_months(f"201 | B1 | {one}", f"201 | B1 | {other}")
    assert changed_hands(told, LETTERS) == ({("201", "B1")} if is_changed else set())


def test_the_same_number_of_two_departments_is_two_numbers() -> None:
    told = over_months(
        "201 | B1 | 高橋 恵子 | タカハシ ケイコ | 1980-02-03",
        "301 | B1 | 中村 大輔 | ナカムラ ダイスケ | 1951-11-12",
    )
    assert changed_hands(told, LETTERS) == set()
