"""Amounts as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.values import parse_amount

ZERO = frozenset({"-", "―"})


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", 0),
        ("1234", 1_234),
        ("1,234", 1_234),
        ("1,234,567", 1_234_567),
        ("１，２３４", 1_234),
        (" 1234 ", 1_234),
        ("　1234　", 1_234),
        ("-5", -5),
        ("−5", -5),
        ("▲1,234", -1_234),
        ("△１２", -12),
        ("△ 1,234", -1_234),
        ("－1,234", -1_234),
        ("¥-1,234", -1_234),
        ("￥▲１，２３４", -1_234),
        ("(1,234)", -1_234),
        ("（１，２３４）", -1_234),
        (" ( 5 ) ", -5),
        ("(0)", 0),
        ("－", 0),  # a mark for nothing
        ("―", 0),
        ("-", 0),
    ],
)
def test_an_amount(text: str, amount: int) -> None:
    assert parse_amount(text, ZERO) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "円",
        "12O0",
        "1,23",
        "12,34,567",
        "1.5",
        "1e3",
        "--5",
        "+5",
        "5-",
        "(5",
        "5)",
        "()",
        "(-5)",
        "-(5)",
        "-¥-5",
        "(▲5)",
        "((5))",
        "(1)(2)",
        "⑸",
        "1 234",
        "1、234",
        "①",
        "1234²",
        "¼",
        "٣",
        "五",
        "0x1F",
        "1_000",
    ],
)
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert parse_amount(text, ZERO) is None


def test_a_mark_is_only_nothing_where_the_layout_says_so() -> None:
    assert parse_amount("-") is None
    assert parse_amount("", frozenset({""})) == 0


def test_the_unit_of_the_column_may_stand_behind_the_number() -> None:
    assert parse_amount("1,234千円", unit="千円") == 1_234
    assert parse_amount("1,234円", unit="千円") is None  # another unit than the column's
    assert parse_amount("(1,234千円)", unit="千円") == -1_234
    assert parse_amount("(1,234)千円", unit="千円") == -1_234


@given(amount=st.integers(-(10**15), 10**15), wide=st.booleans(), separated=st.booleans())
def test_what_is_written_is_read_again(amount: int, wide: bool, separated: bool) -> None:
    text = f"{abs(amount):,}" if separated else str(abs(amount))
    if wide:
        text = text.translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    for below_zero in ("▲{}", "△{}", "-{}", "－{}", "({})", "（{}）"):
        assert parse_amount(below_zero.format(text) if amount < 0 else text) == amount


@given(text=st.text(max_size=12))
def test_any_text_is_a_whole_number_or_none(text: str) -> None:
    assert isinstance(parse_amount(text, ZERO), int | None)


@pytest.mark.parametrize("text", ["9999999999999999", "(9,999,999,999,999,999)", f"{0:039}1"])
def test_the_largest_amounts(text: str) -> None:
    assert abs(parse_amount(text) or 0) in (9_999_999_999_999_999, 1)


@pytest.mark.parametrize("text", ["10000000000000000", "9" * 60])
def test_more_than_any_city_is_owed_is_no_amount(text: str) -> None:
    assert parse_amount(text) is None
