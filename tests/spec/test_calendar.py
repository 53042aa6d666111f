"""暦: 会計年度、開いている帳簿、出納整理期間、滞納の年度、繰越し、月数、元号（facts.md 5）。"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from analytics.ledger.calendar import (
    Clock,
    closing_date,
    collection_year,
    date_label,
    fiscal_year_of,
    is_carried_over,
    is_in_adjustment_period,
    months_since_closing,
    months_until,
    open_years,
    rolled_over_on,
    short_year_label,
    year_label,
)
from analytics.ledger.claim_kinds import CLOCKS
from analytics.ledger.columns import PARTS
from tests.settlement import read

FIGURE = "calendar"
CLOCK_OF: dict[str, Clock] = {CLOCKS["G"]: "G", CLOCKS["E"]: "E"}


@dataclass(frozen=True)
class Days:
    """One worked example: days and closings, and what the calendar says of them."""

    title: str
    words: str  # the reckoning
    shows: str


EXAMPLES = [
    Days(
        title="4月と5月は、帳簿が2つ開いている",
        words="5月31日に締める債権は、4月1日から5月31日まで（出納整理期間）、前の年度の帳簿も開いている。滞納の年度は、"
        "開いている古い方。3月31日に締める公営企業会計に、この期間はない。締切までの月数は、満ちた月だけを数える。",
        shows="""
            日         | 締切    | 会計年度  | 開いている帳簿       | 出納整理期間 | 滞納の年度 | 締切までの月数
            2026-03-31 | 5月31日 | 令和7年度 | 令和7年度            | －           | 令和7年度  | 2
            2026-04-01 | 5月31日 | 令和8年度 | 令和7年度、令和8年度 | はい         | 令和7年度  | 1
            2026-04-30 | 5月31日 | 令和8年度 | 令和7年度、令和8年度 | はい         | 令和7年度  | 1
            2026-05-31 | 5月31日 | 令和8年度 | 令和7年度、令和8年度 | はい         | 令和7年度  | 0
            2026-06-01 | 5月31日 | 令和8年度 | 令和8年度            | －           | 令和8年度  | 11
            2026-10-31 | 5月31日 | 令和8年度 | 令和8年度            | －           | 令和8年度  | 7
            2026-03-31 | 3月31日 | 令和7年度 | 令和7年度            | －           | 令和7年度  | 0
            2026-04-01 | 3月31日 | 令和8年度 | 令和8年度            | －           | 令和8年度  | 11
            2026-05-31 | 3月31日 | 令和8年度 | 令和8年度            | －           | 令和8年度  | 10
            2026-10-31 | 3月31日 | 令和8年度 | 令和8年度            | －           | 令和8年度  | 5
        """,
    ),
    Days(
        title="帳簿が閉まった翌日に、現年度分は滞納繰越分になる",
        words="令和7年度に賦課した分は、5月31日に締める債権なら6月1日から、3月31日に締める債権なら4月1日から滞納繰越分。"
        "月数は、締めた日から数える（2月の末日は、31日から満9か月）。",
        shows="""
            賦課の年度 | 締切    | 繰り越す日    | 日         | 区分       | 締めてからの月数
            2025       | 5月31日 | 令和8年6月1日 | 2026-03-31 | 現年度分   | −2
            2025       | 5月31日 | 令和8年6月1日 | 2026-05-31 | 現年度分   | 0
            2025       | 5月31日 | 令和8年6月1日 | 2026-06-01 | 滞納繰越分 | 0
            2025       | 5月31日 | 令和8年6月1日 | 2026-06-30 | 滞納繰越分 | 1
            2025       | 5月31日 | 令和8年6月1日 | 2027-02-28 | 滞納繰越分 | 9
            2025       | 3月31日 | 令和8年4月1日 | 2026-03-31 | 現年度分   | 0
            2025       | 3月31日 | 令和8年4月1日 | 2026-04-01 | 滞納繰越分 | 0
            2025       | 3月31日 | 令和8年4月1日 | 2026-10-31 | 滞納繰越分 | 7
        """,
    ),
    Days(
        title="元号は、日と年度で決まり方が違う",
        words="日は、その日の元号。年度は、終わる日の元号で呼ぶ。2019年度は平成31年4月1日に始まり、令和元年度。"
        "昭和64年1月7日の翌日が平成元年1月8日。",
        shows="""
            日         | 和暦の日       | その日の年度
            2019-03-31 | 平成31年3月31日 | 平成30年度（2018）
            2019-04-30 | 平成31年4月30日 | 令和元年度（2019）
            2019-05-01 | 令和元年5月1日  | 令和元年度（2019）
            1989-01-07 | 昭和64年1月7日  | 昭和63年度（1988）
            1989-01-08 | 平成元年1月8日  | 昭和63年度（1988）
            1989-04-01 | 平成元年4月1日  | 平成元年度（1989）
            2026-10-31 | 令和8年10月31日 | 令和8年度（2026）
        """,
    ),
]


def _day(row: dict[str, str]) -> date:
    return date.fromisoformat(row["日"])


def _clock(row: dict[str, str]) -> Clock:
    return CLOCK_OF[row["締切"]]


def _levied(row: dict[str, str]) -> int:
    return int(row["賦課の年度"])


def _until_closing(row: dict[str, str]) -> int:
    day, clock = _day(row), _clock(row)
    return months_until(day, closing_date(collection_year(day, clock), clock))


def _part(row: dict[str, str]) -> str:
    return PARTS[
        "carried_over" if is_carried_over(_levied(row), _day(row), _clock(row)) else "current"
    ]


def _number(value: int) -> str:
    return str(value).replace("-", "−")


ANSWERS: dict[str, Callable[[dict[str, str]], str]] = {  # header → what the calendar says
    "会計年度": lambda row: short_year_label(fiscal_year_of(_day(row))),
    "開いている帳簿": lambda row: "、".join(
        map(short_year_label, open_years(_day(row), _clock(row)))
    ),
    "出納整理期間": lambda row: "はい" if is_in_adjustment_period(_day(row), _clock(row)) else "－",
    "滞納の年度": lambda row: short_year_label(collection_year(_day(row), _clock(row))),
    "締切までの月数": lambda row: _number(_until_closing(row)),
    "繰り越す日": lambda row: date_label(rolled_over_on(_levied(row), _clock(row))),
    "区分": _part,
    "締めてからの月数": lambda row: _number(
        months_since_closing(_levied(row), _clock(row), _day(row))
    ),
    "和暦の日": lambda row: date_label(_day(row)),
    "その日の年度": lambda row: year_label(fiscal_year_of(_day(row))),
}
GIVEN = {"日", "締切", "賦課の年度"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Days) -> None:
    rows = read(example.shows)
    assert len(rows) > 5
    for row in rows:
        told = row.keys() - GIVEN
        assert len(told) > 1
        assert {header: ANSWERS[header](row) for header in told} == {h: row[h] for h in told}
