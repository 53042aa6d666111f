"""The files of the made-up city, read by their layouts with a few lines of our own: not by the product's intake."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from analytics.intake.headers import header_cells
from analytics.intake.records.fields import FIELDS
from analytics.intake.records.layout import RecordLayout
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA

ERAS = {
    "R": 2018,
    "令": 2018,
    "5": 2018,
    "H": 1988,
    "平": 1988,
    "4": 1988,
    "S": 1925,
    "昭": 1925,
    "3": 1925,
}
_ERA = re.compile(r"([RHS令平昭])[和成]?(元|\d+)[.年](\d+)[.月](\d+)日?")


ANSWERS = "kakuu-survey"  # no table of records: `answers_in` reads what a form exports


@cache
def layouts() -> dict[str, RecordLayout]:
    """The layouts of the made-up city's records, by name."""
    written = [
        tomllib.loads(path.read_text(encoding="utf-8"))
        for path in sorted((DATA / "layouts").glob("kakuu_*.toml"))
    ]
    found = [
        RecordLayout.model_validate(each) for each in written if each["layout"]["name"] != ANSWERS
    ]
    return {layout.name: layout for layout in found}


def layout_of(path: Path) -> RecordLayout:
    """The one layout whose file name fits."""
    (found,) = [
        layout for layout in layouts().values() if re.search(layout.source.file_name, path.name)
    ]
    return found


@dataclass
class Read:
    """A file as its layout sees it: the headers it has, the title, the details and what was set aside."""

    headers: list[str]
    title: str
    rows: list[dict[str, Any]]
    aside: list[list[str]]
    places: list[int] = field(
        default_factory=list
    )  # of each detail: which row of the file it is, from 1


def cells_of(path: Path, layout: RecordLayout) -> list[list[str]]:
    """Every row as text."""
    if path.suffix == ".xlsx":
        book = CalamineWorkbook.from_path(path)
        shown = [
            each.name for each in book.sheets_metadata if each.visible == SheetVisibleEnum.Visible
        ]
        (name,) = shown
        return [[_text(cell) for cell in row] for row in book.get_sheet_by_name(name).to_python()]
    (encoding,) = layout.file.encodings
    text = path.read_bytes().decode(encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=layout.file.delimiter))


def read(path: Path) -> Read:
    """The records of *path*."""
    layout = layout_of(path)
    lines = cells_of(path, layout)
    deep = layout.file.header_rows
    for at in range(10):
        headers = [fold(cell) for cell in header_cells([*map(list, lines[at : at + deep])])]
        if {*map(fold, layout.headers)} <= {*headers}:
            break
    else:
        raise AssertionError(f"no head in {path.name}")
    result = Read(headers, "".join(cell for line in lines[:at] for cell in line), [], [])
    place = {header: number for number, header in enumerate(headers)}
    keys = [*layout.columns, *layout.texts]
    above = dict.fromkeys(layout.file.fill_down, "")
    for row, line in enumerate(lines[at + deep :], start=at + deep + 1):
        if not any(line):
            continue
        cells = {key: [line[place[fold(each)]] for each in layout.named(key)] for key in keys}
        for number, key in enumerate(layout.file.fill_down):
            if cells[key][0]:
                above |= dict.fromkeys(layout.file.fill_down[number:], "") | {key: cells[key][0]}
            cells[key] = [above[key]]
        folded = {key: fold("".join(words)) for key, words in cells.items()}
        if any(rule.fits(folded, fold("".join(line))) for rule in layout.set_aside):
            result.aside.append(line)
        else:
            result.rows.append(_record(cells, folded, layout))
            result.places.append(row)
    return result


@dataclass(frozen=True)
class Wave:
    """What a form exported of one wave: its heads, and a row of words for each who answered."""

    headers: list[str]
    rows: list[list[str]]

    @property
    def questions(self) -> list[str]:
        """What was asked, without a number before it, in the order of the form."""
        asked = [re.sub(r"^問\d+．", "", head) for head in self.headers]
        return asked[1 + max(at for at, head in enumerate(asked) if head.endswith("所属")) : -1]

    def words_of(self, question: str) -> list[str]:
        """All answers to *question*, "" for none."""
        (at,) = [at for at, head in enumerate(self.headers) if head.endswith(question)]
        return [row[at] for row in self.rows]


def answers_in(path: Path) -> Wave:
    """The answers of one wave of the made-up city."""
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        head, *rows = [[_text(cell) for cell in row] for row in sheet.to_python()]
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
    return Wave(head, rows)


def _record(
    cells: dict[str, list[str]], folded: dict[str, str], layout: RecordLayout
) -> dict[str, Any]:
    record: dict[str, Any] = {key: cells[key][0] for key in layout.texts}
    for key, column in layout.columns.items():
        kind, cell = FIELDS[layout.record][key].kind, cells[key][0]
        if kind == "yen":
            amounts = [
                parse_amount(each, layout.file.zero_marks, column.unit) for each in cells[key]
            ]
            assert None not in amounts, (layout.name, key, cells[key])
            record[key] = sum(amounts)  # type: ignore[arg-type]
        elif kind == "day":
            record[key] = None if fold(cell) in ("", *layout.file.missing) else a_day(cell)
        elif kind == "year":
            record[key] = parse_fiscal_year(cell)
        elif kind == "key":
            record[key] = fold(cell).zfill(column.digits or 0)
        elif kind == "state":
            record[key] = layout.state_words[fold(cell)] if cell else ""
        else:
            record[key] = cell
    if layout.record == "receivables":
        record["claim"] = next(rule.kind for rule in layout.claims.rules if rule.fits(folded))
        record["is_carried"] = record["levy_year"] < record["fiscal_year"]
        if not layout.part.by_levy_year:
            words = layout.part.carried_over if record["is_carried"] else layout.part.current
            assert folded["part"] in words  # the part it says is the part it is
    return record


def a_day(cell: str) -> date:
    """The day written in one of the ways the departments write days."""
    if found := _ERA.fullmatch(cell):
        era, year, month, day = found.groups()
        return date(ERAS[era] + (1 if year == "元" else int(year)), int(month), int(day))
    if re.fullmatch(r"\d{7}", cell):
        return date(ERAS[cell[0]] + int(cell[1:3]), int(cell[3:5]), int(cell[5:]))
    if re.fullmatch(r"\d{8}", cell):
        return datetime.strptime(cell, "%Y%m%d").date()
    return date(*map(int, re.split("[-/]", cell)))


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def deliveries(city: Path, month: str) -> dict[str, Read]:
    """Layout name → what was handed in for *month* (``2026-10``)."""
    paths = [path for path in (city / month).iterdir() if not path.name.startswith("件数")]
    return {layout_of(path).name: read(path) for path in paths}


UNTIL, RESIDENTS, LARGE, MONTHS = "2026-10", 3000, 24_000, 15
RECEIVABLES = [name for name, layout in layouts().items() if layout.record == "receivables"]
Files = dict[str, dict[str, Read]]  # month → layout → what was handed in


def made(folder: Path, residents: int = RESIDENTS, months: int = MONTHS, seed: int = 1) -> Path:
    """A city in *folder*."""
    make_city(folder, Plan(residents, *first_month_of(UNTIL, months), seed))
    return folder


def contents(city: Path) -> dict[str, str]:
    """The name of every file, and a digest of what is in it."""
    return {
        str(path.relative_to(city)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(city.rglob("*"))
        if path.is_file()
    }


def month_folders(city: Path) -> list[str]:
    """The months of a city, oldest first."""
    return sorted(path.name for path in city.iterdir() if path.name[:2] == "20")


def lines_of(delivered: dict[str, Read]) -> list[tuple[str, dict[str, Any]]]:
    """Every claim line of one month, with the layout it was read by."""
    return [
        (name, row) for name in RECEIVABLES if name in delivered for row in delivered[name].rows
    ]


def last_day(month: str) -> date:
    """The as-of day of a month (``2026-10``)."""
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def closes(name: str, fiscal_year: int) -> str:
    """The month at whose end the books of that layout's department and year close."""
    return f"{fiscal_year + 1}-{'03' if layouts()[name].as_of.clock == 'E' else '05'}"
