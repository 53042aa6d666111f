"""Screenshots of every page in docs/images/, at the two sizes that city offices have: `make images`.

Of Komae, and (`kakuu-`) of the made-up city the pages that show deliveries of months.

`--whole` also writes pictures of the pages in their full length to .bench/, for looking at what lies below.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser
from rich.console import Console

from analytics.cli.importing import delivered_in
from analytics.intake.layouts import read_layouts
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store
from benchmarks import komae
from benchmarks.browser import chromium, tab
from benchmarks.komae import over
from benchmarks.serving import ROOT, App, Server, running

PAGES = (
    "trend",
    "makeup",
    "ranking",
    "department",
    "targets",
    "provenance",
    "import",
    "definitions",
)
OF_MONTHS = ("trend", "makeup", "ranking", "department", "targets")
SIZES = ((1920, 1080), (1366, 768))
RESIDENTS, MONTHS = 70_000, 36
IMAGES = ROOT / "docs" / "images"
WHOLE = ROOT / ".bench"


@contextmanager
def made_up() -> Iterator[App]:
    """The product over the made-up city with its targets, gone afterwards."""
    with TemporaryDirectory(prefix="zangaku-") as folder:
        city, store = Path(folder) / "city", Store(Path(folder) / "store")
        make_city(city, Plan(RESIDENTS, *first_month_of("2026-10", MONTHS), 1))
        layouts = read_layouts(DATA / "layouts")
        for month in sorted(city.glob("20*")):
            files, controls = delivered_in(month)
            take_in_month(store, files, layouts, controls)
        app = over(store.root)
        targets = {"ZANGAKU_TARGETS": str(city / "目標")}
        yield replace(app, environment={**app.environment, **targets})


def picture(
    browser: Browser, server: Server, page: str, size: tuple[int, int], name: str, whole: bool
) -> list[Path]:
    """Take one page at one size, once it stands; the files written, whose names begin with *name*."""
    with tab(browser, *size) as opened:
        opened.open(f"{server.url}/{page}")
        written = [IMAGES / f"{name}-{size[0]}.png"]
        opened.page.screenshot(path=written[0], animations="disabled", caret="hide")
        if whole:
            # Streamlit scrolls inside the page, so the window grows instead.
            length = opened.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
            opened.page.set_viewport_size({"width": size[0], "height": int(length)})
            opened.settle()
            written.append(WHOLE / f"{name}-{size[0]}-whole.png")
            opened.page.screenshot(path=written[1], animations="disabled", caret="hide")
    return written


def main(arguments: list[str] | None = None) -> int:
    """Take all pictures and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.images", description="Take the screenshots."
    )
    parser.add_argument(
        "--whole", action="store_true", help="also the full length of each page, in .bench/"
    )
    chosen = parser.parse_args(arguments)
    for folder in (IMAGES, WHOLE):
        folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    of_komae = [page for page in PAGES if page not in ("makeup", "department", "targets")]
    for city, before, pages in ((komae.product, "", of_komae), (made_up, "kakuu-", OF_MONTHS)):
        with city() as app, running(app) as server, chromium() as browser:
            for size, page in product(SIZES, pages):
                for file in picture(browser, server, page, size, before + page, chosen.whole):
                    console.print(str(file.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
