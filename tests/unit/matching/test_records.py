"""What is compared of a debtor: what stands for nothing is not."""

from __future__ import annotations

from tests.people import compared

HEAD = "課 | 番号 | 氏名 | 生年月日\n"


def born(*days: str) -> list[str | None]:
    rows = "\n".join(f"101 | A{number:02} | 高橋 恵子 | {day}" for number, day in enumerate(days))
    return list(compared(HEAD + rows)["born"].to_pylist())


def test_a_day_on_which_nobody_is_born_is_no_birth_date() -> None:
    assert born("1900-01-01", "1901-01-01", "9999-12-31", "1980-02-03", "") == [
        *(None, None, None),
        "19800203",
        None,
    ]


def test_a_day_that_many_more_bear_than_are_born_on_a_day_is_no_birth_date() -> None:
    """Of ten an alike day is chance; what eleven of eleven bear, a system has written."""
    others = [f"1980-{month:02}-15" for month in range(1, 13)]
    assert born(*["1970-01-01"] * 11, *others)[:12] == [None] * 11 + ["19800115"]
    assert born(*["1970-01-01"] * 10, *others)[:1] == ["19700101"]
