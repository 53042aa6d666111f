"""Two municipalities in one dashboard: each with its own store, chosen in the address and kept from page to page."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.errors import ServerFault
from analytics.settings import City, Settings, cities_as_text
from app import CONTENTS
from tests.pages.conftest import OpenPage
from tests.settlement import Office

BOOKS = """
年度 | 課      | 債権   | 区分 | 調定 | 収入 | 欠損 | 未収
2022 | 1=税務課 | 市民税 | 現年 |  100 |   60 |    0 |   40
2023 | 1=税務課 | 市民税 | 現年 |  100 |   70 |    0 |   30
"""


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[City, City]:
    """A city with year-ends, and one with nothing in it that is being prepared."""
    office = Office(tmp_path / "real").take_in(BOOKS)
    progress = tmp_path / "progress.txt"
    progress.write_text("架空市の見本を準備しています（60か月のうち0か月）。", encoding="utf-8")
    cities = (
        City("machi", "ためし市（実データ）", office.store.root, office.targets),
        City("kakuu", "架空市（全機能）", tmp_path / "made-up", tmp_path / "aims", progress),
    )
    monkeypatch.setenv("ZANGAKU_CITIES", cities_as_text(cities))
    return cities


def _said(page: AppTest) -> str:
    return "\n".join(
        str(each.value)
        for kind in ("title", "header", "html", "info", "warning")
        for each in page.get(kind)
    )


def test_the_first_city_is_shown_unless_another_is_asked_for(
    two: tuple[City, City], open_page: OpenPage
) -> None:
    page = open_page("trend")
    assert not page.exception
    assert "令和5年度末の未収残額は30円" in _said(page)
    assert '<a href="?city=machi" aria-current="true">ためし市（実データ）</a>' in _said(page)
    assert '<a href="?city=kakuu">架空市（全機能）</a>' in _said(page)


def test_the_other_city_says_that_it_is_being_prepared(
    two: tuple[City, City], open_page: OpenPage
) -> None:
    page = open_page("trend", city="kakuu")
    assert not page.exception
    assert "60か月のうち0か月" in _said(page)
    assert '<a href="?city=kakuu" aria-current="true">' in _said(page)


def test_an_unknown_city_in_a_link_is_said(two: tuple[City, City], open_page: OpenPage) -> None:
    page = open_page("trend", city="osaka")
    assert "自治体「osaka」は、この版にありません" in _said(page)
    assert "令和5年度末の未収残額は30円" in _said(page)


def test_a_dashboard_of_one_city_offers_no_choice(open_page: OpenPage) -> None:
    page = open_page("trend")
    assert "?city=" not in _said(page)


def test_a_list_of_cities_that_is_none_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZANGAKU_CITIES", '[{"key": "a"}]')
    with pytest.raises(ServerFault, match="ZANGAKU_CITIES を読めません"):
        Settings.load()


@pytest.mark.parametrize("page", CONTENTS)
def test_a_made_up_city_says_so_on_every_page(
    page: str, kakuu_store: Path, open_page: OpenPage
) -> None:
    shown = open_page(page, store=kakuu_store)
    assert not shown.exception
    assert "【架空】 実在の市・人・金額ではありません" in _said(shown)
