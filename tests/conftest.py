"""The real parts, on the real files that ship with the product: nothing here is faked."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.layout import Layout
from analytics.intake.layouts import read_layouts
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.snapshots import Store

KOMAE = DATA / "open" / "komae"
KOMAE_FILES = sorted(KOMAE.glob("*sainyu.csv"))


@pytest.fixture(scope="session")
def layouts() -> list[Layout]:
    """Every layout that ships."""
    return read_layouts(DATA / "layouts")


@pytest.fixture(scope="session")
def komae_store(tmp_path_factory: pytest.TempPathFactory, layouts: list[Layout]) -> Path:
    """A store with the six files of Komae, made by the product's own import. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("komae") / "store")
    for path in KOMAE_FILES:
        take_in(store, path, layouts)
    return store.root
