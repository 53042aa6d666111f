"""A file's bytes → rows of text cells that remember their line, and the columns a layout asks for."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.findings import Finding, error, warning
from analytics.intake.layout import Layout
from analytics.intake.text import fold, nearest

HEADER_WITHIN = (
    30  # a settlement table has a title and a unit line above its head, never more than this
)
HEAD_BYTES = 64 * 1024
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
ENCODINGS = (
    "utf-8-sig",
    "cp932",
    "utf-16",
    "euc_jp",
    "iso2022_jp",
)  # what offices send, likeliest first


@dataclass(frozen=True)
class Row:
    """The cells of one record and its number from 1, as a spreadsheet counts (a cell may hold line breaks)."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """The detail rows below the head, and where each header of the layout stands."""

    rows: list[Row]
    position: dict[str, int]  # header → index of its column
    width: int
    encoding: str
    is_whole: bool  # False when it was found to end too early
    above: list[str]  # the lines above the head, each as one word: the table's title, its unit


def encoding_of(content: bytes, layout: Layout) -> str | None:
    """The encoding in which at least half of the layout's headers can be read, its own ones tried first."""
    own = [*layout.file.encodings]
    for encoding in own + [name for name in ENCODINGS if name not in own]:
        if _share_of_headers(content, encoding, layout) >= 0.5:
            return encoding
    return None


def decode(content: bytes, layout: Layout) -> tuple[str, str, list[Finding]] | Finding:
    """Text, the encoding that read it and the lines it could not read, or the finding that says why there is none."""
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        return error("empty", "ファイルが空です", "出力し直したファイルを選んでください")
    encoding = encoding_of(content, layout) or _readable(content, layout)
    known = "・".join(layout.file.encodings)
    if encoding not in layout.file.encodings:
        return error(
            "encoding",
            f"文字コードが {encoding} です。レイアウト「{layout.name}」は {known} を読みます",
            f"{known} で保存し直すか、レイアウトの encodings に {encoding} を加えてください",
        )
    if _reads(content, encoding):
        return content.decode(encoding), encoding, []
    text = content.decode(
        encoding, errors="replace"
    )  # the rest is read too, for what else is wrong
    unreadable = [
        error(
            "encoding",
            f"文字コード {encoding} で読めない文字があります",
            "途中で切れたり壊れたりしていないかを確かめ、元のシステムから出力し直してください",
            number,
        )
        for number, line in enumerate(text.split("\n"), start=1)
        if UNREADABLE in line
    ]
    return text, encoding, unreadable


def _reads(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _readable(content: bytes, layout: Layout) -> str:
    """The layout's first encoding that reads *content*, for a file whose headers nobody knows."""
    known = layout.file.encodings
    return next((encoding for encoding in known if _reads(content, encoding)), known[0])


def read_sheet(content: bytes, layout: Layout) -> tuple[Sheet | None, list[Finding]]:
    """The sheet in *content* as *layout* sees it, with everything wrong about its form.

    The sheet is None when there is no head to go by. A missing column leaves the rest readable, so that one run
    reports every problem.
    """
    decoded = decode(content, layout)
    if isinstance(decoded, Finding):
        return None, [decoded]
    text, encoding, findings = decoded
    if layout.file.ends_with_newline and not text.endswith("\n"):
        findings.append(
            error(
                "truncated",
                "最後の行が改行で終わっていません。ファイルが途中で切れています",
                "元のシステムから出力し直してください",
                row=text.count("\n") + 1,
            )
        )
    rows: list[Row] = []
    try:
        rows.extend(_rows(text, layout.file.delimiter))
    except csv.Error:
        findings.append(
            error(
                "quotes",
                '引用符（"）の対応がおかしく、この行から先の区切りを読めません',
                "引用符が開いたままでないかを確かめ、元のシステムから出力し直してください",
                rows[-1].number + 1 if rows else 1,
            )
        )
    is_whole = not any(finding.code in ("truncated", "quotes") for finding in findings)
    head, position, about_head = _find_head(rows, layout)
    findings += about_head
    if head is None:
        return None, findings
    below = rows[head + layout.file.header_rows :]
    details = [row for row in below if any(cell.strip() for cell in row.cells)]
    if not details:
        findings.append(
            error("empty", "見出しの下に行がありません", "明細のあるファイルを選んでください")
        )
    width = len(_head_cells(rows, head, layout))
    above = [fold("".join(row.cells)) for row in rows[:head]]
    return Sheet(details, position, width, encoding, is_whole and bool(details), above), findings


def header_matches(content: bytes, layout: Layout) -> float:
    """The share (0–1) of the layout's headers found in *content*. For recognising which layout a file is for."""
    encoding = encoding_of(content, layout)
    return _share_of_headers(content, encoding, layout) if encoding else 0.0


def _share_of_headers(content: bytes, encoding: str, layout: Layout) -> float:
    """Read only the head: a file broken further down is still recognised."""
    text = content[:HEAD_BYTES].decode(encoding, errors="replace")
    head = "\n".join(text.splitlines()[:HEADER_WITHIN])
    try:
        rows = list(_rows(head, layout.file.delimiter, strict=False))
    except csv.Error:
        return 0.0
    wanted = {fold(header) for header in layout.headers}
    found = max(
        (len(wanted & _folded_head(rows, at, layout)) for at in range(len(rows))), default=0
    )
    return found / len(wanted)


def _rows(text: str, delimiter: str, *, strict: bool = True) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    for number, cells in enumerate(reader, start=1):
        yield Row(number, cells)


def _head_cells(rows: list[Row], at: int, layout: Layout) -> list[str]:
    """The headers of a head that begins at *at*: the lines of each column read downwards as one word.

    A cell merged over several columns reaches the file as one word and blanks; it holds for those to its right that
    have a word anywhere below.
    """
    lines = [row.cells for row in rows[at : at + layout.file.header_rows]]
    width = max(map(len, lines))
    grid = [line + [""] * (width - len(line)) for line in lines]
    for level, upper in enumerate(grid):
        for column in range(1, width):
            has_below = any(lower[column].strip() for lower in grid[level + 1 :])
            if has_below and not upper[column].strip():
                upper[column] = upper[column - 1]
    return ["".join(words) for words in zip(*grid, strict=True)]


def _folded_head(rows: list[Row], at: int, layout: Layout) -> set[str]:
    return {fold(cell) for cell in _head_cells(rows, at, layout)}


def _find_head(rows: list[Row], layout: Layout) -> tuple[int | None, dict[str, int], list[Finding]]:
    wanted = {fold(header): header for header in layout.headers}
    candidates = range(min(HEADER_WITHIN, len(rows)))
    best = max(
        candidates,
        key=lambda index: len(wanted.keys() & _folded_head(rows, index, layout)),
        default=None,
    )
    head = _head_cells(rows, best, layout) if best is not None else []
    present = [fold(cell) for cell in head]
    if best is None or not wanted.keys() & set(present):
        return (
            None,
            {},
            [
                error(
                    "header",
                    f"レイアウト「{layout.name}」の見出しの行が見つかりません",
                    "別の自治体や別の様式のファイルでないか確かめ、必要なら新しいレイアウトを用意してください",
                )
            ],
        )
    number = rows[best].number
    unknown = [
        cell
        for cell in head
        if cell.strip() and fold(cell) not in wanted and fold(cell) not in map(fold, layout.ignored)
    ]
    findings = []
    for key, header in wanted.items():
        if key not in present:
            near = nearest(header, unknown)
            findings.append(
                error(
                    "missing_column",
                    f"見出し「{header}」がありません"
                    + (f"。近い見出しは「{near}」です" if near else ""),
                    "ファイルの見出しを戻すか、レイアウトの header を新しい名前に直してください",
                    number,
                    header,
                )
            )
        elif present.count(key) > 1:
            findings.append(
                error(
                    "double_column",
                    f"見出し「{header}」が2つ以上あります",
                    "どちらの列かが決まるように見出しを分けてください。2段の見出しならレイアウトの header_rows を 2 に",
                    number,
                    header,
                )
            )
    findings += [
        warning(
            "unknown_column",
            f"知らない見出し「{cell}」があります。この列は読みません"
            + (f"（近い見出しは「{near}」）" if (near := nearest(cell, wanted.values())) else ""),
            "要る列ならレイアウトに加え、要らない列なら ignored に書いてください",
            number,
            cell,
        )
        for cell in unknown
    ]
    return best, {wanted[key]: present.index(key) for key in wanted if key in present}, findings
