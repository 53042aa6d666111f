"""Two stores of made-up deliveries, each imported once by the product and read once by plain Python.

`sampled` is the city as it is: 32 months, with the closings of three years. `late` is a year of it in which departments
now and then deliver nothing, some of them not at a closing of their books.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from analytics.intake.layouts import AnyLayout
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store
from tests.handing_in import take_month_in
from tests.reconcile.plain import City, read_city
from tests.reconcile.plain_moves import Steps, steps
from tests.reconcile.plain_targets import Target, read_targets
from tests.reconcile.told import Row, figure_rows
from tests.sampled import made, month_folders

MONTHS, SEED = 32, 5  # from 2024-03 to 2026-10
LATE = {  # what is not delivered; 2026-03 is the closing of the waterworks, 2026-05 of all others
    "2025-09": ("水道課", "税務課"),
    "2025-10": ("水道課",),
    "2025-12": ("税務課", "福祉課"),
    "2026-03": ("水道課",),
    "2026-05": ("福祉課", "こども未来課"),
}


@dataclass
class Reconciled:
    """The same files twice: in a store of the product, and as plain lines."""

    reader: Reader
    city: City
    targets: list[Target]

    @cached_property
    def steps(self) -> Steps:
        return steps(self.city)

    @cached_property
    def rankings(self) -> dict[date, list[Row]]:
        """What the product says at every month-end, asked once."""
        return {month: figure_rows(self.reader, "ranking", month) for month in self.city.months}


@pytest.fixture(params=["sampled", "late"])
def both(request: pytest.FixtureRequest) -> Reconciled:
    """Each of the two."""
    found: Reconciled = request.getfixturevalue(request.param)
    return found


def _reconciled(folder: Path, store: Path, layouts: list[AnyLayout]) -> Reconciled:
    for month in month_folders(folder):
        take_month_in(Store(store), folder / month, layouts)
    aims = folder / "目標"
    return Reconciled(open_reader(store, aims), read_city(folder), read_targets(aims))


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("reconciled") / "city", months=MONTHS, seed=SEED)


@pytest.fixture(scope="session")
def sampled(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Reconciled:
    return _reconciled(sample_folder, tmp_path_factory.mktemp("reconciled") / "store", layouts)


@pytest.fixture(scope="session")
def late(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Reconciled:
    folder = tmp_path_factory.mktemp("late") / "city"
    for month in month_folders(sample_folder):
        if "2025-05" <= month <= "2026-07":
            shutil.copytree(sample_folder / month, folder / month)
    shutil.copytree(sample_folder / "目標", folder / "目標")
    for month, departments in LATE.items():
        for department in departments:
            missing = list((folder / month).glob(f"架空市_{department}_*"))
            assert missing
            for path in missing:
                path.unlink()
    return _reconciled(folder, folder.parent / "store", layouts)
