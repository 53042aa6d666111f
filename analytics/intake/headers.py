"""What a column is called: its words, those words with {年度} where they name a year, or its letter when it has none.

A table printed every year names the year in its headers, and a header merged over two columns leaves one of them
blank. So one layout serves each year, and every column can be named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from analytics.intake.text import fold
from analytics.ledger.calendar import parse_fiscal_year

THIS_YEAR, LAST_YEAR = "{年度}", "{前年度}"
YEAR_NAMED = re.compile("{前?年度}")  # in a header of a layout
# a year that is no part of a date (R6.5.31) and of no other word
_YEAR = re.compile(
    r"(?<![A-Za-z])(?:令和|平成|R|H)(?:元|\d{1,2})(?:年度|(?![\d.年/-]))|(?<!\d)(?:19|20)\d\d年度"
)
_BREAK = re.compile(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*")  # within a cell: a finding is one line
_LETTER = re.compile(r"[A-Z]+列")


def header_cells(lines: list[list[str]]) -> list[str]:
    """The header of each column: its words in *lines*, read downwards as one.

    A cell merged over several columns reaches the file as one word and blanks; it holds for those to its right that
    have a word below, and none above: there another group begins.
    """
    width = max(map(len, lines))
    grid = [line + [""] * (width - len(line)) for line in lines]
    for column in range(1, width):
        for level, words in enumerate(grid):
            if words[column].strip():
                break
            if any(lower[column].strip() for lower in grid[level + 1 :]):
                words[column] = words[column - 1]
    return [_BREAK.sub("", "".join(words)) for words in zip(*grid, strict=True)]


def years_in(cells: Iterable[str]) -> set[int]:
    """The fiscal years that headers name."""
    words = (word for cell in cells for word in _YEAR.findall(fold(cell)))
    return {year for word in words if (year := parse_fiscal_year(word)) is not None}


def columns_called(cells: Sequence[str], year: int | None) -> dict[str, list[int]]:
    """What a layout may call a column, folded → the columns so called, in a table of *year* (None: of no year)."""
    called: dict[str, list[int]] = defaultdict(list)
    for index, cell in enumerate(cells):
        name = fold(cell) or letter(index)
        for each in {name, _without_year(name, year)}:
            called[each].append(index)
    return dict(called)


def letter(index: int) -> str:
    """The name of a column without a header: its letter, as a spreadsheet shows it.

    >>> letter(0), letter(27)
    ('A列', 'AB列')
    """
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return f"{letters}列"


def is_letter(header: str) -> bool:
    """Whether *header* names a column by its letter."""
    return bool(_LETTER.fullmatch(fold(header)))


def _without_year(cell: str, year: int | None) -> str:
    """*cell* with {年度} where it names *year*, {前年度} where it names the year before.

    >>> _without_year("令和5年度収入済額", 2023), _without_year("R4調定額", 2023)
    ('{年度}収入済額', '{前年度}調定額')
    """
    if year is None:
        return cell
    placeholder = {year: THIS_YEAR, year - 1: LAST_YEAR}

    def named(found: re.Match[str]) -> str:
        return placeholder.get(parse_fiscal_year(found[0]) or 0, found[0])

    return _YEAR.sub(named, cell)
