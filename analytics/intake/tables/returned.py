"""Rejected rows back to where they came from: as they were delivered, with their row and the reasons behind them.

The department corrects them in the form that it knows and delivers the same file again: the two columns at its end tell
that it went out from here.
"""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from analytics.errors import InputFault, reason
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables import lines
from analytics.intake.tables.reading import choose_sheet
from analytics.intake.tables.source import Source
from analytics.intake.text import fold, shown_name
from analytics.ledger.spreadsheet import neutral, original

ORIGIN = ("元の行", "受け入れなかった理由")
CELL_CHARACTERS = 32_767  # as many as a cell of a workbook holds
_WITH_BOM = "utf-8-sig"

Rejected = tuple[int, Sequence[str], Sequence[str]]  # row number, cells, reasons
Rows = Callable[[], Iterator[list[str]]]  # the same rows each time


def write_returned(
    to: Path,
    source: Source,
    layout: RecordLayout,
    above: Sequence[Sequence[str]],
    rejected: Iterable[Rejected],
) -> Path:
    """Write the *rejected* rows of *source* to *to*, below the lines *above* them, the head's among these.

    A CSV goes back in its own encoding and delimiter (in UTF-8 where a letter has no place in it), a workbook as .xlsx.
    Returns the path written. Raises `InputFault` when it cannot be written; then nothing is left of it.
    """
    path = to.with_suffix(".xlsx") if source.kind == "excel" else to
    try:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="", dir=path.parent) as kept:
            rows = _kept(kept, above, rejected)
            if source.kind == "excel":
                found, _ = choose_sheet(source, layout)
                name = found.name if found else "Sheet1"
                _placed(path, lambda part: _write_workbook(part, name, rows))
            else:
                _write_csv(path, source, layout, rows)
    except (OSError, XlsxWriterException) as problem:
        cause = problem.args[0] if isinstance(problem, XlsxWriterException) else problem
        raise InputFault(
            f"受け入れなかった行を {shown_name(path.name)} に書けません（{reason(cause)}）。"
            "置き場所の空き容量と権限を確かめ、もう一度実行してください。"
        ) from problem
    return path


def returned_origin(head: Sequence[str]) -> bool:
    """Whether *head*, the headers of a delivered file, are those of a file that was given back."""
    named = [fold(cell) for cell in head if cell.strip()]
    return tuple(named[-2:]) == tuple(map(fold, ORIGIN))


def undone(cells: Sequence[str]) -> list[str]:
    """A row of a returned CSV as it was delivered at first: without the mark that kept cells from being run.

    A workbook's cells are text and bear no mark.
    """
    return [*map(original, cells)]


def _kept(
    file: io.TextIOBase, above: Sequence[Sequence[str]], rejected: Iterable[Rejected]
) -> Rows:
    """Keep all rows in *file*, for how many cells the widest has is known at the end."""
    writer = csv.writer(file)
    width = max(map(len, above), default=0)
    for number, cells, reasons in rejected:
        width = max(width, len(cells))
        writer.writerow([number, "。".join(reasons), *cells])

    def rows() -> Iterator[list[str]]:
        for index, cells in enumerate(above, start=1):
            ends = ORIGIN if index == len(above) else ()
            yield [*cells, *[""] * (width - len(cells)), *ends] if ends else [*cells]
        file.seek(0)
        for number, reasons, *cells in csv.reader(file):
            yield [*cells, *[""] * (width - len(cells)), number, reasons]

    return rows


def _write_csv(path: Path, source: Source, layout: RecordLayout, rows: Rows) -> None:
    def write(part: Path, encoding: str) -> None:
        with part.open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=layout.file.delimiter, lineterminator="\r\n")
            writer.writerows([*map(neutral, row)] for row in rows())

    encoding = lines.find_encoding(source, layout)
    try:
        _placed(path, lambda part: write(part, encoding))
    except UnicodeEncodeError:
        _placed(path, lambda part: write(part, _WITH_BOM))


def _write_workbook(path: Path, sheet: str, rows: Rows) -> None:
    options = {"constant_memory": True, "tmpdir": str(path.parent)}
    with xlsxwriter.Workbook(path, options) as book:
        write_sheet(book.add_worksheet(sheet), rows())


def write_sheet(page: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    """Fill *page*, every cell as the text it is: no formula, link or number is made of it."""
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell:
                page.write_string(row, column, cell[:CELL_CHARACTERS])


def _placed(path: Path, write: Callable[[Path], None]) -> None:
    """Have *write* fill a file in a folder of its own beside *path*, and give it that name once it is whole.

    Only who runs this may read it: it names people.
    """
    with tempfile.TemporaryDirectory(prefix=".returned-", dir=path.parent) as folder:
        part = Path(folder) / path.name
        part.touch(mode=0o600)
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
