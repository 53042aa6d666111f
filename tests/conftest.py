"""The real parts, on the real files that ship with the product: nothing here is faked."""

from __future__ import annotations

import os
import shutil
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

from analytics.cli.preparing import waves_in
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.matching.matching import match
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from analytics.store.importing import take_in, take_in_month
from analytics.store.snapshots import Store
from tests.handing_in import take_month_in
from tests.remembering import remember

RECONCILE = "tests/reconcile/"
KOMAE = DATA / "open" / "komae"
KOMAE_FILES = sorted(KOMAE.glob("*sainyu.csv"))

remember()

# No test fails for want of speed, and a commit's run is the same again; `make soak` looks for examples nobody has seen.
settings.register_profile("zangaku", deadline=None, derandomize=True)
settings.register_profile("unseen", deadline=None, derandomize=False, max_examples=1000)
settings.load_profile("zangaku")


class ByFile(LoadFileScheduling):  # type: ignore[misc]
    """One process takes a file whole; and a folder whole whose stores are slow to make."""

    def _split_scope(self, nodeid: str) -> str:
        return RECONCILE if nodeid.startswith(RECONCILE) else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Whatever `--dist` says. A file of few tests is not a short one, so none is put last for that."""
    config.option.loadscopereorder = False
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest in one piece comes first."""
    items.sort(key=lambda item: not item.nodeid.startswith(RECONCILE))


@pytest.fixture(scope="session")
def layouts() -> list[AnyLayout]:
    """Every layout that ships."""
    return read_layouts(DATA / "layouts")


@pytest.fixture(scope="session")
def komae_store(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> Path:
    """A store with the six files of Komae, made by the product's own import. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("komae") / "store")
    for path in KOMAE_FILES:
        take_in(store, path, layouts)
    return store.root


@pytest.fixture(scope="session")
def kakuu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months (2026-08 to 2026-10) of a small 架空市, and its faulty files. Treat it as read-only."""
    folder = tmp_path_factory.mktemp("kakuu") / "city"
    make_city(folder, Plan(8_000, *first_month_of("2026-10", 3), 1))
    return folder


@pytest.fixture(scope="session")
def kakuu_months(
    kakuu: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Path:
    """A store with the first two months of it, as versions 0 and 1. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("kakuu-months") / "store")
    for month in ("2026-08", "2026-09"):
        take_month_in(store, kakuu / month, layouts)
    return store.root


@pytest.fixture(scope="session")
def kakuu_store(
    kakuu: Path,
    kakuu_months: Path,
    tmp_path_factory: pytest.TempPathFactory,
    layouts: list[AnyLayout],
) -> Path:
    """A store with all three months, as versions 0 to 2. Treat it as read-only."""
    root = tmp_path_factory.mktemp("kakuu-store") / "store"
    store = Store(Path(shutil.copytree(kakuu_months, root)))
    take_month_in(store, kakuu / "2026-10", layouts)
    return store.root


@pytest.fixture(scope="session")
def matched_city(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> Path:
    """A store with one month of a larger 架空市, its debtors matched: some pairs wait. Nobody may write there.

    Whoever looks at a person writes that down in the store, and so takes `matched`.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "matched"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:  # the first process makes it, for the others too
        flock(lock, LOCK_EX)
        store = Store(folder / "store")
        if not (folder / "made").exists():
            make_city(folder / "city", Plan(40_000, *first_month_of("2026-10", 1), 1))
            take_month_in(store, folder / "city" / "2026-10", layouts)
            match(store, 0)
            (folder / "made").touch()
    return store.root


@pytest.fixture(scope="session")
def surveyed(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> Path:
    """The folder of a 架空市 with three waves of its survey: `city` its files, `store` with them and the balances.

    Of the months only those at the waves' time are there. Nobody may write there.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "surveyed"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:  # the first process makes it, for the others too
        flock(lock, LOCK_EX)
        if not (folder / "made").exists():
            make_city(folder / "city", Plan(8_000, *first_month_of("2026-10", 27), 1))
            store = Store(folder / "store")
            for month in ("2024-08", "2025-08", "2026-08"):
                take_month_in(store, folder / "city" / month, layouts)
            for wave in waves_in(folder / "city" / "意識調査"):
                done = take_in_month(store, wave, layouts)
                assert len(done.new) == len(wave)
            (folder / "made").touch()
    return folder


@pytest.fixture
def matched(matched_city: Path, tmp_path: Path) -> Store:
    """The same store, of one's own."""
    return Store(Path(shutil.copytree(matched_city, tmp_path / "matched")))


@pytest.fixture
def two_months(kakuu_months: Path, tmp_path: Path) -> Store:
    """A store with the first two months, of one's own."""
    return Store(Path(shutil.copytree(kakuu_months, tmp_path / "two-months")))
