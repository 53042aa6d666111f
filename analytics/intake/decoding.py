"""A file's bytes → text: which encoding it is in, judged by whether a layout's headers can be read."""

from __future__ import annotations

import csv
import re

from analytics.intake.findings import Finding, error
from analytics.intake.head import WITHIN, find_head, rows_in
from analytics.intake.layout.headed import Headed

HEAD_BYTES = 64 * 1024  # as much as is read to recognise a file
ENOUGH = 0.5  # share of a layout's headers by which a file is taken to be of its kind
LONGEST_LETTER = 4  # bytes
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
LINE_END = re.compile(r"\r\n|\n|\r")  # of Windows, of Linux, of old Macs
# what offices send, likeliest first; "utf-16" without a mark is little-endian
ENCODINGS = ("utf-8-sig", "cp932", "utf-16", "utf-16-be", "euc_jp", "iso2022_jp")

# what may stand between cells, and its name
DELIMITERS = {",": "コンマ", "\t": "タブ", ";": "セミコロン"}


def encoding_of(content: bytes, layout: Headed, delimiter: str = "") -> str | None:
    """The encoding in which at least half of the layout's headers can be read, its own ones tried first.

    *delimiter* is what the layout says unless another is tried.
    """
    own = [*layout.file.encodings]
    for encoding in own + [name for name in ENCODINGS if name not in own]:
        if _share_of_headers(_beginning(content, encoding), layout, delimiter) >= ENOUGH:
            return encoding
    return None


def decode(content: bytes, layout: Headed) -> tuple[str, str, list[Finding]] | Finding:
    """Text, the encoding that read it and the lines it could not read, or the finding that says why there is none."""
    if is_blank(content):
        return error("empty", "ファイルが空です", "出力し直したファイルを選んでください")
    encoding = likely_encoding(content, layout)
    if encoding not in layout.file.encodings:
        return other_encoding(encoding, layout)
    if reads(content, encoding):
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
        for number, line in enumerate(LINE_END.split(text), start=1)
        if UNREADABLE in line
    ]
    return text, encoding, unreadable


def likely_encoding(content: bytes, layout: Headed, *, is_whole: bool = True) -> str:
    """The encoding of *content*: by the layout's headers, whatever stands between them, or else by what reads it.

    Of a file that goes on, *content* is not *is_whole* and may end within a letter.
    """
    tried = (encoding_of(content, layout, delimiter) for delimiter in ("", *DELIMITERS))
    return next(filter(None, tried), None) or _wide(content) or _readable(content, layout, is_whole)


def other_encoding(encoding: str, layout: Headed) -> Finding:
    """The finding that a file is in none of the encodings of its layout."""
    known = "・".join(layout.file.encodings)
    return error(
        "encoding",
        f"文字コードが {encoding} です。レイアウト「{layout.name}」は {known} を読みます",
        f"{known} で保存し直すか、レイアウトの encodings に {encoding} を加えてください",
    )


def _wide(content: bytes) -> str | None:
    """UTF-16, told by its zero bytes, for a file whose headers nobody knows: in cp932 it would seem full of damage."""
    head = content[:HEAD_BYTES]
    big_endian, little_endian = head[::2].count(0), head[1::2].count(0)
    fewer, more = sorted((big_endian, little_endian))
    if more * 16 < len(head) or fewer * 2 > more:  # hardly any, or a block of zeros
        return None
    is_marked = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return "utf-16" if is_marked or little_endian > big_endian else "utf-16-be"


def reads(content: bytes, encoding: str, is_whole: bool = True) -> bool:
    """Whether all of *content* is text in *encoding*; its last letter may be cut off when it is not *is_whole*."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as problem:
        return not is_whole and problem.start > len(content) - LONGEST_LETTER
    return True


def _readable(content: bytes, layout: Headed, is_whole: bool) -> str:
    """The layout's first encoding that reads *content*, for a file whose headers nobody knows."""
    known = layout.file.encodings
    return next((encoding for encoding in known if reads(content, encoding, is_whole)), known[0])


def header_matches(content: bytes, layout: Headed, delimiter: str = "") -> float:
    """The share (0–1) of the layout's headers found in *content*. For recognising which layout a file is for."""
    encoding = encoding_of(content, layout, delimiter)
    if encoding is None:
        return 0.0
    return _share_of_headers(_beginning(content, encoding), layout, delimiter)


def other_delimiter(text: str, layout: Headed) -> str | None:
    """The delimiter by which the layout's headers are found in *text*, when its own finds hardly any."""

    def share(delimiter: str) -> float:
        return _share_of_headers(text[:HEAD_BYTES], layout, delimiter)

    if share(layout.file.delimiter) >= ENOUGH:
        return None
    best = max(DELIMITERS, key=share)
    return best if share(best) >= ENOUGH else None


def is_blank(content: bytes) -> bool:
    """Whether there is nothing in *content* but line ends, blanks and the mark of an encoding."""
    return not content.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe")


def _beginning(content: bytes, encoding: str) -> str:
    """Only the first rows are looked at: a file broken further down is still recognised."""
    return content[:HEAD_BYTES].decode(encoding, errors="replace")


def _share_of_headers(text: str, layout: Headed, delimiter: str) -> float:
    first = "\n".join(text.splitlines()[:WITHIN])
    try:
        rows = [*rows_in(first, delimiter or layout.file.delimiter, strict=False)]
        head = find_head(rows, layout)
    except csv.Error:
        return 0.0
    return len(head.position) / len(layout.headers) if head else 0.0
