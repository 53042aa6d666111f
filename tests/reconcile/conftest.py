"""Two stores of made-up deliveries, each imported once by the product and read once by plain Python.

`sampled` is the city as it is: 32 months, with the closings of three years. `rough` is fifteen of these months made
rough (`tests.reconcile.rough`): departments that come, go, deliver late and correct themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from analytics.intake.layouts import AnyLayout
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store
from tests.handing_in import take_month_in
from tests.reconcile.plain import CLOCKS, City, read_city
from tests.reconcile.plain_cohorts import Cohorts, cohorts
from tests.reconcile.plain_kinds import BANDS, Banded, banded
from tests.reconcile.plain_limitation import standing_rows
from tests.reconcile.plain_moves import Steps, steps
from tests.reconcile.plain_targets import Standing, Target, read_targets, standings
from tests.reconcile.rough import make_rough
from tests.reconcile.told import Row, Where, figure_rows
from tests.sampled import made, month_folders

MONTHS, SEED = 32, 5  # from 2024-03 to 2026-10


@dataclass
class Reconciled:
    """The same files twice: in a store of the product, and as plain lines."""

    folder: Path
    reader: Reader
    city: City
    targets: list[Target]

    def claims_in(self, where: Where) -> list[str]:
        """The claim kinds of a department, or one kind, or all."""
        place, kind = where.get("department"), where.get("claim_kind")
        return [
            claim
            for claim, whose in self.city.claims.items()
            if place in (None, whose) and kind in (None, claim)
        ]

    @cached_property
    def steps(self) -> Steps:
        return steps(self.city)

    @cached_property
    def banded(self) -> dict[str, Banded]:
        """The plain lines by their bands, in every dimension."""
        return {dimension: banded(self.city, dimension) for dimension in BANDS}

    @cached_property
    def limitation_rows(self) -> list[dict[str, Any]]:
        """The rows of the files that limitation is reckoned from: of the newest month-end, with all their days."""
        return standing_rows(self.folder, self.city, max(self.city.months))

    @cached_property
    def cohorts(self) -> Cohorts:
        return cohorts(self.city, CLOCKS)

    @cached_property
    def looked_at(self) -> list[date]:
        """Where a figure is asked for place by place: the last April, May and June, and the newest month-end."""
        _, *others, last = self.city.months
        return [*[month for month in others if month.month in (4, 5, 6)][-3:], last]

    @cached_property
    def orders(self) -> dict[date, list[Standing]]:
        """How plain Python orders the departments at every month-end."""
        return {
            month: standings(self.city, self.targets, self.steps, month)
            for month in self.city.months
        }

    @cached_property
    def rankings(self) -> dict[date, list[Row]]:
        """What the product says at every month-end, asked once."""
        return {month: figure_rows(self.reader, "ranking", month) for month in self.city.months}


@pytest.fixture(params=["sampled", "rough"])
def both(request: pytest.FixtureRequest) -> Reconciled:
    """Each of the two."""
    found: Reconciled = request.getfixturevalue(request.param)
    return found


def _reconciled(folder: Path, store: Path, layouts: list[AnyLayout]) -> Reconciled:
    for month in month_folders(folder):
        take_month_in(Store(store), folder / month, layouts)
    aims = folder / "目標"
    reader = open_reader(store, aims)
    return Reconciled(folder, reader, read_city(folder), read_targets(aims))


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("reconciled") / "city", months=MONTHS, seed=SEED)


@pytest.fixture(scope="session")
def sampled(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Reconciled:
    return _reconciled(sample_folder, tmp_path_factory.mktemp("reconciled") / "store", layouts)


@pytest.fixture(scope="session")
def rough(
    sample_folder: Path, tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]
) -> Reconciled:
    folder = make_rough(sample_folder, tmp_path_factory.mktemp("rough") / "city")
    return _reconciled(folder, folder.parent / "store", layouts)
