"""The rule of guidance as it is written: every mistake is said with its key and what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.ledger.guidance import NAME, GuidanceRule, read_guidance
from analytics.settings import DATA


def fault(folder: Path, text: str) -> str:
    (folder / NAME).write_text(text, encoding="utf-8")
    with pytest.raises(LayoutFault) as caught:
        read_guidance(folder)
    return str(caught.value)


def test_the_shipped_rule() -> None:
    rule = read_guidance(DATA / "rules")
    assert rule == GuidanceRule(0.10, 6)
    assert rule.words == "残額が目標額を10％以上上回る状態が6か月以上続いている"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("behind_rate = 11\nmonths = 6", "behind_rate は 0 から 10 までの数で"),
        ('behind_rate = "0.1"\nmonths = 6', "behind_rate は"),
        ("behind_rate = true\nmonths = 6", "behind_rate は"),
        ("behind_rate = nan\nmonths = 6", "behind_rate は"),
        ("months = 6", "behind_rate は"),
        ("behind_rate = 0.1\nmonths = 0", "months は 1 から 24 までの整数で"),
        ("behind_rate = 0.1\nmonths = 6.0", "months は"),
        ("behind_rate = 0.1", "months は"),
        ("behind_rate = 0.1\nmonths = 6\nmonth = 1", "month は知らないキーです。消してください"),
        ("behind_rate = 0.1\nmonths = 6か月", "UTF-8のTOMLで"),
    ],
)
def test_a_faulty_file_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    told = fault(tmp_path, text)
    assert NAME in told
    assert said in told


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    assert len(fault(tmp_path, "behind_rate = -2\nmonths = 0\nother = 1").splitlines()) == 4


def test_a_missing_file_and_other_letters(tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match=r"guidance\.toml を開けません（見つかりません）"):
        read_guidance(tmp_path)
    (tmp_path / NAME).write_bytes("months = 6 # 月".encode("cp932"))
    with pytest.raises(LayoutFault, match="UTF-8"):
        read_guidance(tmp_path)
