"""A store made by an earlier release stays readable, is no damage, and takes in the next file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analytics.figures import answer
from analytics.figures.export import to_csv
from analytics.store import documents
from analytics.store.reader import open_reader
from analytics.store.restoring import restore
from analytics.store.snapshots import Store
from analytics.store.summaries import EVERY_RELEASE, SUMMARIES
from analytics.store.verify import outdated, verify
from tests.pipeline.conftest import Run, tree
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
    2023 | 市民税 | 納税課 | 滞繰 |  100 |   50 |    0 |   50
"""
NEXT = """\
    2024 | 市民税 | 納税課 | 現年 | 1000 |  950 |    0 |   50
    2024 | 市民税 | 納税課 | 滞繰 |  110 |   60 |    0 |   50
"""
FIGURES = ("balance_by_year", "bridge", "ranking", "claim_rollforward")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).take_in(BOOKS)


def shown(office: Office) -> dict[str, bytes]:
    reader = open_reader(office.store.root)
    found = {name: answer(name, reader) for name in FIGURES}
    return {name: to_csv(figure.frame, figure.labels) for name, figure in found.items()}


def redefine(store: Path) -> None:
    """Leave the summaries that every release has made, as if another had: other columns and other numbers."""
    for name in SUMMARIES:
        for path in store.glob(f"marts/*/{name}.parquet"):
            if name not in EVERY_RELEASE:
                path.unlink()
                continue
            table = pq.read_table(path).drop_columns(["claim_kind"])
            at = table.schema.get_field_index("written_off_yen")
            table = table.set_column(at, "lost_yen", pa.array([7] * table.num_rows))
            pq.write_table(table.replace_schema_metadata({"definition": "another"}), path)


def test_summaries_of_another_definition_are_made_anew(office: Office) -> None:
    before = shown(office)
    redefine(office.store.root)
    files = tree(office.store.root)
    assert shown(office) == before
    assert tree(office.store.root) == files  # reading writes nothing


def test_they_are_no_damage_and_are_named(office: Office, zangaku: Run) -> None:
    assert outdated(office.store) == []
    redefine(office.store.root)
    assert verify(office.store) == []
    assert outdated(office.store) == [0, 1]
    done = zangaku("snapshots", "verify", "--store", office.store.root)
    assert done.code == 0
    assert "版 0、1 の要約は、以前の版のZangakuの定義で作られています" in done.out


def test_a_summary_that_is_gone_is_made_anew_and_named_a_fault(office: Office) -> None:
    before = shown(office)
    (office.store.root / "marts/1/movements.parquet").unlink()
    assert shown(office) == before
    assert outdated(office.store) == []
    assert verify(office.store) == ["版 1 の要約（movements.parquet）がありません"]


def test_the_next_file_is_taken_in(office: Office) -> None:
    redefine(office.store.root)
    office.take_in(BOOKS + NEXT)
    assert office.figure("bridge", 2024).headline == "10円の減"
    assert verify(office.store) == []
    assert outdated(office.store) == [0, 1]


def test_a_record_without_a_newer_column_reads_as_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = {
        name: pa.schema([field for field in schema if field.name not in ("url", "todo")])
        for name, schema in documents.DOCUMENTS.items()
    }
    with monkeypatch.context() as earlier:
        earlier.setattr(documents, "DOCUMENTS", older)
        office = Office(tmp_path).take_in(BOOKS)
    assert verify(office.store) == []
    assert set(
        open_reader(office.store.root).ask("sources", {"as_of": None})["url"].to_pylist()
    ) <= {None, ""}
    office.take_in(BOOKS + NEXT)
    assert verify(office.store) == []
    assert office.figure("bridge", 2024).headline == "10円の減"


def test_lines_without_a_newer_column_read_as_empty_and_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Store.commit

    def without_cases(
        self: Store, tables: Mapping[str, pa.Table], scopes: list[str], *rest: Any
    ) -> None:
        older = {"receivables": tables["receivables"].drop_columns(["case_count"])}
        commit(self, older, scopes, *rest)

    with monkeypatch.context() as earlier:
        earlier.setattr(Store, "commit", without_cases)
        office = Office(tmp_path).take_in(BOOKS)
    redefine(office.store.root)
    assert verify(office.store) == []
    assert office.figure("bridge").headline == "10円の増"
    office.take_in(BOOKS + NEXT)
    assert verify(office.store) == []
    assert office.figure("bridge", 2024).headline == "10円の減"


def test_a_version_without_a_newer_column_comes_back_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what was restated between the two releases is told."""
    commit = Store.commit
    newer = ["case_count", "debtor_key", "due_on"]

    def earlier_commit(
        self: Store, tables: Mapping[str, pa.Table], scopes: list[str], *rest: Any
    ) -> None:
        older = {"receivables": tables["receivables"].drop_columns(newer)}
        commit(self, older, scopes, *rest)

    with monkeypatch.context() as earlier:
        earlier.setattr(Store, "commit", earlier_commit)
        office = Office(tmp_path).take_in(BOOKS)
    before = shown(office)
    office.take_in(BOOKS.replace("50 |    0 |   50", "60 |    0 |   40"))
    assert office.reader().restatements["difference_yen"].to_pylist() == [-10]
    assert restore(office.store, 1).version == 3
    assert shown(office) == before
    assert verify(office.store) == []
    office.take_in(BOOKS + NEXT)
    assert verify(office.store) == []
    assert office.figure("bridge", 2024).headline == "10円の減"
