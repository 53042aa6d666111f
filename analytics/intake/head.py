"""Rows of text cells, and the head among them: the row, or rows, in which the headers of a layout stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analytics.intake.findings import Finding, error, warning
from analytics.intake.headers import (
    YEAR_NAMED,
    columns_called,
    header_cells,
    is_letter,
    letter,
    years_in,
)
from analytics.intake.layout.headed import Headed
from analytics.intake.text import fold, nearest

WITHIN = 30  # rows in which the head is looked for: a title and a unit line stand above it


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
    called: dict[str, list[int]]  # what a layout may call a column, folded → the columns so called
    position: dict[str, int]  # header of the layout → index of its column, only those that are here
    year: int | None  # the {年度} of its headers, where the layout names one

    @property
    def headers_met(self) -> int:
        """How many of the layout's headers are here in words: a column without any is in every row."""
        return sum(not is_letter(header) for header in self.position)


def rows_in(text: str, delimiter: str, *, strict: bool = True) -> Iterator[Row]:
    """The records of *text*. Raises `csv.Error` where quotes do not match, unless not *strict*."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, start=1):
        yield Row(number, cells)


def find_head(rows: list[Row], layout: Headed) -> Head | None:
    """The head with most of the layout's headers among the first rows, or None when no row has any."""
    best: Head | None = None
    for index in range(min(WITHIN, len(rows))):
        head = _head(rows, index, layout)
        if best is None or head.headers_met > best.headers_met:
            best = head
        if best.headers_met == len(layout.headers):
            break  # no other can have more
    return best if best is not None and best.headers_met else None


def _head(rows: list[Row], index: int, layout: Headed) -> Head:
    """The head that begins in row *index*, of the newest year for which most of the layout's headers are here."""
    cells = header_cells([row.cells for row in rows[index : index + layout.file.header_rows]])
    heads = []
    named_years = years_in(cells)
    following = {
        year + 1 for year in named_years
    } - named_years  # where only the year before is named
    for year in [*sorted(named_years, reverse=True), *sorted(following, reverse=True), None]:
        called = columns_called(cells, year)
        found = {header: called.get(fold(header)) for header in layout.headers}
        position = {header: columns[0] for header, columns in found.items() if columns}
        named = year if any(YEAR_NAMED.search(fold(header)) for header in position) else None
        heads.append(Head(index, rows[index].number, cells, called, position, named))
    return max(heads, key=lambda head: head.headers_met)


def check_head(head: Head, layout: Headed) -> Iterable[Finding]:
    """Headers that are missing, doubled or unknown, with the nearest one that could be meant."""
    names = {*map(fold, layout.headers), *layout.ignored}
    known = {column for name in names for column in head.called.get(name, [])}
    cells = enumerate(head.cells)
    unknown = [cell for column, cell in cells if cell.strip() and column not in known]
    missing = [header for header in layout.headers if header not in head.position]
    for header in missing:
        yield _lettered(header, head) if is_letter(header) else _missing(header, unknown, head)
    for header in head.position:
        if len(head.called[fold(header)]) > 1:
            yield error(
                "double_column",
                f"見出し「{header}」が2つ以上あります",
                f"どの列か（{'、'.join(map(letter, head.called[fold(header)]))}）が決まるように見出しを分けてください。"
                "2段の見出しならレイアウトの header_rows を 2 に",
                head.number,
                header,
            )
    for cell in unknown:
        near = nearest(cell, missing)
        yield warning(
            "unknown_column",
            f"知らない見出し「{cell}」があります。この列は読みません"
            + (f"（近い見出しは「{near}」）" if near else ""),
            "要る列ならレイアウトに加え、要らない列なら ignored に書いてください",
            head.number,
            cell,
        )


def _missing(header: str, unknown: list[str], head: Head) -> Finding:
    near = nearest(header, unknown)
    return error(
        "missing_column",
        f"見出し「{header}」がありません" + (f"。近い見出しは「{near}」です" if near else ""),
        "ファイルの見出しを戻すか、レイアウトの header を新しい名前に直してください",
        head.number,
        header,
    )


def _lettered(header: str, head: Head) -> Finding:
    """A column that the layout names by its letter has a header, or is not there: columns have moved."""
    written = {letter(index): cell for index, cell in enumerate(head.cells)}.get(fold(header))
    return error(
        "missing_column",
        f"見出しのないはずの{header}に、見出し「{written}」があります"
        if written
        else f"{header}がありません",
        "列がずれていないかを確かめ、レイアウトの header をいまの見出しか列の記号に直してください",
        head.number,
        header,
    )
