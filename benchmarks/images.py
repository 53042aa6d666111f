"""Screenshots of every page in docs/images/, at the two sizes that city offices have: `make images`.

Of Komae, and (`kakuu-`) of the made-up city the pages that show deliveries of months, and as the chief those that show
persons, with the way from the first page to one debtor's agreed lead (`kakuu-way-`), and its survey.

`--only kakuu-survey` takes those pictures alone whose names begin so. `--whole` also writes pictures of the pages in
their full length to .bench/, for looking at what lies below.
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
from urllib.parse import urlencode

from playwright.sync_api import Browser
from rich.console import Console

from analytics.access.viewer import CHIEF
from analytics.cli.importing import delivered_in
from analytics.cli.preparing import SURVEY, waves_in
from analytics.intake.layouts import read_layouts
from analytics.ledger import diagnosis
from analytics.matching.matching import match
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store
from benchmarks import komae
from benchmarks.browser import chromium, tab
from benchmarks.komae import over
from benchmarks.serving import ROOT, App, Server, running
from benchmarks.walk import four_clicks
from pages.parts import filters

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
OF_PERSONS = ("shared", "limitation", "cases", "matching")  # as the chief sees them
OF_SURVEY = {  # name of the picture → what is looked at
    "changes": filters.CHANGED,
    "questions": filters.QUESTIONS,
    "groups": filters.GROUPS,
    "waves": filters.WAVES,
    "balances": filters.BESIDE,
}
HALF_ANSWERED = "ynhy-un-----"  # 自己診断, as somebody leaves it who is called away
SIZES = ((1920, 1080), (1366, 768))
RESIDENTS, MONTHS = 70_000, 36
WAY = "kakuu-way"  # how the names of its pictures begin
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
        for wave in waves_in(city / SURVEY):
            take_in_month(store, wave, layouts)
        match(store, store.latest() or 0)
        app = over(store.root)
        settings = {"ZANGAKU_TARGETS": str(city / "目標"), "ZANGAKU_ROLE": CHIEF}
        yield replace(app, environment={**app.environment, **settings})


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


def of_komae() -> dict[str, str]:
    """Name of the picture → address, of the pages that published settlements fill, and of the one that needs none."""
    pages = {page: page for page in PAGES if page not in ("makeup", "department", "targets")}
    code = diagnosis.code(diagnosis.read(DATA / "survey"), HALF_ANSWERED)
    return pages | {"diagnosis": f"diagnosis?{urlencode({'answers': code})}"}


def of_made_up() -> dict[str, str]:
    """Name of the picture → address, of the pages that want deliveries of months, persons, or a survey."""
    pages = {f"kakuu-{page}": page for page in OF_MONTHS + OF_PERSONS}
    sides = {
        f"kakuu-survey-{name}": f"survey?{urlencode({filters.SURVEY: side})}"
        for name, side in OF_SURVEY.items()
    }
    return pages | sides


def way(browser: Browser, server: Server, size: tuple[int, int]) -> list[Path]:
    """Take the way of the chief to one debtor's agreed lead at one size, a picture before and after each click."""
    written: list[Path] = []
    with tab(browser, *size) as opened:

        def look(number: int) -> None:
            written.append(IMAGES / f"{WAY}-{number}-{size[0]}.png")
            opened.page.screenshot(path=written[-1], animations="disabled", caret="hide")

        four_clicks(opened, server.url, look)
    return written


def main(arguments: list[str] | None = None) -> int:
    """Take all pictures and say where they are."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.images", description="Take the screenshots."
    )
    parser.add_argument(
        "--whole", action="store_true", help="also the full length of each page, in .bench/"
    )
    parser.add_argument(
        "--only", default="", metavar="NAME", help="the pictures whose names begin with it"
    )
    chosen = parser.parse_args(arguments)
    for folder in (IMAGES, WHOLE):
        folder.mkdir(parents=True, exist_ok=True)
    console = Console()
    for city, pages in ((komae.product, of_komae()), (made_up, of_made_up())):
        asked = {name: page for name, page in pages.items() if name.startswith(chosen.only)}
        has_way = city is made_up and WAY.startswith(chosen.only)
        if not asked and not has_way:
            continue
        with city() as app, running(app) as server, chromium() as browser:
            for size, (name, page) in product(SIZES, asked.items()):
                for file in picture(browser, server, page, size, name, chosen.whole):
                    console.print(str(file.relative_to(ROOT)))
            for size in SIZES if has_way else ():
                for file in way(browser, server, size):
                    console.print(str(file.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
