"""The city's own table of letters that count as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.matching.records import LETTERS, read_letters
from analytics.settings import DATA
from tests.people import compared


def test_the_table_that_ships_can_be_read() -> None:
    assert read_letters(DATA / "rules")[ord("邉")] == "辺"


def test_a_letter_that_the_city_adds_counts_as_the_other(tmp_path: Path) -> None:
    (tmp_path / LETTERS).write_text('letters = ["仮假"]\n', encoding="utf-8")
    table = "課 | 番号 | 氏名\n101 | A1 | 假山 実\n201 | B1 | 仮山 実"
    assert compared(table, tmp_path)["whole"].to_pylist() == ["仮山実", "仮山実"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("letters = [", "読めません"),
        ('letters = "高髙"', "2字以上ずつ"),
        ('letters = ["高"]', "2字以上ずつ"),
        ('letters = ["高髙"]\nother = 1', "2字以上ずつ"),
        ('letters = ["高髙", "梯髙"]', "「髙」が2回"),
    ],
)
def test_a_faulty_table_is_said_with_what_to_do(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / LETTERS).write_text(text, encoding="utf-8")
    with pytest.raises(LayoutFault, match=said) as fault:
        read_letters(tmp_path)
    assert LETTERS in str(fault.value)


def test_a_table_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match="開けません"):
        read_letters(tmp_path)
