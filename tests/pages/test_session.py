"""What the pages keep: everything of the newest version, and nothing of those long gone."""

from __future__ import annotations

import gc
import shutil
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from analytics.figures import Selection
from analytics.ledger.columns import LINKS, SHARED
from analytics.settings import Settings
from analytics.store.reader import Reader
from pages.parts import session


@pytest.fixture
def targets(komae_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A target file that the pages watch, beside Komae's store."""
    shipped = Settings.load().targets / "komae_example.csv"
    path = tmp_path / shipped.name
    path.write_bytes(shipped.read_bytes())
    monkeypatch.setenv("ZANGAKU_STORE", str(komae_store))
    monkeypatch.setenv("ZANGAKU_TARGETS", str(tmp_path))
    return path


def test_old_versions_go_with_all_that_was_drawn_of_them(targets: Path) -> None:
    readers: list[weakref.ref[Reader]] = []
    for _ in range(8):
        targets.write_bytes(targets.read_bytes() + b"\n")  # another file, the same targets
        with session.pinned():
            session.filled("balance_by_year", Selection())
            assert "狛江市" in session.origin()
            readers.append(weakref.ref(session._PINNED.get().reader))
    gc.collect()
    assert len({id(one) for one in readers}) == 8
    assert sum(one() is not None for one in readers) <= 2


def test_a_run_keeps_its_version_while_others_go_on(targets: Path) -> None:
    def another() -> None:
        for _ in range(4):
            targets.write_bytes(targets.read_bytes() + b"\n")
            with session.pinned():
                session.filled("balance_by_year", Selection())

    with session.pinned():
        first = session.filled("balance_by_year", Selection())
        with ThreadPoolExecutor() as elsewhere:
            elsewhere.submit(another).result()
        assert session.filled("balance_by_year", Selection()) is first
        assert session.filled("sources", Selection()).figure.frame is not None


def test_a_card_is_made_once(targets: Path) -> None:
    with session.pinned():
        first = session.filled("balance_by_year", Selection())
    with session.pinned():
        assert session.filled("balance_by_year", Selection()) is first


def test_a_decision_on_who_is_who_is_noticed(
    targets: Path, komae_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Path(shutil.copytree(komae_store, tmp_path / "store"))
    monkeypatch.setenv("ZANGAKU_STORE", str(store))
    (store / "matching" / "5").mkdir(parents=True)
    with session.pinned():
        first = session._PINNED.get()
    with session.pinned():
        assert session._PINNED.get() is first
    links, shared = (schema.empty_table() for schema in (LINKS, SHARED))
    (store / "matching" / "5" / "1").mkdir()
    for name, table in (("links", links), ("shared", shared)):
        pq.write_table(table, store / "matching" / "5" / "1" / f"{name}.parquet")
    with session.pinned():
        assert session._PINNED.get() is not first


def files(*rows: tuple[str, str | None, str | None], claim_rows: int = 3) -> pd.DataFrame:
    told = pd.DataFrame(list(rows), columns=["municipality", "attribution", "licence"])
    return told.assign(claim_rows=claim_rows)


def test_published_data_name_their_source() -> None:
    row = ("狛江市", "狛江市（決算）", "CC BY 4.0")
    said = "狛江市　公表決算データ　　出典：狛江市（決算）　CC BY 4.0"
    assert session._origin(files(row, row)) == said


def test_published_data_without_a_claim_are_no_settlement() -> None:
    row = ("英国", "調査", "OGL")
    assert session._origin(files(row, claim_rows=0)) == "英国　公表データ　　出典：調査　OGL"


@pytest.mark.parametrize("nothing", ["", None])
def test_the_files_of_an_office_are_not_called_published(nothing: str | None) -> None:
    row = ("甲市", nothing, nothing)
    assert session._origin(files(row, row)) == "甲市"


def test_of_a_mixture_only_the_source_is_said() -> None:
    mixed = files(("甲市", "甲市（決算）", "CC BY 4.0"), ("甲市", "", ""))
    assert session._origin(mixed) == "甲市　出典：甲市（決算）　CC BY 4.0"
