"""A workbook read in a process of its own: what harms its reader, or makes it end at once, ends nothing else.

Calamine trusts sizes that a file declares. A few bytes that promise four thousand million shared strings make it ask
for so much memory that its process is ended, without an exception: were it the dashboard's process, for everybody.
"""

from __future__ import annotations

import marshal
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import IO, Any

import analytics
from analytics.errors import InputFault
from analytics.intake.tables.faults import stopped
from analytics.intake.tables.source import Source

SECONDS = 300  # until the first rows come; the largest sheet that is let through takes some 20
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from analytics.intake.tables.workbook import main; main(sys.argv[2:])"
)
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
    """The messages that answer *question*. The process ends with the generator."""
    command = [sys.executable, "-P", "-c", _START, _ROOT, str(source.path.resolve()), source.name]
    process = subprocess.Popen(
        [*command, *question],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic writes there what people cannot use
    )
    assert process.stdout is not None
    timer = Timer(SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    try:
        for message in _messages(process.stdout):
            timer.cancel()
            if message[0] == "end":
                return
            if message[0] == "fault":
                raise InputFault(message[1])
            yield message
        raise stopped(source.name)
    finally:
        timer.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _messages(out: IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """Whole messages; what ends in the middle of one is no message."""
    while len(length := out.read(8)) == 8:
        (wanted,) = struct.unpack("<Q", length)
        frame = out.read(wanted)
        if len(frame) < wanted:
            return
        yield marshal.loads(frame)
