"""Faulty files of targets: each fault is named where a target would stand, and what rests on none is shown as ever."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures import FIGURES, Selection, answer
from analytics.figures.faulty_targets import WITHHELD
from analytics.store.reader import open_reader
from pages.parts import filters, session
from tests.pages.test_pages import charts, fine, words
from tests.settlement import Office
from tests.spec.test_target_history import BOOKS, FIRST

OpenPage = Callable[..., AppTest]
OVERLAP = f"{FIRST}\n    2023 | 1 | 2023-06-01 | 市民税 | 計 | 700 | | 市長 |"
TOO_EARLY = f"{FIRST}\n    2023 | 2 | 2023-05-01 | 使用料 | 計 | 30 | | 市長 |"
FAULTS = {
    "overlap": (
        OVERLAP,
        "「市民税」に、計の目標と区分ごとの目標の両方があります。どちらかにしてください（目標.csv 2〜3、5行目）",
    ),
    "too early": (
        TOO_EARLY,
        "目標.csv 5行目「決定日」: 2023年度 版2 の決定日（2023-05-01）が、版1",
    ),
    "unreadable": (FIRST, "壊れた.csv: 読めません。UTF-8のCSVで保存し直してください"),
}
BALANCE = "令和5年度末の未収残額は950円"
HEAD = "目標のファイルに誤りがあります。次を直してください。"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("faulty")).take_in(BOOKS)


@pytest.fixture
def office(stocked: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office, with no target yet."""
    monkeypatch.setenv("ZANGAKU_TARGETS", str(stocked.targets))
    monkeypatch.setenv("ZANGAKU_STORE", str(stocked.store.root))
    yield stocked
    shutil.rmtree(stocked.targets, ignore_errors=True)


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, office: Office) -> str:
    """A fault in the files of the office's targets, as it has to be named."""
    targets, told = FAULTS[request.param]
    office.aim(targets)
    if request.param == "unreadable":
        (office.targets / "壊れた.csv").write_bytes(b"\xff\xff\x81\x00")
    return told


def errors(page: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in page.error]


def test_what_measures_targets_is_withheld_with_every_fault(
    open_page: OpenPage, office: Office, fault: str
) -> None:
    page = open_page("ranking", store=office.store.root)
    assert not page.exception
    assert page.title[0].value == "目標と順位"
    (said,) = errors(page)
    head, first = said.split("\n\n")  # a paragraph for each fault
    assert (head, first[:2]) == (HEAD, "- ")
    assert fault in first
    assert "目標のファイルに誤りがあるため" in page.header[0].value
    assert not charts(page)
    assert "納税課" not in words(page)


@pytest.mark.parametrize("order", filters.ORDERS[1:])
def test_so_is_every_other_side_of_the_ranking(
    open_page: OpenPage, office: Office, order: str
) -> None:
    page = open_page("ranking", store=office.aim(OVERLAP).store.root, order=order)
    (said,) = errors(page)
    assert said.startswith(HEAD)
    assert "納税課" not in words(page)


def test_balances_are_shown_without_a_target_line(
    open_page: OpenPage, office: Office, fault: str
) -> None:
    page = open_page("trend", store=office.store.root)
    assert fine(page)
    told = words(page)
    assert BALANCE in told
    assert "目標のファイルに誤りがあるため、目標とは比べていません（" in told
    assert fault in told
    assert "横線＝" not in told
    assert len(charts(page)) == 1


@pytest.mark.parametrize(("start", "view"), [("trend", "増減"), ("makeup", ""), ("provenance", "")])
def test_what_rests_on_no_target_is_as_ever(
    open_page: OpenPage, office: Office, start: str, view: str
) -> None:
    choices = {"view": view} if view else {}
    office.aim(FIRST)
    before = words(open_page(start, store=office.store.root, **choices))
    office.aim(OVERLAP)
    page = open_page(start, store=office.store.root, **choices)
    assert fine(page)
    assert words(page) == before


def test_the_self_check_has_no_target_no_position_and_says_why(
    open_page: OpenPage, office: Office, fault: str
) -> None:
    page = open_page("department", store=office.store.root, own="納税課")
    assert fine(page)
    told = words(page)
    assert "納税課の未収残額は900円" in told
    assert fault in told
    assert "順位なし" in told
    assert "目標額" not in told
    assert "必要なペース" not in told


def test_no_target_is_decided_on_faulty_files_and_the_page_says_so(
    open_page: OpenPage, office: Office, fault: str
) -> None:
    page = open_page("targets", store=office.store.root)
    assert not page.exception
    assert page.title[0].value == "目標の設定"
    (said,) = errors(page)
    assert fault in said
    assert "ここでは目標を決められません" in page.info[0].value
    assert not page.data_editor
    office.aim(FIRST)
    for path in office.targets.glob("壊れた*"):
        path.unlink()
    page.run()
    assert fine(page)
    assert "令和5年度の目標は版1" in words(page)
    assert page.data_editor


def test_every_fault_is_a_line_and_a_note_names_the_first_and_counts_the_others(
    office: Office,
) -> None:
    office.aim(f"{OVERLAP}\n    2023 | 2 | 2023-05-01 | 使用料 | 計 | 30 | | 市長 |")
    reader = office.reader()
    assert len(answer("ranking", reader).fault.splitlines()) == 3
    (note,) = [each for each in answer("balance_by_year", reader).notes if "誤り" in each]
    assert "どちらかにしてください（目標.csv 2〜3、5行目）、ほか1件）。" in note


def test_only_what_measures_targets_is_withheld(office: Office) -> None:
    """Whatever asks for a target changes with it; no other figure may be withheld."""
    office.aim(FIRST)
    right, without = office.reader(), open_reader(office.store.root)
    office.aim(OVERLAP)
    wrong = office.reader()
    chosen = Selection(department="納税課")
    for name in FIGURES:
        told = answer(name, wrong, chosen)
        assert bool(told.fault) == (name in WITHHELD), name
        if not told.fault:
            assert told.frame.equals(answer(name, without, chosen).frame) or name == "self_check"
            same = answer(name, right, chosen)
            assert same.title == told.title, name


def test_a_file_that_another_program_held_is_read_when_it_is_let_go(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.aim(FIRST)
    path = office.targets / "目標.csv"
    opened = Path.open

    def held(self: Path, *how: str, **more: str) -> object:
        if self == path:
            raise PermissionError(13, "held by Excel")
        return opened(self, *how, **more)  # type: ignore[call-overload]

    def fault() -> str:
        with session.pinned():
            return session.filled("ranking", Selection()).figure.fault

    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", held)
        assert "目標.csv: 開けません（権限がありません）" in fault()
    assert fault() == ""
