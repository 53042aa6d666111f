"""Rows of text cells, and the head among them: the row, or rows, in which the headers of a layout stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analytics.intake.findings import Finding, error, warning
from analytics.intake.layout import Layout
from analytics.intake.text import fold, nearest

WITHIN = (
    30  # a settlement table has a title and a unit line above its head, never more rows than this
)


@dataclass(frozen=True)
class Row:
    """The cells of one record and its number from 1, as a spreadsheet counts (a cell may hold line breaks)."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Head:
    """A head: the index of its first row, the row's number, and the header of every column."""

    index: int
    number: int
    cells: list[str]
    position: dict[str, int]  # header of the layout → index of its column, only those that are here


def rows_in(text: str, delimiter: str, *, strict: bool = True) -> Iterator[Row]:
    """The records of *text*. Raises `csv.Error` where quotes do not match, unless not *strict*."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, start=1):
        yield Row(number, cells)


def find_head(rows: list[Row], layout: Layout) -> Head | None:
    """The head with most of the layout's headers among the first rows, or None when no row has any."""
    heads = (_head(rows, index, layout) for index in range(min(WITHIN, len(rows))))
    best = max(heads, key=lambda head: len(head.position), default=None)
    return best if best is not None and best.position else None


def _head(rows: list[Row], index: int, layout: Layout) -> Head:
    cells = _header_cells([row.cells for row in rows[index : index + layout.file.header_rows]])
    present = [fold(cell) for cell in cells]
    position = {
        header: present.index(fold(header)) for header in layout.headers if fold(header) in present
    }
    return Head(index, rows[index].number, cells, position)


def _header_cells(lines: list[list[str]]) -> list[str]:
    """The header of each column: its words in *lines*, read downwards as one.

    A cell merged over several columns reaches the file as one word and blanks; it holds for those to its right that
    have a word anywhere below.
    """
    width = max(map(len, lines))
    grid = [line + [""] * (width - len(line)) for line in lines]
    for level, upper in enumerate(grid):
        for column in range(1, width):
            has_below = any(lower[column].strip() for lower in grid[level + 1 :])
            if has_below and not upper[column].strip():
                upper[column] = upper[column - 1]
    return ["".join(words) for words in zip(*grid, strict=True)]


def check_head(head: Head, layout: Layout) -> Iterable[Finding]:
    """Headers that are missing, doubled or unknown, with the nearest one that could be meant."""
    present = [fold(cell) for cell in head.cells]
    known = {*map(fold, layout.headers), *layout.ignored}
    unknown = [cell for cell in head.cells if cell.strip() and fold(cell) not in known]
    for header in layout.headers:
        if header not in head.position:
            near = nearest(header, unknown)
            yield error(
                "missing_column",
                f"見出し「{header}」がありません"
                + (f"。近い見出しは「{near}」です" if near else ""),
                "ファイルの見出しを戻すか、レイアウトの header を新しい名前に直してください",
                head.number,
                header,
            )
        elif present.count(fold(header)) > 1:
            yield error(
                "double_column",
                f"見出し「{header}」が2つ以上あります",
                "どちらの列かが決まるように見出しを分けてください。2段の見出しならレイアウトの header_rows を 2 に",
                head.number,
                header,
            )
    for cell in unknown:
        near = nearest(cell, layout.headers)
        yield warning(
            "unknown_column",
            f"知らない見出し「{cell}」があります。この列は読みません"
            + (f"（近い見出しは「{near}」）" if near else ""),
            "要る列ならレイアウトに加え、要らない列なら ignored に書いてください",
            head.number,
            cell,
        )
