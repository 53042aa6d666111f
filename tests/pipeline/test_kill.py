"""Kill the process anywhere in an import: the store reads as before, is clean, and the import can be repeated.

An import of a small city is killed before each single thing it does to the store, and in the middle of writes of
many lengths; one of a real file is killed from outside, at many times. What the killed process left must be either
the old version or, once it is committed, the new one: never something between.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.intake.layout import Layout
from analytics.intake.layouts import read_layouts
from analytics.store.importing import take_in
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.summaries import SUMMARIES
from analytics.store.verify import verify
from tests.pipeline.conftest import KOMAE, tree
from tests.pipeline.dying import import_and_die, import_and_run_full, import_on_a_full_disk
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
    2023 | 市民税 | 納税課 | 滞繰 |  100 |   50 |    0 |   50
"""
CORRECTED = BOOKS.replace("50 |    0 |   50", "60 |    0 |   40")
WORKERS = 3  # of which at most one is busy while the others wait for their process to die
DELAYS = 4
ONE_AT_A_TIME = (
    Lock()
)  # a start looks after all that have ended: of two that ask for an exit code one gets 255
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["__main__", "tests.pipeline.dying"])


def run(job: Callable[..., None], *given: Any) -> int:
    """*job* in a process of its own, begun with no thread of ours. Its exit code, or minus the signal's number."""
    process = processes.Process(target=job, args=given)
    with ONE_AT_A_TIME:
        process.start()
    wait([process.sentinel])
    with ONE_AT_A_TIME:
        process.join()
    assert process.exitcode is not None
    return process.exitcode


def reading(store: Path) -> tuple[int | None, list[str]]:
    """What a reader sees: the version, its periods, lines, summaries and documents (but for the clock in `sources`)."""
    kept = Store(store)
    latest = kept.latest()
    if latest is None:
        return None, []
    lines = pa.concat_tables(map(pq.read_table, kept.files(latest)), promote_options="default")
    tables = [*(kept.mart(latest, name) for name in (*SUMMARIES, "changes", "findings"))]
    tables.append(kept.mart(latest, "sources").drop_columns("imported_at"))
    reader = open_reader(store)
    return reader.version, [
        *map(str, reader.periods),
        *sorted(map(str, lines.to_pylist())),
        *(str(each.to_pylist()) for each in tables),
    ]


@dataclass
class Case:
    """A store, the file that is to be taken in, and what a reader sees before and after."""

    store: Path
    path: Path
    layouts: Path
    before: tuple[int | None, list[str]]
    after: tuple[int | None, list[str]]

    def copy(self, folder: Path, name: str = "store") -> Path:
        target = folder / name
        if self.store.exists():
            shutil.copytree(self.store, target)
        return target

    def assert_whole(self, store: Path, what: str) -> None:
        """Old or new and nothing between, clean, free for the next import, and the import can be repeated."""
        assert reading(store) in (self.before, self.after), what
        assert verify(Store(store)) == [], what
        done = take_in(Store(store), self.path, read_layouts(self.layouts))
        assert reading(store) == self.after, what
        assert Store(store).latest() == done.version, what


def case(folder: Path, before: str, corrected: str) -> Case:
    office = Office(folder)
    if before:
        office.take_in(before)
    path = office.write(corrected)[-1]
    ready = Case(
        office.store.root, path, office.layout_file.parent, reading(office.store.root), (None, [])
    )
    imported = ready.copy(folder / "imported")
    take_in(Store(imported), path, read_layouts(ready.layouts))
    ready.after = reading(imported)
    assert ready.after != ready.before
    return ready


@pytest.fixture(scope="module")
def correction(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A year is there, and its file comes again, corrected: lines are taken out and put in."""
    return case(tmp_path_factory.mktemp("correction"), BOOKS, CORRECTED)


@pytest.fixture(scope="module")
def first_import(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """There is no store yet."""
    return case(tmp_path_factory.mktemp("first"), "", BOOKS)


@pytest.mark.parametrize(
    ("name", "pace"), [("first_import", 3), pytest.param("correction", 1, marks=pytest.mark.soak)]
)
def test_killed_before_anything_it_does(
    name: str, pace: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    ready: Case = request.getfixturevalue(name)

    def die(moment: int) -> None:
        store = ready.copy(tmp_path, f"killed{moment}")
        code = run(import_and_die, store, ready.path, ready.layouts, moment)
        assert code == -signal.SIGKILL
        ready.assert_whole(store, f"moment {moment}")

    moments = run(import_and_die, ready.copy(tmp_path), ready.path, ready.layouts, 0) - 100
    assert moments >= 20  # files, folders, five summaries, the commit
    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(die, range(1, moments + 1, pace)))


WRITES = [
    *(("読み取り", size) for size in (0, 100)),  # the source file
    *(("要約", size) for size in (0, 4, 900, 1400, 5300, 7100, 9000)),  # the five summaries
    *(("確定", size) for size in (0, 4, 2000, 6000)),  # the table's data and its log
]


@pytest.mark.parametrize(("name", "pace"), [("correction", 1), ("first_import", 3)])
def test_killed_in_the_middle_of_a_write(
    name: str, pace: int, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    ready: Case = request.getfixturevalue(name)

    def die(write: tuple[str, int]) -> bool:
        begin, size = write
        store = ready.copy(tmp_path, f"{begin}{size}")
        code = run(import_and_run_full, store, ready.path, ready.layouts, size, begin)
        assert code in (0, -signal.SIGXFSZ)
        ready.assert_whole(store, f"{begin} {size} bytes")
        return code != 0

    with ThreadPoolExecutor(WORKERS) as workers:
        killed = list(workers.map(die, WRITES[::pace]))
    assert sum(killed) >= 10 / pace


@pytest.mark.parametrize(("begin", "size"), WRITES[::3])
def test_a_full_disk_is_explained(begin: str, size: int, correction: Case, tmp_path: Path) -> None:
    store = correction.copy(tmp_path)
    versions = tree(store / "receivables")
    told, tells = processes.Pipe(duplex=False)
    run(import_on_a_full_disk, store, correction.path, correction.layouts, size, begin, tells)
    assert told.poll()
    said = told.recv()
    assert f"保管庫 {store} に書けません（" in said
    assert "前からある版は変わっていません" in said
    kept = tree(store / "receivables")
    assert {name: kept[name] for name in versions} == versions
    assert reading(store) == correction.before
    correction.assert_whole(store, f"{begin} {size} bytes")


def test_a_real_import_killed_from_outside_at_many_times(
    one_year: Path, layouts: list[Layout], tmp_path: Path
) -> None:
    """The command itself, in its own process group, killed at times spread over the whole run."""
    path = KOMAE / "132195_kessan2021sainyu.csv"
    imported = tmp_path / "imported"
    shutil.copytree(one_year, imported)
    command = [Path(sys.executable).with_name("zangaku"), "import", path, "--store"]
    began = time.monotonic()
    subprocess.run([*command, imported], check=True, capture_output=True)
    whole = time.monotonic() - began
    before, after = reading(one_year), reading(imported)
    for turn in range(DELAYS):
        store = tmp_path / f"store{turn}"
        shutil.copytree(one_year, store)
        process = subprocess.Popen(
            [*command, store],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(whole * (0.55 + 0.5 * turn / DELAYS))  # the first half is Python starting
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert reading(store) in (before, after)
        assert verify(Store(store)) == []
        take_in(Store(store), path, layouts)
        assert reading(store) == after
        assert verify(Store(store)) == []
