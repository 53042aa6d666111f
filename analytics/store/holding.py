"""One writer at a time: the folder of a store, made and held for one import."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from analytics.errors import StoreFault, reason

# delta-rs cannot open a folder named with these
UNUSABLE = re.compile(r"[][|^\\\n#?]|%[0-9A-Fa-f]{2}")


@contextmanager
def held(root: Path) -> Iterator[None]:
    """Hold the store at *root*, whose folder is made when it is not there.

    Raises `StoreFault` at once when another process holds it, and when it cannot be written (a full disk, no
    permission): what was there before stays as it is.
    """
    _make(root)
    lock = FileLock(root / ".lock")
    try:
        with lock.acquire(timeout=0):
            yield
    except Timeout as problem:
        raise StoreFault(
            "別の取り込みが動いています。終わってからもう一度実行してください。"
        ) from problem
    except (OSError, DeltaError) as problem:
        raise StoreFault(
            f"保管庫 {root} に書けません（{reason(problem)}）。前からある版は変わっていません。"
            "空き容量と権限を確かめて、もう一度実行してください。"
        ) from problem


def _make(root: Path) -> None:
    unusable = UNUSABLE.search(str(root.resolve()).replace(os.sep, "/"))
    if unusable:
        raise StoreFault(
            f"保管庫 {root} の場所の名前に使えない文字「{unusable[0]}」があります。"
            "ほかの名前のフォルダを --store で指定してください。"
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreFault(
            f"保管庫 {root} を作れません（{reason(problem)}）。置き場所と権限を確かめてください。"
        ) from problem
