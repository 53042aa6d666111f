"""The product with the six published files of Komae taken in, in a store of its own: what is measured and pictured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics.intake.layouts import read_layouts
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.snapshots import Store
from benchmarks.serving import PRODUCT, App

FILES = sorted((DATA / "open" / "komae").glob("*sainyu.csv"))


@contextmanager
def product() -> Iterator[App]:
    """The product over a store made by its own import, gone afterwards."""
    with TemporaryDirectory(prefix="zangaku-") as folder:
        store = Store(Path(folder) / "store")
        layouts = read_layouts(DATA / "layouts")
        for file in FILES:
            take_in(store, file, layouts)
        yield over(store.root)


def over(store: Path) -> App:
    """The product over the store at `store`."""
    return replace(PRODUCT, environment={"ZANGAKU_STORE": str(store)})
