"""The screen as printed matter: our letters, our language, nothing cut off at the side, nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Protocol

import pytest
from playwright.sync_api import Browser

from benchmarks.browser import OpenTab, Tab, tab
from benchmarks.images import PAGES, SIZES
from benchmarks.serving import Server
from pages.parts import filters

FONT = "BIZ UDPGothic"
# What may stand in Latin letters: names of files, licences, formats and parts of a layout, hashes, and Streamlit's
# hidden link for the keyboard.
LATIN = re.compile(
    r"\S+\.(?:csv|tsv|sql|toml|html|jp)\S*|CC BY|CSV|SQL|SHA-256|UTC|[0-9a-f]{64}|\[\[?\w+\]\]?"
    r"|Skip to main content"
)
EVERY = (*PAGES, "survey", "diagnosis")  # these two without a survey, and without an answer
VIEWS = [f"trend?view={view}" for view in filters.VIEWS]
VIEWS += [f"ranking?order={order}" for order in filters.ORDERS]
LISTS = [f"ranking?order={order}" for order in (filters.BY_CLAIM_KIND, filters.GUIDANCE)]
ICONS = '[data-testid="stIconMaterial"]'  # a ligature font: the letters show as a picture


class Look(Protocol):
    """Shows a page in a window of the size of a small office screen, or of another."""

    def __call__(self, page: str, width: int = 1366, height: int = 768) -> Tab: ...


@pytest.fixture(scope="module")
def look(server: Server, browser: Browser) -> Iterator[Look]:
    """Every page is opened once, and its window changes its size. None may ask another host or log an error."""
    with ExitStack() as tabs:
        opened: dict[str, Tab] = {}

        def look_at(page: str, width: int = 1366, height: int = 768) -> Tab:
            if page not in opened:
                opened[page] = tabs.enter_context(tab(browser, width, height))
                opened[page].open(f"{server.url}/{page}")
            size = {"width": width, "height": height}
            if opened[page].page.viewport_size != size:
                opened[page].page.set_viewport_size(size)  # type: ignore[arg-type]
                opened[page].settle()
            return opened[page]

        yield look_at
        assert [address for one in opened.values() for address in one.outside] == []
        assert [complaint for one in opened.values() for complaint in one.complaints] == []


@pytest.mark.parametrize("page", [*EVERY, *VIEWS])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_runs_out_of_the_page_at_the_side(
    page: str, size: tuple[int, int], look: Look
) -> None:
    opened = look(page, *size)
    main = opened.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0


@pytest.mark.parametrize("width", [683, 400])  # 200 % zoom on a small office screen, and a phone
@pytest.mark.parametrize("page", VIEWS)
def test_on_a_narrow_screen_a_chart_scrolls_within_itself_and_says_so(
    page: str, width: int, look: Look
) -> None:
    opened = look(page, width, 900)
    main = opened.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
    frames = """main => [...main.querySelectorAll('[data-testid="stFullScreenFrame"]')]
        .filter(frame => frame.querySelector('svg.marks'))
        .map(frame => [frame.scrollWidth > frame.clientWidth, getComputedStyle(frame, '::before').content])"""
    found = main.evaluate(frames)
    assert found or page in LISTS
    assert all(("横に動かせます" in hint) == is_wider for is_wider, hint in found), found
    assert width > 400 or all(is_wider for is_wider, _ in found)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("page", VIEWS[:2])
def test_on_an_office_screen_a_chart_is_seen_whole_without_scrolling(
    page: str, size: tuple[int, int], look: Look
) -> None:
    opened = look(page, *size)
    foot = opened.page.locator("svg.marks").first.evaluate(
        "svg => svg.getBoundingClientRect().bottom"
    )
    assert foot <= size[1]


@pytest.mark.parametrize("page", VIEWS)
def test_every_part_of_the_main_pages_is_seen_whole(page: str, look: Look) -> None:
    opened = look(page)
    cut = """main => [...main.querySelectorAll('svg.marks, h1, h2, p, table, button')]
        .filter(part => part.getBoundingClientRect().right > innerWidth)
        .map(part => part.textContent.slice(0, 40))"""
    assert opened.page.get_by_test_id("stMain").evaluate(cut) == []


@pytest.mark.parametrize("page", VIEWS)
def test_no_number_is_shortened(page: str, look: Look) -> None:
    opened = look(page)
    cut = """main => [...main.querySelectorAll('.words .value')]
        .filter(value => value.scrollWidth > value.clientWidth + 1)
        .map(value => value.textContent)"""
    assert opened.page.get_by_test_id("stMain").evaluate(cut) == []


@pytest.mark.parametrize("page", EVERY)
def test_our_font_is_there_and_used(page: str, look: Look) -> None:
    opened = look(page)
    loaded = opened.page.evaluate(
        """[...document.fonts].filter(face => face.status === 'loaded')
            .map(face => `${face.family.replaceAll('"', '')} ${face.weight}`)"""
    )
    assert {f"{FONT} 400", f"{FONT} 700"} <= set(loaded)
    used = """[...document.querySelectorAll('h1, h2, [data-testid="stMain"] p, svg.marks text')]
        .map(part => getComputedStyle(part).fontFamily.split(',')[0].replaceAll('"', ''))"""
    assert set(opened.page.evaluate(used)) == {FONT}


@pytest.mark.parametrize("page", [*VIEWS, "provenance", "import", "definitions"])
def test_no_english_is_left_over(page: str, look: Look) -> None:
    opened = look(page)
    icons = opened.page.locator(ICONS)
    icons.evaluate_all("icons => icons.forEach(icon => { icon.style.display = 'none' })")
    text = LATIN.sub("", opened.visible_text())
    icons.evaluate_all("icons => icons.forEach(icon => { icon.style.display = '' })")
    assert re.findall(r"[A-Za-z]{2,}", text) == []


@pytest.mark.parametrize("page", ["", *EVERY])
def test_the_document_says_that_it_is_japanese(page: str, look: Look) -> None:
    opened = look(page)
    assert opened.page.evaluate("document.documentElement.lang") == "ja"
    assert opened.page.title() == "残額"


def test_charts_have_words_for_those_who_do_not_see_them(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(server.url)
    charts = opened.page.get_by_test_id("stVegaLiteChart")
    said = [chart.get_attribute("aria-label") or "" for chart in charts.all()]
    assert said
    assert all(re.search(r"[ぁ-ん].*円", words) for words in said), said
