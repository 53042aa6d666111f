"""Ctrl+C ends a command at once and quietly; an import says that nothing of it is in the store."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analytics.cli.stopping import interrupted
from analytics.settings import ROOT
from benchmarks.serving import free_port
from tests.pipeline.conftest import KOMAE, tree

# A shell that runs the tests in the background may have Ctrl+C switched off for all that it starts.
BEGIN = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from analytics.cli import main
from analytics.store import committing
"""
WAITING = """
def extended(*_):
    print("ready", flush=True)
    time.sleep(120)
"""
LIKE_DUCKDB = """
def extended(*_):
    print("ready", flush=True)
    pressed = False
    try:
        time.sleep(120)
    except KeyboardInterrupt:
        pressed = True
    if pressed:
        raise RuntimeError("Query interrupted")  # which is all that DuckDB says, without a cause
"""
WRAPPING = """
def extended(*_):
    print("ready", flush=True)
    try:
        time.sleep(120)
    except KeyboardInterrupt:
        raise RuntimeError("stopped")
"""
IN_THE_BACKGROUND = "signal.signal(signal.SIGINT, signal.SIG_IGN)"  # as shells start what is there
FILE = KOMAE / "132195_kessan2023sainyu.csv"


def stop(code: str, *arguments: object, ready: str) -> tuple[int, str, str]:
    """Run the command until it says *ready*, press Ctrl+C; its exit code and all it said after that."""
    process = subprocess.Popen(
        [sys.executable, "-c", f"{BEGIN}{code}\nmain()", *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        assert ready in process.stdout.readline()
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    return process.returncode, out, err


@pytest.mark.parametrize(
    "way", [WAITING, LIKE_DUCKDB, WRAPPING], ids=["plain", "duckdb", "wrapped"]
)
def test_an_interrupted_import_says_so_and_leaves_the_store(way: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    code, _, err = stop(
        f"{way}\ncommitting.extended = extended", "import", FILE, "--store", store, ready="ready"
    )
    assert code == 130
    assert (
        "中断しました。途中だったファイルは取り込まれておらず、保管庫は最後に確定した版のままです。"
        in err
    )
    assert "Traceback" not in err
    assert "予期しない" not in err
    assert "nanobind" not in err
    assert not (store / "receivables").exists()


def test_so_does_a_demo_that_is_interrupted_while_it_prepares(tmp_path: Path) -> None:
    code, _, err = stop(
        f"{WAITING}\ncommitting.extended = extended",
        "demo",
        "--store",
        tmp_path / "store",
        ready="ready",
    )
    assert code == 130
    assert "中断しました。途中だったファイルは取り込まれておらず" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("way", ["", IN_THE_BACKGROUND], ids=["in front", "in the background"])
def test_the_dashboard_ends_without_a_word(way: str, komae_store: Path) -> None:
    before = tree(komae_store)
    port = free_port()
    code, out, err = stop(
        way, "serve", "--port", port, "--store", komae_store, ready=f"http://127.0.0.1:{port}/"
    )
    assert (code, out, err) == (130, "", "")
    assert tree(komae_store) == before


def test_only_a_ctrl_c_is_taken_for_one() -> None:
    inner = RuntimeError("stopped")
    inner.__context__ = KeyboardInterrupt()
    outer = ValueError()
    outer.__cause__ = inner
    assert interrupted(outer)
    assert not interrupted(ValueError())
    assert not interrupted(RuntimeError("stopped"))
