"""A time in the address that is not there: named with the nearest ones, and no figure until the reader chooses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import filters
from tests.monthly import Ledgers
from tests.pages.test_pages import charts, fine, tables, words

OpenPage = Callable[..., AppTest]
MONTHS = ("2026-01", "2026-02", "2026-04", "2026-05")  # none of March
LINE = "{} | {} | 市民税 | 1=納税課 | 7 | 1期 | 2024-06-30 | 滞繰 | 2023 | {} | 0 | 0"
HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損"
FROM = "令和8年{}月末から"


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [LINE.format(month, 2025, 1000 - 100 * at) for at, month in enumerate(MONTHS)]
    office = Ledgers(tmp_path_factory.mktemp("times"), layouts={"1": "tax"})
    return office.take_in("\n".join([HEAD, *lines])).store.root


def warned(page: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in page.warning]


def is_withheld(page: AppTest) -> bool:
    """Whether the page stands without any number, and without a fault."""
    return fine(page) and not page.header and not charts(page) and not tables(page)


@pytest.mark.parametrize("start", ["trend", "ranking", "department", "makeup", "targets"])
@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("2026-03", "「2026-03」の資料はありません。近いのは令和8年2月末と令和8年4月末です。"),
        (
            "令和8年3月末",
            "「令和8年3月末」の資料はありません。近いのは令和8年2月末と令和8年4月末です。",
        ),
        ("2030-01", "「2030-01」の資料はありません。近いのは令和8年5月末です。"),
        (
            "2026-13",
            "「2026-13」の資料はありません。あるのは令和8年1月末から令和8年5月末までです。",
        ),
    ],
)
def test_a_month_that_is_not_there_is_named_and_nothing_shown(
    open_page: OpenPage, months: Path, start: str, asked: str, told: str
) -> None:
    page = open_page(start, store=months, month=asked)
    assert is_withheld(page)
    assert warned(page) == [f"指定された基準日{told}「基準日」で選んでください。"]
    assert page.selectbox(key="month").value is None


def test_figures_come_with_the_choice(open_page: OpenPage, months: Path) -> None:
    page = open_page("trend", store=months, month="2026-03", department="納税課")
    page.run()
    assert is_withheld(page)
    assert "「2026-03」" in warned(page)[0]
    page.selectbox(key="month").select("令和8年4月末").run()
    assert fine(page)
    assert not page.warning
    assert "令和8年4月末の納税課の未収残額は800円" in words(page)
    page.run()
    assert page.selectbox(key="month").value == "令和8年4月末"


def test_the_newest_can_be_chosen_too(open_page: OpenPage, months: Path) -> None:
    page = open_page("trend", store=months, month="2026-03")
    page.selectbox(key="month").select("令和8年5月末").run()
    assert not page.warning
    assert "令和8年5月末の未収残額は700円" in words(page)


@pytest.mark.parametrize("asked", ["1999", "", "=1+1", "<b>", "令和2年度", "2026-05"])
def test_a_year_that_is_not_there_is_named_and_nothing_shown(
    open_page: OpenPage, asked: str
) -> None:
    page = open_page("trend", year=asked)
    assert is_withheld(page)
    (said,) = warned(page)
    assert said.startswith(f"指定された年度末「{asked}」の資料はありません。")
    page.selectbox(key="year").select("令和3年度（2021）").run()
    assert fine(page)
    assert not page.warning
    assert "令和3年度末の未収残額は" in words(page)


def test_a_link_to_a_store_of_the_other_kind_is_no_link_to_the_newest(
    open_page: OpenPage, months: Path
) -> None:
    assert is_withheld(open_page("trend", month="2026-05"))
    page = open_page("trend", store=months, year="令和3年度（2021）")
    assert is_withheld(page)
    assert "「令和3年度（2021）」の資料はありません。近いのは令和8年1月末です。" in warned(page)[0]
    page.selectbox(key="month").select("令和8年5月末").run()
    assert "year" not in page.query_params


@pytest.mark.parametrize(
    ("since", "near"),
    [
        (FROM.format(4), "近いのは令和8年2月末です。"),
        (FROM.format(5), "近いのは令和8年2月末です。"),
        (FROM.format(3), "近いのは令和8年2月末です。"),
        ("きのうから", ""),
    ],
    ids=["itself", "later", "not there", "no time"],
)
def test_a_bridge_from_no_earlier_month_is_withheld(
    open_page: OpenPage, months: Path, since: str, near: str
) -> None:
    page = open_page("trend", store=months, month="2026-04", view=filters.MOVES, since=since)
    assert is_withheld(page)
    assert warned(page) == [
        f"指定された始まり「{since}」は、令和8年4月末までの増減の始まりにできません。{near}"
        "増減の始まりを選んでください。"
    ]
    page.selectbox(key="since").select(FROM.format(1)).run()
    assert fine(page)
    assert not page.warning
    assert "調整は200円の減" in words(page)


def test_an_earlier_month_chosen_later_does_not_move_the_start_of_a_bridge(
    open_page: OpenPage, months: Path
) -> None:
    page = open_page("trend", store=months, view=filters.MOVES, since=FROM.format(4))
    assert not page.warning
    page.selectbox(key="month").select("令和8年2月末").run()
    assert is_withheld(page)
    assert (
        f"「{FROM.format(4)}」は、令和8年2月末までの増減の始まりにできません。" in warned(page)[0]
    )
    page.selectbox(key="since").select(filters.A_YEAR_BEFORE).run()
    assert fine(page)
    assert not page.warning


def test_what_is_no_bridge_asks_for_no_start(open_page: OpenPage, months: Path) -> None:
    page = open_page("trend", store=months, month="2026-04", since=FROM.format(5))
    assert not page.warning
    assert "令和8年4月末の未収残額は800円" in words(page)
