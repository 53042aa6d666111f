"""Department files, spoiled: by bytes, by cells, and inside a workbook. Everything follows from the given `Random`."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import Literal

HOSTILE_CELLS = (
    *("", " ", "　", "\t", "\x00", "\x1a", "\ufffd", "\ue000", "\ufeff", "\u202e", "𠮷", "👪"),
    *("-", "－", "ー", "―", "‐", "▲", "△1", "(1", "1)", "5-", "+5", "--1", "1,23", "1.5", "1.00"),
    *("１２３", "１，０００", "1 000", "1E+09", "1.23E+11", "99999999999999999999", "0" * 400, "①"),
    *("R8.6.30", "令和元年4月30日", "R99.1.1", "2026-02-30", "20260631", "5080630", "46203", "元"),
    *(
        "合計",
        "小計",
        "総計",
        "※ 注記",
        "以上",
        "=1+1",
        "@SUM(A1)",
        "<b>x</b>",
        "'; DROP TABLE x--",
    ),
    *("'0001", '"', '""', "a\nb", "a\r\nb", "a,b", "#REF!", "NULL", "nan", "TRUE", "../../x", "%s"),
    *(
        "x" * 5000,
        "あ" * 40_000,
        "1" * 70_000,
        "٣",
        "²",
        "\ud7ff",
        "0000-00-00",
        "2026年度",
        "令和8年度",
    ),
)
HOSTILE_BYTES = (
    *(b"\x00", b"\xff", b"\x1a", b'"', b"\n", b"\r", b",", b"\t", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(
        b"\x81",
        b"\x82\xa0",
        b"\xf0\x40",
        b"\x1b$B",
        b"\xed\xa0\x80",
        b"," * 3000,
        b'"' * 999,
        b"\n" * 999,
    ),
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "cp932",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "euc_jp",
    "iso2022_jp",
)
_NUMBER = re.compile(rb"\d+")
_TEXT = re.compile(rb">[^<>]+<")


def spoil_bytes(content: bytes, chance: Random) -> bytes:
    """*content* with a few things done to its bytes."""
    for _ in range(chance.choice((1, 1, 2, 5))):
        content = chance.choice(_OF_BYTES)(content, chance)
    return content


def _at(content: bytes, chance: Random) -> int:
    return chance.randrange(len(content) + 1)


def _flip(content: bytes, chance: Random) -> bytes:
    spoiled = bytearray(content or b"x")
    for _ in range(chance.choice((1, 3, 30))):
        spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def _insert(content: bytes, chance: Random) -> bytes:
    at = _at(content, chance)
    return content[:at] + chance.choice(HOSTILE_BYTES) + content[at:]


def _cut(content: bytes, chance: Random) -> bytes:
    at = _at(content, chance)
    return content[:at] + content[at + chance.choice((1, 2, 50, 2000)) :]


def _end(content: bytes, chance: Random) -> bytes:
    return content[: _at(content, chance)]


def _repeat(content: bytes, chance: Random) -> bytes:
    at = _at(content, chance)
    piece = content[at : at + chance.choice((1, 80, 3000))]
    return content[:at] + piece * chance.choice((2, 5)) + content[at:]


def _recode(content: bytes, chance: Random) -> bytes:
    text = content.decode(chance.choice(ENCODINGS), errors="replace")
    return text.encode(chance.choice(ENCODINGS), errors="replace")


_OF_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _insert,
    _cut,
    _end,
    _repeat,
    _recode,
)


def spoil_cells(rows: list[list[str]], chance: Random) -> list[list[str]]:
    """*rows*, the head among them as it was, with some cells, rows or columns below it spoiled."""
    head, *below = [list(row) for row in rows]
    for _ in range(chance.choice((1, 3, 10, 40))):
        if below:
            chance.choice(_OF_ROWS)(below, chance)
    return [head, *below]


def _cell(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows)
    if row:
        row[chance.randrange(len(row))] = chance.choice(HOSTILE_CELLS)


def _lose_cell(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows)
    if row:
        del row[chance.randrange(len(row))]


def _more_cells(rows: list[list[str]], chance: Random) -> None:
    row = chance.choice(rows)
    row[len(row) // 2 :] += [chance.choice(HOSTILE_CELLS)] * chance.choice((1, 2, 300))


def _double(rows: list[list[str]], chance: Random) -> None:
    rows.insert(chance.randrange(len(rows)), list(chance.choice(rows)))


def _lose_row(rows: list[list[str]], chance: Random) -> None:
    del rows[chance.randrange(len(rows))]


def _blank_row(rows: list[list[str]], chance: Random) -> None:
    rows.insert(chance.randrange(len(rows)), [""] * chance.choice((0, 1, 23)))


def _column(rows: list[list[str]], chance: Random) -> None:
    at, cell = chance.randrange(20), chance.choice(HOSTILE_CELLS[:60])
    for row in rows:
        if at < len(row):
            row[at] = cell


_OF_ROWS = (_cell, _cell, _cell, _lose_cell, _more_cells, _double, _lose_row, _blank_row, _column)


def written(rows: list[list[str]], encoding: str, delimiter: str, chance: Random) -> bytes:
    """*rows* as a CSV."""
    into = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if chance.random() < 0.5 else csv.QUOTE_MINIMAL
    csv.writer(into, delimiter=delimiter, quoting=quoting).writerows(rows)
    return into.getvalue().encode(encoding, errors="replace")


def spoil_workbook(content: bytes, chance: Random) -> bytes:
    """A workbook with something done to the parts in it, packed again as if nothing had happened."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for _ in range(chance.choice((1, 1, 2, 4))):
        name = chance.choice([*parts])
        parts[name] = chance.choice(_OF_PARTS)(parts[name], chance)
        if chance.random() < 0.1:
            parts[chance.choice([*parts])] = parts.pop(name)
        if chance.random() < 0.1:
            parts[chance.choice(("xl/vbaProject.bin", "xl/x.xml", "../x"))] = b"x"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return packed.getvalue()


def _some(pattern: re.Pattern[bytes], part: bytes, chance: Random, new: bytes) -> bytes:
    found = [*pattern.finditer(part)]
    if not found:
        return part
    one = chance.choice(found)
    return part[: one.start()] + new + part[one.end() :]


def _other_number(part: bytes, chance: Random) -> bytes:
    new = chance.choice((b"0", b"-1", b"4294967295", b"99999999999999999999", b"1e308", b"nan"))
    return _some(_NUMBER, part, chance, new)


def _other_text(part: bytes, chance: Random) -> bytes:
    cell = chance.choice(HOSTILE_CELLS).encode("utf-8", "replace")
    return _some(_TEXT, part, chance, b">" + cell + b"<")


def _entity(part: bytes, _chance: Random) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return part.replace(b"?>", b"?>" + declared, 1).replace(b"<v>", b"<v>&b;", 1)


def _far_cell(part: bytes, chance: Random) -> bytes:
    far = chance.choice((b'r="XFD1048576"', b'r="ZZZZ9"', b'r="A0"', b'r="A4294967297"', b""))
    return _some(re.compile(rb'r="[A-Z]+\d+"'), part, chance, far)


_OF_PARTS: tuple[Callable[[bytes, Random], bytes], ...] = (
    spoil_bytes,
    _other_number,
    _other_text,
    _entity,
    _far_cell,
)
