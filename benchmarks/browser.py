"""A real Chromium looking at an app: opened the same way for measuring, for screenshots and for the browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from benchmarks.serving import HOST

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STOPWATCH = (Path(__file__).parent / "stopwatch.js").read_text(encoding="utf-8")

# Opened below "/", Streamlit's page first asks here whether the app lives there. It does not, and the page goes on.
LOOKING_FOR_ITS_ROOT = ("_stcore/health", "_stcore/host-config")

# Nothing is running, no chart is still empty, and every letter used has arrived.
STANDS = """() => document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === 'notRunning'
    && document.querySelector('[data-testid="stMain"] h1, [data-testid="stMain"] h2')
    && !document.querySelector('[data-testid="stSkeleton"]')
    && !document.querySelector('[data-testid="stVegaLiteChart"]:not(:has(svg.marks))')
    && document.fonts.status === 'loaded'"""
QUIET = """() => new Promise(quiet => {
    let timer = setTimeout(quiet, 400);
    new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(quiet, 400); })
        .observe(document.body, { childList: true, subtree: true });
})"""


@dataclass
class Tab:
    """A page in a fresh profile, with what it asked for from elsewhere and what its console complained about."""

    page: Page
    outside: list[str]
    complaints: list[str]

    def open(self, address: str) -> None:
        """Go to `address` and wait until the page stands."""
        self.page.goto(address)
        self.settle()

    def settle(self, seconds: float = 30.0) -> None:
        """Wait until nothing runs, every chart is drawn, the fonts are in and nothing moves any more."""
        self.page.wait_for_function(STANDS, timeout=seconds * 1000)
        self.page.evaluate(QUIET)
        self.page.wait_for_function(STANDS, timeout=seconds * 1000)

    def visible_text(self) -> str:
        """Everything a reader can read, and the labels a screen reader says."""
        return self.page.inner_text("body")

    def _asked(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme not in {"data", "blob"} and where.hostname != HOST:
            self.outside.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        source = message.location.get("url", "")
        if message.type == "error" and not source.endswith(LOOKING_FOR_ITS_ROOT):
            self.complaints.append(f"{message.text} ({source})")


class OpenTab(Protocol):
    """Opens a tab of the size of a small office screen, or of another."""

    def __call__(self, width: int = 1366, height: int = 768) -> Tab: ...


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        raise RuntimeError("no Chromium found; `make browser` says how to get one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def tab(browser: Browser, width: int = 1366, height: int = 768) -> Iterator[Tab]:
    """A tab with an empty cache and no cookies, that notes every request to another host."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP")
    try:
        context.add_init_script(STOPWATCH)
        opened = Tab(context.new_page(), [], [])
        opened.page.on("request", opened._asked)
        opened.page.on("console", opened._said)
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        yield opened
    finally:
        context.close()
