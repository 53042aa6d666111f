"""A link to that meeting: the whole dashboard shows its version, says so, and leads back to today."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.intake.targets import read_targets
from analytics.ledger.columns import TARGETS
from analytics.store.pins import pin, unpin
from analytics.store.restoring import restore
from pages.parts import session
from tests.pages.test_pages import PAGES, fine, tables, words
from tests.pipeline.test_pins import NAME, TARGET
from tests.settlement import Office

OpenPage = Callable[..., AppTest]
BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
"""
CORRECTED = BOOKS.replace("930 |   10 |   60", "890 |   10 |  100")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Version 1 bears the name; version 2 corrects it; the target was tightened since. Treat it as read-only."""
    folder = tmp_path_factory.mktemp("pinned") / "office"
    office = Office(folder).take_in(BOOKS).aim(TARGET.format(yen=50))
    pin(office.store, NAME, 1, read_targets(office.targets))
    office.aim(TARGET.format(yen=10)).take_in(CORRECTED)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same, of one's own."""
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path / "office" / "targets"))
    return Office(Path(shutil.copytree(made, tmp_path / "office")))


@pytest.mark.parametrize(
    ("start", "then", "now"),
    [
        ("trend", "令和5年度末の未収残額は60円", "令和5年度末の未収残額は100円"),
        ("ranking", "納税課で、あと10円", "納税課で、あと90円"),
        ("provenance", "取り込んだ資料の訂正も取り消しもありません", "訂正で40円増えた"),
    ],
)
def test_the_link_shows_the_figures_of_that_meeting(
    open_page: OpenPage, office: Office, start: str, then: str, now: str
) -> None:
    page = open_page(start, store=office.store.root, pin=NAME)
    assert fine(page)
    told = words(page)
    assert then in told
    assert now not in told
    assert page.info[0].value.replace("\\", "").startswith(f"**{NAME}（令和")
    assert page.info[0].value.endswith("）の数字です。**")
    page.button(key="newest").click().run()
    assert fine(page)
    assert now in words(page)
    assert not page.info
    assert "pin" not in page.query_params


def test_without_a_pin_nothing_is_said_of_one(open_page: OpenPage, office: Office) -> None:
    page = open_page("trend", store=office.store.root)
    assert fine(page)
    assert not page.info
    assert not page.button
    assert "令和5年度末の未収残額は100円" in words(page)


def test_the_pin_goes_along_to_another_page(open_page: OpenPage, office: Office) -> None:
    """Streamlit drops it from the address at a change of page; it stands there again."""
    page = open_page("trend", store=office.store.root, pin=NAME)
    del page.query_params["pin"]
    page.run()
    assert page.query_params["pin"] == NAME
    assert "令和5年度末の未収残額は60円" in words(page)


@pytest.mark.parametrize("start", PAGES)
@pytest.mark.parametrize(
    "asked", ["ない会議", "<script>alert(1)</script>", "../x", "1", "あ" * 300]
)
def test_an_unknown_pin_is_said_and_today_shown(
    open_page: OpenPage, office: Office, start: str, asked: str
) -> None:
    page = open_page(start, store=office.store.root, pin=asked)
    assert fine(page)
    assert f"リンクで指定された版「{asked}」はないか、読めません" in words(page)
    assert not page.info
    if start == "trend":
        assert "令和5年度末の未収残額は100円" in words(page)


def test_a_damaged_pin_is_said(open_page: OpenPage, office: Office) -> None:
    (file,) = (office.store.root / "pins").glob("*.json")
    file.write_bytes(b"{")
    page = open_page("trend", store=office.store.root, pin=NAME)
    assert fine(page)
    assert "はないか、読めません" in words(page)


def test_a_name_taken_off_is_gone_without_a_restart(open_page: OpenPage, office: Office) -> None:
    page = open_page("trend", store=office.store.root, pin=NAME)
    assert page.info
    unpin(office.store, NAME)
    page.run()
    assert fine(page)
    assert not page.info
    assert "はないか、読めません" in words(page)


def test_a_pinned_version_is_made_once_whatever_comes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_STORE", str(office.store.root))
    with session.pinned(NAME):
        first = session._PINNED.get()
    restore(office.store, 0)
    with session.pinned(NAME):
        assert session._PINNED.get() is first
        assert session.pin() is not None
    with session.pinned():
        assert session.pin() is None


def test_a_pin_in_an_empty_store(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("trend", store=tmp_path / "nothing", pin=NAME)
    assert not page.exception
    assert "まだ何も取り込まれていません" in page.info[0].value.replace("\\", "")


def test_the_page_lists_old_and_new_values(open_page: OpenPage, office: Office) -> None:
    page = open_page("provenance", store=office.store.root)
    assert fine(page)
    header, *rows = next(
        table for table in tables(page) if "残額の差（円）" in ["".join(cell) for cell in table[0]]
    )
    (row,) = rows
    told = dict(zip(header, row, strict=True))
    assert (told["前の残額（円）"], told["後の残額（円）"], told["残額の差（円）"]) == (
        "60",
        "100",
        "40",
    )
    assert (told["前の版"], told["後の版"], told["種別"]) == ("1", "2", "訂正")


def test_a_pin_without_targets_shows_its_ranking(open_page: OpenPage, office: Office) -> None:
    pin(office.store, "目標なしの会議", 1, TARGETS.empty_table())
    page = open_page("ranking", store=office.store.root, pin="目標なしの会議")
    assert fine(page)
    assert "目標の登録がない" in words(page)
