"""意識調査 in a real browser: every side whole and Japanese at both sizes; a wave goes in by 取込 and is seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser

from analytics.store.snapshots import Store
from benchmarks.browser import OpenTab, Tab, tab
from benchmarks.images import SIZES
from benchmarks.komae import over
from benchmarks.serving import Server, running
from pages.parts import filters
from tests.answers import take_results_in
from tests.browser.test_import_page import cut_off, english
from tests.browser.test_links import choose
from tests.browser.test_look import FONT, Look

ASKED = ("自分の課の残額を減らす責任を感じる", "ほかの課と話し合っている", "原因を調べている")
VIEWS = {  # what is looked at → whether there is a picture
    urlencode({filters.SURVEY: side, **more}): side != filters.RESPONSE
    for side, more in (
        (filters.CHANGED, {}),
        (filters.QUESTIONS, {}),
        (filters.QUESTIONS, {filters.TOWARDS: "育ってほしい意識", filters.BARS: filters.STACKED}),
        (filters.GROUPS, {filters.BREAKDOWN: "部署群"}),
        (filters.WAVES, {filters.BREAKDOWN: "部署群", filters.SCALE: "率先"}),
        (filters.BESIDE, {}),
        (filters.RESPONSE, {}),
        (filters.COUNTED, {}),
        (filters.COUNTED, {filters.QUESTION: ASKED[0]}),
    )
}
FIRST_ROWS = 150  # pixels of a chart that stand on the screen before anybody scrolls
OUTSIDE = """svg => { const edge = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()])
        .filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1
            || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)
        .map(([text]) => text.textContent) }"""
FONTS = """main => [...main.querySelectorAll('h1, h2, p, td, svg.marks text')]
    .map(part => getComputedStyle(part).fontFamily.split(',')[0].replaceAll('"', ''))"""
TOO_SMALL = """svg => [...svg.querySelectorAll('text')]
    .filter(text => parseFloat(getComputedStyle(text).fontSize) < 15).map(text => text.textContent)"""


@pytest.fixture(scope="module")
def store(surveyed: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Three waves and the balances, of one's own, and results of two years that came counted."""
    folder = tmp_path_factory.mktemp("own")
    made = Store(Path(shutil.copytree(surveyed / "store", folder / "store")))
    ranks = ("課長", "係長", "主事")
    rows = [
        (year, rank, question, 38 + 9 * at + 5 * of + (year == "2024") * 4, 20 + 15 * of)
        for year in ("2023", "2024")
        for at, question in enumerate(ASKED)
        for of, rank in enumerate(ranks)
    ]
    take_results_in(made, folder / "counted", rows)
    return made


@pytest.fixture(scope="module")
def surveying(store: Store) -> Iterator[Server]:
    log = store.root.with_name("log")
    with running(over(store.root), log) as server:
        yield server
        assert "Traceback" not in server.log()


@pytest.fixture(scope="module")
def look(surveying: Server, browser: Browser) -> Iterator[Look]:
    """Every view is opened once, and its window changes its size. None may ask another host or log an error."""
    with ExitStack() as tabs:
        opened: dict[str, Tab] = {}

        def look_at(page: str, width: int = 1366, height: int = 768) -> Tab:
            if page not in opened:
                opened[page] = tabs.enter_context(tab(browser, width, height))
                opened[page].open(f"{surveying.url}/survey?{page}")
            if opened[page].page.viewport_size != {"width": width, "height": height}:
                opened[page].page.set_viewport_size({"width": width, "height": height})
                opened[page].settle()
            return opened[page]

        yield look_at
        assert [address for one in opened.values() for address in one.outside] == []
        assert [complaint for one in opened.values() for complaint in one.complaints] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("view", VIEWS, ids=unquote)
def test_every_side_is_whole_and_japanese_and_in_our_letters(
    view: str, size: tuple[int, int], look: Look
) -> None:
    opened = look(view, *size)
    main = opened.page.get_by_test_id("stMain")
    assert (english(opened), cut_off(opened)) == ([], [])
    assert set(main.evaluate(FONTS)) == {FONT}
    assert main.locator("h2").count() == 1
    pictures = main.locator("svg.marks")
    assert pictures.count() == VIEWS[view]
    for picture in pictures.all():
        assert picture.evaluate(OUTSIDE) == []
        assert picture.evaluate(TOO_SMALL) == []
        top = picture.evaluate("svg => svg.getBoundingClientRect().top")
        assert top + FIRST_ROWS < size[1]


def test_what_is_chosen_stands_in_the_address_and_another_sees_it(
    surveying: Server, new_tab: OpenTab
) -> None:
    mine = new_tab()
    mine.open(f"{surveying.url}/survey?{urlencode({filters.SURVEY: filters.WAVES})}")
    choose(mine, "尺度", "責任")
    choose(mine, "回", "第2回")
    asked = parse_qs(urlsplit(mine.page.url).query)
    assert asked == {"survey": [filters.WAVES], "scale": ["責任"], "wave": ["第2回"]}
    theirs = new_tab()
    theirs.open(mine.page.url)
    findings = [one.page.get_by_role("heading", level=2).inner_text() for one in (mine, theirs)]
    assert findings[0] == findings[1]
    assert findings[0].startswith("「責任」は第1回から第2回まで")


def test_a_wave_dropped_on_the_page_of_imports_is_one_version_and_seen_at_once(
    surveying: Server, store: Store, surveyed: Path, new_tab: OpenTab, tmp_path: Path
) -> None:
    files = []
    for path in sorted((surveyed / "city" / "意識調査").glob("*第3回*")):
        told = path.read_text(encoding="utf-8-sig").replace("第3回", "第4回")
        told = told.replace("2026/09/", "2026/10/").replace("2026-09-", "2026-10-")
        files.append(tmp_path / path.name.replace("第3回", "第4回"))
        files[-1].write_text(told, encoding="utf-8-sig")
    before = store.latest() or 0
    opened = new_tab()
    page = opened.page
    opened.open(f"{surveying.url}/import")
    page.locator('input[type="file"]').set_input_files(files)
    confirm = page.get_by_role("button", name=f"確定して取り込む（版 {before + 1}、2ファイル）")
    confirm.wait_for()
    opened.settle()
    assert (english(opened), cut_off(opened)) == ([], [])
    confirm.click()
    page.get_by_text(f"2ファイルを版 {before + 1} として取り込みました").first.wait_for()
    assert store.latest() == before + 1
    page.get_by_test_id("stTopNavLink").filter(has_text="意識調査").click()
    page.get_by_role("heading", level=1, name="意識調査").wait_for()
    opened.settle()
    assert "第3回から第4回まで" in page.get_by_role("heading", level=2).inner_text()
    assert "令和8年10月" in opened.visible_text()
    assert (english(opened), cut_off(opened)) == ([], [])
