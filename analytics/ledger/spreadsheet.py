"""Text that a spreadsheet would run: a cell that begins like a formula is led by an apostrophe."""

from __future__ import annotations

import re
import unicodedata

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?")
_MARK = "'"


def safe(text: str) -> str:
    """*text* as a spreadsheet shows it and never runs it.

    >>> safe("=1+1")
    "'=1+1"
    """
    return f"{_MARK}{text}" if _would_run(text) else text


def neutral(cell: str) -> str:
    """*cell* of a file that goes back to where it came from: as `safe`, plain numbers as they are, and reversible.

    >>> neutral("-1,200"), neutral("=1+1"), original(neutral("'=1+1"))
    ('-1,200', "'=1+1", "'=1+1")
    """
    return f"{_MARK}{cell}" if _is_marked(cell) else cell


def original(cell: str) -> str:
    """The cell that `neutral` was given."""
    return cell[1:] if cell.startswith(_MARK) and _is_marked(cell[1:]) else cell


def _is_marked(cell: str) -> bool:
    """Whether `neutral` marks it: what already begins like a marked cell too, or undoing would take its own sign."""
    bare = cell.lstrip(_MARK)
    return _would_run(bare) and not _PLAIN_NUMBER.fullmatch(unicodedata.normalize("NFKC", bare))


def _would_run(text: str) -> bool:
    return text.lstrip(" \u3000").startswith(FORMULA_STARTS)
