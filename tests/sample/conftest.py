"""Two made-up cities, each made once: a small one read whole, a larger one of which some months are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sampled import LARGE, Files, deliveries, made, month_folders


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("city") / "city")


@pytest.fixture(scope="session")
def files(city: Path) -> Files:
    return {month: deliveries(city, month) for month in month_folders(city)}


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A larger city over more than three years."""
    return made(tmp_path_factory.mktemp("large") / "city", residents=LARGE, months=46)
