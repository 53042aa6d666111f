"""自課点検 in a real browser: one A4 sheet for every department, in Japanese, nothing cut off; and a click filters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.store.reader import open_reader
from benchmarks.browser import OpenTab
from benchmarks.images import SIZES
from benchmarks.komae import over
from benchmarks.serving import running
from tests.browser.test_import_page import cut_off, english


@pytest.mark.parametrize(
    "these", [slice(1), pytest.param(slice(1, None), marks=pytest.mark.soak)], ids=["one", "others"]
)
def test_every_department_is_one_sheet_of_paper(
    these: slice, kakuu_store: Path, new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(over(kakuu_store), tmp_path / "log") as server:
        opened = new_tab(1366, 768)
        for name in [*open_reader(kakuu_store).departments.values()][these]:
            opened.open(f"{server.url}/department?own={name}")
            opened.page.locator(".self-check").wait_for()
            opened.settle()
            assert (english(opened), cut_off(opened)) == ([], [])
            printed = opened.page.pdf(prefer_css_page_size=True)
            assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
            opened.page.emulate_media(media="print")
            shown = opened.page.evaluate("document.body.innerText")
            assert f"{name}　自課点検" in shown
            assert "基準日" not in shown
            opened.page.emulate_media(media="screen")


@pytest.mark.parametrize("size", SIZES)
def test_the_makeup_is_japanese_and_whole(
    size: tuple[int, int], kakuu_store: Path, new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(over(kakuu_store), tmp_path / "log") as server:
        opened = new_tab(*size)
        for way in ("古さ", "大きさ", "状態", "賦課年度"):
            opened.open(f"{server.url}/makeup?makeup={way}")
            assert (english(opened), cut_off(opened)) == ([], []), way


def test_a_click_on_a_panel_filters_and_stands_in_the_address(
    kakuu_store: Path, new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(over(kakuu_store), tmp_path / "log") as server:
        opened = new_tab(1920, 1080)
        opened.open(f"{server.url}/trend?view=所管課別")
        picture = opened.page.get_by_test_id("stVegaLiteChart").locator("svg").first
        box = picture.bounding_box()
        assert box
        opened.page.mouse.click(box["x"] + box["width"] * 0.08, box["y"] + box["height"] * 0.5)
        opened.page.wait_for_function("location.search.includes('department=')")
        opened.settle()
        assert "この図は、所管課を選んでも全庁のものです。" in opened.visible_text()
        opened.page.mouse.click(box["x"] + box["width"] * 0.08, box["y"] + box["height"] * 0.5)
        opened.page.wait_for_function("!location.search.includes('department=')")
