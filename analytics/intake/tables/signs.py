"""What a file is by the signs at its beginning, whatever its name says: what is no table is told what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, .doc, .ppt, and anything with a password

_EXPORT = "元のシステムから、CSVかExcelで出力し直してください。"
_UNPACK = "展開し、なかのCSVかExcelのファイルを選んでください。"
_SAVE_AS = "Excelで開き「名前を付けて保存」で「Excel ブック（.xlsx）」にしてください。"


@dataclass(frozen=True)
class Foreign:
    """A kind of file that is no table: what people call it, and what to do."""

    name: str
    todo: str


_PDF, _IMAGE = Foreign("PDF", _EXPORT), Foreign("画像", _EXPORT)
_PACKED = Foreign("圧縮ファイル", _UNPACK)
_UTF32 = Foreign(
    "UTF-32の文字", "UTF-8（ExcelならCSV UTF-8）で保存し直してください。"
)  # nothing writes it
_SIGNS: dict[bytes, Foreign] = {
    b"%PDF-": _PDF,
    b"\x89PNG\r\n": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\x00": _IMAGE,
    b"MM\x00*": _IMAGE,
    b"PK\x05\x06": Foreign("空の圧縮ファイル", _EXPORT),
    b"PK\x07\x08": Foreign("分割された圧縮ファイル", _UNPACK),
    b"Rar!\x1a": _PACKED,
    b"7z\xbc\xaf\x27\x1c": _PACKED,
    b"\x1f\x8b": _PACKED,
    b"BZh": _PACKED,
    b"\xfd7zXZ\x00": _PACKED,
    b"MSCF\x00": _PACKED,
    b"{\\rtf": Foreign("リッチテキスト（RTF）", _EXPORT),
    b"MZ\x90\x00": Foreign("プログラム", _EXPORT),
    b"\x7fELF": Foreign("プログラム", _EXPORT),
    b"SQLite format 3\x00": Foreign("データベース（SQLite）", _EXPORT),
    b"\x00\x01\x00\x00Standard": Foreign("データベース（Access）", _EXPORT),
    b"PAR1": Foreign("Parquetのデータ", _EXPORT),
    b"\xff\xfe\x00\x00": _UTF32,
    b"\x00\x00\xfe\xff": _UTF32,
}
_LHA = re.compile(rb"..-l[hz][0-9ds]-", re.DOTALL)
_WRITTEN: list[tuple[re.Pattern[str], Foreign]] = [  # what shows in text, the narrower first
    (
        re.compile(r"<\?xml.*urn:schemas-microsoft-com:office:spreadsheet", re.S),
        Foreign("Excelで開けるXMLの表（XMLスプレッドシート）", _SAVE_AS),
    ),
    (re.compile(r"<\?xml|<!--.*?-->\s*<\w"), Foreign("XML", _EXPORT)),
    (
        re.compile(r"<(!doctype html|html|head|body|table|meta|style)\b"),
        Foreign("Excelで開けるHTMLの表", _SAVE_AS),
    ),
    (re.compile(r"mime-version:"), Foreign("Webページ（MHTML）", _SAVE_AS)),
    (re.compile(r"\{\s*\"[^\"]*\"\s*:|\[\s*[{\[]\s*[\"\d{\[]"), Foreign("JSON", _EXPORT)),
]


def foreign(head: bytes, size: int) -> Foreign | None:
    """What is no table in a file of *size* bytes that begins with *head*, or None where it may be a CSV."""
    for sign, found in _SIGNS.items():
        if head.startswith(sign):
            return found
    if _LHA.match(head):
        return _PACKED
    if head.startswith(b"BM") and int.from_bytes(head[2:6], "little") == size:
        return _IMAGE
    if _is_utf32(head):
        return _UTF32
    text = _as_text(head)
    return next((found for pattern, found in _WRITTEN if pattern.match(text)), None)


def _is_utf32(head: bytes) -> bool:
    """Whether of each four bytes two are always zero, as in no other encoding of text."""
    whole = head[: len(head) // 4 * 4]
    if len(whole) < 16:
        return False
    fours = (whole[0::4] + whole[1::4], whole[2::4] + whole[3::4])
    zeros = [not any(half) for half in fours]
    return any(zeros) and not all(zeros)


def _as_text(head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "latin-1", errors="replace")
    return text.removeprefix("\xef\xbb\xbf").lstrip().lower()
