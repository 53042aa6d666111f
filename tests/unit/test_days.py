"""Days as offices write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger.days import ERAS, parse_day

SAME = date(2025, 4, 1)


@pytest.mark.parametrize(
    "written",
    ["2025-04-01", "2025/4/1", "2025.4.1", "2025年4月1日", "20250401", "２０２５／４／１", "2025/4/1 0:00",
     "2025-04-01T00:00:00", "2025年 4月 1日", "2025/4/1(火)"],
)  # fmt: skip
def test_a_western_day(written: str) -> None:
    found = parse_day(written)
    assert found is not None
    assert (found.day, found.in_era) == (SAME, False)


@pytest.mark.parametrize(
    "written",
    ["R7.4.1", "r7.4.1", "R07.04.01", "R7/4/1", "R7-4-1", "令和7年4月1日", "令和７年４月１日", "令和 7年 4月 1日",
     "令7.4.1", "R070401", "5070401", "㋿7年4月1日"],
)  # fmt: skip
def test_a_day_in_an_era(written: str) -> None:
    found = parse_day(written)
    assert found is not None
    assert (found.day, found.in_era) == (SAME, True)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)),
        ("平成31年4月30日", date(2019, 4, 30)),
        ("平成31年6月30日", date(2019, 6, 30)),  # a paper printed before the new era had a name
        ("H1.1.8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("3450315", date(1970, 3, 15)),
        ("大正15年12月24日", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
    ],
)
def test_where_eras_meet(written: str, day: date) -> None:
    found = parse_day(written)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "written",
    ["", "0000-00-00", "2025-02-29", "2025-13-01", "令和元年4月1日", "R0.4.1", "昭和45年2月30日", "7.4.1", "45748",
     "2025", "2025年4月", "R7.4", "4/1", "未定", "20251301", "1070401x", "９９９９９９９９", "2025-04-01-02",
     "25/04/01", "平成64年1月1日", "昭和65年1月1日", "R070431", "6070401"],
)  # fmt: skip
def test_what_is_no_day(written: str) -> None:
    assert parse_day(written) is None


@given(st.dates(date(1868, 1, 25), date(2117, 12, 31)), st.booleans())
def test_every_day_of_every_era_comes_back(day: date, short: bool) -> None:
    names, first, _ = next(era for era in ERAS if day >= era[1])
    year = day.year - first.year + 1
    number = "元" if year == 1 and not short else f"{year:02}"
    brief = f"{names[2]}{number}.{day.month}.{day.day}"
    written = brief if short else f"{names[0]}{number}年{day.month}月{day.day}日"
    found = parse_day(written)
    assert found is not None
    assert found.day == day


@given(st.text(max_size=30))
def test_any_text_is_a_day_or_none(text: str) -> None:
    found = parse_day(text)
    assert found is None or timedelta() <= found.day - date(1850, 1, 1) < timedelta(days=366 * 351)
