"""A process that is killed while it writes into a journal leaves all of its records there, or none, and no break."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analytics.store.journal import Journal

NOON = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
# ends itself just before the N-th thing that reaches the disk, with nothing cleaned up
DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from analytics.store.journal import Journal

left = int(sys.argv[2])
def watched(do):
    def done(*given):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return do(*given)
    return done
os.fsync, os.replace = watched(os.fsync), watched(os.replace)
Journal(Path(sys.argv[1])).append([{"a": 2}, {"a": 3}], datetime.now(UTC))
"""


def die(path: Path, moment: int) -> int:
    command = [sys.executable, "-c", DYING, str(path), str(moment)]
    return subprocess.run(command, cwd=ROOT, check=False, timeout=60).returncode


@pytest.mark.parametrize(
    ("is_new", "moment", "there"),
    [
        (False, 1, [1, 2, 3]),  # the lines are written, not yet made safe: the machine still stands
        (False, 2, [1, 2, 3]),  # before the new head is whole
        (False, 3, [1, 2, 3]),  # before it takes the place of the old one
        (True, 1, []),  # the very first head
        (True, 2, []),
        (True, 3, [2, 3]),
        (True, 5, [2, 3]),
    ],
)
def test_killed_while_writing(is_new: bool, moment: int, there: list[int], tmp_path: Path) -> None:
    one = Journal(tmp_path / "journals" / "audit.jsonl")
    if not is_new:
        one.append([{"a": 1}], NOON)
    assert die(one.path, moment) == -signal.SIGKILL
    assert [record["a"] for record in one.records()] == there
    assert one.verify() == []
    one.append([{"a": 4}], NOON)
    assert [record["a"] for record in one.records()] == [*there, 4]
    assert one.verify() == []


def test_nobody_dies_where_nothing_is_written_any_more(tmp_path: Path) -> None:
    """So the moments above are all there are."""
    one = Journal(tmp_path / "journals" / "audit.jsonl")
    assert die(one.path, 6) == 0
    assert die(one.path, 4) == 0
    assert [record["a"] for record in one.records()] == [2, 3, 2, 3]
