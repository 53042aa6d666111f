"""The old container of Office files (CFB): which streams are in it. Enough to tell an .xls from everything else.

Every chain is followed at most as far as the file is long, so a ring of sectors ends.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import InputFault
from analytics.intake.tables.faults import damaged, encrypted

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA  # what is above is no sector: end of a chain, free
_SMALL = 4096  # streams below it lie in the mini stream
WORKBOOK_STREAMS = ("Workbook", "Book")
_OTHERS = {
    "WordDocument": "Wordの文書",
    "PowerPoint Document": "PowerPointの資料",
    "VisioDocument": "Visioの図面",
    "__properties_version1.0": "Outlookのメール",
}


class NoCompound(ValueError):
    """The container is damaged."""


@dataclass(frozen=True)
class _Entry:
    name: str
    start: int
    size: int


class Compound:
    """The streams of a container. Raises `NoCompound` when it is damaged."""

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER or struct.unpack_from("<H", content, 28)[0] != 0xFFFE:
            raise NoCompound
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise NoCompound
        self._content = content
        self._sector = 1 << shift
        self._fat = self._read_fat()
        directory = self._chain(struct.unpack_from("<I", content, 48)[0], self._fat)
        self._entries = {entry.name: entry for entry in _entries(directory)}

    @property
    def names(self) -> set[str]:
        """The names of its streams."""
        return set(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of the stream called *name*."""
        entry = self._entries[name]
        if entry.size >= _SMALL:
            return self._chain(entry.start, self._fat)[: entry.size]
        start, count = struct.unpack_from("<II", self._content, 60)
        mini_fat = _numbers(self._chain(start, self._fat) if count else b"")
        root = self._chain(self._entries["Root Entry"].start, self._fat)
        pieces = [root[64 * at : 64 * at + 64] for at in _followed(entry.start, mini_fat)]
        return b"".join(pieces)[: entry.size]

    def _read_fat(self) -> array[int]:
        listed = [*struct.unpack_from("<109I", self._content, 76)]
        following = struct.unpack_from("<I", self._content, 68)[0]
        for _ in range(len(self._content) // self._sector):
            if following >= _LAST_SECTOR:
                break
            *more, following = _numbers(self._at(following))
            listed += more
        return _numbers(b"".join(self._at(at) for at in listed if at < _LAST_SECTOR))

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        if start >= len(self._content):
            raise NoCompound
        return self._content[start : start + self._sector]

    def _chain(self, start: int, fat: array[int]) -> bytes:
        return b"".join(map(self._at, _followed(start, fat)))


def check_compound(path: Path, name: str) -> None:
    """Raises `InputFault` when the container at *path* is damaged, encrypted or holds no workbook."""
    try:
        names = Compound(path.read_bytes()).names
    except NoCompound as problem:
        raise damaged(name) from problem
    if "EncryptedPackage" in names:
        raise encrypted(name)
    if names.isdisjoint(WORKBOOK_STREAMS):
        found = next((kind for stream, kind in _OTHERS.items() if stream in names), None)
        raise InputFault(
            f"{name} の中身は{found or '別のアプリの文書'}です。CSVかExcelのブックではないので読めません。"
            "元のシステムから、CSVかExcelで出力し直してください。"
        )


def has_macros(path: Path) -> bool:
    """Whether the .xls at *path* carries macros. They are never run."""
    return "_VBA_PROJECT_CUR" in Compound(path.read_bytes()).names


def _numbers(content: bytes) -> array[int]:
    whole = content[: len(content) // 4 * 4]
    return array("I", whole)


def _followed(start: int, fat: array[int]) -> Iterator[int]:
    """The sectors from *start* on. A chain longer than the table is a ring."""
    at = start
    for _ in range(len(fat) + 1):
        if at >= _LAST_SECTOR:
            return
        if at >= len(fat):
            raise NoCompound
        yield at
        at = fat[at]
    raise NoCompound


def _entries(directory: bytes) -> Iterator[_Entry]:
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and 2 <= length <= 64:
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + length - 2].decode("utf-16-le", errors="replace")
            yield _Entry(name, start, size)
