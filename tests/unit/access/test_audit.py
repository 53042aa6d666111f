"""The audit trail: every look at a person is written down before it is shown, with the debtor's key and no more."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from analytics.access.audit import HEADERS, Audit, Read, lost_looks
from analytics.access.permission import Basis
from analytics.access.viewer import Viewer
from analytics.cli.commands import app
from analytics.errors import StoreFault
from analytics.store.journal import Journal, journals

NOON = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)
OFFICE = {
    "amount": Basis("law", "徴税吏員に併任", "第1号"),
    "existence": Basis("law", "徴税吏員に併任", "第1号"),
    "contact": Basis("consent", "本人の同意", "同意の記録3"),
}
OWN = {"existence": Basis("own", "所管課")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A store in which two looks were recorded."""
    folder = tmp_path / "store"
    Audit(folder).record(
        Viewer("chief", name="山田"), NOON, [Read("101", "D-1", OFFICE)], "名寄せの表"
    )
    Audit(folder).record(
        Viewer("head", "201"), NOON, [Read("201", "D-2", OWN), Read("201", "D-3", OWN)], "事案"
    )
    return folder


def zangaku(*arguments: object) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def test_what_is_written_of_a_look(root: Path) -> None:
    line = (root / "journals" / "audit.jsonl").read_text(encoding="utf-8").splitlines()[0]
    said = json.loads(line)
    assert {key: said[key] for key in said if key not in ("hash", "previous", "left")} == {
        "n": 1,
        "at": "2026-10-31T03:00:00+00:00",
        "who": "山田",
        "role": "chief",
        "reader_department": "",
        "department": "101",
        "debtor_key": "D-1",
        "fields": ["existence", "amount", "contact"],
        "basis": ["law 第1号", "consent 同意の記録3"],
        "purpose": "名寄せの表",
    }


def test_the_last_looks_newest_first(root: Path) -> None:
    found = Audit(root).latest(9)
    assert len(HEADERS) == len(found[0])
    assert [one[4] for one in found] == ["D-3", "D-2", "D-1"]
    assert found[0] == (
        "2026-10-31 12:00",
        "（名前なし）",
        "所管課長（201）",
        "201",
        "D-3",
        "滞納があること",
        "所管課",
        "事案",
    )
    assert found[2][1:3] == ("山田", "室長")
    assert found[2][5:7] == (
        "滞納があること、額、氏名・住所・連絡先",
        "法令・通知 第1号、本人の同意 同意の記録3",
    )
    assert [one[4] for one in Audit(root).latest(1)] == ["D-3"]
    assert Audit(root).latest(0) == []


def test_nothing_shown_is_nothing_written(tmp_path: Path) -> None:
    Audit(tmp_path).record(Viewer("chief"), NOON, [], "事案")
    assert list(tmp_path.iterdir()) == []


def test_a_look_that_cannot_be_written_down_is_refused(tmp_path: Path) -> None:
    (tmp_path / "journals").write_text("no folder")
    with pytest.raises(
        StoreFault, match=r"記録できないので、債務者ごとの内容は出しません。記録のフォルダ"
    ):
        Audit(tmp_path).record(Viewer("chief"), NOON, [Read("101", "D-1", OFFICE)], "事案")


def test_a_broken_trail_lets_nobody_look(root: Path) -> None:
    path = root / "journals" / "audit.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))
    with pytest.raises(StoreFault, match="債務者ごとの内容は出しません"):
        Audit(root).record(Viewer("chief"), NOON, [Read("101", "D-1", OFFICE)], "事案")
    with pytest.raises(StoreFault, match="audit verify"):
        Audit(root).latest(1)


# The command ------------------------------------------------------------------------------------------


def test_a_sound_trail_is_said(root: Path) -> None:
    Journal(root / "journals" / "consents.jsonl").append([{"what": "given"}], NOON)
    done = zangaku("audit", "verify", "--store", root)
    assert done.exit_code == 0
    assert "異常はありません（audit.jsonl、consents.jsonl の記録 4件を調べました）" in done.output


def test_nothing_recorded_is_said(tmp_path: Path) -> None:
    assert "まだ何も記録されていません" in zangaku("audit", "verify", "--store", tmp_path).output


def test_every_broken_place_of_every_journal_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Journal(root / "journals" / "consents.jsonl").append([{"what": "given"}], NOON)
    (root / "journals" / "consents.jsonl").unlink()
    path = root / "journals" / "audit.jsonl"
    path.write_bytes(path.read_bytes().replace(b"D-1", b"D-9").replace(b"D-3", b"D-9"))
    done = zangaku("audit", "verify", "--store", root)
    assert isinstance(done.exception, StoreFault)
    assert "3か所あります" in str(done.exception)
    said = done.output + capsys.readouterr().err
    for words in (
        "audit.jsonl 1行目: 書き換え",
        "audit.jsonl 3行目: 書き換え",
        "consents.jsonl 末尾: 番号 1 の記録が消されて",
    ):
        assert words in said
    assert [journal.path.name for journal in journals(root)] == ["audit.jsonl", "consents.jsonl"]


def no_looks(root: Path) -> None:
    for name in ("audit.jsonl", "audit.head.json"):
        (root / "journals" / name).unlink()


def test_that_a_whole_trail_was_taken_away_is_noticed(root: Path) -> None:
    """Nobody decides on a lead without a look; and looks of a later day do not make up for it."""
    name = "leads"
    Journal(root / "journals" / f"{name}.jsonl").append([{"what": "decided"}], NOON)
    assert lost_looks(root) == []
    no_looks(root)
    done = zangaku("audit", "verify", "--store", root)
    assert isinstance(done.exception, StoreFault)
    assert "1か所あります" in str(done.exception)
    (said,) = lost_looks(root)
    assert said.startswith(f"audit.jsonl 閲覧の記録が1件もないのに、{name}.jsonl があります")
    later = NOON + timedelta(microseconds=1)
    Audit(root).record(Viewer("chief"), later, [Read("101", "D-1", OFFICE)], "事案")
    (said,) = lost_looks(root)
    assert said.startswith(f"audit.jsonl 始め: {name}.jsonl の最初の記録より前の")


def test_where_nobody_decided_no_look_is_looked_for(root: Path) -> None:
    no_looks(root)
    Journal(root / "journals" / "another.jsonl").append([{"what": "else"}], NOON)
    assert lost_looks(root) == []
    assert zangaku("audit", "verify", "--store", root).exit_code == 0


def test_a_broken_trail_is_said_once(root: Path) -> None:
    """By its own chain; and a broken journal of decisions by its own."""
    leads = Journal(root / "journals" / "leads.jsonl")
    leads.append([{"what": "decided"}], NOON)
    leads.path.unlink()
    assert lost_looks(root) == []
    (root / "journals" / "audit.jsonl").unlink()
    assert lost_looks(root) == []


def test_no_looks_is_no_number_of_looks() -> None:
    assert zangaku("audit", "list", "--last", 0).exit_code == 2
