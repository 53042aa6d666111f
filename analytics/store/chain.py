"""Records in a chain: each line holds the hash of the one before it, so that no line can change or go unseen.

A line is canonical JSON: keys in order, no blanks. Besides what it records it holds `n` (from 1), `at` (ISO, UTC),
`left` (how many lines of the same writing still follow: 0 on the last), `previous` and `hash` (SHA-256 of the rest).
Whoever may write the whole folder can make a new chain: against that, a copy of the head elsewhere is the only help.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Record = dict[str, Any]
OWN: Final = frozenset({"n", "at", "left", "previous", "hash"})
NOTHING = "0" * 64  # stands before the first line


@dataclass(frozen=True)
class Head:
    """The last record that was written: its number and hash."""

    n: int = 0
    hash: str = NOTHING


@dataclass(frozen=True)
class Looked:
    """What stands in a file: its whole writings, whether more was begun after them, and every broken place."""

    records: tuple[Record, ...]
    faults: tuple[str, ...]


def links(records: Sequence[Mapping[str, Any]], at: str, head: Head) -> tuple[list[bytes], Head]:
    """The lines that record *records* after *head*, and the head they make."""
    lines = []
    for left, said in zip(reversed(range(len(records))), records, strict=True):
        if taken := OWN & said.keys():
            raise ValueError(f"keys of the chain itself: {sorted(taken)}")
        n = head.n + 1
        record = {**said, "n": n, "at": at, "left": left, "previous": head.hash}
        head = Head(n, _hash(record))
        lines.append(_canonical(record | {"hash": head.hash}) + b"\n")
    return lines, head


def link(line: bytes) -> Record | None:
    """The record that *line* (without its end) holds, or None when it is not what was once written."""
    try:
        record: Record = json.loads(line)
        is_whole = isinstance(record, dict) and record.keys() >= OWN
        if is_whole and type(record["n"]) is int and type(record["left"]) is int:
            bare = {key: value for key, value in record.items() if key != "hash"}
            if record["hash"] == _hash(bare) and line == _canonical(record):
                return record
    except (ValueError, RecursionError):
        pass
    return None


def looked(text: bytes, head: Head) -> Looked:
    """The records in *text*, and one Japanese sentence for each place where they are not as they were written.

    *head* was read before *text*: what was written since may stand after it. A writing that did not get to its end,
    the last line cut or its other lines missing, is none, and no fault when *head* does not know of it.
    """
    *lines, _ = text.split(b"\n")
    read = [link(line) for line in lines]
    faults = [*_broken(read), *_against(head, read)]
    found = [record for record in read if record is not None]
    whole = max((place for place, one in enumerate(found, 1) if one["left"] == 0), default=0)
    return Looked(tuple(found[:whole]), tuple(faults))


def _broken(read: Sequence[Record | None]) -> Iterator[str]:
    """Every place where a line is changed, missing or out of order."""
    numbers = {record["n"] for record in read if record is not None}
    before = Head()
    for place, record in enumerate(read, start=1):
        if record is None:
            yield f"{place}行目: 書き換えられています"
            before = Head(before.n + 1, "")  # it stood for one record, whatever it said
            continue
        n = record["n"]
        if n <= before.n:
            yield f"{place}行目: 番号 {n} の記録の順番が入れ替わっているか、二重になっています"
            continue
        gone = [number for number in range(before.n + 1, n) if number not in numbers]
        if gone:
            where = "始めの" if before.n == 0 else ""
            yield f"{place}行目の前: {where}番号 {_span(gone)}の記録が消されています"
        elif n == before.n + 1 and before.hash and record["previous"] != before.hash:
            yield f"{place}行目: 番号 {n} の記録が前の記録とつながりません。どちらかが作り直されています"
        before = Head(n, record["hash"])


def _against(head: Head, read: Sequence[Record | None]) -> Iterator[str]:
    """How the file differs from its *head*, where its chain alone cannot tell: its end, or all of it."""
    hashes = {record["n"]: record["hash"] for record in read if record is not None}
    last = max([len(read), *hashes])
    if last < head.n:
        yield f"末尾: 番号 {_span(range(last + 1, head.n + 1))}の記録が消されています"
    elif hashes.get(head.n, head.hash) != head.hash:
        yield f"番号 {head.n} の記録が、控えてある最後の記録と違います。作り直されています"


def _span(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"{first} " if first == last else f"{first} から {last} まで"


def _canonical(record: Mapping[str, Any]) -> bytes:
    said = json.dumps(
        record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return said.encode("utf-8", "replace")  # half a letter, from a command line, becomes "?"


def _hash(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(record)).hexdigest()
