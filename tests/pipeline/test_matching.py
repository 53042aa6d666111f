"""Months of the made-up city, matched: who is one person, month after month, and what a decision does to it."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from analytics.cli.commands import app
from analytics.errors import NothingToShow, StoreFault
from analytics.intake.layouts import AnyLayout
from analytics.matching import keeping
from analytics.matching.afterwards import match_newest
from analytics.matching.decisions import Debtor, decide, decisions
from analytics.matching.keeping import generation
from analytics.matching.matching import match, settle_again
from analytics.matching.outcome import STEPS
from analytics.matching.people import LOOK_FROM, SAME_FROM
from analytics.store.matched import newest_generation
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from tests.handing_in import take_month_in

NOW, DAY = datetime(2026, 11, 2, 3, 4, tzinfo=UTC), date(2026, 11, 2)


@pytest.fixture(scope="module")
def matched_months(kakuu_months: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months, the second of them matched. Treat it as read-only."""
    root = Path(shutil.copytree(kakuu_months, tmp_path_factory.mktemp("matched") / "store"))
    match(Store(root), 1)
    return root


@pytest.fixture
def store(matched_months: Path, tmp_path: Path) -> Store:
    return Store(Path(shutil.copytree(matched_months, tmp_path / "store")))


def people_of(store: Store, number: int) -> dict[Debtor, str]:
    found = generation(store, number)
    assert found is not None
    columns = (
        found.tables["links"][name].to_pylist()
        for name in ("department", "debtor_key", "person_id")
    )
    return {(department, key): person for department, key, person in zip(*columns, strict=True)}


def waiting(store: Store, number: int) -> list[tuple[Debtor, Debtor]]:
    """The pairs that are put before people."""
    found = generation(store, number)
    assert found is not None
    keys = list(
        zip(
            *(found.tables["records"][name].to_pylist() for name in ("department", "debtor_key")),
            strict=True,
        )
    )
    rows = found.tables["pairs"].to_pylist()
    return [(keys[row["record_l"]], keys[row["record_r"]]) for row in rows if row["reason"]]


def two_alone(store: Store) -> tuple[Debtor, Debtor]:
    """Two debtors whom nothing joins."""
    found = people_of(store, 1)
    persons = list(found.values())
    alone = [debtor for debtor, person in found.items() if persons.count(person) == 1]
    return alone[0], alone[-1]


def truth(folder: Path) -> dict[Debtor, str]:
    with next((folder / "正解").glob("*.csv")).open(encoding="utf-8-sig", newline="") as file:
        return {
            (row["所管課コード"], row["債務者番号"]): row["人物番号"]
            for row in csv.DictReader(file)
        }


def test_two_debtors_are_one_person_as_the_truth_has_it(store: Store, kakuu: Path) -> None:
    """A small city, so a few pairs decide; the large one is measured by `make bench`."""
    known, found = truth(kakuu), people_of(store, 1)
    assert known.keys() >= found.keys()
    debtors = sorted(found)
    pairs = [(a, b) for at, a in enumerate(debtors) for b in debtors[at + 1 :]]
    joined = {pair for pair in pairs if found[pair[0]] == found[pair[1]]}
    true = {pair for pair in pairs if known[pair[0]] == known[pair[1]]}
    assert len(true) > 20
    assert len(joined - true) <= 1
    assert len(joined & true) >= 0.9 * len(true)
    looked_at = {tuple(sorted(pair)) for pair in waiting(store, 1)}
    assert len((true - joined) - looked_at) <= 2


def test_what_is_kept_names_model_and_version_and_says_what_it_did(
    kakuu_months: Path, tmp_path: Path
) -> None:
    store = Store(Path(shutil.copytree(kakuu_months, tmp_path / "store")))
    said: list[str] = []
    done = match(store, 1, step=said.append)
    assert tuple(said) == STEPS
    assert (done.version, done.model, done.was_trained) == (1, 1, True)
    assert done.debtor_count == len(people_of(store, 1)) > done.person_count
    settings = json.loads(
        (store.root / "matching/models/1/settings.json").read_text(encoding="utf-8")
    )
    assert settings["record_count"] == done.debtor_count
    assert (settings["same_from"], settings["look_from"]) == (SAME_FROM, LOOK_FROM)
    again = match(store, 1)
    assert (again.model, again.was_trained, again.person_count) == (1, False, done.person_count)
    assert match(store, 1, retrain=True).model == 2


def test_a_new_month_keeps_people_their_names(
    store: Store, kakuu: Path, layouts: list[AnyLayout]
) -> None:
    before = people_of(store, 1)
    take_month_in(store, kakuu / "2026-10", layouts)
    done = match_newest(store)
    assert done is not None
    assert (done.version, done.model) == (2, 1)
    after = people_of(store, 2)
    assert after.keys() > before.keys()
    assert sum(after[debtor] == person for debtor, person in before.items()) >= 0.99 * len(before)
    assert people_of(store, 1) == before  # what a meeting looked at stays
    assert match_newest(store) is None


def test_a_decision_holds_at_once_and_over_the_next_months(
    store: Store, kakuu: Path, layouts: list[AnyLayout]
) -> None:
    one, other = two_alone(store)
    decide(store.root, one, other, "same", "室長", NOW, DAY)
    settle_again(store, 1)
    assert people_of(store, 1)[one] == people_of(store, 1)[other]
    take_month_in(store, kakuu / "2026-10", layouts)
    match(store, 2, retrain=True)
    assert people_of(store, 2)[one] == people_of(store, 2)[other]
    decide(store.root, one, other, "different", "室長", NOW, DAY)
    match(store, 2, retrain=True)
    assert people_of(store, 2)[one] != people_of(store, 2)[other]
    assert [each.verdict for each in decisions(store.root).values()] == ["different"]


def test_a_reader_sees_one_matching_or_the_other(store: Store) -> None:
    reader = open_reader(store.root)
    before = reader.database.select("SELECT * FROM links ORDER BY ALL")
    one, other = two_alone(store)
    decide(store.root, one, other, "same", "室長", NOW, DAY)
    settle_again(store, 1)
    assert reader.database.select("SELECT * FROM links ORDER BY ALL").equals(before)
    assert (
        not open_reader(store.root)
        .database.select("SELECT * FROM links ORDER BY ALL")
        .equals(before)
    )


def test_a_killed_matching_leaves_the_former_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newest_generation(store, 1)

    class Killed(BaseException):
        pass

    def kill(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(keeping.os, "rename", kill)
    with pytest.raises(Killed):
        settle_again(store, 1)
    assert newest_generation(store, 1) == before
    monkeypatch.undo()
    settle_again(store, 1)
    assert newest_generation(store, 1) != before
    assert not list((store.root / "matching/1").glob(".*.part"))


def test_a_damaged_matching_is_said_with_what_to_do(store: Store) -> None:
    folder = newest_generation(store, 1)
    assert folder is not None
    (folder / "told.json").write_text("{", encoding="utf-8")
    with pytest.raises(StoreFault, match="zangaku match"):
        settle_again(store, 1)


def test_a_matching_that_was_never_made_is_said(kakuu_months: Path, tmp_path: Path) -> None:
    store = Store(Path(shutil.copytree(kakuu_months, tmp_path / "store")))
    with pytest.raises(NothingToShow, match="zangaku match"):
        settle_again(store, 1)
    assert open_reader(store.root).database.select("SELECT * FROM shared").num_rows == 0


def test_a_store_of_settlements_has_nobody_to_match(komae_store: Path, tmp_path: Path) -> None:
    store = Store(Path(shutil.copytree(komae_store, tmp_path / "store")))
    assert match_newest(store) is None
    ran = CliRunner().invoke(app, ["match", "--store", str(store.root)])
    assert isinstance(ran.exception, NothingToShow)
    assert "氏名のある資料がありません" in str(ran.exception)


def test_the_command_says_what_came_of_it(store: Store) -> None:
    ran = CliRunner().invoke(app, ["match", "--store", str(store.root)])
    assert ran.exit_code == 0
    assert "版 1 を名寄せしました" in ran.output


def test_an_import_by_command_ends_with_a_matching(store: Store, kakuu: Path) -> None:
    ran = CliRunner().invoke(app, ["import", str(kakuu / "2026-10"), "--store", str(store.root)])
    assert ran.exit_code == 0
    assert "版 2 を名寄せしました" in ran.output
    assert newest_generation(store, 2)


def test_an_import_stands_when_the_matching_cannot_be_made(
    store: Store, kakuu: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Path(shutil.copytree(Path("data/rules"), tmp_path / "rules"))
    (rules / "name_letters.toml").write_text("letters = [", encoding="utf-8")
    monkeypatch.setenv("ZANGAKU_RULES", str(rules))
    ran = CliRunner().invoke(app, ["import", str(kakuu / "2026-10"), "--store", str(store.root)])
    assert ran.exit_code == 0
    assert "取り込みは済みましたが、名寄せができませんでした" in ran.stderr
    assert store.latest() == 2
    assert newest_generation(store, 2) is None
