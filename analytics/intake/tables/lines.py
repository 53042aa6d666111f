"""A CSV, line by line and record by record, in memory that does not grow with the file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from analytics.errors import InputFault, reason
from analytics.intake.breaks import cut_short, unreadable_row
from analytics.intake.decoding import (
    HEAD_BYTES,
    UNREADABLE,
    encoding_of,
    is_blank,
    likely_encoding,
    reads,
)
from analytics.intake.findings import Finding, error, warning
from analytics.intake.head import WITHIN, Row
from analytics.intake.layout.headed import Headed
from analytics.intake.tables.faults import too_wide
from analytics.intake.tables.parts import COLUMNS, Chunk
from analytics.intake.tables.source import Source

LINE_CHARACTERS = 1 << 22  # a thousand cells of four thousand letters; a longer one has no end
CHUNK_CHARACTERS = 1 << 25  # a chunk of long rows ends early


class TooLong(Exception):
    """A line without an end."""


class Records:
    """The records of a CSV, and what was found wrong with its form once they have all been taken."""

    def __init__(self, source: Source, encoding: str, layout: Headed) -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._encoding = encoding
        self._layout = layout
        self._number = 0  # of the last whole record
        self._taken = 0  # characters
        self._last = ""
        self._damaged_rows = 0
        self._first_damaged = 0
        self._last_damaged = 0

    def chunks(self, size: int) -> Iterator[Chunk]:
        """At most *size* rows at a time. Raises `InputFault` when the file cannot be read, or is far too wide."""
        rows: list[list[str]] = []
        try:
            for row in self._rows():
                self._number += 1
                if len(row) > COLUMNS:
                    raise too_wide(self._source.name, len(row), self._number)
                rows.append(row)
                if len(rows) == size or self._taken > CHUNK_CHARACTERS:
                    yield Chunk(self._number - len(rows) + 1, rows)
                    rows, self._taken = [], 0
        except csv.Error as problem:
            self.findings.append(unreadable_row(problem, self._number + 1))
        except TooLong:
            self.findings.append(_endless_line(self._number + 1))
        except (OSError, UnicodeError) as problem:
            raise _lost(self._source, problem) from problem
        if rows:
            yield Chunk(self._number - len(rows) + 1, rows)
        self.findings += self._about_the_whole()

    def _rows(self) -> Iterator[list[str]]:
        encoding = streamed(self._source, self._encoding)
        with self._source.path.open(encoding=encoding, errors="replace", newline="") as file:
            yield from csv.reader(
                self._lines(file), delimiter=self._layout.file.delimiter, strict=True
            )

    def _lines(self, file: io.TextIOBase) -> Iterator[str]:
        """Each line. The reader takes one when it needs it, so damage is in the record after the last whole one."""
        line = ""
        while line := file.readline(LINE_CHARACTERS):
            if len(line) == LINE_CHARACTERS:
                raise TooLong
            if UNREADABLE in line:
                self._note_damage()
            self._taken += len(line)
            self._last = line[-1]
            yield line

    def _note_damage(self) -> None:
        if self._last_damaged != self._number + 1:
            self._last_damaged = self._number + 1
            self._first_damaged = self._first_damaged or self._last_damaged
            self._damaged_rows += 1

    def _about_the_whole(self) -> Iterator[Finding]:
        if self._damaged_rows:
            yield _unreadable(self._damaged_rows, self._first_damaged, self._encoding, self._number)
        if self._layout.file.ends_with_newline and self._last not in "\r\n":
            yield cut_short(max(1, self._number))


def beginning(source: Source, layout: Headed) -> list[Row]:
    """The first rows, in whatever encoding the headers of *layout* are found."""
    head = _head(source)
    encoding = encoding_of(head, layout) or likely_encoding(head, layout, is_whole=False)
    text = head.decode(encoding, errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.file.delimiter)
    rows: list[Row] = []
    with suppress(csv.Error):  # a cell too long: what stands before it is enough
        rows += [Row(number, cells) for number, cells in enumerate(islice(reader, WITHIN), start=1)]
    is_cut = source.size_bytes > len(head) and 1 < len(rows) < WITHIN
    return rows[:-1] if is_cut else rows


def find_encoding(source: Source, layout: Headed) -> str:
    """The encoding of the whole file, judged by its head, or by the first letters that are not ASCII."""
    head = _head(source)
    found = likely_encoding(head, layout, is_whole=False)
    if not head.isascii() or b"\x1b" in head:
        return found
    sample = _first_beyond_ascii(source)
    own = [encoding for encoding in layout.file.encodings if reads(head + sample, encoding, False)]
    return found if reads(sample, found, False) or not own else own[0]


def start_of(source: Source, encoding: str) -> str:
    """The first characters, as many as are read to recognise a file."""
    return _head(source).decode(encoding, errors="replace")


def streamed(source: Source, encoding: str) -> str:
    """The codec by which *source* is read piece by piece: UTF-16 without its mark has to be told its order."""
    if codecs.lookup(encoding).name == "utf-16" and not _head(source, 2).startswith(
        (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        return "utf-16-le"
    return encoding


def _head(source: Source, size: int = HEAD_BYTES) -> bytes:
    try:
        with source.path.open("rb") as file:
            head = file.read(size)
    except OSError as problem:
        raise _lost(source, problem) from problem
    if size == HEAD_BYTES and is_blank(head) and source.size_bytes <= size:
        raise InputFault(
            f"{source.name} は空のファイルです。出力し直したファイルを選んでください。"
        )
    return head


def _first_beyond_ascii(source: Source) -> bytes:
    """The first piece of the file with a byte that is no ASCII, from the line in which it stands; or nothing."""
    with source.path.open("rb") as file:
        while line := file.readline(HEAD_BYTES):
            if not line.isascii():
                return line + file.read(HEAD_BYTES)
    return b""


def _unreadable(rows: int, first: int, encoding: str, of: int) -> Finding:
    """Single letters were damaged, and their rows can be held back; or this is another file than it seems."""
    said = error if 2 * rows > of else warning
    return said(
        "encoding",
        f"文字コード {encoding} で読めない文字のある行が{rows:,}行あります（最初は{first:,}行目）",
        "途中で切れたり壊れたりしていないかを確かめ、元のシステムから出力し直してください",
        first,
    )


def _endless_line(number: int) -> Finding:
    return error(
        "too_long",
        f"{LINE_CHARACTERS:,}字を超えても改行がなく、この行から先を読めません",
        "改行が失われていないかを確かめ、元のシステムから出力し直してください",
        number,
    )


def _lost(source: Source, problem: Exception) -> InputFault:
    return InputFault(
        f"ファイル {source.name} を読む途中で読めなくなりました（{reason(problem)}）。"
        "置き場所とつながりを確かめ、もう一度実行してください。"
    )
