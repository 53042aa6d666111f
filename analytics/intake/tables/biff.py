"""The records of an old workbook (.xls), looked through before it is read, as `markup` does with a new one."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from analytics.intake.tables.compound import WORKBOOK_STREAMS, Compound
from analytics.intake.tables.extent import Extent
from analytics.intake.tables.faults import damaged

_SHEET, _END, _FORMULA, _BOOL_OR_ERROR = 0x0085, 0x000A, 0x0006, 0x0205
_SEVERAL = (0x00BD,)  # numbers side by side
_CELLS = (_FORMULA, _BOOL_OR_ERROR, 0x0203, 0x0204, 0x027E, 0x00FD, *_SEVERAL)
_WORDS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def look_through(content: bytes, name: str, index: int) -> Extent:
    """How far the sheet at *index* of the .xls in *content*, called *name*, reaches.

    Raises `InputFault` when it is damaged or larger than `Extent` allows.
    """
    try:
        return _looked_through(content, name, index)
    except (ValueError, KeyError, struct.error, IndexError) as problem:
        raise damaged(name) from problem


def _looked_through(content: bytes, name: str, index: int) -> Extent:
    compound = Compound(content)
    stream = compound.stream(next(each for each in WORKBOOK_STREAMS if each in compound.names))
    starts = [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, _ in _records(stream, 0)
        if kind == _SHEET
    ]
    extent = Extent(name)
    for kind, at, length in _records(stream, starts[index]):
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", stream, at)
        last = struct.unpack_from("<H", stream, at + length - 2)[0] if kind in _SEVERAL else column
        extent.add(row, range(column, max(column, last) + 1))
        if (word := _error(kind, stream[at : at + length])) is not None:
            extent.add_error(row, column, word)
    extent.check_filling()
    return extent


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and length of each record up to the end of its part."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, length
        if kind == _END:
            return
        at += 4 + length


def _error(kind: int, record: bytes) -> str | None:
    """The word of the error in *record*, or None where it holds a value."""
    if kind == _BOOL_OR_ERROR and record[7]:
        return _WORDS.get(record[6], "#ERROR!")
    if kind == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
        return _WORDS.get(record[8], "#ERROR!")
    return None
