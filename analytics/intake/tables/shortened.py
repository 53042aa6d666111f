"""The first rows of a large workbook as a small one, so that what it is can be told without reading all of it."""

from __future__ import annotations

import io
import zipfile
from xml.parsers import expat

from analytics.intake.tables.faults import damaged
from analytics.intake.tables.markup import sheet_part

_PIECE = 1 << 16


def shortened(archive: zipfile.ZipFile, name: str, index: int, rows: int) -> io.BytesIO:
    """The workbook in *archive*, called *name*, with the first *rows* of the sheet at *index* and no other sheet.

    Raises `InputFault` when it is damaged.
    """
    part = sheet_part(archive, name, index)
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_STORED) as target:
        for entry in archive.infolist():
            if entry.filename == part:
                target.writestr(part, _first_rows(archive, name, part, rows))
            elif not entry.filename.lower().startswith(("xl/worksheets/sheet", "xl/media/")):
                with archive.open(entry) as read, target.open(entry.filename, "w") as written:
                    while piece := read.read(_PIECE):
                        written.write(piece)
    small.seek(0)
    return small


class _Enough(Exception):
    """The row behind the last wanted one begins, at byte `at`."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


def _first_rows(archive: zipfile.ZipFile, name: str, part: str, rows: int) -> bytes:
    """The sheet's XML up to its row *rows*, its open elements closed."""
    parser = expat.ParserCreate()
    opened: list[str] = []
    seen = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal seen
        if tag.rpartition(":")[2] == "row":
            seen += 1
            number = attributes.get("r", "")
            if seen > rows or (number.isdecimal() and int(number[:9]) > rows):
                raise _Enough(parser.CurrentByteIndex)
        opened.append(tag)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: opened.pop()
    content = bytearray()
    try:
        with archive.open(part) as read:
            while piece := read.read(_PIECE):
                content += piece
                parser.Parse(piece)
    except _Enough as enough:
        closing = "".join(f"</{tag}>" for tag in reversed(opened))
        return bytes(content[: enough.at]) + closing.encode(_encoding(content))
    except expat.ExpatError as problem:
        raise damaged(name) from problem
    return bytes(content)


def _encoding(content: bytearray) -> str:
    if content.startswith(b"\xff\xfe"):
        return "utf-16-le"
    return "utf-16-be" if content.startswith(b"\xfe\xff") else "utf-8"
