"""Comparing words as the eye does: width, spaces and compatibility forms do not make two words different."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_SPACE = re.compile(r"\s+")
SPANS = 6  # spans of rows that are named


@lru_cache(
    maxsize=1024
)  # the same heads and words come in every row that may be a head, and in every row
def fold(text: str) -> str:
    """*text* as it is compared: NFKC, no white space at all (settlement tables pad 市 民 税 to a width)."""
    return unicodedata.normalize("NFKC", _SPACE.sub("", unicodedata.normalize("NFKC", text)))


def fold_pattern(pattern: str) -> str:
    """*pattern* so that it finds folded text: full-width signs are meant as they are seen, spaces do not count.

    >>> fold_pattern("^（注）|合　計$")
    '^\\\\(注\\\\)|合計$'
    """

    def written(character: str) -> str:
        plain = unicodedata.normalize("NFKC", character)
        return character if plain == character else re.escape(plain)

    # together again: a half-width ﾞ is a letter of its own
    return unicodedata.normalize("NFC", "".join(map(written, _SPACE.sub("", pattern))))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like *word*, or None when nothing is alike."""
    choices = {fold(choice): choice for choice in known}
    found = difflib.get_close_matches(fold(word), choices, n=1, cutoff=0.45)
    return choices[found[0]] if found else None


def shape(text: str) -> str:
    """What *text* looks like without saying what it is: ``12O0円`` → ``99A9漢``. At most 20 characters.

    Findings and logs show shapes, since a cell may hold a person's name.
    """

    def sort(character: str) -> str:
        name = unicodedata.name(character, "")
        if "HIRAGANA" in name or "KATAKANA" in name:
            return "ア"
        if "CJK" in name:
            return "漢"
        if character.isnumeric():
            return "9"
        return "A" if character.isalpha() else character

    short = text if len(text) <= 20 else text[:19] + "…"
    return "".join(sort(character) for character in short)


def is_utf8(name: Path | str) -> bool:
    """Whether a file's name can be kept: on Linux it is bytes, and an old copy may be in another encoding."""
    try:
        str(name).encode()
    except UnicodeEncodeError:
        return False
    return True


def shown_name(path: Path | str) -> str:
    """*path* as people can read it: what is no UTF-8 in it is read as Shift_JIS, in which old systems write names."""
    parts = str(path).split("/")
    return "/".join(
        part if is_utf8(part) else os.fsencode(part).decode("cp932", errors="replace")
        for part in parts
    )


def files_ending(suffix: str, folder: Path) -> list[Path]:
    """The files in *folder* with this *suffix*, by name, also where a system writes it in capitals."""
    return sorted(path for path in folder.glob("*") if path.suffix.lower() == suffix)


def row_spans(rows: Iterable[int]) -> str:
    """*rows* by their numbers.

    >>> row_spans([2, 9, 3, 4])
    '2〜4、9行目'
    """
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], row]
        else:
            spans.append([row])
    named = "、".join("〜".join(map(str, span)) for span in spans[:SPANS])
    return f"{named}行目{'など' if len(spans) > SPANS else ''}"
