"""A file's bytes → the sheet that a layout sees in them: its rows of text cells, and where each header stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from analytics.intake.findings import Finding, error
from analytics.intake.head import WITHIN, Row, check_head, find_head, rows_in
from analytics.intake.layout import Layout
from analytics.intake.text import fold

HEAD_BYTES = 64 * 1024  # as much as is read to recognise a file
ENOUGH = 0.5  # share of a layout's headers by which a file is taken to be of its kind
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
# what offices send, likeliest first
ENCODINGS = ("utf-8-sig", "cp932", "utf-16", "euc_jp", "iso2022_jp")


@dataclass(frozen=True)
class Sheet:
    """The detail rows below the head, and where each header of the layout stands."""

    rows: list[Row]
    position: dict[str, int]  # header of the layout → index of its column
    width: int
    encoding: str
    is_whole: bool  # False when it was found to end too early
    above: list[str]  # the lines above the head, each as one word: the table's title, its unit


def encoding_of(content: bytes, layout: Layout) -> str | None:
    """The encoding in which at least half of the layout's headers can be read, its own ones tried first."""
    own = [*layout.file.encodings]
    for encoding in own + [name for name in ENCODINGS if name not in own]:
        if _share_of_headers(content, encoding, layout) >= ENOUGH:
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
    # the rest is read too, for what else is wrong
    text = content.decode(encoding, errors="replace")
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
    rows, cut_short = _whole_rows(text, layout)
    findings += cut_short
    head = find_head(rows, layout)
    if head is None:
        findings.append(
            error(
                "header",
                f"レイアウト「{layout.name}」の見出しの行が見つかりません",
                "別の自治体や別の様式のファイルでないか確かめ、必要なら新しいレイアウトを用意してください",
            )
        )
        return None, findings
    findings += check_head(head, layout)
    below = rows[head.index + layout.file.header_rows :]
    details = [row for row in below if any(cell.strip() for cell in row.cells)]
    if not details:
        findings.append(
            error("empty", "見出しの下に行がありません", "明細のあるファイルを選んでください")
        )
    is_whole = bool(details) and not cut_short
    above = [fold("".join(row.cells)) for row in rows[: head.index]]
    return Sheet(details, head.position, len(head.cells), encoding, is_whole, above), findings


def _whole_rows(text: str, layout: Layout) -> tuple[list[Row], list[Finding]]:
    """The rows that can be told apart, and what shows that the file ends or breaks too early."""
    findings = []
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
        rows.extend(rows_in(text, layout.file.delimiter))
    except csv.Error:
        findings.append(
            error(
                "quotes",
                '引用符（"）の対応がおかしく、この行から先の区切りを読めません',
                "引用符が開いたままでないかを確かめ、元のシステムから出力し直してください",
                rows[-1].number + 1 if rows else 1,
            )
        )
    return rows, findings


def header_matches(content: bytes, layout: Layout) -> float:
    """The share (0–1) of the layout's headers found in *content*. For recognising which layout a file is for."""
    encoding = encoding_of(content, layout)
    return _share_of_headers(content, encoding, layout) if encoding else 0.0


def _share_of_headers(content: bytes, encoding: str, layout: Layout) -> float:
    """Read only the first rows: a file broken further down is still recognised."""
    text = content[:HEAD_BYTES].decode(encoding, errors="replace")
    first = "\n".join(text.splitlines()[:WITHIN])
    try:
        head = find_head(list(rows_in(first, layout.file.delimiter, strict=False)), layout)
    except csv.Error:
        return 0.0
    return len(head.position) / len(layout.headers) if head else 0.0
