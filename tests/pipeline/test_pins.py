"""Names for versions: the figures of that meeting stay readable, and it is seen when they are no longer the same."""

from __future__ import annotations

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analytics.errors import InputFault, NothingToShow, StoreFault
from analytics.figures import answer
from analytics.intake.targets import read_targets
from analytics.ledger.columns import TARGETS
from analytics.store.names import checked_name
from analytics.store.pins import numbered, pin, pinned, pins
from analytics.store.reader import open_reader
from analytics.store.restoring import restore
from analytics.store.verify import verify
from tests.pipeline.conftest import Run, tree
from tests.pipeline.test_restoring import BOOKS, WRONG
from tests.pipeline.test_snapshots import rewrite
from tests.settlement import Office

NAME = "第43回徴収対策会議"
NO_TARGETS = TARGETS.empty_table()
TARGET = """
    年度 | 版 | 決定日     | 債権   | 区分 | 目標額（円） | 種別 | 決め方
    2023 | 1  | 2023-06-01 | 市民税 | 計   | {yen}        | 市長 | 会議
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path / "targets"))
    return Office(tmp_path).take_in(BOOKS)


def test_the_figures_of_that_meeting_stay(office: Office, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    done = zangaku("snapshots", "pin", NAME, "--note", "年度末の報告", *store)
    assert done.code == 0
    assert f"版 1（令和6年5月末まで）に「{NAME}」と名前を付けました" in done.out
    asked = ("figure", "balance_by_year", "--format", "csv", *store)
    then = zangaku(*asked).out
    office.take_in(WRONG)
    assert zangaku(*asked).out != then
    assert zangaku(*asked, "--version", NAME).out == then
    restore(office.store, 0)
    assert zangaku(*asked, "--version", NAME).out == then
    listed = zangaku("snapshots", "pins", *store).out
    assert re.search(rf"│ {NAME} +│ 1 +│ 令和.* │ 令和6年5月末 │ 年度末の報告 │", listed)
    assert re.search(rf"│ 1 .*{NAME}", zangaku("snapshots", "list", *store).out)
    said = zangaku("snapshots", "show", NAME, *store).out
    assert re.search(rf"│ 名前 +│ {NAME} +│", said)
    assert f"「{NAME}」の数字は、名前を付けた令和" in said


def test_also_the_targets_of_that_day_stay(office: Office) -> None:
    office.aim(TARGET.format(yen=50))
    pin(office.store, NAME, None, read_targets(office.targets))
    then = answer("ranking", office.reader())
    office.aim(TARGET.format(yen=10))
    assert answer("ranking", office.reader()).headline != then.headline
    kept = answer("ranking", open_reader(office.store.root, office.targets, NAME))
    assert (kept.title, kept.headline) == (then.title, then.headline)
    assert kept.frame.equals(then.frame)
    by_number = answer("ranking", open_reader(office.store.root, office.targets, 1))
    assert not by_number.frame.equals(then.frame)


def test_a_name_is_never_moved_silently(office: Office, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    assert zangaku("snapshots", "pin", NAME, "--version", 0, *store).code == 0
    files = tree(office.store.root)
    assert zangaku("snapshots", "pin", NAME, "--version", 0, *store).code == 0  # said already
    moved = zangaku("snapshots", "pin", NAME, *store)
    assert moved.code == 5
    assert f"「{NAME}」は、すでに版 0 に付いています" in moved.err
    assert f"`zangaku snapshots unpin {NAME} --yes`" in moved.err
    assert tree(office.store.root) == files


def test_a_name_is_taken_off_only_on_purpose(office: Office, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    zangaku("snapshots", "pin", NAME, *store)
    asked = zangaku("snapshots", "unpin", NAME, *store)
    assert (asked.code, "--yes を付けてください" in asked.err) == (3, True)
    assert [one.name for one in pins(office.store)] == [NAME]
    done = zangaku("snapshots", "unpin", NAME, "--yes", *store)
    assert (done.code, "版 1 は残っています" in done.out) == (0, True)
    assert pins(office.store) == []
    again = zangaku("snapshots", "unpin", NAME, "--yes", *store)
    assert (again.code, "まだ1つも付いていません" in again.err) == (6, True)
    assert "名前の付いた版はありません" in zangaku("snapshots", "pins", *store).out


def test_a_name_is_found_however_wide_it_is_written(office: Office) -> None:
    pin(office.store, "第43回ABC会議", 0, NO_TARGETS)
    for written in ("第４３回ＡＢＣ会議", "第43回abc会議", " 第43回ABC会議 ", "第43回ABC会議"):
        assert numbered(office.store, unicodedata.normalize("NFD", written)) == 0
    with pytest.raises(NothingToShow, match="あるのは 第43回ABC会議 です"):
        numbered(office.store, "第44回ABC会議")


@pytest.mark.parametrize(
    ("asked", "number"), [("1", 1), ("０", 0), (" 1 ", 1)], ids=["half", "full", "spaces"]
)
def test_a_number_is_a_number(office: Office, asked: str, number: int) -> None:
    assert numbered(office.store, asked) == number
    assert open_reader(office.store.root, None, asked).version == number


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "空です"),
        ("　 ", "空です"),
        ("あ" * 300, "300文字あります"),
        ("../../etc/passwd", "使えない記号「/」"),
        ("C:\\Users", "使えない記号「\\」"),
        ("<img src=x onerror=alert(1)>", "使えない記号「<」"),
        ("＜b＞", "使えない記号「<」"),
        ("=HYPERLINK(1)", "「=」で始まっています"),
        ("@SUM(1)", "「@」で始まっています"),
        ("-5", "「-」で始まっています"),
        (".", "「.」で始まっています"),
        ("会議\n会議", "見えない文字"),
        ("会議\x00", "見えない文字"),
        ("会\u202e議", "見えない文字"),
        ("\udce9", "見えない文字"),
        ("5", "数字だけ"),
        ("５", "数字だけ"),
    ],
    ids=lambda said: ascii(said)[:30],
)
def test_a_name_that_could_be_something_else_is_refused(
    office: Office, name: str, says: str
) -> None:
    files = tree(office.store.root)
    with pytest.raises(InputFault, match=re.escape(says)):
        pin(office.store, name, None, NO_TARGETS)
    assert tree(office.store.root) == files


@pytest.mark.parametrize(
    "name", ["a&b", "{{7*7}}", "$(rm -rf)", "*強調*", "%s %d", "会議 その2", "🎌会議", "x' --"]
)
def test_any_other_name_is_kept_as_it_is(office: Office, name: str, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    assert zangaku("snapshots", "pin", name, *store).code == 0
    assert pinned(office.store, name).name == name
    assert name in zangaku("snapshots", "pins", *store).out
    assert zangaku("figure", "bridge", "--version", name, *store).code == 0
    assert {file.parent.name for file in office.store.root.rglob("*.json")} == {
        "pins",
        "_delta_log",
    }


def test_a_long_note_is_refused(office: Office, zangaku: Run) -> None:
    done = zangaku("snapshots", "pin", NAME, "--note", "あ" * 401, "--store", office.store.root)
    assert (done.code, "メモが長すぎます（401文字）" in done.err) == (3, True)
    assert pins(office.store) == []


def test_what_is_not_there_cannot_be_pinned(office: Office, tmp_path: Path, zangaku: Run) -> None:
    done = zangaku("snapshots", "pin", NAME, "--version", 9, "--store", office.store.root)
    assert (done.code, "版 9 はありません" in done.err) == (6, True)
    empty = zangaku("snapshots", "pin", NAME, "--store", tmp_path / "none")
    assert (empty.code, "まだ何も取り込まれていません" in empty.err) == (6, True)
    assert not (tmp_path / "none").exists()


def test_a_busy_store_is_refused(office: Office) -> None:
    with office.store.writing(), pytest.raises(StoreFault, match="別の取り込みが動いています"):
        pin(office.store, NAME, 0, NO_TARGETS)
    assert pins(office.store) == []


def test_of_many_at_once_one_wins(office: Office) -> None:
    """The same name for two versions, from many threads: the others hear that it is taken or that the store is busy."""

    def attempt(number: int) -> int | None:
        try:
            return pin(office.store, NAME, number % 2, NO_TARGETS).version
        except StoreFault:
            return None

    with ThreadPoolExecutor(8) as threads:
        won = set(threads.map(attempt, range(16))) - {None}
    assert won == {pinned(office.store, NAME).version}


def test_verify_finds_a_pinned_version_that_changed(office: Office, zangaku: Run) -> None:
    pin(office.store, NAME, 1, NO_TARGETS)
    assert verify(office.store) == []
    said = zangaku("snapshots", "verify", "--store", office.store.root).out
    assert "2版、名前の付いた版 1つを調べました" in said
    (lines,) = set(office.store.files(1)) - set(office.store.files(0))
    rewrite(lines, "outstanding_yen", 7)
    rewrite(office.store.root / "marts/1/findings.parquet", "message", "x")
    found = "\n".join(verify(office.store))
    assert f"固定した版「{NAME}」: machi@2024-05-31 の未収残額が固定したときと違います" in found
    assert f"固定した版「{NAME}」: 記録 findings が固定したときと違います" in found
    shown = zangaku("snapshots", "show", NAME, "--store", office.store.root)
    assert f"「{NAME}」: machi@2024-05-31 の未収残額が固定したときと違います" in shown.err
    assert "と同じです" not in shown.out


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"name": 1}', b"\xff\xfe", b'{"name":"x","version":"y"}'],
    ids=["empty", "cut", "list", "number", "no text", "no version"],
)
def test_a_damaged_pin_is_said_in_a_sentence(office: Office, content: bytes, zangaku: Run) -> None:
    pin(office.store, NAME, 1, NO_TARGETS)
    (file,) = (office.store.root / "pins").glob("*.json")
    file.write_bytes(content)
    assert verify(office.store) == [f"版に付けた名前の記録 pins/{file.name} を読めません"]
    for command in (("snapshots", "pins"), ("figure", "bridge", "--version", NAME)):
        done = zangaku(*command, "--store", office.store.root)
        assert (done.code, "を読めません" in done.err) == (5, True)
    assert zangaku("figure", "bridge", "--store", office.store.root).code == 0


def test_a_pin_of_a_lost_version_is_a_fault(office: Office) -> None:
    pin(office.store, NAME, 1, NO_TARGETS)
    (file,) = (office.store.root / "pins").glob("*.json")
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**kept, "version": 8}), encoding="utf-8")
    assert verify(office.store) == [f"固定した版「{NAME}」: 版 8 がありません"]


def test_a_checked_name_is_tidy() -> None:
    assert checked_name("  第43回会議 ") == "第43回会議"
    assert checked_name("か\u3099") == "が"
