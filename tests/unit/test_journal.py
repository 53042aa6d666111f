"""A journal: what is written stays as it was written, whole or not at all, and every break is said with its place."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from filelock import FileLock

from analytics.errors import StoreFault
from analytics.figures.persons import kept
from analytics.matching.decisions import decisions
from analytics.store import chain
from analytics.store import journal as journal_module
from analytics.store.chain import NOTHING
from analytics.store.journal import Journal

NOON = datetime(2026, 10, 31, 12, 0, tzinfo=timezone(timedelta(hours=9)))
BROKEN = "書かれたときのままではありません"


@pytest.fixture
def four(tmp_path: Path) -> Journal:
    """Four records: one, then two at once, then one."""
    made = Journal(tmp_path / "store" / "journals" / "audit.jsonl")
    made.append([{"who": "一"}], NOON)
    made.append([{"who": "二"}, {"who": "三"}], NOON)
    made.append([{"who": "四"}], NOON)
    return made


def lines(journal: Journal) -> list[bytes]:
    return journal.path.read_bytes().splitlines(keepends=True)


def put(journal: Journal, *kept: bytes) -> None:
    journal.path.write_bytes(b"".join(kept))


def test_what_was_written_is_read_in_its_order(four: Journal) -> None:
    found = four.records()
    assert [(one["n"], one["who"], one["left"]) for one in found] == [
        (1, "一", 0),
        (2, "二", 1),
        (3, "三", 0),
        (4, "四", 0),
    ]
    assert {one["at"] for one in found} == {"2026-10-31T03:00:00+00:00"}
    assert [one["previous"] for one in found] == [NOTHING, *(one["hash"] for one in found[:-1])]
    assert four.verify() == []


def test_the_first_hash_is_that_of_the_line_without_it(four: Journal) -> None:
    """Worked by hand with sha256sum on the bytes below."""
    first = four.records()[0]
    bare = (
        '{"at":"2026-10-31T03:00:00+00:00","left":0,"n":1,"previous":"' + "0" * 64 + '","who":"一"}'
    )
    assert json.loads(bare) == {key: value for key, value in first.items() if key != "hash"}
    assert first["hash"] == "cbe29a1461a597cf4c929673bf1a96225affecd25a1334146da352e016b4b114"


def test_a_journal_nobody_wrote_is_empty_and_sound(tmp_path: Path) -> None:
    none = Journal(tmp_path / "journals" / "audit.jsonl")
    assert none.records() == []
    assert none.verify() == []
    none.append([], NOON)
    assert not none.path.parent.exists()


def test_values_come_back_as_they_were(tmp_path: Path) -> None:
    one = Journal(tmp_path / "x.jsonl")
    said = {"a": 7, "b": 0.1, "c": True, "d": None, "e": ["甲", "乙"], "f": '改\n行"\u2028'}
    one.append([said], NOON)
    assert said.items() <= one.records()[0].items()
    assert one.path.read_bytes().count(b"\n") == 1


def test_half_a_letter_from_a_command_line_breaks_nothing(tmp_path: Path) -> None:
    one = Journal(tmp_path / "x.jsonl")
    one.append([{"who": "甲\udce3"}], NOON)
    assert one.records()[0]["who"] == "甲?"
    assert one.verify() == []


@pytest.mark.parametrize("key", ["n", "at", "left", "previous", "hash"])
def test_the_keys_of_the_chain_are_its_own(key: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=key):
        Journal(tmp_path / "x.jsonl").append([{key: 1}], NOON)


def test_a_time_needs_its_zone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        Journal(tmp_path / "x.jsonl").append([{"a": 1}], datetime(2026, 10, 31))


# What is changed afterwards ---------------------------------------------------------------------------


def renewed(line: bytes, **changed: object) -> bytes:
    """A line that was changed by somebody who reckons its hash anew."""
    record = json.loads(line) | changed
    bare = {key: value for key, value in record.items() if key != "hash"}
    return chain._canonical(bare | {"hash": chain._hash(bare)}) + b"\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda a, b, c, d: (a, b.replace("二".encode(), "五".encode()), c, d), ["2行目: 書き換え"]),
        (lambda a, b, c, d: (a, b.replace(b",", b", "), c, d), ["2行目: 書き換え"]),
        (lambda a, b, c, d: (a, b"\n", c, d), ["2行目: 書き換え"]),
        (lambda a, b, c, d: (a, b"\xff\n", c, d), ["2行目: 書き換え"]),
        (lambda a, b, c, d: (a, b, c, d.replace("四".encode(), "五".encode())), ["4行目: 書き換え"]),
        (
            lambda a, b, c, d: (a, renewed(b, who="五"), c, d),
            ["3行目: 番号 3 の記録が前の記録とつながりません"],
        ),
        (
            lambda a, b, c, d: (a, b, c, renewed(d, who="五")),
            ["番号 4 の記録が、控えてある最後の記録と違います"],
        ),
        (lambda a, b, c, d: (a, c, d), ["2行目の前: 番号 2 の記録が消されて"]),
        (lambda a, b, c, d: (a, d), ["2行目の前: 番号 2 から 3 までの記録が消されて"]),
        (lambda a, b, c, d: (c, d), ["1行目の前: 始めの番号 1 から 2 までの記録が消されて"]),
        (lambda a, b, c, d: (a, c, b, d), ["3行目: 番号 2 の記録の順番が入れ替わって"]),
        (lambda a, b, c, d: (a, b, b, c, d), ["3行目: 番号 2 の記録の順番が入れ替わっているか、二重"]),
        (lambda a, b, c, d: (a, b, c), ["末尾: 番号 4 の記録が消されて"]),
        (lambda a, b, c, d: (a, b, c, d[:-9]), ["末尾: 番号 4 の記録が消されて"]),
        (lambda a, b, c, d: (a, b), ["末尾: 番号 3 から 4 までの記録が消されて"]),
        (lambda a, b, c, d: (), ["末尾: 番号 1 から 4 までの記録が消されて"]),
        (
            lambda a, b, c, d: (a.replace(b"0", b"1"), c, b),
            ["1行目: 書き換え", "3行目: 番号 2 の記録の順番", "末尾: 番号 4 の記録が消されて"],
        ),
    ],
)  # fmt: skip
def test_every_broken_place_is_said_and_nothing_is_told(
    change: Callable[..., tuple[bytes, ...]], said: list[str], four: Journal
) -> None:
    put(four, *change(*lines(four)))
    found = four.verify()
    assert len(found) == len(said), found
    assert all(
        one.startswith(f"audit.jsonl {words}") for one, words in zip(found, said, strict=True)
    )
    with pytest.raises(StoreFault, match=BROKEN):
        four.records()


def test_whichever_byte_is_changed_it_is_seen(four: Journal) -> None:
    text = four.path.read_bytes()
    head = chain.Head(4, four.records()[-1]["hash"])
    assert chain.looked(text, head).faults == ()
    for place in range(len(text)):
        changed = text[:place] + bytes([text[place] ^ 1]) + text[place + 1 :]
        assert chain.looked(changed, head).faults, place


@pytest.mark.parametrize("kept", [0, 2, 3])
def test_a_cut_off_end_is_not_buried_under_new_records(kept: int, four: Journal) -> None:
    put(four, *lines(four)[:kept])
    with pytest.raises(StoreFault, match=BROKEN):
        four.append([{"who": "五"}], NOON)
    assert len(lines(four)) == kept


@pytest.mark.parametrize("change", [b"", "五".encode()], ids=["deleted", "changed"])
def test_a_break_further_up_stops_no_writing_and_stays_in_sight(
    change: bytes, four: Journal
) -> None:
    """As docs/decisions/0022 says: a writing reads the end alone, and nothing written since buries the break."""
    first, second, *rest = lines(four)
    put(four, first, change and second.replace("二".encode(), change), *rest)
    broken = four.verify()
    assert len(broken) == 1
    four.append([{"who": "六"}], NOON)
    assert four.verify() == broken
    with pytest.raises(StoreFault, match=BROKEN):
        four.records()


def test_a_lost_journal_is_said_and_not_begun_anew(four: Journal) -> None:
    four.path.unlink()
    assert four.verify() == ["audit.jsonl 末尾: 番号 1 から 4 までの記録が消されています"]
    with pytest.raises(StoreFault, match=BROKEN):
        four.append([{"who": "五"}], NOON)


@pytest.mark.parametrize(
    "text", [None, b"", b"{", b"[]", b'{"n":"4","hash":"x"}', b"[" * 9999], ids=str
)
def test_a_head_that_is_gone_or_spoilt_is_said(text: bytes | None, four: Journal) -> None:
    if text is None:
        four.head_path.unlink()
    else:
        four.head_path.write_bytes(text)
    (said,) = four.verify()
    assert "最後の記録の控え（.head.json）" in said
    with pytest.raises(StoreFault, match=BROKEN):
        four.append([{"who": "五"}], NOON)


# What a killed process leaves -------------------------------------------------------------------------


def test_half_a_line_is_no_break_and_goes_with_the_next_writing(four: Journal) -> None:
    whole = four.path.read_bytes()
    put(four, whole, b'{"at":"2026')
    assert four.verify() == []
    assert len(four.records()) == 4
    four.append([{"who": "五"}], NOON)
    assert four.path.read_bytes().startswith(whole)
    assert [one["who"] for one in four.records()] == ["一", "二", "三", "四", "五"]
    assert four.verify() == []


def test_of_a_writing_that_was_cut_nothing_is_seen(tmp_path: Path) -> None:
    """Killed after two of three lines, before the head was written."""
    one = Journal(tmp_path / "x.jsonl")
    one.append([{"who": "一"}], NOON)
    head = one.head_path.read_bytes()
    one.append([{"who": "二"}, {"who": "三"}, {"who": "四"}], NOON)
    put(one, *lines(one)[:3])
    one.head_path.write_bytes(head)
    assert [each["who"] for each in one.records()] == ["一"]
    assert one.verify() == []
    one.append([{"who": "五"}], NOON)
    assert [(each["n"], each["who"]) for each in one.records()] == [(1, "一"), (2, "五")]
    assert one.verify() == []


def test_wherever_a_writing_is_cut_all_of_it_is_seen_or_nothing(tmp_path: Path) -> None:
    one = Journal(tmp_path / "x.jsonl")
    one.append([{"who": "一"}], NOON)
    before, head = one.path.read_bytes(), chain.Head(1, one.records()[0]["hash"])
    one.append([{"who": "二"}, {"who": "三"}], NOON)
    after = one.path.read_bytes()
    for size in range(len(before), len(after) + 1):
        seen = chain.looked(after[:size], head)
        assert len(seen.records) == (3 if size == len(after) else 1)
        assert seen.faults == ()


def test_a_whole_writing_without_its_head_counts(tmp_path: Path) -> None:
    """Killed after the last line, before the head was written."""
    one = Journal(tmp_path / "x.jsonl")
    one.append([{"who": "一"}], NOON)
    head = one.head_path.read_bytes()
    one.append([{"who": "二"}], NOON)
    one.head_path.write_bytes(head)
    assert len(one.records()) == 2
    one.append([{"who": "三"}], NOON)
    assert [each["n"] for each in one.records()] == [1, 2, 3]
    assert one.verify() == []


# Many records, many hands -----------------------------------------------------------------------------


def test_the_end_is_found_behind_more_than_one_block(
    four: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "BLOCK", 7)
    four.append([{"who": "五" * 500}], NOON)
    put(four, four.path.read_bytes(), b"x" * 900)
    four.append([{"who": "六"}], NOON)
    assert [one["n"] for one in four.records()] == [1, 2, 3, 4, 5, 6]


def test_only_the_end_is_read_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Journal(tmp_path / "x.jsonl")
    one.append([{"who": "一" * 50} for _ in range(2_000)], NOON)
    read = 0

    def counting(line: bytes) -> object:
        nonlocal read
        read += 1
        return link(line)

    link = journal_module.link
    monkeypatch.setattr(journal_module, "link", counting)
    one.append([{"who": "二"}], NOON)
    assert read == 1


def test_two_who_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    one = Journal(tmp_path / "x.jsonl")
    hands = [
        threading.Thread(target=lambda: [one.append([{"a": 1}, {"a": 2}], NOON) for _ in range(10)])
        for _ in range(4)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert [each["a"] for each in one.records()] == [1, 2] * 40
    assert one.verify() == []


def test_a_folder_held_too_long_is_said(four: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "PATIENCE", 0)
    with (
        FileLock(four.path.parent / ".lock"),
        pytest.raises(StoreFault, match="別の処理が使っています"),
    ):
        four.append([{"who": "五"}], NOON)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("no folder")
    with pytest.raises(StoreFault, match=r"記録のフォルダ .* を作れません"):
        Journal(tmp_path / "journals" / "x.jsonl").append([{"a": 1}], NOON)


def test_a_full_disk_leaves_what_was_there(four: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreFault, match="書けません（空き容量がありません）"):
            four.append([{"who": "五"}], NOON)
    four.append([{"who": "六"}], NOON.astimezone(UTC))
    assert four.verify() == []
    assert [one["who"] for one in four.records()][-1] == "六"


def test_a_journal_that_is_no_file_is_said(four: Journal) -> None:
    four.path.unlink()
    four.path.mkdir()
    with pytest.raises(StoreFault, match="開けません（フォルダです）"):
        four.records()


@pytest.mark.parametrize("name", ["leads", "matching"])
def test_a_record_of_another_shape_is_named_by_its_number(name: str, tmp_path: Path) -> None:
    """As a newer program may have written it; of consents `tests/unit/access/test_consents.py` says the same."""
    Journal(tmp_path / "journals" / f"{name}.jsonl").append([{"what": "新しいこと"}], NOON)
    read = {"leads": kept.decisions, "matching": decisions}[name]
    with pytest.raises(StoreFault, match=rf"{name}\.jsonl の番号 1 を読めません"):
        read(tmp_path)
