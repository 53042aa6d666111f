"""A workbook read in a process of its own: what harms its reader, or makes it end at once, ends nothing else.

Calamine trusts sizes that a file declares. A few bytes that promise four thousand million shared strings make it ask
for so much memory that its process is ended, without an exception: were it the dashboard's process, for everybody.
"""

from __future__ import annotations

import atexit
import marshal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import IO, Any

import analytics
from analytics.errors import InputFault
from analytics.intake.tables.faults import stopped
from analytics.intake.tables.source import Source

MOST_IDLE = 2  # processes that wait for the next workbook: starting one takes longer than reading a small workbook
SECONDS = 300  # until the first rows come; the largest sheet that is let through takes some 20
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from analytics.intake.tables.workbook import main; main()"
)
_IDLE: list[subprocess.Popen[bytes]] = []
_ROOT = str(Path(next(iter(analytics.__path__))).resolve().parent)


def sheet_names(source: Source) -> list[str]:
    """The names of the visible sheets. Raises `InputFault` when the workbook cannot be read."""
    return [name for message in _told(source, "sheets") for name in message[1]]


def sheet_rows(
    source: Source, sheet: str, size: int, most: int = sys.maxsize
) -> Iterator[tuple[int, list[list[str]]]]:
    """The first *most* rows of *sheet*, *size* at a time: the number of the first, and the cells as text.

    Raises `InputFault` when the workbook cannot be read. Memory here is that of two messages.
    """
    for message in _told(source, "rows", sheet, str(size), str(most)):
        yield message[1], message[2]


def _told(source: Source, *question: str) -> Iterator[tuple[Any, ...]]:
    """The messages that answer *question*. A process that answers to the end waits for the next, any other is ended."""
    process = _waiting() or _started()
    assert process.stdin is not None
    assert process.stdout is not None
    timer = Timer(SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    is_well = False
    try:
        _ask(process.stdin, [str(source.path.resolve()), source.name, *question])
        for message in _messages(process.stdout):
            timer.cancel()
            if message[0] == "end":
                is_well = True
                return
            if message[0] == "fault":
                raise InputFault(message[1])
            yield message
        raise stopped(source.name)
    finally:
        timer.cancel()
        if is_well and len(_IDLE) < MOST_IDLE:
            _IDLE.append(process)
        else:
            _end(process)


def _waiting() -> subprocess.Popen[bytes] | None:
    """A process that is there and lives; threads may ask for one at the same time."""
    while True:
        try:
            process = _IDLE.pop()
        except IndexError:
            return None
        if process.poll() is None:
            return process
        _end(process)


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START, _ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic writes there what people cannot use
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(OSError):  # what was still to be written to it is lost with it
            pipe.close()
    process.wait()


def _ask(into: IO[bytes], question: list[str]) -> None:
    frame = marshal.dumps(question)
    with suppress(BrokenPipeError):  # it ended while it waited, and its silence is the answer
        into.write(struct.pack("<Q", len(frame)) + frame)
        into.flush()


def _messages(out: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Whole messages; what ends in the middle of one is no message."""
    while len(length := out.read(8)) == 8:
        (wanted,) = struct.unpack("<Q", length)
        frame = out.read(wanted)
        if len(frame) < wanted:
            return
        yield marshal.loads(frame)


@atexit.register
def end_all() -> None:
    """End the processes that wait."""
    while _IDLE:
        _end(_IDLE.pop())
