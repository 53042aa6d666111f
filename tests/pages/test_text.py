"""Text from data looks on the screen as it is in its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analytics.figures import Figure
from pages.parts import table, words
from pages.parts.text import plain

HOSTILE = '<img src=x onerror="alert(1)">&amp;'
SHOWN = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;"
FIGURE = Figure(
    name="odd",
    title="題",
    measure="残額",
    headline="1円",
    comparison="前年度末から1円の増",
    as_of=date(2024, 5, 31),
    frame=pd.DataFrame({"claim_kind_name": ["税", "料"], "outstanding_yen": [1234, -5]}),
    labels={"claim_kind_name": "債権", "outstanding_yen": "未収残額（円）"},
    version=3,
    facts={"算式": "甲 ÷ 乙"},
    notes=("注",),
    sources=("一.csv", "二.csv", "三.csv"),
)


@pytest.mark.parametrize("text", ["納税課", "3億5,396万円", "令和5年度（2023）", "増 9,615"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b", "a\\_b"),
        ("*重要*", "\\*重要\\*"),
        (":red[x]", "\\:red\\[x\\]"),
        ("$x$", "\\$x\\$"),
        ("<b>", "\\<b\\>"),
        ("\\", "\\\\"),
    ],
)
def test_markup_is_shown_not_obeyed(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_the_words_of_a_card_are_all_there() -> None:
    said = words.html(FIGURE)
    for part in ("残額", "1円", "令和6年5月31日現在", "前年度末から1円の増", "甲 ÷ 乙", "注"):
        assert f">{part}<" in said or f"　{part}<" in said
    assert "版 3　出典：一.csv、二.csv ほか1件" in said


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": HOSTILE},
        {"headline": HOSTILE},
        {"comparison": HOSTILE},
        {"notes": (HOSTILE,)},
        {"sources": (HOSTILE,)},
        {"facts": {"種別": HOSTILE}},
        {"facts": {HOSTILE: "甲"}},
        {"facts": {"算式": HOSTILE}},
    ],
)
def test_words_from_data_are_shown_not_obeyed(changes: dict[str, object]) -> None:
    said = words.html(replace(FIGURE, **changes))  # type: ignore[arg-type]
    assert SHOWN in said
    assert "<img" not in said


def test_a_table_writes_its_cells_as_they_are_shown() -> None:
    drawn = table.html(FIGURE, ["claim_kind_name", "outstanding_yen"])
    assert ">1,234</td>" in drawn
    assert ">−5</td>" in drawn


@pytest.mark.parametrize(
    "changes",
    [
        {"frame": FIGURE.frame.assign(claim_kind_name=HOSTILE)},
        {"labels": FIGURE.labels | {"claim_kind_name": HOSTILE}},
        {"measure": HOSTILE},
    ],
)
def test_a_table_obeys_nothing_that_its_figure_says(changes: dict[str, object]) -> None:
    drawn = table.html(replace(FIGURE, **changes), list(FIGURE.labels))  # type: ignore[arg-type]
    assert SHOWN in drawn
    assert "<img" not in drawn
