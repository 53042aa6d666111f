"""An empty store, what the city edits, and a form that is kept out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from analytics.settings import DATA
from analytics.store.snapshots import Store
from tests.pipeline.conftest import Done, Run, tree
from tests.pipeline.surveys.forms import Form, change


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """An empty store, which the command uses."""
    monkeypatch.setenv("ZANGAKU_STORE", str(tmp_path / "store"))
    return Store(tmp_path / "store")


@pytest.fixture
def survey_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the catalogue and the table of staff, which may be changed."""
    folder = Path(shutil.copytree(DATA / "survey", tmp_path / "own-survey"))
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    return folder


@pytest.fixture
def own_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the layouts that ship, which may be changed."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "open").symlink_to(DATA / "open")
    folder = Path(shutil.copytree(DATA / "layouts", tmp_path / "own" / "layouts"))
    monkeypatch.setenv("ZANGAKU_LAYOUTS", str(folder))
    return folder


@pytest.fixture
def numbered(own_layouts: Path) -> Path:
    """A layout whose form asks for a number of the respondent."""
    path = own_layouts / "kakuu_survey.toml"
    change(path, "[columns]\n", '[columns]\nrespondent = ["職員番号"]\n')
    return path


@pytest.fixture
def kept_out(zangaku: Run, store: Store, tmp_path: Path) -> Callable[[Form], Done]:
    """Import a form into a store that holds a month's wave before: nothing of that may change."""

    def run(form: Form, *options: object) -> Done:
        assert zangaku("survey", "import", Form.of(2, date(2025, 6, 1)).save(tmp_path)).code == 0
        before = tree(store.root)
        done = zangaku("survey", "import", form.save(tmp_path), *options)
        assert tree(store.root) == before
        assert f"{form.name}.csv は取り込みませんでした" in done.err
        return done

    return run
