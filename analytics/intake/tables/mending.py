"""A file whose rejected rows came back corrected: the two put together are the file as it should have been."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from analytics.errors import InputFault
from analytics.intake.head import WITHIN
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.parts import Chunk
from analytics.intake.tables.reading import beginning, choose_sheet, chunks
from analytics.intake.tables.returned import ORIGIN, returned_origin, undone, write_sheet
from analytics.intake.tables.source import Source
from analytics.intake.text import fold


@dataclass(frozen=True)
class Corrections:
    """What came back: the rows by the number they had; None for one that is to go; and rows that are new."""

    rows: Mapping[int, list[str] | None]
    more: list[list[str]]


def is_returned(source: Source, layout: RecordLayout) -> bool:
    """Whether *source* is a file that went out with the rejected rows of another. Raises `InputFault`."""
    sheet, _ = choose_sheet(source, layout)
    if sheet is None:
        return False
    return any(returned_origin(row.cells) for row in beginning(source, layout, sheet.name))


def read_corrections(source: Source, layout: RecordLayout) -> Corrections:
    """The rows of a returned file. One of which only the number is left is to go. Raises `InputFault`."""
    sheet, _ = choose_sheet(source, layout)
    if sheet is None:
        raise InputFault(
            f"{source.name} の様式が違います。送り返したファイルをそのまま直して送ってください。"
        )
    at = -1
    rows: dict[int, list[str] | None] = {}
    more = []
    for chunk in chunks(source, layout, sheet):
        for number, cells in enumerate(chunk.rows, start=chunk.first):
            if at < 0:
                if number <= WITHIN and returned_origin(cells):
                    at = [*map(fold, cells)].index(fold(ORIGIN[0]))
                continue
            line = undone(cells[:at]) if source.kind == "csv" else cells[:at]
            was = fold(cells[at]) if at < len(cells) else ""
            is_blank = not any(map(str.strip, line))
            if was.isdecimal():
                rows[int(was)] = None if is_blank else line
            elif was:
                raise InputFault(
                    f"{source.name} の{number}行目の「{ORIGIN[0]}」が番号ではありません。"
                    "送り返したときの番号に戻してください。"
                )
            elif not is_blank:
                more.append(line)
    return Corrections(rows, more)


def mend(original: Source, layout: RecordLayout, corrections: Corrections, to: Path) -> Path:
    """Write *original* with its *corrections* to *to*, in the form in which it came. Raises `InputFault`, `OSError`."""
    sheet, _ = choose_sheet(original, layout)
    if sheet is None:
        raise InputFault(
            f"元のファイル {original.name} を、もう読めません。もう一度、全部を送ってください。"
        )
    rows = _mended(chunks(original, layout, sheet), corrections)
    if original.kind == "excel":
        path = to.with_suffix(".xlsx")
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
            write_sheet(book.add_worksheet(sheet.name), rows)
        return path
    with to.open("w", encoding=sheet.encoding, newline="") as file:
        csv.writer(file, delimiter=layout.file.delimiter, lineterminator="\r\n").writerows(rows)
    return to


def _mended(read: Iterable[Chunk], corrections: Corrections) -> Iterator[list[str]]:
    for chunk in read:
        for number, cells in enumerate(chunk.rows, start=chunk.first):
            line = corrections.rows.get(number, cells)
            if line is not None:
                yield line
    yield from corrections.more
