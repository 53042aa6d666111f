"""What a reader sees on the screen is what Komae published, to the yen."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Download, Page

from benchmarks.browser import OpenTab
from benchmarks.serving import Server

TOTALS = {  # all debtor claims, as settled independently of this product
    "平成30年度": 313_831_938,
    "令和元年度": 400_779_072,
    "令和2年度": 332_897_522,
    "令和3年度": 310_448_323,
    "令和4年度": 342_071_739,
    "令和5年度": 353_961_020,
}


def drawn(page: Page) -> list[str]:
    """Every text in the charts."""
    return page.locator('[data-testid="stVegaLiteChart"] svg.marks text').all_text_contents()


def test_trend_draws_every_year_end(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend")
    assert opened.page.get_by_role("heading", name="全体推移").is_visible()
    assert "3億5,396万円" in opened.visible_text()
    texts = drawn(opened.page)
    assert [
        total for total in TOTALS.values() if f"{round(total, -4) // 10_000:,}" not in texts
    ] == []


def test_trend_shows_the_yen_behind_the_chart(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend")
    opened.page.get_by_text("数字を表で見る").first.click()
    folded = opened.page.get_by_test_id("stExpander").first
    table = folded.get_by_role("table").inner_text()
    assert [total for total in TOTALS.values() if f"{total:,}" not in table] == []


def test_ranking_shows_departments_in_yen(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/ranking")
    assert opened.page.get_by_role("heading", name="目標と順位").is_visible()
    rows = opened.page.get_by_role("row").all_inner_texts()
    tax = next(row for row in rows if "納税課" in row)
    assert "129,948,336" in tax  # balance of FY2023
    assert "15,844,486" in tax  # written off in FY2023
    assert any("納税課" in text for text in drawn(opened.page))


def test_numbers_are_saved_as_a_csv_that_excel_reads(
    server: Server, new_tab: OpenTab, tmp_path: Path
) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend")
    with opened.page.expect_download() as waiting:
        opened.page.get_by_text("CSVで保存").first.click()
    saved: Download = waiting.value
    saved.save_as(tmp_path / "saved.csv")
    content = (tmp_path / "saved.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert str(TOTALS["令和5年度"]) in content.decode("utf-8-sig")
    assert saved.suggested_filename.endswith(".csv")
