"""Pages opened as people open them: through the frame."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from analytics.intake.layouts import AnyLayout
from analytics.settings import DATA
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.answers import Wave, take_waves_in, write_catalogue
from tests.pages.surveyed import FIGURES, Given, Look, Take

OpenPage = Callable[..., AppTest]


def _script(start: str) -> None:
    import app

    app.main(start=start)


@pytest.fixture
def open_page(komae_store: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open the page *start* on *store* (Komae's unless another is given), with choices in its address."""

    def open_it(start: str, store: Path = komae_store, **choices: str) -> AppTest:
        monkeypatch.setenv("ZANGAKU_STORE", str(store))
        page = AppTest.from_function(_script, default_timeout=60, kwargs={"start": start})
        for name, value in choices.items():
            page.query_params[name] = value
        return page.run()

    return open_it


@pytest.fixture(autouse=True)
def _main_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest leaves its script behind as `__main__`, and processes started later would run it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


# 意識調査


@pytest.fixture
def given_out(monkeypatch: pytest.MonkeyPatch) -> Given:
    """The files behind the page's buttons, as a browser would fetch them; AppTest fetches none."""
    files: Given = {}
    real = DeltaGenerator.download_button

    def button(self: Any, label: str, data: Callable[[], bytes], **more: Any) -> Any:
        files[more["key"]] = data()
        return real(self, label, data, **more)

    monkeypatch.setattr(DeltaGenerator, "download_button", button)
    return files


@pytest.fixture
def look(open_page: OpenPage) -> Look:
    """Open a side of the page on a store, its table unfolded, with choices in its address."""

    def opened(store: Store | Path, side: str = filters.CHANGED, **choices: str) -> AppTest:
        root = store.root if isinstance(store, Store) else store
        page = open_page("survey", store=root, survey=side, **choices)
        page.session_state[f"table-{FIGURES[side]}"] = True
        return page.run()

    return opened


@pytest.fixture(scope="session")
def waves(surveyed: Path) -> Path:
    """Three waves of a city, and its balances."""
    return surveyed / "store"


@pytest.fixture
def staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The table of staff that ships, which may be changed, beside the catalogue that ships."""
    folder = Path(shutil.copytree(DATA / "survey", tmp_path / "own-survey"))
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    return folder / "staff.toml"


@pytest.fixture
def take(tmp_path: Path, layouts: list[AnyLayout], monkeypatch: pytest.MonkeyPatch) -> Take:
    """Take small waves in, each as a version of a store of its own, read with the small catalogue."""
    monkeypatch.setenv("ZANGAKU_SURVEY", str(write_catalogue(tmp_path / "catalogue")))
    forms = [one for one in layouts if one.name.startswith("kakuu-survey")]

    def taken(*made: Wave, name: str = "small") -> Store:
        store = Store(tmp_path / name / "store")
        take_waves_in(store, tmp_path / name / "files", made, forms)
        return store

    return taken
