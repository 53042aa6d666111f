"""Workbooks made by hand, down to the bytes: the ones that no program writes are the ones to be safe from."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import InputFault
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.parts import Sheet
from analytics.intake.tables.reading import Chunks, choose_sheet, chunks
from analytics.intake.tables.source import open_source

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>'
    '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
HEAD = ["宛名番号", "氏名"]
ALL_ENCODINGS = ["utf-8-sig", "cp932", "utf-16", "euc_jp", "iso2022_jp"]


def layout(**file: Any) -> RecordLayout:
    """A layout of persons with *file* as its `[file]`."""
    return RecordLayout.model_validate(
        {
            "layout": {
                "name": "persons",
                "version": 1,
                "title": "債務者",
                "municipality": "架空市",
                "record": "persons",
            },
            "departments": {"fixed": {"code": "1", "name": "納税課"}},
            "columns": {"debtor_key": HEAD[0], "name": HEAD[1]},
            "file": {"encodings": ALL_ENCODINGS, **file},
        }
    )


def read(path: Path, form: RecordLayout, size: int = 32_768) -> tuple[list[list[str]], Chunks]:
    """Every row of the one table in *path*, and what ends with its findings."""
    source = open_source(path)
    sheet, findings = choose_sheet(source, form)
    assert sheet is not None, findings
    running = chunks(source, form, sheet, size)
    rows: list[list[str]] = []
    for chunk in running:
        assert chunk.first == len(rows) + 1
        assert 0 < len(chunk.rows) <= size
        rows += chunk.rows
    return rows, running


def refused(path: Path) -> str:
    """The sentence with which the table in *path* is refused."""
    source = open_source(path)
    with pytest.raises(InputFault) as caught:
        [*chunks(source, layout(), any_sheet())]
    return str(caught.value)


def any_sheet(name: str = "表") -> Sheet:
    return Sheet(name, "xlsx")


def xlsx(path: Path, rows: str, *, before: str = "", **parts: str) -> Path:
    """A workbook at *path* whose only sheet has *rows* as its XML; further *parts* are named below ``xl/``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _PARTS.items():
            archive.writestr(name, content)
        sheet = f'{before}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(f"xl/{name}.xml", content.replace("MAIN", _MAIN))
    return path


def row(number: int, **cells: str) -> str:
    """A row of an xlsx sheet: column letters and the numbers in them."""
    inner = "".join(f'<c r="{at}{number}"><v>{value}</v></c>' for at, value in cells.items())
    return f'<row r="{number}">{inner}</row>'


def compound(**streams: bytes) -> bytes:
    """A container of Office's old kind with these *streams*."""
    sector, end, free = 512, 0xFFFFFFFE, 0xFFFFFFFF
    fat = [0xFFFFFFFD, end]  # of the table of sectors, of the directory
    entries = [_entry("Root Entry", 5, end, 0)]
    body = b""
    for name, content in streams.items():
        padded = content.ljust(max(4096, -len(content) // sector * -sector), b"\0")
        start, count = len(fat), len(padded) // sector
        fat += [*range(start + 1, start + count), end]
        entries.append(_entry(name, 2, start, len(padded)))
        body += padded
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    return header + table + b"".join(entries).ljust(sector, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    ties = struct.pack("<III", *[0xFFFFFFFF] * 3)
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + ties
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of an .xls."""
    return struct.pack("<HH", kind, len(content)) + content


def xls(
    *cells: bytes,
    before: bytes = b"",
    dimensions: tuple[int, int] = (10, 10),
    more: dict[str, bytes] | None = None,
) -> bytes:
    """An .xls with one sheet 表 of these *cells*; `xf` 1 is a day."""
    start = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + before
    formats = b"".join(
        record(0x00E0, struct.pack("<HH16x", 0, number_format)) for number_format in (0, 14)
    )
    name = "表".encode("utf-16-le")
    bound = struct.pack("<BBBB", 0, 0, 1, 1) + name
    position = len(start) + len(formats) + 4 + 4 + len(bound) + 4
    sheet_bof = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    used = record(0x0200, struct.pack("<IIHHH", 0, dimensions[0], 0, dimensions[1], 0))
    book = start + formats + record(0x0085, struct.pack("<I", position) + bound) + record(0x000A)
    stream = book + sheet_bof + used + b"".join(cells) + record(0x000A)
    return compound(Workbook=stream, **(more or {}))


def number(at: tuple[int, int], value: float, xf: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", *at, xf, value))


def label(at: tuple[int, int], text: str) -> bytes:
    content = struct.pack("<HHHHB", *at, 0, len(text), 1) + text.encode("utf-16-le")
    return record(0x0204, content)


def bool_or_error(at: tuple[int, int], value: int, *, is_error: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", *at, 0, value, is_error))


def formula_error(at: tuple[int, int], code: int) -> bytes:
    value = bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])
    return record(0x0006, struct.pack("<HHH", *at, 0) + value + bytes(8))
