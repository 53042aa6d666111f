"""Pages opened as people open them: through the frame."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

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
