"""The real parts, on the real files that ship with the product: nothing here is faked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from analytics.cli.importing import delivered_in
from analytics.intake.controls import read_controls, sorted_out
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.sample.making import make_city
from analytics.sample.plan import Plan, first_month_of
from analytics.settings import DATA
from analytics.store.importing import take_in, take_in_month
from analytics.store.snapshots import Store

KOMAE = DATA / "open" / "komae"
KOMAE_FILES = sorted(KOMAE.glob("*sainyu.csv"))


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
def made_up_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a small made-up city over three months. Treat them as read-only."""
    folder = tmp_path_factory.mktemp("made-up") / "files"
    make_city(folder, Plan(2000, *first_month_of("2026-10", 3), 1))
    return folder


@pytest.fixture(scope="session")
def kakuu(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months (2026-08 to 2026-10) of a small 架空市, and its faulty files. Treat it as read-only."""
    folder = tmp_path_factory.mktemp("kakuu") / "city"
    first, last = first_month_of("2026-10", 3)
    make_city(folder, Plan(8_000, first, last, 1))
    return folder


@pytest.fixture(scope="session")
def made_up_store(
    made_up_files: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Path:
    """A store with those months, one version each, made by the product's own import. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("made-up-store") / "store")
    for folder in sorted(made_up_files.glob("20*")):
        files, controls = delivered_in(folder)
        month = take_in_month(store, files, layouts, controls)
        assert not month.rejected
        assert not month.unread
    return store.root


@pytest.fixture(scope="session")
def kakuu_months(
    kakuu: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Path:
    """A store with the first two months of it, as versions 0 and 1. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("kakuu-store") / "store")
    for month in ("2026-08", "2026-09"):
        files, lists = sorted_out((kakuu / month).iterdir())
        take_in_month(store, files, layouts, read_controls(lists[0]))
    return store.root


@pytest.fixture
def two_months(kakuu_months: Path, tmp_path: Path) -> Store:
    """Such a store of one's own."""
    return Store(Path(shutil.copytree(kakuu_months, tmp_path / "two-months")))
