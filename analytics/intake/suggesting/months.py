"""How the name and the title of a file say their month, as patterns for `[source]` and `[as_of]`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.intake.records.month import parse_month

# how a month is written → the pattern that finds the next one
_FORMS = (
    (r"(?:令和|平成)(?:元|\d{1,2})年\d{1,2}月\d{1,2}日", r"(?:令和|平成)(?:元|\d+)年\d+月\d+日"),
    (r"(?:令和|平成)(?:元|\d{1,2})年\d{1,2}月末?", r"(?:令和|平成)(?:元|\d+)年\d+月末?"),
    (r"(?<!\d)20\d{2}年\d{1,2}月末?", r"20\d{2}年\d{1,2}月末?"),
    (r"(?<!\d)20\d{2}[-./]\d{1,2}[-./]\d{1,2}(?!\d)", r"20\d{2}[-./]\d{1,2}[-./]\d{1,2}"),
    (r"(?<!\d)20\d{6}(?!\d)", r"\d{8}"),
    (r"(?<!\d)20\d{2}[-.]\d{1,2}(?![\d.-]*\d)", r"20\d{2}[-.]\d{1,2}"),
    (r"(?<!\d)20\d{4}(?!\d)", r"\d{6}"),
    (r"(?<![A-Za-z])[RH]\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?!\d)", r"[RH]\d+\.\d+(?:\.\d+)?"),
)
_COUNTED = re.compile(r"第\d+回")


def file_name_pattern(name: str) -> tuple[str, str]:
    """A pattern for file names like *name*, and the month it reads there (nothing: none is named)."""
    for written, next_one in _FORMS:
        for found in re.finditer(written, name):
            if parse_month(found[0]):
                before, after = name[: found.start()], name[found.end() :]
                return f"^{_plain(before)}(?P<as_of>{next_one}){_plain(after)}$", found[0]
    return f"^{_plain(name)}$", ""


def title_pattern(titles: Sequence[str]) -> tuple[str, str]:
    """A pattern that reads the month in a title, and that month; nothing where no title has just one."""
    for written, next_one in _FORMS:
        met = [
            found for title in titles for found in re.findall(written, title) if parse_month(found)
        ]
        if len({parse_month(each) for each in met}) == 1:
            return f"(?P<as_of>{next_one})", met[0]
    return "", ""


def _plain(words: str) -> str:
    """*words* as a pattern of themselves; a number that counts may be any."""
    return r"第\d+回".join(
        re.sub(r"([.^$*+?{}\[\]\\|()])", r"\\\1", part) for part in _COUNTED.split(words)
    )
