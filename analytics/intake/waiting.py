"""Where files that were handed over on the screen wait for their import: a private folder, gone when nobody needs it.

<temporary folder>/zangaku-import-XXXX/    only who runs the dashboard may look into it: the files name people
    .held                                  locked as long as the folder is used; released by the system at a kill
    <number>/NAME                          a file under its own name, whatever others are called
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from analytics.errors import InputFault, reason
from analytics.intake.tables.source import checked_name

PREFIX = "zangaku-import-"
CHUNK = 1024 * 1024  # bytes
HELD = ".held"


class Waiting:
    """One such folder. It goes with `close`, at the end of a `with`, or when nothing refers to it any more."""

    def __init__(self, beside: Path | None = None) -> None:
        """Make the folder below *beside* (the system's own place for such things unless given).

        Raises `InputFault` when it cannot be made.
        """
        try:
            self.root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
            lock = FileLock(self.root / HELD)
            lock.acquire(timeout=0)
        except OSError as problem:
            raise _no_room("", problem) from problem
        self._gone = weakref.finalize(self, _remove, self.root, lock)
        self._count = 0

    def __enter__(self) -> Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the folder with all that waits in it."""
        self._gone()

    def keep(self, name: str, content: IO[bytes]) -> Path:
        """Write *content* as a file called *name*, chunk by chunk; where it is.

        Raises `InputFault` for a name that no file may have, and when there is no room; nothing is left of it then.
        """
        checked_name(name)
        self._count += 1
        place = self.root / str(self._count)
        try:
            place.mkdir()
            with (place / name).open("wb") as file:
                shutil.copyfileobj(content, file, CHUNK)
        except (OSError, ValueError) as problem:
            shutil.rmtree(place, ignore_errors=True)
            raise _no_room(name, problem) from problem
        return place / name

    def drop(self, path: Path) -> None:
        """Remove the file at *path*, which `keep` wrote."""
        shutil.rmtree(path.parent, ignore_errors=True)


def clear_leftovers(beside: Path | None = None) -> int:
    """Remove the folders that a killed dashboard left below *beside*, and say how many they were."""
    removed = 0
    for folder in Path(beside or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, Timeout):
            lock = FileLock(folder / HELD)
            lock.acquire(timeout=0)
            _remove(folder, lock)
            removed += not folder.exists()
    return removed


def _remove(folder: Path, lock: FileLock) -> None:
    lock.release(force=True)
    shutil.rmtree(folder, ignore_errors=True)


def _no_room(name: str, problem: Exception) -> InputFault:
    return InputFault(
        f"{name or 'ファイル'} を一時的な置き場所に書けません（{reason(problem)}）。"
        "この機械の空き容量と権限を確かめてから、もう一度置いてください。"
    )
