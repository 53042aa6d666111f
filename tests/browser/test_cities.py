"""Two cities in one dashboard, changed by hand: the address says which, and keeps it from page to page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from analytics.settings import DATA, City, cities_as_text
from benchmarks.browser import OpenTab, Tab
from benchmarks.serving import App, running

REAL, MADE_UP = "狛江市（公開決算・実データ）", "架空市（全機能）"


@pytest.fixture
def two_cities(product: App, komae_store: Path, kakuu_store: Path, kakuu: Path) -> App:
    cities = (
        City("komae", REAL, komae_store, DATA / "targets"),
        City("kakuu", MADE_UP, kakuu_store, kakuu / "目標"),
    )
    environment = {**product.environment, "ZANGAKU_CITIES": cities_as_text(cities)}
    return replace(product, environment=environment)


def _asked(opened: Tab) -> dict[str, list[str]]:
    return parse_qs(urlsplit(opened.page.url).query)


def _finding(opened: Tab) -> str:
    return opened.page.get_by_role("heading", level=2).first.inner_text()


def _choose(opened: Tab, city: str, key: str) -> None:
    opened.page.get_by_role("link", name=city).click()
    opened.page.wait_for_url(f"**city={key}*")
    opened.settle()


def test_the_city_is_in_the_address_on_every_page_and_in_a_link(
    two_cities: App, new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(two_cities, tmp_path / "log") as server:
        first = new_tab()
        first.open(f"{server.url}/trend?department=市民生活部・納税課")
        assert "令和5年度末" in _finding(first)
        _choose(first, MADE_UP, "kakuu")
        assert _asked(first) == {"city": ["kakuu"]}
        assert "令和8年10月末" in _finding(first)
        first.page.get_by_role("link", name="目標と順位").click()
        first.page.get_by_role("heading", level=1, name="目標と順位").wait_for()
        first.settle()
        assert _asked(first)["city"] == ["kakuu"]
        colleague = new_tab()
        colleague.open(first.page.url)
        assert _finding(colleague) == _finding(first)
        _choose(colleague, REAL, "komae")
        assert _asked(colleague)["city"] == ["komae"]
        assert "リンクで指定された" not in colleague.page.get_by_test_id("stMain").inner_text()
