"""The rows of a delivered table, whatever it came in: which sheets there are, how they begin, all rows in chunks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analytics.intake.breaks import delimited_otherwise
from analytics.intake.decoding import other_delimiter, other_encoding
from analytics.intake.findings import Finding, error, warning
from analytics.intake.head import WITHIN, Row
from analytics.intake.records.layout import RecordLayout
from analytics.intake.survey.layout import SurveyLayout
from analytics.intake.tables import archive, compound, lines
from analytics.intake.tables.apart import sheet_names, sheet_rows
from analytics.intake.tables.parts import Chunk, Sheet
from analytics.intake.tables.signs import ZIP
from analytics.intake.tables.source import Source
from analytics.intake.text import fold

CHUNK_ROWS = 32_768
Tabled = RecordLayout | SurveyLayout  # layouts of rows in whatever they come


@lru_cache(maxsize=32)
def _sheet_names(source: Source) -> tuple[str, ...]:
    return tuple(sheet_names(source))


@lru_cache(maxsize=32)  # it is asked for with one layout after the other, and is the same for each
def _first_rows(source: Source, sheet: str) -> tuple[Row, ...]:
    rows = [cells for _, read in sheet_rows(source, sheet, WITHIN, WITHIN) for cells in read]
    return tuple(Row(number, cells) for number, cells in enumerate(rows, start=1))


def sheets(source: Source) -> list[str]:
    """The visible sheets of a workbook by name; of a CSV the one without. Raises `InputFault`."""
    return [*_sheet_names(source)] if source.kind == "excel" else [""]


def beginning(source: Source, layout: Tabled, sheet: str = "") -> list[Row]:
    """The first rows of *sheet*, by which a file's layout is recognised. Raises `InputFault`."""
    if source.kind == "excel":
        return [*_first_rows(source, sheet)]
    return lines.beginning(source, layout)


def choose_sheet(source: Source, layout: Tabled) -> tuple[Sheet | None, list[Finding]]:
    """The table that *layout* reads, or None, with what is wrong about its form. Raises `InputFault`."""
    if source.kind == "excel":
        return _sheet_of_workbook(source, layout)
    encoding = lines.find_encoding(source, layout)
    if encoding not in layout.file.encodings:
        return None, [other_encoding(encoding, layout)]
    if other := other_delimiter(lines.start_of(source, encoding), layout):
        return None, [delimited_otherwise(other, layout)]
    return Sheet("", encoding), []


class Chunks(Iterator[Chunk]):
    """The chunks of a table, one after the other. `findings` is whole once the last has been taken."""

    def __init__(self, source: Source, layout: Tabled, sheet: Sheet, size: int) -> None:
        self._records = lines.Records(source, sheet.encoding, layout)
        self._running = (
            (Chunk(first, rows) for first, rows in sheet_rows(source, sheet.name, size))
            if source.kind == "excel"
            else self._records.chunks(size)
        )

    def __next__(self) -> Chunk:
        return next(self._running)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the table's form, as far as it has been read."""
        return self._records.findings


def chunks(source: Source, layout: Tabled, sheet: Sheet, size: int = CHUNK_ROWS) -> Chunks:
    """All rows of *sheet*, at most *size* at a time. Raises `InputFault` while it is read."""
    return Chunks(source, layout, sheet, size)


def _sheet_of_workbook(source: Source, layout: Tabled) -> tuple[Sheet | None, list[Finding]]:
    with source.path.open("rb") as file:
        is_zip = file.read(len(ZIP)) == ZIP
    container = archive if is_zip else compound
    findings = [_macros_ignored()] if container.has_macros(source.path) else []
    visible = sheets(source)
    wanted = layout.file.sheet
    fitting = [name for name in visible if re.search(wanted, name) or re.search(wanted, fold(name))]
    if len(fitting) > 1:  # old workbooks come with two blank sheets behind the first
        fitting = [name for name in fitting if _first_rows(source, name)] or fitting
    if len(fitting) != 1:
        return None, [*findings, _no_one_sheet(visible, fitting, layout)]
    return Sheet(fitting[0], "xlsx" if is_zip else "xls"), findings


def _macros_ignored() -> Finding:
    return warning(
        "macros",
        "ブックにマクロがあります。マクロは動かさず、保存されている値だけを読みます",
        "マクロで作られる値があるなら、Excelで開いて動かし、保存し直してください",
    )


def _no_one_sheet(visible: list[str], fitting: list[str], layout: Tabled) -> Finding:
    """None fits, or several: which ones there are, and what to do."""
    if not visible:
        return error(
            "sheet",
            "ブックに、見えるシートがありません",
            "要るシートを再表示して保存し直してください",
        )
    listed = "、".join(f"「{name}」" for name in fitting or visible)
    found = f"合うシートが{len(fitting)}つあり" if fitting else "合うシートがなく"
    return error(
        "sheet",
        f"レイアウト「{layout.name}」に{found}、どのシートか決められません（{listed}）",
        '要らないシートを除くか、レイアウトの [file] に sheet = "シートの名前" と書いてください',
    )
