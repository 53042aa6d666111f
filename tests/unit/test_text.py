"""Words as the eye compares them, and what may be shown of a cell that could hold a name."""

from __future__ import annotations

import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.text import fold, fold_pattern, is_utf8, nearest, shape, shown_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市　民　税", "市民税"),
        ("収 入 未 済 額（円）", "収入未済額(円)"),
        ("調定額\n（円）", "調定額（円）"),
        ("ｱｲｳ", "アイウ"),
        ("㈱", "(株)"),
        ("１２３", "123"),
    ],
)
def test_the_same_to_the_eye(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_words_stay_different() -> None:
    assert len({fold(word) for word in ("調定額", "調定", "収入済額", "収入未済額", "", "-")}) == 6


@given(text=st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_pattern_finds_what_the_eye_finds() -> None:
    assert re.search(fold_pattern("^合　計$"), fold("合 計"))
    assert re.search(fold_pattern("^（注）"), fold("（注） 端数"))
    assert not re.search(fold_pattern("^計$"), fold("会計"))


def test_the_nearest_word() -> None:
    known = ["調定累計(円)", "収入累計(円)", "収入未済額(円)"]
    assert nearest("調定額累計（円）", known) == "調定累計(円)"
    assert nearest("収入未済", known) == "収入未済額(円)"
    assert nearest("備考", known) is None
    assert nearest("備考", []) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12O0円", "99A9漢"),
        ("山田　太郎", "漢漢　漢漢"),
        ("ﾔﾏﾀﾞたろう", "アアアアアアア"),
        ("１，２００", "９，９９９".replace("９", "9")),
        ("", ""),
        ("a" * 50, "A" * 19 + "…"),
    ],
)
def test_the_shape_of_a_cell(text: str, said: str) -> None:
    assert shape(text) == said


@given(text=st.text())
def test_a_shape_tells_no_letter_and_no_digit(text: str) -> None:
    said = shape(text)
    assert len(said) <= 20
    told = {letter for letter in said if letter.isalnum()} - set("9A漢ア")
    assert told == set()


@pytest.mark.parametrize(
    ("name", "shown", "utf8"),
    [
        ("/保管庫/決算.csv".encode(), "/保管庫/決算.csv", True),
        (b"\x8c\x88\x8eZ.csv", "決算.csv", False),
        ("/保管庫/".encode() + b"\x8c\x88.csv", "/保管庫/決.csv", False),
        (b"\x81.csv", "\ufffd.csv", False),
        (b"", "", True),
    ],
    ids=["UTF-8", "Shift_JIS", "Shift_JIS in UTF-8", "neither", "none"],
)
def test_names_of_files(name: bytes, shown: str, utf8: bool) -> None:
    decoded = os.fsdecode(name)
    assert (shown_name(decoded), is_utf8(decoded)) == (shown, utf8)


def test_a_pattern_in_half_width_kana_finds_what_it_looks_like() -> None:
    assert re.search(fold_pattern("^ﾊﾞｽ使用料$"), fold("バス使用料"))
