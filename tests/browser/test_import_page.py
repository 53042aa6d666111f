"""取込 in a real browser: files chosen, looked at, confirmed, the receipt on one sheet. No English, nothing cut off."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.paper import receipt as paper
from analytics.store.receipts import receipt
from analytics.store.snapshots import Store
from benchmarks.browser import OpenTab, Tab
from benchmarks.images import SIZES
from benchmarks.komae import over
from benchmarks.serving import running
from tests.browser.test_look import ICONS, LATIN

TAX = "架空市_税務課_滞納明細_202610.csv"
CUT = """main => [...main.querySelectorAll('h1, h2, h3, p, table, button, input')]
    .filter(part => part.getBoundingClientRect().right > innerWidth && !part.closest('.numbers'))
    .map(part => part.textContent.slice(0, 40))"""
NAMES = re.compile(r"架空市_\S+|\b[0-9a-f]{12,}\b")
ALERT_ICONS = '[data-testid="stAlertDynamicIcon"]'
KNOWN = {"PR", "MB", "GB", "KB", "Excel", "Ctrl", "SHA", "csv"}


def english(opened: Tab) -> list[str]:
    """Latin words that a reader sees, but for names of files, hashes and the like."""
    opened.settle()
    opened.page.add_style_tag(content=f"{ICONS}, {ALERT_ICONS} {{ display: none !important; }}")
    text = LATIN.sub("", NAMES.sub("", opened.visible_text()))
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in KNOWN]


def cut_off(opened: Tab) -> list[str]:
    main = opened.page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth - main.clientWidth") == 0
    return list(main.evaluate(CUT))


@pytest.mark.parametrize("size", [SIZES[1], pytest.param(SIZES[0], marks=pytest.mark.soak)])
def test_the_whole_way(
    size: tuple[int, int], two_months: Store, kakuu: Path, new_tab: OpenTab, tmp_path: Path
) -> None:
    files = [path for path in sorted((kakuu / "2026-10").iterdir()) if path.name != TAX]
    faulty = kakuu / "練習用" / "差引が合わない" / TAX
    with running(over(two_months.root), tmp_path / "log") as server:
        opened = new_tab(*size)
        page = opened.page
        opened.open(f"{server.url}/import")
        assert page.get_by_role("button", name="ファイルを選ぶ").is_visible()
        assert (english(opened), cut_off(opened)) == ([], [])
        page.locator('input[type="file"]').set_input_files([*files, faulty])
        page.get_by_role("button", name="確定して取り込む（版 2、9ファイル）").wait_for()
        for folded in (
            "所管課の控え（件数・金額）を入れて照合する",
            "基準日や様式を指定して読み直す",
        ):
            page.get_by_text(folded).click()
            opened.settle()
        assert (english(opened), cut_off(opened)) == ([], [])
        with page.expect_download() as given:
            page.get_by_role("button", name="直して送り直す用").click()
        assert Path(given.value.suggested_filename).match(TAX.replace(".csv", "_要修正_*.csv"))
        assert "受け入れなかった理由" in Path(given.value.path()).read_text(encoding="cp932")
        page.get_by_role("button", name="確定して取り込む（版 2、9ファイル）").dblclick()
        page.locator(".receipt").wait_for()
        opened.settle()
        assert "9ファイルを版 2 として取り込みました" in opened.visible_text()
        assert (english(opened), cut_off(opened)) == ([], [])
        assert two_months.latest() == 2
        with page.expect_download() as kept:
            page.get_by_role("button", name="ファイルで保存").click()
        assert "架空のデータ" in Path(kept.value.path()).read_text(encoding="utf-8")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
        page.emulate_media(media="print")
        shown = page.evaluate("document.body.innerText")
        assert shown.startswith("架空のデータ")
        assert "これまでの取り込み" not in shown
        page.emulate_media(media="screen")
        page.get_by_test_id("stTopNavLink").filter(has_text="全体推移").click()
        opened.settle()
        assert "版 2" in opened.visible_text()
        assert "Traceback" not in server.log()


def test_a_file_that_is_too_large_is_said_in_japanese(
    two_months: Store, new_tab: OpenTab, tmp_path: Path
) -> None:
    large = tmp_path / "大きい.csv"
    with large.open("wb") as file:
        file.truncate(2 * 1024**3)  # 2 GB that take no room
    with running(over(two_months.root), tmp_path / "log") as server:
        opened = new_tab()
        opened.open(f"{server.url}/import")
        opened.page.locator('input[type="file"]').set_input_files(large)
        chip = opened.page.locator('[data-testid="stFileChip"][aria-invalid="true"]')
        chip.wait_for()
        said = chip.evaluate("chip => getComputedStyle(chip, '::after').content")
        assert "1,024 MB より大きい" in said
        opened.settle()
        assert english(opened) == []
        chip.hover()
        opened.page.wait_for_timeout(500)
        assert "must be" not in opened.visible_text()


@pytest.mark.parametrize(("count", "sheets"), [(1, 1), (12, 1), (40, 3)])
def test_twelve_files_are_one_sheet_and_more_go_on_under_the_same_head(
    count: int, sheets: int, kakuu_months: Path, new_tab: OpenTab
) -> None:
    found = receipt(Store(kakuu_months), 1)
    files = [found.files[at % len(found.files)] for at in range(count)]
    page = new_tab().page
    page.set_content(paper.document(replace(found, files=tuple(files)), "関係各課", "債権管理課"))
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == sheets
    head = page.locator("thead").evaluate("head => getComputedStyle(head).display")
    assert head == "table-header-group"
