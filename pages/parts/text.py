"""Text from data, shown as the characters it is."""

from __future__ import annotations

import re

_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:-])")


def plain(text: str) -> str:
    """*text* with everything escaped that Streamlit would read as Markdown.

    A claim, a file or a department may be called anything, and must look on the screen as it does in its file.

    >>> plain("a_b*c*")
    'a\\\\_b\\\\*c\\\\*'
    """
    return _MARKUP.sub(r"\\\1", text)


def on_screen(sentence: str) -> str:
    """*sentence* with the fields of this page instead of the options of the command."""
    for option, field in (("--as-of で", "下の「基準日」で"), ("--layout で", "下の「様式」で")):
        sentence = sentence.replace(option, field)
    return sentence
