"""Large department files, made of what the departments of the made-up city write, over and over for other debtors."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from itertools import chain, count, islice
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

from analytics.sample import Plan, first_month_of, make_city

MONTH = "2026-10"
RESIDENTS = 40_000  # whose some 2,000 tax lines come in different dates, amounts and states
STEP = 7_919_001  # from one debtor's number to that of the same lines next time


def month_of_city(folder: Path) -> Path:
    """The newest month of a made-up city in *folder*, which it makes."""
    make_city(folder, Plan(RESIDENTS, *first_month_of(MONTH, 1), 1))
    return folder / MONTH


def large_csv(month: Path, into: Path, rows: int) -> Path:
    """The tax office's list of *month* with *rows* lines, in CP932, in the folder *into*."""
    (path,) = month.glob("*_税務課_滞納明細_*.csv")
    with path.open(encoding="cp932", newline="") as file:
        head, *lines = csv.reader(file)
    key, note = head.index("宛名番号"), head.index("通知書番号")
    to = into / path.name
    with to.open("w", encoding="cp932", newline="") as file:
        out = csv.writer(file)
        out.writerow(head)
        for number, line in enumerate(_others(lines, key, 10, rows)):
            line[note] = f"{number:08}"
            out.writerow(line)
    return to


def large_workbook(month: Path, into: Path, rows: int) -> Path:
    """The children's office's workbook of *month* with *rows* lines, in the folder *into*."""
    (path,) = month.glob("*_保育料滞納一覧_*.xlsx")
    cells = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    at = next(number for number, row in enumerate(cells) if "保護者番号" in row)
    key = cells[at].index("保護者番号")
    lines = [list(row) for row in cells[at + 1 :] if row[key] != ""]
    to = into / path.name
    with xlsxwriter.Workbook(to, {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("保育料")
        day = book.add_format({"num_format": "yyyy/mm/dd"})
        above: list[list[Any]] = [list(row) for row in cells[: at + 1]]
        for number, row in enumerate(chain(above, _others(lines, key, 8, rows))):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                elif cell != "":
                    sheet.write(number, column, cell)
    return to


def _others(lines: list[list[Any]], key: int, digits: int, most: int) -> Iterator[list[Any]]:
    """*most* lines: *lines* again and again, each time of other debtors."""

    def all_of_them() -> Iterator[list[Any]]:
        for turn in count():
            for line in lines:
                other = [*line]
                number = (int(str(line[key]).partition(".")[0]) + turn * STEP) % 10**digits
                other[key] = f"{number:0{digits}}"
                yield other

    return islice(all_of_them(), most)
