"""Text from data looks on the screen as it is in its file."""

from __future__ import annotations

import pytest

from pages.parts.text import plain


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
