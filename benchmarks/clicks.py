"""What one reader feels: first load, going to another page, changing a filter; from the click to what can be seen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Locator, Page

from benchmarks.browser import tab
from benchmarks.serving import App, Server, start

LOADS, CLICKS, CHOICES, STARTS, WARM_UP = 5, 24, 12, 3, 6
NAVIGATION = '[data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"]'
BUTTONS = '[data-testid="stButtonGroup"] button'
SELECT = '[data-testid="stSelectbox"]'


@dataclass(frozen=True)
class Lap:
    """Milliseconds until the first chart (None where there is none) and until nothing moves any more."""

    chart: float | None
    settled: float


def first_load(browser: Browser, server: Server, charts: bool) -> Lap:
    """Open the app with an empty cache."""
    with tab(browser) as opened:
        opened.page.add_init_script(f"window.stopwatch.load({str(charts).lower()})")
        opened.page.goto(server.url, wait_until="commit")
        return _read(opened.page)


def start_to_chart(browser: Browser, app: App, charts: bool) -> float:
    """Milliseconds from starting the process to its first chart in a browser that is already open."""
    with tab(browser) as opened:
        opened.page.add_init_script(f"window.stopwatch.load({str(charts).lower()})")
        started = time.time()
        server = start(app)
        try:
            server.wait()
            opened.page.goto(server.url, wait_until="commit")
            lap = _read(opened.page)
            navigated = float(opened.page.evaluate("performance.timeOrigin"))
            return navigated + (lap.chart or lap.settled) - started * 1000
        finally:
            server.stop()


def walk(browser: Browser, server: Server, charts: bool) -> tuple[list[Lap], list[Lap]]:
    """Laps of going to and fro between the first two pages, then of changing the first filter of the page."""
    with tab(browser) as opened:
        opened.open(server.url)
        page = opened.page
        links = page.locator(NAVIGATION)
        clicks = [
            _click(page, links.nth((at + 1) % 2), False, charts) for at in range(WARM_UP + CLICKS)
        ]
        choices = [_click(page, choice, True, charts) for choice in _choices(page)]
    return clicks[WARM_UP:], choices[2:]


def _choices(page: Page) -> Iterator[Locator]:
    """The first two answers of the page's first filter in turn, ready to be clicked."""
    select, buttons = page.locator(SELECT), page.locator(BUTTONS)
    if not select.count() and not buttons.count():
        return
    for at in range(CHOICES + 2):
        if select.count():
            select.first.locator("input").click()
            yield page.locator('[role="option"]').nth((at + 1) % 2)
        else:
            yield buttons.nth((at + 1) % 2)


def _click(page: Page, target: Locator, stays: bool, charts: bool) -> Lap:
    """Click and wait until the answer stands."""
    page.evaluate("([stays, charts]) => window.stopwatch.arm(stays, charts)", [stays, charts])
    target.click()
    return _read(page)


def _read(page: Page) -> Lap:
    """Wait for the lap to end and read it."""
    page.wait_for_function("window.stopwatch?.done()", timeout=60_000)
    lap = page.evaluate("window.stopwatch.read()")
    if lap["late"]:
        state = page.get_by_test_id("stApp").evaluate("app => JSON.stringify(app.dataset)")
        raise TimeoutError(f"no answer on {page.url}: {lap} {state}")
    return Lap(lap["chart"], lap["settled"])


def medians(laps: list[Lap]) -> Lap | None:
    """The middle lap, mark by mark."""
    if not laps:
        return None
    charts = [lap.chart for lap in laps if lap.chart is not None]
    return Lap(median(charts) if charts else None, median(lap.settled for lap in laps))
