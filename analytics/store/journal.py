"""A journal: what was done, by whom and when, written once and never changed (`analytics.store.chain`).

<store>/journals/NAME.jsonl       the records, one line each
<store>/journals/NAME.head.json   number and hash of the last one, so that a cut-off end is seen
<store>/journals/.lock            held by the process that writes

The records of one writing are seen together or not at all. A process that is killed leaves at most lines without
their end; nobody reads them, and the next writing takes them off. A journal that is broken anywhere tells nothing, for
what it told might be forged. One that is broken at its end, or whose end is gone, takes nothing in, for more lines
would bury that. A break further up cannot be buried, since `verify` names its line whatever stands below: a writing
does not look for it, so that it costs the same however long the journal is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, TypeVar

from analytics.errors import InputFault, StoreFault, reason
from analytics.store.chain import Head, Looked, Record, link, links, looked
from analytics.store.holding import Folder, alone

T = TypeVar("T")
Value = str | int | float | bool | list[str] | list[int] | None
PATIENCE = 10.0  # seconds to wait for who writes just now
BLOCK = 1 << 16  # bytes that are read at a time to find the last record
LONGEST_HEAD = 200  # bytes
_FOLDER = Folder(
    "記録のフォルダ",
    "記録のフォルダを別の処理が使っています。少し待って、もう一度実行してください。",
    "前からある記録は変わっていません。",
)


def journals(root: Path) -> list[Journal]:
    """Every journal of the store at *root*, also one of which only the head is left."""
    folder = root / "journals"
    files = {*folder.glob("*.jsonl"), *folder.glob("*.head.json")}
    names = sorted({file.name.partition(".")[0] for file in files})
    return [Journal(folder / f"{name}.jsonl") for name in names]


class Journal:
    """One journal, in the file *path* (``*.jsonl``)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.head_path = path.with_suffix(".head.json")

    def append(self, records: Sequence[Mapping[str, Value]], at: datetime) -> None:
        """Write *records*, all of them at *at*, and return when the disk has them.

        Raises `StoreFault` when the folder cannot be written, is held too long, or the journal is broken at its end;
        `ValueError` for a time without a zone and for keys that the chain needs itself.
        """
        if at.tzinfo is None:
            raise ValueError("a journal needs to know of which zone a time is")
        if not records:
            return
        with alone(self.path.parent, _FOLDER, PATIENCE):
            head = self._read_head()
            if head is None:
                if self._size():
                    raise self._broken()
                head = self._write_head(Head())
            with self.path.open("a+b") as file:
                last, end = self._last(file)
                if last.n < head.n or (last.n == head.n and last != head):
                    raise self._broken()
                lines, made = links(records, at.astimezone(UTC).isoformat(), last)
                file.truncate(end)
                file.write(b"".join(lines))
                _settle(file)
            self._write_head(made)

    def records(self) -> list[Record]:
        """Every record, oldest first. Raises `StoreFault` when the journal is broken or cannot be read."""
        seen = self._look()
        if seen.faults:
            raise self._broken()
        return [dict(record) for record in seen.records]

    def read(self, one: Callable[[Record], T]) -> list[T]:
        """What *one* makes of every record, oldest first.

        Raises `StoreFault` as `records`, and for a record that *one* cannot read (`KeyError`, `TypeError`,
        `ValueError`, `InputFault`), since a newer or another program wrote it.
        """
        found = []
        for record in self.records():
            try:
                found.append(one(record))
            except (KeyError, TypeError, ValueError, InputFault) as problem:
                raise StoreFault(
                    f"記録 {self.path.name} の番号 {record['n']} を読めません。"
                    "このZangakuより新しい版で書かれたものでなければ、控えから戻してください。"
                ) from problem
        return found

    def verify(self) -> list[str]:
        """A Japanese sentence for each place where something is not as it was written; none when all is sound."""
        return [f"{self.path.name} {fault}" for fault in self._look().faults]

    def _look(self) -> Looked:
        try:
            head, written = _stamp(self.head_path), _stamp(self.path)
            if head is None and written:  # both may have come to be between the two looks
                head = _stamp(self.head_path)
            return _looked(self.path, written, head)
        except OSError as problem:
            raise self._unreadable(problem) from problem

    def _size(self) -> int:
        return self.path.stat().st_size if self.path.exists() else 0

    def _last(self, file: IO[bytes]) -> tuple[Head, int]:
        """The last record of a whole writing, and where its line ends (bytes)."""
        size = file.seek(0, os.SEEK_END)
        text, begin = b"", size
        while True:
            *lines, cut = text.split(b"\n")
            end = size - len(cut)
            for line in reversed(
                lines[1:] if begin else lines
            ):  # the first may have lost its beginning
                record = link(line)
                if record is None:
                    raise self._broken()
                if record["left"] == 0:
                    return Head(record["n"], record["hash"]), end
                end -= len(line) + 1
            if begin == 0:
                return Head(), 0
            step = min(max(BLOCK, len(text)), begin)  # twice as much each time
            begin -= step
            file.seek(begin)
            text = file.read(step) + text

    def _read_head(self) -> Head | None:
        """The head beside the journal; None where there is none."""
        try:
            return _head(self.head_path.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as problem:
            raise self._broken() from problem

    def _write_head(self, head: Head) -> Head:
        unfinished = self.head_path.with_suffix(".part")
        with unfinished.open("wb") as file:
            file.write(json.dumps({"n": head.n, "hash": head.hash}).encode())
            _settle(file)
        os.replace(unfinished, self.head_path)
        return head

    def _broken(self) -> StoreFault:
        return StoreFault(
            f"記録 {self.path.name} が、書かれたときのままではありません。"
            "`zangaku audit verify` で場所を確かめ、控えから戻してください。"
        )

    def _unreadable(self, problem: OSError) -> StoreFault:
        return StoreFault(
            f"記録 {self.path.name} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        )


Stamp = (
    tuple[int, int] | None
)  # when a file was written (ns) and its size (bytes); None: it is not there


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=4)
def _looked(path: Path, written: Stamp, head_written: Stamp) -> Looked:
    """What stands in *path*; looked at anew when the file or its head was written since."""
    beside = path.with_suffix(".head.json")
    if head_written is None:
        return Looked((), ("最後の記録の控え（.head.json）がありません",) if written else ())
    try:
        head = _head(beside.read_bytes())  # first: what is written meanwhile stands after it
    except ValueError:
        return Looked((), ("最後の記録の控え（.head.json）を読めません",))
    return looked(path.read_bytes() if written else b"", head)


def _head(text: bytes) -> Head:
    """The head that *text* says. Raises `ValueError` when it says none."""
    said = json.loads(text[:LONGEST_HEAD])
    if not isinstance(said, dict) or said.keys() != {"n", "hash"} or type(said["n"]) is not int:
        raise ValueError("no head")
    return Head(said["n"], str(said["hash"]))


def _settle(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())
