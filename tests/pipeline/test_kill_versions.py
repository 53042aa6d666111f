"""Kill an undo or a pin anywhere: old or new and nothing between, clean, and it can be done again."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import NothingToShow
from analytics.ledger.columns import TARGETS
from analytics.store.pins import pin, pins
from analytics.store.restoring import restore
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.dying import (
    pin_and_die,
    pin_and_run_full,
    restore_and_die,
    restore_and_run_full,
    unpin_and_die,
)
from tests.pipeline.test_kill import BOOKS, CORRECTED, WORKERS, reading, run
from tests.settlement import Office

NAME = "第43回徴収対策会議"
NO_TARGETS = TARGETS.empty_table()


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 is a correction of version 0. Treat it as read-only."""
    office = Office(tmp_path_factory.mktemp("corrected")).take_in(BOOKS).take_in(CORRECTED)
    return office.store.root


@pytest.fixture(scope="module")
def named(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, and version 0 has a name. Treat it as read-only."""
    copy = tmp_path_factory.mktemp("named") / "store"
    shutil.copytree(corrected, copy)
    pin(Store(copy), NAME, 0, NO_TARGETS)
    return copy


def killed_at_every_moment(
    store: Path, folder: Path, job: Callable[..., None], given: Any, check: Callable[[Path], None]
) -> int:
    """*job* killed before each thing it does to a copy of *store*; how many of these there are."""
    shutil.copytree(store, folder / "whole")
    moments = run(job, folder / "whole", given, 0) - 100

    def die(moment: int) -> None:
        copy = folder / f"killed{moment}"
        shutil.copytree(store, copy)
        assert run(job, copy, given, moment) == -signal.SIGKILL
        check(copy)

    with ThreadPoolExecutor(WORKERS) as workers:
        list(workers.map(die, range(1, moments + 1)))
    return moments


@pytest.fixture(scope="module")
def before_and_after(corrected: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What a reader sees of the corrected store, and what once version 0 is back."""
    copy = tmp_path_factory.mktemp("restored") / "store"
    shutil.copytree(corrected, copy)
    restore(Store(copy), 0)
    seen = [reading(corrected), reading(copy)]
    assert seen[0] != seen[1]
    return seen


def assert_restored_or_not(store: Path, before_and_after: list[Any]) -> None:
    before, after = before_and_after
    seen = reading(store)
    assert seen in (before, after)
    assert verify(Store(store)) == []
    if seen == before:
        restore(Store(store), 0)
    else:
        with pytest.raises(NothingToShow, match="すでに復元"):
            restore(Store(store), 0)
    assert reading(store) == after
    assert verify(Store(store)) == []


@pytest.mark.soak
def test_an_undo_killed_before_anything_it_does(
    corrected: Path, before_and_after: list[Any], tmp_path: Path
) -> None:
    def check(store: Path) -> None:
        assert_restored_or_not(store, before_and_after)

    moments = killed_at_every_moment(corrected, tmp_path, restore_and_die, 0, check)
    assert moments >= 12  # the lock, the folder, five summaries and documents, the commit


WRITES = [("要約", size) for size in (0, 4, 900, 5300, 7100)]
WRITES += [("確定", size) for size in (0, 4, 900)]


@pytest.mark.parametrize(("begin", "size"), WRITES)
def test_an_undo_killed_in_the_middle_of_a_write(
    begin: str, size: int, corrected: Path, before_and_after: list[Any], tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(corrected, store)
    assert run(restore_and_run_full, store, 0, size, begin) == -signal.SIGXFSZ
    assert reading(store) == before_and_after[0]
    assert_restored_or_not(store, before_and_after)


def assert_named_or_not(store: Path) -> None:
    assert verify(Store(store)) == []
    assert [one.name for one in pins(Store(store))] in ([], [NAME])
    assert pin(Store(store), NAME, 0, NO_TARGETS).version == 0
    assert [(one.name, one.version) for one in pins(Store(store))] == [(NAME, 0)]
    assert verify(Store(store)) == []


def test_a_pin_killed_before_anything_it_does(corrected: Path, tmp_path: Path) -> None:
    moments = killed_at_every_moment(corrected, tmp_path, pin_and_die, NAME, assert_named_or_not)
    assert moments >= 4  # the lock, the folder, the file, its name


def test_a_name_killed_while_it_is_taken_off(named: Path, tmp_path: Path) -> None:
    moments = killed_at_every_moment(named, tmp_path, unpin_and_die, NAME, assert_named_or_not)
    assert moments >= 2  # the lock, the file


@pytest.mark.parametrize("size", [0, 1, 100, 300])
def test_a_pin_killed_in_the_middle_of_its_write(
    size: int, corrected: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    shutil.copytree(corrected, store)
    assert run(pin_and_run_full, store, NAME, size) == -signal.SIGXFSZ
    assert pins(Store(store)) == []
    assert_named_or_not(store)
