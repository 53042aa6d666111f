"""Small department files made to do harm, in the forms of the made-up city: what stands in each row, and its fate.

A file is its form (a layout of the sample) and its rows. A row is a good row of that form with some cells changed, and
what a careful clerk would do with it: take it in (`ok`), put it right and say so (`fixed`), keep it out (`out`), or see
that it is no detail (`aside`). The fate is decided here, by hand, and not by what the product does.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import xlsxwriter

Fate = Literal["ok", "fixed", "out", "aside", "blank"]
Cells = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One row: the cells that differ from the good row, or all its cells, or its bare text; and its fate."""

    fate: Fate
    cells: Cells | list[Any] | str


def ok(**cells: Any) -> Line:
    return Line("ok", cells)


def fixed(**cells: Any) -> Line:
    return Line("fixed", cells)


def out(**cells: Any) -> Line:
    return Line("out", cells)


def aside(*cells: Any) -> Line:
    return Line("aside", list(cells))


BLANK = Line("blank", [])


@dataclass(frozen=True)
class Form:
    """How a department writes: the file's name, its good row, and how it is put on disk."""

    layout: str
    name: str
    good: Cells
    key: str  # the column that tells debtors apart
    keys: str  # how a key is written
    encoding: str = "cp932"
    delimiter: str = ","
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
    above: tuple[tuple[str, ...], ...] = ()  # of a workbook: the rows above the details

    @property
    def head(self) -> list[str]:
        return list(self.good)

    @property
    def first(self) -> int:
        """The number of the first row below the head."""
        return len(self.above) + 1 if self.above else 2

    def cells(self, line: Line, number: int) -> list[Any]:
        if isinstance(line.cells, list):
            return line.cells
        assert isinstance(line.cells, dict)
        assert line.cells.keys() <= self.good.keys(), line.cells.keys() - self.good.keys()
        own: Cells = self.good | {self.key: self.keys.format(number)} | line.cells
        return list(own.values())

    def save(self, folder: Path, lines: Sequence[Line], name: str = "") -> Path:
        path = folder / (name or self.name)
        rows = [self._row(line, number) for number, line in enumerate(lines, start=self.first)]
        if path.suffix == ".xlsx":
            self._workbook(path, rows)
        else:
            path.write_bytes(
                "".join(map(str, [self._text(self.head), *rows])).encode(self.encoding)
            )
        return path

    def _row(self, line: Line, number: int) -> Any:
        if isinstance(line.cells, str):
            return line.cells + "\r\n"
        cells = [] if line.fate == "blank" else self.cells(line, number)
        return cells if self.above else self._text(cells)

    def _text(self, cells: list[Any]) -> str:
        into = io.StringIO()
        csv.writer(into, delimiter=self.delimiter, quoting=self.quoting).writerow(cells)
        return into.getvalue()

    def _workbook(self, path: Path, rows: Sequence[Sequence[Any]]) -> None:
        with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("一覧")
            day = book.add_format({"num_format": "yyyy/mm/dd"})
            for row, cells in enumerate([*self.above, *rows]):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, day)
                    elif cell != "":
                        (sheet.write_string if isinstance(cell, str) else sheet.write)(
                            row, column, cell
                        )


@dataclass(frozen=True)
class Case:
    title: str
    form: Form
    lines: list[Line]
    errors: set[str] = field(default_factory=set)  # of the file as a whole
    warnings: set[str] = field(default_factory=set)
    name: str = ""


def each(fate: Callable[..., Line], column: str, *cells: str) -> list[Line]:
    return [fate(**{column: cell}) for cell in cells]
