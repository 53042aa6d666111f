"""The made-up city through the real intake: every file goes in whole, and the figures are those of its files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from analytics.cli.preparing import waves_in
from analytics.figures import Selection, answer
from analytics.intake.controls import read_controls
from analytics.intake.layouts import AnyLayout
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.verify import verify


def test_the_store_is_clean_and_holds_a_version_a_month(kakuu_store: Path) -> None:
    store = Store(kakuu_store)
    assert verify(store) == []
    assert len(store.versions()) == 3


def test_the_balance_is_what_the_departments_said_they_handed_in(
    kakuu_store: Path, kakuu: Path
) -> None:
    """件数金額控え is written by the sample from what it simulated; the figure comes through files, intake and SQL."""
    said = read_controls(kakuu / "2026-10" / "件数金額控え_202610.csv")
    reader = open_reader(kakuu_store, kakuu / "目標")
    figure = answer("balance_by_year", reader, Selection())
    newest = figure.frame[figure.frame["period_on"] == figure.frame["period_on"].max()]
    this = {
        "period_on": date(2026, 10, 31),
        "is_month": True,
        "department": None,
        "claim_kind": None,
    }
    not_due = sum(reader.ask("not_due", this)["not_due_yen"].to_pylist())
    handed_in = sum(each.yen or 0 for each in said.values())
    assert int(newest["outstanding_yen"].sum()) + not_due == handed_in > 0


def test_persons_and_actions_are_kept_beside_the_version(kakuu_store: Path) -> None:
    store = Store(kakuu_store)
    for kind in ("persons", "actions"):
        assert store.files_beside(2, kind)
    assert store.files_beside(2, "survey") == []


def test_what_stands_beside_the_months_goes_in_too(
    kakuu: Path, tmp_path: Path, layouts: list[AnyLayout]
) -> None:
    store = Store(tmp_path / "store")
    waves = waves_in(kakuu / "意識調査")
    for paths in (*waves, sorted((kakuu / "会議").glob("*.csv"))):
        month = take_in_month(store, paths, layouts)
        assert len(month.new) == len(paths)
        assert not month.rejected
        assert {done.version for done in month.new} == {store.latest()}
        assert all(done.reading.rejected_rows == 0 for done in month.new)
    assert len(store.versions()) == len(waves) + 1  # answers and who was asked are one delivery
    for kind in ("survey", "survey_invited", "meetings"):
        assert store.files_beside(store.latest() or 0, kind), kind
    assert verify(store) == []


@pytest.mark.parametrize(
    "fault", ["金額に文字", "差引が合わない", "同じ行が2回", "知らない科目コード"]
)
def test_a_faulty_file_leaves_its_department_at_last_month(
    fault: str, kakuu: Path, tmp_path: Path, layouts: list[AnyLayout]
) -> None:
    store = Store(tmp_path / "store")
    first, second = sorted(kakuu.glob("20*"))[1:]
    take_in_month(store, sorted(first.glob("架空*")), layouts)
    (bad,) = (kakuu / "練習用" / fault).iterdir()
    files = [bad if path.name == bad.name else path for path in sorted(second.glob("架空*"))]
    month = take_in_month(store, files, layouts)
    assert [reading.name for reading in month.rejected] == [bad.name]
    assert len(month.imports) == len(files) - 1
    figure = answer("balance_by_year", open_reader(store.root), Selection())
    told = "".join((figure.title, figure.comparison, *figure.notes, *figure.facts.values()))
    assert "9月末" in told


def test_the_truth_is_no_delivery(kakuu: Path, layouts: list[AnyLayout], tmp_path: Path) -> None:
    (truth,) = (kakuu / "正解").glob("*.csv")
    month = take_in_month(Store(tmp_path / "store"), [truth], layouts)
    assert [name for name, _ in month.unread] == [truth.name]
    with truth.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.reader(file))
