"""A workbook, read in this process by calamine. Only `apart` starts it, in a process that may end without harm."""

from __future__ import annotations

import contextlib
import io
import itertools
import marshal
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from analytics.errors import InputFault
from analytics.intake.tables import biff, markup
from analytics.intake.tables.archive import BROKEN
from analytics.intake.tables.celltext import texts
from analytics.intake.tables.extent import Extent
from analytics.intake.tables.faults import damaged, encrypted, stopped
from analytics.intake.tables.shortened import shortened

MEMORY_BYTES = 4 << 30  # three times what the largest sheet takes that `extent` lets through
Message = tuple[Any, ...]


def main() -> None:
    """Answer questions until there are no more: framed messages, the last of an answer ``end`` or ``fault``."""
    _limit_memory()
    questions, out = sys.stdin.buffer, sys.stdout.buffer
    while len(length := questions.read(8)) == 8:
        path, name, question, *rest = marshal.loads(questions.read(*struct.unpack("<Q", length)))
        for message in _answered(path, name, question, rest):
            frame = marshal.dumps(message)
            out.write(struct.pack("<Q", len(frame)) + frame)
        out.flush()


def _answered(path: str, name: str, question: str, rest: list[str]) -> Iterator[Message]:
    try:
        if question == "sheets":
            yield "sheets", [sheet for _, sheet in _visible(_opened(path, name))]
        else:
            sheet, size, most = rest
            yield from _rows(path, name, sheet, int(size), int(most))
        yield ("end",)
    except InputFault as fault:
        yield "fault", str(fault)
    except MemoryError:
        yield "fault", str(stopped(name))
    except (CalamineError, OSError, ValueError, *BROKEN):
        yield "fault", str(damaged(name))
    except BaseException as problem:  # a panic of calamine's Rust is no Exception
        if type(problem).__name__ != "PanicException":
            raise
        yield "fault", str(damaged(name))


def _opened(path: str, name: str) -> CalamineWorkbook:
    try:
        return load_workbook(path)
    except PasswordError as problem:
        raise encrypted(name) from problem


def _visible(workbook: CalamineWorkbook) -> list[tuple[int, str]]:
    """Index and name of each sheet that people see: no hidden ones, no charts, no macros."""
    return [
        (index, sheet.name)
        for index, sheet in enumerate(workbook.sheets_metadata)
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]


def _rows(path: str, name: str, sheet: str, size: int, most: int) -> Iterator[Message]:
    """The rows of *sheet*, at most *most*, in messages of *size*: number of the first, cells as text."""
    workbook = _opened(path, name)
    index = next((at for at, word in _visible(workbook) if word == sheet), None)
    if index is None:
        raise InputFault(
            f"{name} にシート「{sheet}」がありません。シートの名前を確かめてください。"
        )
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if most < sys.maxsize:
                workbook, extent = _small(shortened(archive, name, index, most), name, index)
            else:
                extent = markup.look_through(archive, name, index)
    else:
        extent = biff.look_through(Path(path).read_bytes(), name, index)
    read = workbook.get_sheet_by_index(index)
    yield from _chunked(itertools.islice(_lines(read, extent), most), size)


def _small(content: io.BytesIO, name: str, index: int) -> tuple[CalamineWorkbook, Extent]:
    with zipfile.ZipFile(content) as archive:
        extent = markup.look_through(archive, name, index)
    content.seek(0)
    return load_workbook(content), extent


def _lines(read: CalamineSheet, extent: Extent) -> Iterator[list[str]]:
    """Each row from the sheet's first on, blank ones in front too, from column A on."""
    if read.start is None:
        if extent.filled:  # in UTF-16, which calamine passes over
            raise damaged(extent.name)
        return
    left = [""] * read.start[1]
    for number, cells in enumerate(read.iter_rows()):
        line = left + texts(cells)
        for column, word in extent.errors.get(number, {}).items():
            line[column] = word  # calamine leaves it blank
        yield line


def _chunked(lines: Iterator[list[str]], size: int) -> Iterator[Message]:
    first = 1
    while rows := list(itertools.islice(lines, size)):
        yield "rows", first, rows
        first += len(rows)


def _limit_memory() -> None:
    """Where the system can: then a hostile workbook ends this process alone, and early."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
