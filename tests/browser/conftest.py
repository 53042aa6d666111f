"""One server and one Chromium for all browser tests. Every tab also checks that it stayed on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.browser import OpenTab, Tab, chromium, tab
from benchmarks.komae import over
from benchmarks.serving import App, Server, running


@pytest.fixture(scope="session")
def product(komae_store: Path) -> App:
    """The dashboard over Komae's six files, as `zangaku serve` runs it."""
    return over(komae_store)


@pytest.fixture(scope="session")
def server(product: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard, running. At the end its log must hold no traceback and no address anybody opened."""
    with running(product, tmp_path_factory.mktemp("server") / "log") as running_server:
        yield running_server
        log = running_server.log()
        assert "Traceback" not in log
        assert "GET /" not in log


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def new_tab(browser: Browser) -> Iterator[OpenTab]:
    """Opens tabs, each with an empty profile. None may ask another host for anything or log an error."""
    with ExitStack() as tabs:
        opened: list[Tab] = []

        def open_one(width: int = 1366, height: int = 768) -> Tab:
            opened.append(tabs.enter_context(tab(browser, width, height)))
            return opened[-1]

        yield open_one
        assert [address for one in opened for address in one.outside] == []
        assert [complaint for one in opened for complaint in one.complaints] == []
