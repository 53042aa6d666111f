"""Screenshots of every page in docs/images/, at the two sizes that city offices have: `make images`.

`--whole` also writes pictures of the pages in their full length to .bench/, for looking at what lies below.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Browser
from rich.console import Console

from benchmarks.browser import chromium, tab
from benchmarks.komae import product
from benchmarks.serving import ROOT, Server, running

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
SIZES = ((1920, 1080), (1366, 768))
IMAGES = ROOT / "docs" / "images"
WHOLE = ROOT / ".bench"


def picture(
    browser: Browser, server: Server, page: str, size: tuple[int, int], whole: bool
) -> list[Path]:
    """Take one page at one size, once it stands; the files written."""
    with tab(browser, *size) as opened:
        opened.open(f"{server.url}/{page}")
        written = [IMAGES / f"{page}-{size[0]}.png"]
        opened.page.screenshot(path=written[0], animations="disabled", caret="hide")
        if whole:
            # Streamlit scrolls inside the page, so the window grows instead.
            length = opened.page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
            opened.page.set_viewport_size({"width": size[0], "height": int(length)})
            opened.settle()
            written.append(WHOLE / f"{page}-{size[0]}-whole.png")
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
    with product() as app, running(app) as server, chromium() as browser:
        for size in SIZES:
            for page in PAGES:
                for file in picture(browser, server, page, size, chosen.whole):
                    console.print(str(file.relative_to(ROOT)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
