"""Text cells → typed values. A cell that does not say what it should is answered with None, never with a guess."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

DIGITS = frozenset("0123456789０１２３４５６７８９")
MOST_SIGNS = 40
LARGEST = 10**16  # no city is owed ten thousand trillion yen; longer is a code or damage
_YEN = re.compile(  # -¥1,234 as people write it, ¥-1,234 as a spreadsheet shows it
    r"(?:(?P<minus>[-−▲△])?\s*[¥\\]?|[¥\\]\s*(?P<within>[-−▲△]))\s*(?P<digits>\d{1,3}(?:,\d{3})+|\d+)"
)
_BRACKETED = re.compile(r"\((?P<inside>[^-−▲△]+)\)")  # (1,234): less than nothing, in one way only


def parse_amount(text: str, zero_marks: Collection[str] = (), unit: str = "") -> int | None:
    """The whole number written in *text*, or None.

    Full-width digits, thousands separators, ¥, the column's own *unit* behind the digits, and a number below zero
    written with ▲, △, minus or in brackets are read (facts.md 9); *zero_marks* (already folded) are what a source
    writes for nothing, such as ``-``.

    >>> parse_amount("▲1,234"), parse_amount("（１，２３４円）", unit="円"), parse_amount("-", ["-"])
    (-1234, -1234, 0)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if "".join(plain.split()) in zero_marks:
        return 0
    if any(unicodedata.category(sign)[0] == "N" and sign not in DIGITS for sign in text):
        return None  # NFKC would read the footnote of 1234² as a digit
    plain = plain.removesuffix(unit).rstrip()
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed:
        plain = bracketed["inside"].removesuffix(unit).strip()
    found = _YEN.fullmatch(plain)
    if not found or len(found["digits"]) > MOST_SIGNS:
        return None
    number = int(found["digits"].replace(",", ""))
    if number >= LARGEST:
        return None
    return -number if found["minus"] or found["within"] or bracketed else number
