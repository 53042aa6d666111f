"""One writer at a time: the folder of a store, or of targets, made and held for one change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from analytics.errors import StoreFault, reason

# delta-rs cannot open a folder named with these
UNUSABLE = re.compile(r"[][|^\\\n#?]|%[0-9A-Fa-f]{2}")


@dataclass(frozen=True)
class Folder:
    """How a folder that only one may write in is spoken of."""

    name: str
    busy: str
    unchanged: str


STORE = Folder(
    "保管庫",
    "別の取り込みが動いています。終わってからもう一度実行してください。",
    "前からある版は変わっていません。",
)


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the store at *root*, whose folder is made when it is not there.

    Raises `StoreFault` at once when another process holds it, and when it cannot be written (a full disk, no
    permission): what was there before stays as it is.
    """
    unusable = UNUSABLE.search(str(root.resolve()).replace(os.sep, "/"))
    if unusable:
        raise StoreFault(
            f"保管庫 {root} の場所の名前に使えない文字「{unusable[0]}」があります。"
            "ほかの名前のフォルダを --store で指定してください。"
        )
    with alone(root, STORE):
        yield


@contextmanager
def alone(root: Path, folder: Folder, seconds: float = 0) -> Iterator[None]:
    """Hold *root*, which is made when it is not there; wait *seconds* for who holds it. Raises `StoreFault`."""
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreFault(
            f"{folder.name} {root} を作れません（{reason(problem)}）。置き場所と権限を確かめてください。"
        ) from problem
    lock = FileLock(root / ".lock")
    try:
        with lock.acquire(timeout=seconds):
            yield
    except Timeout as problem:
        raise StoreFault(folder.busy) from problem
    except (OSError, DeltaError) as problem:
        raise StoreFault(
            f"{folder.name} {root} に書けません（{reason(problem)}）。{folder.unchanged}"
            "空き容量と権限を確かめて、もう一度実行してください。"
        ) from problem
