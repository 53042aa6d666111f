"""A workbook filled from the top, row by row: what the departments that keep Excel files share."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import XlsxFileError

from analytics.sample.plan import CITY

MADE = datetime.datetime(2020, 1, 1)  # every workbook says it was made then: equal bytes for a seed


@dataclass
class Sheet:
    """A worksheet that is filled from the top, and its formats."""

    sheet: Any
    title: Any
    head: Any
    day: Any
    yen: Any
    row: int = 0

    def write(self, cells: list[Any]) -> None:
        """One more row: days as real dates, numbers as numbers, text as text, nothing for a blank."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                self.sheet.write_datetime(self.row, column, cell, self.day)
            elif isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell, self.yen)
            elif cell:
                self.sheet.write_string(self.row, column, cell)
        self.row += 1


@contextmanager
def workbook(path: Path, name: str) -> Iterator[tuple[Any, Sheet]]:
    """A new workbook whose rows leave memory as they are written. Raises `OSError` where it cannot be written."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "tmpdir": str(path.parent),  # where what is left behind is swept up
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": f"{CITY}（架空の自治体の見本）", "author": CITY, "created": MADE})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 25, 12)
    yield (
        book,
        Sheet(
            sheet,
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"bold": True, "border": 1, "align": "center"}),
            book.add_format({"num_format": "yyyy/m/d"}),
            book.add_format({"num_format": "#,##0"}),
        ),
    )
    try:
        book.close()
    except XlsxFileError as problem:  # it hides the system's error inside its own
        raise next(iter(problem.args), problem) from problem


def year_label(year: int) -> str:
    """A fiscal year as these two write it: ``2026年度``."""
    return f"{year}年度"
