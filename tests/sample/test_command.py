"""`zangaku sample` as people run it: what it says, its exit codes, and how much memory it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ZANGAKU = "from analytics.cli import main; main()"
MEASURED = (  # its own peak: ru_maxrss would be that of the process that started it
    "import re, sys; from pathlib import Path; from analytics.sample import *;"
    "make_city(Path(sys.argv[1]), Plan(int(sys.argv[2]), *first_month_of('2026-10', 3), 1));"
    "print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])"
)


def run(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    )


def test_it_writes_a_city_and_says_so(tmp_path: Path) -> None:
    out = tmp_path / "架空市"
    done = run(ZANGAKU, "sample", "--out", str(out), "--residents", "3000", "--months", "2")
    assert (done.returncode, done.stderr) == (0, "")
    assert "2か月分" in done.stdout
    names = {path.name for path in out.iterdir()}
    assert names == {"2026-09", "2026-10", "目標", "会議", "意識調査", "正解", "練習用"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--residents", "3"), 3, "--residents"),
        (("--until", "2026/10"), 3, "--until"),
        (("--until", "1990-01"), 3, "--until"),
        (("--months", "0"), 3, "--months"),
        (("--months", "many"), 2, "--months"),
        ((), 3, "mine.txt"),
    ],
)
def test_what_it_cannot_make_it_says(
    tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    if not arguments:
        (tmp_path / "mine.txt").touch()
    done = run(ZANGAKU, "sample", "--out", str(tmp_path), *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "city").touch()
    done = run(ZANGAKU, "sample", "--out", str(tmp_path / "city"))
    assert done.returncode == 3
    assert "書き出せません" in done.stderr


def test_a_full_disk_is_said_and_leaves_no_half_month(tmp_path: Path) -> None:
    """A limit on the size of a file stands in for the full disk: the system answers the same way."""
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));" + ZANGAKU
    )
    done = run(limited, "sample", "--out", str(tmp_path / "city"), "--residents", "9000")
    assert done.returncode == 3
    assert "途中で止まりました" in done.stderr
    assert "大きすぎます" in done.stderr
    assert not [path for path in (tmp_path / "city").iterdir() if path.name[0] in ".2"]


def test_memory_does_not_grow_with_the_city(tmp_path: Path) -> None:
    small, large = (
        int(run(MEASURED, str(tmp_path / residents), residents).stdout)
        for residents in ("3000", "60000")
    )
    assert large < small + 40_000  # KiB, for twenty times the people
