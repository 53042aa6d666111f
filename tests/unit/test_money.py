"""Yen in words, to the yen, and in the one unit of a chart."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger.money import (
    HUNDRED_MILLION,
    TEN_THOUSAND,
    THOUSAND,
    YEN,
    Unit,
    change_words,
    exact,
    exact_change,
    in_unit,
    percent,
    unit_for,
    words,
)

AMOUNTS = st.integers(-(10**13), 10**13)


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0円"),
        (1, "1円"),
        (9_999, "9,999円"),
        (10_000, "1万円"),
        (14_999, "1万円"),
        (15_000, "2万円"),  # half goes up
        (12_345_678, "1,235万円"),
        (99_994_999, "9,999万円"),
        (99_995_000, "1億円"),
        (100_000_000, "1億円"),
        (132_930_000, "1億3,293万円"),
        (353_961_020, "3億5,396万円"),
        (1_234_567_890_123, "12,345億6,789万円"),
        (-524, "−524円"),
        (-37_671_019, "−3,767万円"),
    ],
)
def test_words(amount: int, said: str) -> None:
    assert words(amount) == said


@given(amount=AMOUNTS)
def test_words_are_near_the_amount(amount: int) -> None:
    """What is said can be read back, and is off by half a 万円 at most."""
    said = words(amount)
    found = re.fullmatch(r"(−?)(?:([\d,]+)億)?(?:([\d,]+)万)?(?:([\d,]+))?円", said)
    assert found, said
    sign, *parts = found.groups()
    read = sum(
        int((part or "0").replace(",", "")) * unit
        for part, unit in zip(parts, (10**8, 10**4, 1), strict=True)
    )
    read = -read if sign else read
    assert abs(read - amount) <= (5_000 if abs(amount) >= 10_000 else 0)


@given(amount=AMOUNTS)
def test_exact_loses_nothing(amount: int) -> None:
    assert int(exact(amount).replace("−", "-").replace(",", "").removesuffix("円")) == amount


def test_exact() -> None:
    assert exact(353_961_020) == "353,961,020円"
    assert exact(-1_000) == "−1,000円"


@pytest.mark.parametrize(
    ("change", "said"),
    [(0, "増減なし"), (11_889_281, "1,189万円の増"), (-524, "524円の減")],
)
def test_a_change_is_said_in_words_and_not_by_its_sign(change: int, said: str) -> None:
    assert change_words(change) == said


@pytest.mark.parametrize(
    ("amounts", "unit"),
    [
        ([], YEN),
        ([0], YEN),
        ([99_999], YEN),
        ([100_000], THOUSAND),
        ([999_999], THOUSAND),
        ([1_000_000], TEN_THOUSAND),
        ([353_961_020, 3], TEN_THOUSAND),
        ([9_999_999_999], TEN_THOUSAND),
        ([10_000_000_000], HUNDRED_MILLION),
        ([5, -10_000_000_000], HUNDRED_MILLION),  # size counts, not sign
    ],
)
def test_one_unit_for_a_chart(amounts: list[int], unit: Unit) -> None:
    assert unit_for(amounts) == unit


@pytest.mark.parametrize(
    ("amount", "unit", "said"),
    [
        (353_961_020, TEN_THOUSAND, "35,396"),
        (5_000, TEN_THOUSAND, "1"),
        (4_999, TEN_THOUSAND, "0"),
        (-4_999, TEN_THOUSAND, "0"),  # no minus before a nought
        (-5_000, TEN_THOUSAND, "−1"),
        (1_234, YEN, "1,234"),
    ],
)
def test_a_number_in_a_unit(amount: int, unit: Unit, said: str) -> None:
    assert in_unit(amount, unit) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.035, "3.5％"),
        (1.009, "100.9％"),
        (-0.125, "−12.5％"),
        (0.0, "0.0％"),
        (-0.0004, "0.0％"),  # no minus before a nought
        (12.5, "1,250.0％"),
        (None, "－"),  # nothing to divide by: neither 0 % nor 100 %
        (float("nan"), "－"),
    ],
)
def test_percent(share: float | None, said: str) -> None:
    assert percent(share) == said


def test_percent_with_other_digits() -> None:
    assert percent(0.1234, 0) == "12％"
    assert percent(0.1234, 2) == "12.34％"


@pytest.mark.parametrize(
    ("change", "said"),
    [(1_234, "1,234円の増"), (-353_961_020, "353,961,020円の減"), (0, "増減なし")],
)
def test_a_change_to_the_yen_says_its_direction(change: int, said: str) -> None:
    assert exact_change(change) == said
