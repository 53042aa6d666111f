"""A zip, before a workbook is read from it: that it is a workbook, whole, and does not burst when it is unpacked."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import Path

from analytics.errors import InputFault
from analytics.intake.tables.faults import damaged, encrypted, unusual

MIB = 1 << 20
ENTRIES = 2_000  # a workbook of 100 sheets has some 300
DIRECTORY_BYTES = MIB  # of so many entries; zipfile reads all of it before it can be counted
UNPACKED_BYTES = 1024 * MIB  # five times a workbook of a million rows
RATIO, RATIO_FROM_BYTES = 200, 50 * MIB  # XML of numbers packs to a tenth, hardly to a fiftieth
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OverflowError, struct.error)
_END = b"PK\x05\x06"

_OTHERS = {  # entry → what a zip with it is
    "xl/workbook.bin": "Excelのバイナリブック（.xlsb）",
    "word/document.xml": "Wordの文書",
    "ppt/presentation.xml": "PowerPointの資料",
    "content.xml": "OpenDocumentのファイル（.ods など）",
}
WORKBOOK, MACROS = "xl/workbook.xml", "xl/vbaproject.bin"


def check_archive(path: Path, name: str) -> None:
    """Raises `InputFault` when the zip at *path* is no Excel workbook, encrypted, damaged or made to burst."""
    try:
        _check_directory(path, name)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, name)
            # each entry to its end: sizes and checksums are true, so whoever reads it later meets nothing else
            broken = archive.testzip()
    except (*BROKEN, RuntimeError) as problem:  # of an unknown way of packing, too
        raise damaged(name) from problem
    if broken is not None:
        raise damaged(name)


def has_macros(path: Path) -> bool:
    """Whether the workbook at *path* carries macros. They are never run."""
    with zipfile.ZipFile(path) as archive:
        return MACROS in map(str.lower, archive.namelist())


def _check_directory(path: Path, name: str) -> None:
    """The directory's size, from the zip's last record alone."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - 22 - 0xFFFF))
        tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise damaged(name)
    _entries, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
    if directory_bytes > DIRECTORY_BYTES:
        raise unusual(name, "中の部品が多すぎます")


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename.lower() for entry in entries]
    if WORKBOOK not in names:
        found = next((kind for entry, kind in _OTHERS.items() if entry in names), None)
        if found is None:
            raise InputFault(
                f"{name} の中身は圧縮ファイル（zip）です。展開し、なかのCSVかExcelのファイルを選んでください。"
            )
        raise InputFault(
            f"{name} の中身は{found}です。読めるのはCSVと、Excelの .xlsx・.xlsm・.xls です。"
            "元のアプリで開き、「Excel ブック（.xlsx）」か「CSV UTF-8」で保存し直してください。"
        )
    if len(entries) > ENTRIES:
        raise unusual(name, f"中の部品が{len(entries):,}あります（{ENTRIES:,}まで）")
    if len(set(names)) < len(names):
        raise damaged(name)  # two parts of one name: each reader would take another
    if any(entry.flag_bits & 1 for entry in entries):
        raise encrypted(name)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_BYTES:
        raise unusual(name, f"展開すると {unpacked / MIB:,.0f} MiB になります")
    for entry in entries:
        if entry.file_size > max(RATIO_FROM_BYTES, RATIO * entry.compress_size):
            raise unusual(name, f"展開すると{RATIO}倍を超えてふくらむ部品があります")
