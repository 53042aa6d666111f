"""Where the table of an unknown file is: its encoding, delimiter, sheet and head, judged by the words of the field."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from analytics.errors import InputFault
from analytics.intake.decoding import DELIMITERS, ENCODINGS, HEAD_BYTES, UNREADABLE
from analytics.intake.head import WITHIN
from analytics.intake.headers import columns_called, header_cells, letter, years_in
from analytics.intake.records.grid import Collecting, Grid
from analytics.intake.records.layout import RecordLayout
from analytics.intake.suggesting.words import is_known
from analytics.intake.tables.parts import Sheet
from analytics.intake.tables.reading import beginning, chunks, sheets
from analytics.intake.tables.source import Source
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from analytics.ledger.days import parse_day

DEEPEST = 3  # lines of a head
LEAST_KNOWN = 2  # columns with a word of the field, by which a row is taken for a head
GUIDE = "docs/明細レイアウトの書き方.md"


@dataclass(frozen=True)
class Found:
    """A table and where it stands. The headers of `grid` are what a layout may call its columns, blank for none."""

    source: Source
    encoding: str
    delimiter: str
    sheet: str  # "" of a CSV
    sheet_count: int  # visible ones
    depth: int  # lines of the head
    titles: tuple[str, ...]  # the rows above the head, folded
    grid: Grid


@dataclass(frozen=True)
class _Head:
    score: tuple[int, int, int, int]
    index: int
    depth: int
    cells: list[str]


def find_table(source: Source) -> Found:
    """The table in *source*. Raises `InputFault` when no row of it looks like a head, or it cannot be read."""
    best: tuple[_Head, str, str, str, list[list[str]]] | None = None
    for encoding, delimiter, sheet, rows in _ways(source):
        head = _find_head(rows)
        if head is not None and (best is None or head.score > best[0].score):
            best = head, encoding, delimiter, sheet, rows
    if best is None:
        raise InputFault(
            f"{source.name} に、見出しと分かる行がありません（先頭の{WITHIN}行を見ました）。"
            f"1行目に見出しを書くか、{GUIDE} の例を写してレイアウトを書いてください。"
        )
    head, encoding, delimiter, sheet, rows = best
    titles = tuple(filter(None, (fold("".join(row)) for row in rows[: head.index])))
    names = _names(head.cells)
    grid = _collected(source, encoding, delimiter, sheet, names, head)
    if not grid.count:
        raise InputFault(
            f"{source.name} の見出しの下に、見出しと同じ列数の行がありません。"
            "明細のあるファイルを選んでください。"
        )
    count = len(sheets(source))
    return Found(source, encoding, delimiter, sheet, count, head.depth, titles, grid)


def provisional(encoding: str, delimiter: str) -> RecordLayout:
    """A layout that knows nothing of the columns: enough to take rows out of a file."""
    about = {"record": "meetings", "name": "x", "version": 1, "title": "", "municipality": ""}
    return RecordLayout.model_validate(
        {
            "layout": about,
            "columns": {"held_on": "－"},
            "file": {"encodings": [encoding], "delimiter": delimiter},
        }
    )


def _ways(source: Source) -> Iterable[tuple[str, str, str, list[list[str]]]]:
    """Every encoding and delimiter, or every sheet, with its first rows."""
    if source.kind == "excel":
        for sheet in sheets(source):
            begun = beginning(source, provisional(ENCODINGS[0], ","), sheet)
            yield ENCODINGS[0], ",", sheet, [row.cells for row in begun]
        return
    with source.path.open("rb") as file:
        content = file.read(HEAD_BYTES)
    for encoding in _encodings(content):
        text = content.decode(encoding, errors="replace")
        for delimiter in DELIMITERS:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            first: list[list[str]] = []
            with suppress(csv.Error):
                first += islice(iter(reader), WITHIN)
            yield encoding, delimiter, "", first


def _encodings(content: bytes) -> list[str]:
    """Those that read *content* with the fewest letters lost, likeliest first; one that a mark names alone."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if b"\x1b" in content:
        return ["iso2022_jp"]
    lost = {
        encoding: content.decode(encoding, errors="replace").count(UNREADABLE)
        for encoding in ENCODINGS
    }
    fewest = min(lost.values())
    return [encoding for encoding in ENCODINGS if lost[encoding] <= fewest + len(content) // 1000]


def _find_head(rows: Sequence[list[str]]) -> _Head | None:
    """The lines among *rows* that name most columns, in words of the field, in as few lines as do."""
    best: _Head | None = None
    for index in range(len(rows)):
        for depth in range(1, min(DEEPEST, len(rows) - index) + 1):
            if any(_is_no_head(row) for row in rows[index : index + depth]):
                break
            cells = header_cells([*map(list, rows[index : index + depth])])
            named = [cell for cell in cells if cell.strip()]
            known = sum(map(is_known, set(named)))
            score = (known, len(set(named)), -depth, index)
            if known >= LEAST_KNOWN and (best is None or score > best.score):
                best = _Head(score, index, depth, cells)
    return best


def _is_no_head(row: list[str]) -> bool:
    """Whether a cell is a number or a day, or there are no two cells: data, or a title."""
    if sum(bool(cell.strip()) for cell in row) < LEAST_KNOWN:
        return True
    return any(parse_amount(cell) is not None or parse_day(cell) for cell in row if cell.strip())


def _names(cells: Sequence[str]) -> list[str]:
    """What a layout calls each column: {年度} where its header names the year; blank where several have one name."""
    called = columns_called(cells, max(years_in(cells), default=None))
    names = [cell if cell.strip() else letter(at) for at, cell in enumerate(cells)]
    for name, places in called.items():
        for at in places:
            if "{" in name:
                names[at] = name
    folded = [fold(name) for name in names]
    return ["" if folded.count(one) > 1 else name for name, one in zip(names, folded, strict=True)]


def _collected(
    source: Source, encoding: str, delimiter: str, sheet: str, names: list[str], head: _Head
) -> Grid:
    running = chunks(source, provisional(encoding, delimiter), Sheet(sheet, encoding))
    collecting = Collecting(names)
    below = head.index + head.depth
    for chunk in running:
        skipped = max(0, below - chunk.first + 1)
        collecting.add(chunk.first + skipped, chunk.rows[skipped:])
    return collecting.done()
