"""An address opens the same view for everybody, also when it is the first one after a restart."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest

from benchmarks.browser import OpenTab, Tab
from benchmarks.serving import BY_STREAMLIT, App, Server, running
from pages.parts import filters

PAGES = {
    "trend": "全体推移",
    "makeup": "残額の内訳",
    "ranking": "目標と順位",
    "shared": "重複滞納",
    "department": "自課点検",
    "survey": "意識調査",
    "diagnosis": "自己診断",
    "limitation": "時効管理",
    "cases": "事案",
    "matching": "名寄せの確認",
    "targets": "目標の設定",
    "provenance": "来歴",
    "import": "取込",
    "definitions": "用語と算式",
}
QUICK = ("trend", "import")  # the others come to the same, and each starts a server of its own
OTHERS = [pytest.param(page, marks=pytest.mark.soak) for page in PAGES if page not in QUICK]
YEAR = "令和3年度（2021）"
DEPARTMENT = "市民生活部・納税課"


def heading(opened: Tab) -> str:
    return opened.page.get_by_role("heading", level=1).inner_text()


def navigation(opened: Tab) -> list[str]:
    links = opened.page.get_by_test_id("stTopNavLink").or_(
        opened.page.get_by_test_id("stSidebarNavLink")
    )
    return [link.strip() for link in links.all_inner_texts()]


def chosen(opened: Tab) -> list[str]:
    return [
        field.input_value()
        for field in opened.page.locator('[data-testid="stSelectbox"] input').all()
    ]


def words(opened: Tab) -> str:
    """Everything that stands on the page below the navigation."""
    return opened.page.get_by_test_id("stMain").inner_text()


def asked(opened: Tab) -> dict[str, list[str]]:
    """The choices in the address."""
    return parse_qs(urlsplit(opened.page.url).query)


def go(opened: Tab, page: str) -> None:
    """Go to *page* by the navigation at the top and wait until it stands."""
    opened.page.get_by_role("link", name=PAGES[page]).click()
    opened.page.get_by_role("heading", level=1, name=PAGES[page]).wait_for()
    opened.settle()


def choose(opened: Tab, label: str, option: str) -> None:
    """Choose from a list and wait for the answer."""
    before = opened.page.url
    opened.page.get_by_role("combobox", name=label).click()
    opened.page.get_by_role("option", name=option).click()
    opened.page.wait_for_url(lambda address: address != before)
    opened.settle()


@pytest.mark.parametrize("page", [*QUICK, *OTHERS])
def test_a_bookmark_opened_first_after_a_restart_shows_its_page_in_the_frame(
    page: str, product: App, new_tab: OpenTab
) -> None:
    with running(product) as fresh:
        opened = new_tab()
        opened.open(f"{fresh.url}/{page}")
        assert heading(opened) == PAGES[page]
        assert navigation(opened) == list(PAGES.values())


def test_so_it_does_under_streamlit_run(product: App, new_tab: OpenTab) -> None:
    with running(replace(BY_STREAMLIT, environment=product.environment)) as fresh:
        opened = new_tab()
        opened.open(f"{fresh.url}/ranking?year={quote(YEAR)}")
        assert heading(opened) == PAGES["ranking"]
        assert navigation(opened) == list(PAGES.values())
        assert chosen(opened) == [YEAR]


def test_a_shared_link_opens_the_same_view_first_after_a_restart(
    product: App, new_tab: OpenTab
) -> None:
    with running(product) as fresh:
        opened = new_tab()
        opened.open(f"{fresh.url}/trend?year={quote(YEAR)}&department={quote(DEPARTMENT)}")
        assert heading(opened) == PAGES["trend"]
        assert chosen(opened) == [YEAR, DEPARTMENT, filters.ALL_KINDS]
        assert "令和3年度末" in opened.visible_text()


def test_what_one_reader_chooses_another_sees_by_the_address(
    server: Server, new_tab: OpenTab
) -> None:
    mine = new_tab()
    mine.open(server.url)
    choose(mine, "所管課", DEPARTMENT)
    assert parse_qs(urlsplit(mine.page.url).query) == {"department": [DEPARTMENT]}
    theirs = new_tab()
    theirs.open(mine.page.url)
    assert words(theirs) == words(mine)


def test_a_year_that_is_not_there_shows_no_figure_on_any_page_until_one_is_chosen(
    server: Server, new_tab: OpenTab
) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend?year={quote('令和9年度')}&department={quote(DEPARTMENT)}")
    said = "指定された年度末「令和9年度」の資料はありません。近いのは令和5年度末です。"
    assert said in words(opened)
    assert chosen(opened) == ["", DEPARTMENT, filters.ALL_KINDS]
    go(opened, "ranking")
    assert said in words(opened)
    assert opened.page.get_by_role("heading", level=2).count() == 0
    choose(opened, "年度末", YEAR)
    assert said not in words(opened)
    assert "令和4年5月31日現在" in words(opened)
    go(opened, "trend")
    assert chosen(opened) == [YEAR, DEPARTMENT, filters.ALL_KINDS]
    assert asked(opened) == {"year": [YEAR], "department": [DEPARTMENT]}


def test_a_choice_stays_when_going_to_another_page(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(server.url)
    choose(opened, "年度末", YEAR)
    go(opened, "ranking")
    assert chosen(opened) == [YEAR]
    assert asked(opened) == {"year": [YEAR]}


@pytest.mark.parametrize(
    "way", [["ranking"], ["provenance", "ranking"], ["definitions", "trend", "ranking"]]
)
def test_so_does_a_choice_that_came_by_a_link(
    way: list[str], server: Server, new_tab: OpenTab
) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend?year={quote(YEAR)}")
    for page in way:
        go(opened, page)
    assert chosen(opened) == [YEAR]
    assert asked(opened) == {"year": [YEAR]}
    assert "令和4年5月31日現在" in words(opened)
    go(opened, "trend")
    assert chosen(opened) == [YEAR, filters.WHOLE_CITY, filters.ALL_KINDS]
    assert asked(opened) == {"year": [YEAR]}


def test_what_the_next_page_has_not_waits_until_the_reader_is_back(
    server: Server, new_tab: OpenTab
) -> None:
    opened = new_tab()
    choices = {"year": [YEAR], "department": [DEPARTMENT], "view": [filters.INDEXES]}
    opened.open(f"{server.url}/trend?{urlencode(choices, doseq=True)}")
    go(opened, "ranking")
    assert asked(opened) == {"year": [YEAR]}
    go(opened, "trend")
    assert asked(opened) == choices
    assert chosen(opened) == [YEAR, DEPARTMENT, filters.ALL_KINDS]


def test_back_leads_to_the_view_that_was_left(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(server.url)
    choose(opened, "年度末", YEAR)
    left = words(opened)
    go(opened, "ranking")
    opened.page.go_back()
    opened.page.get_by_role("heading", level=1, name=PAGES["trend"]).wait_for()
    opened.settle()
    assert words(opened) == left
    assert asked(opened) == {"year": [YEAR]}


def test_a_side_of_the_balance_has_its_own_address(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/trend")
    opened.page.get_by_role("radio", name=filters.BY_CLAIM_KIND).click()
    opened.page.get_by_role("heading", name="いちばん多い債権は").wait_for()
    opened.settle()
    assert parse_qs(urlsplit(opened.page.url).query) == {"view": [filters.BY_CLAIM_KIND]}
    theirs = new_tab()
    theirs.open(opened.page.url)
    assert words(theirs) == words(opened)


def test_so_has_a_side_of_the_ranking(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/ranking")
    opened.page.get_by_role("radio", name=filters.WAYS).click()
    opened.page.get_by_role("heading", name="不納欠損が回収を上回るのは").wait_for()
    opened.settle()
    assert asked(opened) == {"order": [filters.WAYS]}
    theirs = new_tab()
    theirs.open(opened.page.url)
    assert words(theirs) == words(opened)


def test_an_address_without_a_page_leads_to_the_first_one(server: Server, new_tab: OpenTab) -> None:
    opened = new_tab()
    opened.open(f"{server.url}/nopage?year={quote(YEAR)}")
    assert heading(opened) == PAGES["trend"]
    assert chosen(opened) == [YEAR, filters.WHOLE_CITY, filters.ALL_KINDS]
    assert urlsplit(opened.page.url).path == "/"
    assert opened.page.get_by_role("dialog").count() == 0


@pytest.mark.parametrize("address", ["", "trend", "index.html", "nopage"])
def test_every_page_says_that_it_is_japanese(
    address: str, server: Server, new_tab: OpenTab
) -> None:
    answer = new_tab().page.request.get(f"{server.url}/{address}")
    assert '<html lang="ja">' in answer.text()
