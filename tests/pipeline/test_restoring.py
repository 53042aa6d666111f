"""Undo: a former version comes back as a new one, and everything that reads versions knows it for what it is."""

from __future__ import annotations

import json
import random
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from analytics.errors import NothingToShow, StoreFault
from analytics.figures import answer
from analytics.figures.export import to_csv
from analytics.store.differing import difference
from analytics.store.importing import take_in
from analytics.store.restoring import restore
from analytics.store.verify import outdated, verify
from tests.pipeline.conftest import Run, tree
from tests.pipeline.test_older_stores import redefine
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
    2023 | 水道料 | 水道課 | 滞繰 |  100 |   50 |    0 |   50
"""
WRONG = BOOKS.replace("930 |   10 |   60", "890 |   10 |  100")
FIGURES = ("balance_by_year", "bridge", "receivables_by_claim", "findings")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Version 0 is 2022, version 1 is 2023, version 2 is a wrong correction of 2023."""
    return Office(tmp_path).take_in(BOOKS).take_in(WRONG)


def shown(office: Office, version: int) -> dict[str, bytes]:
    reader = office.reader(version)
    found = {name: answer(name, reader) for name in FIGURES}
    return {name: to_csv(figure.frame, figure.labels) for name, figure in found.items()}


def test_a_former_version_comes_back_to_the_last_figure(office: Office) -> None:
    versions = [shown(office, number) for number in range(3)]
    assert versions[1] != versions[2]
    done = restore(office.store, 1)
    assert (done.former.number, done.undone.number, done.version) == (1, 2, 3)
    assert office.store.latest() == 3
    assert [shown(office, number) for number in range(4)] == [*versions, versions[1]]
    assert office.store.files(3) == office.store.files(1)
    assert verify(office.store) == []
    assert outdated(office.store) == []


def test_its_commit_says_what_it_is(office: Office) -> None:
    restore(office.store, 1)
    former, back = office.store.version(1), office.store.version(3)
    assert (former.restored_from, back.restored_from) == (None, 1)
    assert back.given == {**former.given, "restored_from": "1"}
    assert back.committed_at > former.committed_at


def test_an_undo_can_be_undone(office: Office) -> None:
    before = shown(office, 2)
    restore(office.store, 1)
    assert restore(office.store, 2).version == 4
    assert shown(office, 4) == before
    assert verify(office.store) == []


def test_the_first_version_comes_back_without_what_came_later(office: Office) -> None:
    restore(office.store, 0)
    assert shown(office, 3) == shown(office, 0)
    assert office.reader().years.keys() == {2022}
    assert verify(office.store) == []


def test_the_next_file_builds_on_what_came_back(office: Office) -> None:
    restore(office.store, 0)
    office.take_in(BOOKS)  # the wrong file is gone, the right one is new again
    assert office.store.latest() == 4
    assert shown(office, 4) == shown(office, 1)
    assert verify(office.store) == []


def test_an_undone_file_may_be_taken_in_again(office: Office) -> None:
    restore(office.store, 1)
    done = take_in(office.store, office.write(WRONG)[-1], [office.layout])
    assert (done.version, done.changed) == (4, True)
    assert office.figure("balance_by_year").headline == "150円"


@pytest.mark.parametrize(
    ("number", "says"),
    [(2, "版 2 はいまの最新の版です"), (9, "版 9 はありません"), (-1, "版 -1 はありません")],
)
def test_what_cannot_come_back_is_refused(office: Office, number: int, says: str) -> None:
    files = tree(office.store.root)
    with pytest.raises(NothingToShow, match=says):
        restore(office.store, number)
    assert tree(office.store.root) == files


def test_the_same_undo_twice_changes_nothing(office: Office) -> None:
    restore(office.store, 1)
    files = tree(office.store.root)
    with pytest.raises(NothingToShow, match="版 1 をすでに復元したものです"):
        restore(office.store, 1)
    assert tree(office.store.root) == files


def test_nothing_is_made_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(NothingToShow, match="まだ何も取り込まれていません"):
        restore(Office(tmp_path).store, 0)
    assert not Office(tmp_path).store.root.exists()


def test_a_busy_store_is_refused(office: Office) -> None:
    with office.store.writing(), pytest.raises(StoreFault, match="別の取り込みが動いています"):
        restore(office.store, 1)
    assert office.store.latest() == 2


@pytest.mark.parametrize("damaged", ["marts/1/sources.parquet", "marts/1/claims.parquet"])
def test_a_damaged_version_is_not_brought_back(office: Office, damaged: str) -> None:
    (office.store.root / damaged).write_bytes(b"PAR1")
    with pytest.raises(StoreFault, match="版 1 "):
        restore(office.store, 1)
    assert office.store.latest() == 2


def test_a_version_without_its_lines_is_not_brought_back(office: Office) -> None:
    (gone,) = set(office.store.files(1)) - set(office.store.files(2))
    gone.unlink()
    with pytest.raises(StoreFault, match="版 1 は復元できません（ファイルがありません"):
        restore(office.store, 1)
    assert office.store.latest() == 2


def test_the_summaries_of_an_older_store_are_made_anew(office: Office) -> None:
    before = shown(office, 1)
    redefine(office.store.root)
    restore(office.store, 1)
    assert shown(office, 3) == before
    assert outdated(office.store) == [0, 1, 2]
    assert verify(office.store) == []


def test_the_command_says_what_came_back(office: Office, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    done = zangaku("snapshots", "restore", 1, *store)
    assert done.code == 0
    assert (
        "版 1（決算2023.csv、基準日 2024-05-31 を取り込んだ時点）の内容を、版 3 として復元"
        in done.out
    )
    assert "`--version 2` を付けると、これからも見られます" in done.out
    listed = zangaku("snapshots", "list", *store).out.splitlines()
    assert re.search(r"│ 3 .*決算2023.csv .*110円 .*版 1 を復元", listed[-2])
    assert "版 1 を復元" in zangaku("snapshots", "show", 3, *store).out
    assert "版 1 を復元" not in zangaku("snapshots", "show", 1, *store).out
    assert "版 1 を復元したものです" in zangaku("figure", "sources", *store).out
    assert "を復元" not in zangaku("figure", "sources", "--version", 1, *store).out
    assert zangaku("snapshots", "verify", *store).code == 0
    again = zangaku("snapshots", "restore", 1, *store)
    assert (again.code, "すでに復元" in again.err) == (6, True)


# Restatements ------------------------------------------------------------------------------------------


def restated(office: Office, version: int | None = None) -> list[tuple[object, ...]]:
    columns = ("kind", "department", "claim", "old_yen", "new_yen", "old_version", "new_version")
    rows = office.reader(version).restatements.select(list(columns)).to_pylist()
    return [tuple(row[name] for name in columns) for row in rows]


def test_a_later_file_for_a_past_period_is_a_restatement(office: Office) -> None:
    assert restated(office) == [("訂正", "納税課", "市民税", 60, 100, 1, 2)]
    assert restated(office, 1) == []
    (row,) = office.reader().restatements.to_pylist()
    assert row["difference_yen"] == 40
    assert (row["received_yen"], row["assessed_yen"], row["written_off_yen"]) == (-40, 0, 0)
    assert (row["old_name"], row["new_name"]) == ("決算2023.csv", "決算2023.csv")
    assert row["as_of"].isoformat() == "2024-05-31"
    assert row["layout"] == "machi"


def test_a_correction_of_a_correction_and_an_undo_are_each_told(office: Office) -> None:
    office.take_in(BOOKS.replace("930 |   10 |   60", "920 |   10 |   70"))
    restore(office.store, 1)
    assert restated(office) == [
        ("取り消し", "納税課", "市民税", 70, 60, 3, 4),
        ("訂正", "納税課", "市民税", 100, 70, 2, 3),
        ("訂正", "納税課", "市民税", 60, 100, 1, 2),
    ]


def test_what_was_taken_back_and_delivered_again_is_told(office: Office) -> None:
    restore(office.store, 0)
    office.take_in(BOOKS)
    assert restated(office)[:4] == [
        ("取り込み直し", "水道課", "水道料", 0, 50, 3, 4),
        ("取り込み直し", "納税課", "市民税", 0, 60, 3, 4),
        ("取り消し", "水道課", "水道料", 50, 0, 2, 3),
        ("取り消し", "納税課", "市民税", 100, 0, 2, 3),
    ]


def test_equal_balances_of_other_parts_are_told(tmp_path: Path) -> None:
    office = Office(tmp_path).take_in(BOOKS)
    office.take_in(BOOKS.replace("930 |   10 |   60", "910 |   30 |   60"))
    (row,) = office.reader().restatements.to_pylist()
    assert (row["old_yen"], row["new_yen"], row["difference_yen"]) == (60, 60, 0)
    assert (row["received_yen"], row["written_off_yen"]) == (-20, 20)
    title = office.figure("restatements").title
    assert re.fullmatch(
        r"令和6年5月末の納税課の残額は、\d+月\d+日の訂正で変わらず、内訳の調定・収入・欠損が変わった",
        title,
    )


def test_a_new_period_is_no_restatement(office: Office) -> None:
    office.take_in(WRONG + "    2024 | 市民税 | 納税課 | 現年 | 1000 |  950 |    0 |   50\n")
    assert len(restated(office)) == 1


def test_the_card_says_it_in_a_sentence(office: Office, zangaku: Run) -> None:
    asked = ("figure", "restatements", "--store", office.store.root, "--format", "json")
    shown = json.loads(zangaku(*asked).out)
    assert re.fullmatch(
        r"令和6年5月末の納税課の残額は、\d+月\d+日の訂正で40円増えた", shown["title"]
    )
    assert shown["comparison"] == "変わった債権の残額は、版 1で60円、版 2で100円"
    assert any("--version 1" in note for note in shown["notes"])
    assert [row["difference_yen"] for row in shown["rows"]] == [40]
    old = json.loads(zangaku(*asked[:1], "balance_by_year", *asked[2:], "--version", 1).out)
    assert old["headline"] == "110円"
    before = json.loads(zangaku(*asked, "--version", 1).out)
    assert before["title"] == before["empty"] == "取り込んだ資料の訂正も取り消しもありません。"


def test_several_departments_are_counted(tmp_path: Path) -> None:
    office = Office(tmp_path).take_in(BOOKS)
    office.take_in(WRONG.replace("50 |    0 |   50", "60 |    0 |   40"))
    title = office.figure("restatements").title
    assert re.fullmatch(r"令和6年5月末の残額は、\d+月\d+日の訂正で2課あわせて30円増えた", title)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_the_restatements_lead_from_version_to_version(
    seed: int, tmp_path: Path
) -> None:
    """Corrections, undos and new years in any order: what the versions differ by is what is told, to the yen."""
    dice = random.Random(seed)
    office = Office(tmp_path).take_in(BOOKS)
    for _ in range(4):
        latest = office.store.latest() or 0
        if dice.random() < 0.4:
            with suppress(NothingToShow):  # the newest itself
                restore(office.store, dice.randrange(latest + 1))
        else:
            lost = dice.randrange(90)
            office.take_in(BOOKS.replace("930 |   10 |   60", f"{900 - lost} | 10 | {90 + lost}"))
    told = office.reader().restatements.to_pylist()
    known: set[date] = set()
    latest = office.store.latest() or 0
    for number in range(1, latest + 1):
        found = difference(office.store, number - 1, number)
        known |= {day for day, (old, _) in found.periods.items() if old is not None}
        for day, (old, new) in found.periods.items():
            rows = [row for row in told if (row["new_version"], row["as_of"]) == (number, day)]
            assert bool(rows) <= (day in known)
            if day in known:
                assert sum(row["difference_yen"] for row in rows) == (new or 0) - (old or 0)
    assert latest >= 4
    assert told
    assert verify(office.store) == []
