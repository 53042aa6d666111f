"""An import, an undo or a pin that dies on the way.

Each in a process of its own, which ends at a chosen moment with nothing cleaned up.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from analytics.errors import StoreFault
from analytics.intake.layouts import read_layouts
from analytics.ledger.columns import TARGETS
from analytics.store import delta, importing, pins, restoring
from analytics.store.snapshots import Store

WRITING = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate"}


def import_and_die(store: Path, path: Path, layouts: Path, moment: int) -> None:
    """Import *path*, and be killed (SIGKILL) just before the *moment*-th thing that touches the store; 0 never."""
    counter = _watched(store, moment)
    importing.take_in(
        Store(store), path, read_layouts(layouts), step=lambda words: counter.count(words)
    )
    _tell_moments(counter)


def restore_and_die(store: Path, number: int, moment: int) -> None:
    """The same for bringing back version *number*."""
    counter = _watched(store, moment)
    restoring.restore(Store(store), number, step=lambda words: counter.count(words))
    _tell_moments(counter)


def pin_and_die(store: Path, name: str, moment: int) -> None:
    """The same for giving version 0 a name."""
    counter = _watched(store, moment)
    pins.pin(Store(store), name, 0, TARGETS.empty_table())
    _tell_moments(counter)


def unpin_and_die(store: Path, name: str, moment: int) -> None:
    """The same for taking the name away."""
    counter = _watched(store, moment)
    pins.unpin(Store(store), name)
    _tell_moments(counter)


def restore_and_run_full(store: Path, number: int, size: int, begin: str) -> None:
    """Bring back version *number*; from step *begin* on, die inside the write that makes a file exceed *size*."""
    restoring.restore(Store(store), number, step=_limit_at(begin, size, dying=True))


def pin_and_run_full(store: Path, name: str, size: int) -> None:
    """Give version 0 a name, and die inside the write that makes its file exceed *size*."""
    with Store(store).writing():  # the lock's own file is there
        pass
    _limit_at("", size, dying=True)("")
    pins.pin(Store(store), name, 0, TARGETS.empty_table())


def import_and_run_full(store: Path, path: Path, layouts: Path, size: int, begin: str) -> None:
    """Import *path*; from step *begin* on, be killed (SIGXFSZ) inside the write that makes a file exceed *size*."""

    limit = _limit_at(begin, size, dying=True)
    importing.take_in(Store(store), path, read_layouts(layouts), step=limit)


def import_on_a_full_disk(
    store: Path, path: Path, layouts: Path, size: int, begin: str, said: Connection
) -> None:
    """The same, but the write fails with an error, as on a full disk. Sends what is said of it."""
    try:
        limit = _limit_at(begin, size, dying=False)
        importing.take_in(Store(store), path, read_layouts(layouts), step=limit)
        said.send("imported")
    except StoreFault as problem:
        said.send(str(problem))


def _limit_at(begin: str, size: int, *, dying: bool) -> Callable[[str], None]:
    """A listener to steps: from *begin* on, no file may exceed *size* bytes."""

    def limit(words: str) -> None:
        if words == begin:
            if dying:
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


class _Counter:
    """Counts what touches the store, and kills this process at the moment it was given."""

    def __init__(self, moment: int) -> None:
        self.moment = moment
        self.passed: list[str] = []

    def count(self, what: str) -> None:
        self.passed.append(what)
        if len(self.passed) == self.moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, event: str, given: tuple[Any, ...], store: Path) -> None:
        """Audit events come before the thing is done."""
        path = str(given[0]) if given else ""
        is_written = event in WRITING or (event == "open" and given[2] & (os.O_WRONLY | os.O_RDWR))
        if is_written and path.startswith(str(store)):
            self.count(f"{event} {path.removeprefix(str(store))}")


def _watched(store: Path, moment: int) -> _Counter:
    """A counter of all that this process does to *store* from now on."""
    counter = _Counter(moment)
    sys.addaudithook(lambda event, given: counter.watch(event, given, store))
    _around(pq, "write_table", counter)
    _around(delta, "write_deltalake", counter)
    _around(delta.DeltaTable, "restore", counter)
    return counter


def _tell_moments(counter: _Counter) -> None:
    """End with how many moments there were, as the exit code."""
    counter.count("done")
    sys.exit(100 + len(counter.passed))


def _around(module: Any, name: str, counter: _Counter) -> None:
    """Count the moment before and the moment after a call that writes past Python's eyes."""
    real: Callable[..., Any] = getattr(module, name)

    def counted(*given: Any, **named: Any) -> Any:
        counter.count(f"before {name}")
        answer = real(*given, **named)
        counter.count(f"after {name}")
        return answer

    setattr(module, name, counted)
