"""A sheet's XML, looked through before it is read: how far it reaches, and its cells with errors.

Calamine makes room for the whole rectangle between the first cell and the last, so two cells at the far corners would
take all memory; and it gives an error such as #N/A as a blank, so that a missing amount would pass for none.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from analytics.intake.tables.archive import WORKBOOK
from analytics.intake.tables.extent import Extent
from analytics.intake.tables.faults import damaged, unusual
from analytics.intake.tables.strings import shared_lengths

_PLACE = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")
_ROWS, _COLUMNS = 1_048_576, 16_384  # of any sheet
LETTERS = 1 << 28  # in all shared strings of a sheet: twelve million cells of twenty
_LIST_BYTES = 16 << 20  # of the list of sheets


def look_through(archive: zipfile.ZipFile, name: str, index: int) -> Extent:
    """How far the sheet at *index* of the workbook called *name* reaches.

    It is read once, a piece at a time, and once more where long words recur. Raises `InputFault` when it is damaged,
    defines entities of its own, or is larger than `Extent` allows.
    """
    part = sheet_part(archive, name, index)
    with _well_formed(name):
        look = _Look(name)
        look.through(archive, part)
        look.extent.check_filling()
        if look.shared_cells:
            lengths = shared_lengths(archive)
            if look.shared_cells * max(lengths, default=0) > LETTERS:
                _Look(name, lengths).through(archive, part)  # once more: what they come to in all
    return look.extent


class _Look:
    """What has been seen of one sheet so far."""

    def __init__(self, name: str, lengths: Sequence[int] = ()) -> None:
        self._name = name
        self._lengths = lengths  # of the shared strings, where they are to be added up
        self._letters = 0
        self.shared_cells = 0
        self.extent = Extent(name)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        self._kinds: dict[str, str] = {}  # tag → what it is without its prefix
        self._columns: dict[str, int] = {}  # letters → index
        self._row, self._row_text, self._column = -1, "", -1
        self._filled: list[int] = []  # columns of the cells of this row
        self._type: str | None = None  # of this cell: e error, s shared string
        self._words: list[str] = []

    def through(self, archive: zipfile.ZipFile, part: str) -> None:
        """Look at all of *part*, a piece at a time."""
        with archive.open(part) as file:
            while content := file.read(1 << 18):
                self.parser.Parse(content)
        self.parser.Parse(b"", True)
        self._flush()

    def _refuse(self, *_: object) -> NoReturn:
        raise unusual(self._name, "シートのXMLに、文字を何倍にもふくらませる定義があります")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = self._kinds.get(tag) or self._kind(tag)
        if kind == "c":
            self._type = attributes.get("t")
            self._move(attributes)
        elif kind == "v" or kind == "is":  # a cell without either is blank
            self._filled.append(self._column)
            if self._type == "s":
                self.shared_cells += 1
            if self._type == "e" or (self._type == "s" and self._lengths):
                self._listen()
        elif kind == "row":
            self._to_row(attributes.get("r"))

    def _kind(self, tag: str) -> str:
        kind = self._kinds[tag] = tag.rpartition(":")[2]
        return kind

    def _to_row(self, number: str | None) -> None:
        """To the row *number*, or to the next one. The cells of the row before are counted."""
        self._flush()
        self._row_text = number or ""
        self._row = self._number(number) - 1 if number else self._row + 1
        self._column = -1

    def _flush(self) -> None:
        """Count the filled cells of a row."""
        if self._filled:
            self.extent.add(self._row, self._filled)
            self._filled.clear()

    def _move(self, attributes: dict[str, str]) -> None:
        """To the cell whose place (``AB12``) is among *attributes*, or to the next one."""
        place = attributes.get("r")
        if place is None:
            self._column += 1
            return
        if self._row_text and place.endswith(self._row_text):
            column = self._columns.get(place[: -len(self._row_text)])
            if column is not None:
                self._column = column
                return
        found = _PLACE.fullmatch(place)
        if found is None:
            raise damaged(self._name)
        column = self._columns[found[1]] = _index(found[1])
        if found[2] != self._row_text:  # as nobody writes it, and calamine reads it
            self._to_row(found[2])
        self._column = column
        if column >= _COLUMNS:
            raise damaged(self._name)

    def _number(self, text: str) -> int:
        row = int(text) if text.isdecimal() and len(text) < 9 else 0
        if not 1 <= row <= _ROWS:
            raise damaged(self._name)
        return row

    def _listen(self) -> None:
        self._words.clear()
        self.parser.CharacterDataHandler = self._words.append
        self.parser.EndElementHandler = self._heard

    def _heard(self, _tag: str) -> None:
        self.parser.CharacterDataHandler = None
        self.parser.EndElementHandler = None
        word = "".join(self._words).strip()
        if self._type == "e":
            self.extent.add_error(self._row, self._column, word)
            return
        known = word.isdecimal() and len(word) < 12 and int(word) < len(self._lengths)
        self._letters += self._lengths[int(word)] if known else 0
        if self._letters > LETTERS:
            raise unusual(self._name, f"同じ長い文章が何度も入り、{LETTERS:,}字を超えます")


def _index(letters: str) -> int:
    """Column A is 0."""
    index = 0
    for sign in letters.upper():
        index = index * 26 + ord(sign) - ord("A") + 1
    return index - 1


def sheet_part(archive: zipfile.ZipFile, name: str, index: int) -> str:
    """The archive's entry with the sheet at *index*, as the workbook's own lists say."""
    entries = {entry.lower(): entry for entry in archive.namelist()}

    def listed(part: str) -> Iterator[ElementTree.Element]:
        entry = entries.get(part)
        if entry is None or archive.getinfo(entry).file_size > _LIST_BYTES:
            raise damaged(name)
        return ElementTree.fromstring(archive.read(entry)).iter()

    targets = {
        element.get("Id"): element.get("Target", "")
        for element in listed("xl/_rels/workbook.xml.rels")
        if element.tag.endswith("}Relationship")
    }
    sheets = [element for element in listed(WORKBOOK) if element.tag.endswith("}sheet")]
    if index >= len(sheets):
        raise damaged(name)
    ids = [value for key, value in sheets[index].items() if key.endswith("relationships}id")]
    target = targets.get(ids[0] if ids else None, "")
    part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
    entry = entries.get(posixpath.normpath(part).lower())
    if entry is None:
        raise damaged(name)
    return entry


@contextmanager
def _well_formed(name: str) -> Iterator[None]:
    try:
        yield
    except (expat.ExpatError, ElementTree.ParseError, UnicodeError) as problem:
        raise damaged(name) from problem
