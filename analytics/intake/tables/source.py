"""A delivered file, looked at before anything of it is read: that it is a file, not too large, and what it holds."""

from __future__ import annotations

import hashlib
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from analytics.errors import InputFault, reason
from analytics.intake.decoding import HEAD_BYTES, UNREADABLE, is_blank
from analytics.intake.tables.archive import check_archive
from analytics.intake.tables.compound import check_compound
from analytics.intake.tables.signs import COMPOUND, ZIP, foreign
from analytics.intake.text import is_utf8, shown_name

Kind = Literal["csv", "excel"]

MIB = 1 << 20
# A million rows of 24 columns are 200 MiB of CSV, and 80 MiB as a workbook. What is larger is no monthly delivery.
LIMIT_BYTES: dict[Kind, int] = {"csv": 1024 * MIB, "excel": 200 * MIB}


@dataclass(frozen=True)
class Source:
    """A delivered file: where it is, what it is called, how large, its hash, and what kind it is by its content."""

    path: Path
    name: str
    size_bytes: int
    sha256: str
    kind: Kind


def open_source(path: Path) -> Source:
    """Look at the file at *path*. Memory stays flat however large it is.

    Raises `InputFault` when it is missing, no file, not to be opened, oddly named, empty, too large, encrypted,
    damaged, made to burst, or neither a CSV nor an Excel workbook.
    """
    name, shown = _checked_name(path), shown_name(path)
    try:
        size = _size(path, shown)
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        kind = _kind(path, name, size, head)
        return Source(path, name, size, _sha256(path), kind)
    except (OSError, ValueError) as problem:  # ValueError: a path with NUL
        raise InputFault(
            f"ファイル {shown} を開けません（{reason(problem)}）。"
            "権限や、ほかで開いていないかを確かめてください。"
        ) from problem


def _checked_name(path: Path) -> str:
    """The name of *path*, when it can be shown, kept and written as it is."""
    name = path.name
    if not is_utf8(name) and not path.exists():
        raise _missing(shown_name(path))
    if not is_utf8(name):
        raise InputFault(
            f"ファイル {shown_name(name)} の名前の文字コードがUTF-8ではありません。"
            "名前を付け直してから、もう一度実行してください。"
        )
    return checked_name(name)


def checked_name(name: str) -> str:
    """*name*, when a file may be called that. Raises `InputFault` for one with signs of a place, or unseen ones."""
    strange = [sign for sign in name if sign in "/\\:" or unicodedata.category(sign) in _UNSEEN]
    if strange or name in ("", ".", ".."):
        shown = "".join(UNREADABLE if sign in strange else sign for sign in name)
        raise InputFault(
            f"ファイルの名前「{shown}」は使えません。場所を表す記号や、目に見えない文字が入っています。"
            "名前を付け直してから、もう一度実行してください。"
        )
    return name


_UNSEEN = ("Cc", "Cf", "Zl", "Zp")  # controls, turned directions, line separators


def _size(path: Path, shown: str) -> int:
    """How many bytes the file has. A pipe or a device is refused before it is opened: it may never answer."""
    try:
        found = path.stat()
    except FileNotFoundError as problem:
        raise _missing(shown) from problem
    if stat.S_ISDIR(found.st_mode):
        raise InputFault(f"{shown} はフォルダです。ファイルを1つずつ指定してください。")
    if not stat.S_ISREG(found.st_mode):
        raise InputFault(
            f"{shown} はふつうのファイルではありません（装置やパイプ）。保存したファイルを指定してください。"
        )
    check_size(path.name, found.st_size, "csv")
    return found.st_size


def _missing(shown: str) -> InputFault:
    return InputFault(f"ファイル {shown} がありません。置き場所と名前を確かめてください。")


def check_size(name: str, size: int, kind: Kind) -> None:
    """Raises `InputFault` when *size* bytes are none, or more than a file of this *kind* may have."""
    if not size:
        raise InputFault(f"{name} は空のファイルです。出力し直したファイルを選んでください。")
    if size > LIMIT_BYTES[kind]:
        held = {"csv": "ファイル", "excel": "Excelのブック"}[kind]
        todo = {"csv": "年度や科目で分けて", "excel": "CSVで保存するか、年度や科目で分けて"}[kind]
        raise InputFault(
            f"{name} は {size / MIB:,.0f} MiB あります。{held}は {LIMIT_BYTES[kind] // MIB:,} MiB まで読みます。"
            f"{todo}出力し直してください。"
        )


def _kind(path: Path, name: str, size: int, head: bytes) -> Kind:
    """What the file holds, told by its bytes: a workbook may be called .csv, and a PDF .xlsx."""
    if head.startswith(ZIP):
        check_size(name, size, "excel")
        check_archive(path, name)
        return "excel"
    if head.startswith(COMPOUND):
        check_size(name, size, "excel")
        check_compound(path, name)
        return "excel"
    if found := foreign(head, size):
        raise InputFault(
            f"{name} の中身は{found.name}です。CSVかExcelのブックではないので読めません。{found.todo}"
        )
    if size <= HEAD_BYTES and is_blank(head):
        raise InputFault(f"{name} は空のファイルです。出力し直したファイルを選んでください。")
    return "csv"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
