"""Import in two steps: all is examined without writing, then just what was shown goes in. And its receipt."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analytics.errors import NothingToShow, StoreFault
from analytics.intake.controls import read_controls, sorted_out
from analytics.intake.delivered import Control
from analytics.intake.layouts import AnyLayout
from analytics.paper import receipt as paper
from analytics.store.examining import Examined, held, read_files
from analytics.store.expected import beside_former, expected_changes
from analytics.store.importing import Outdated, take_in, take_in_examined
from analytics.store.newest import Newest
from analytics.store.receipts import receipt
from analytics.store.restoring import restore
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import tree

TAX = "架空市_税務課_滞納明細_202610.csv"


@pytest.fixture
def october(kakuu: Path) -> list[Path]:
    return sorted_out((kakuu / "2026-10").iterdir())[0]


def controls_of(kakuu: Path) -> dict[str, Control]:
    (path,) = sorted_out((kakuu / "2026-10").iterdir())[1]
    return read_controls(path)


def examined(
    store: Store,
    files: list[Path],
    layouts: list[AnyLayout],
    controls: Mapping[str, Control] | None = None,
) -> Examined:
    return held(read_files(store, files, layouts), Newest.of(store), controls)


def test_examining_writes_nothing_and_taking_in_commits_what_was_shown(
    two_months: Store, october: list[Path], kakuu: Path, layouts: list[AnyLayout]
) -> None:
    before = tree(two_months.root)
    shown = examined(two_months, october, layouts, controls_of(kakuu))
    assert tree(two_months.root) == before
    assert (shown.beside, len(shown.sound), shown.rejected) == (1, 10, [])
    month = take_in_examined(two_months, shown)
    assert {done.version for done in month.imports} == {2}
    again = take_in_examined(two_months, examined(two_months, october, layouts))
    assert {(done.version, done.changed) for done in again.imports} == {(2, False)}
    assert two_months.latest() == 2


def test_what_was_shown_beside_an_older_version_is_not_taken_in(
    two_months: Store, october: list[Path], layouts: list[AnyLayout]
) -> None:
    shown = examined(two_months, october, layouts)
    restore(two_months, 0)
    before = tree(two_months.root)
    with pytest.raises(Outdated, match="版 2 ができました"):
        take_in_examined(two_months, shown)
    assert tree(two_months.root) == before


def test_two_at_once_get_the_sentence_of_the_lock(
    two_months: Store, october: list[Path], layouts: list[AnyLayout]
) -> None:
    shown = examined(two_months, october, layouts)
    with two_months.writing(), pytest.raises(StoreFault, match="別の取り込みが動いています"):
        take_in_examined(two_months, shown)


def test_a_total_that_differs_keeps_that_file_out_alone(
    two_months: Store, october: list[Path], layouts: list[AnyLayout]
) -> None:
    shown = examined(two_months, october, layouts, {TAX: Control(1, 1)})
    assert [reading.name for reading in shown.rejected] == [TAX]
    assert {finding.code for finding in shown.rejected[0].errors} == {
        "control_count",
        "control_yen",
    }
    month = take_in_examined(two_months, shown)
    assert (len(month.imports), [each.name for each in month.rejected]) == (9, [TAX])


def test_it_is_said_before_whose_balance_will_change(
    two_months: Store, october: list[Path], layouts: list[AnyLayout]
) -> None:
    newest = Newest.of(two_months)
    shown = held(read_files(newest.store, october, layouts), newest)
    changes = {each.department_name: each for each in expected_changes(shown.sound, newest)}
    tax = changes["税務課"]
    (file,) = [reading for reading in shown.sound if reading.name == TAX]
    assert tax.yen == file.totals["outstanding_yen"]
    former = beside_former(file, newest).before
    assert former is not None
    assert (tax.was_on, tax.was_yen) == (former.as_of, former.yen)
    assert not tax.is_correction
    take_in_examined(two_months, shown)
    deliveries = Newest.of(two_months).summaries["deliveries"].to_pylist()
    for name, change in changes.items():
        became = sum(
            row["outstanding_yen"]
            for row in deliveries
            if row["department_name"] == name and row["as_of"] == change.as_of
        )
        assert became == change.yen


def test_another_delivery_of_the_same_day_is_called_a_correction(
    two_months: Store, kakuu: Path, layouts: list[AnyLayout], tmp_path: Path
) -> None:
    name = "架空市_税務課_滞納明細_202609.csv"
    lines = (kakuu / "2026-09" / name).read_bytes().splitlines(keepends=True)
    (tmp_path / name).write_bytes(b"".join(lines[:-1]))
    newest = Newest.of(two_months)
    shown = held(read_files(newest.store, [tmp_path / name], layouts), newest)
    (change,) = expected_changes(shown.sound, newest)
    assert change.is_correction
    beside = beside_former(shown.sound[0], newest)
    assert beside.corrected is not None
    assert (beside.corrected.version, beside.corrected.rows) == (1, len(lines) - 1)
    take_in_examined(two_months, shown)
    (file,) = receipt(two_months, 2).files
    assert file.corrected is not None
    assert file.corrected.yen == change.was_yen
    assert "訂正前（版 1）" in paper.html(receipt(two_months, 2), "税務課", "")


def test_into_an_empty_store(tmp_path: Path, october: list[Path], layouts: list[AnyLayout]) -> None:
    store = Store(tmp_path / "new")
    newest = Newest.of(store)
    shown = held(read_files(newest.store, october, layouts), newest)
    assert {each.was_yen for each in expected_changes(shown.sound, newest)} == {None}
    assert not store.root.exists()
    assert {done.version for done in take_in_examined(store, shown).imports} == {0}


# 受領書 -------------------------------------------------------------------------------------------


def test_the_receipt_is_derived_from_the_version(
    two_months: Store, october: list[Path], kakuu: Path, layouts: list[AnyLayout]
) -> None:
    controls = controls_of(kakuu)
    take_in_examined(two_months, examined(two_months, october, layouts, controls))
    found = receipt(two_months, 2)
    assert (found.version, found.municipality, len(found.files)) == (2, "架空市", 10)
    tax = next(file for file in found.files if file.name == TAX)
    assert (tax.control_count, tax.control_yen) == (controls[TAX].count, controls[TAX].yen)
    assert (tax.details, tax.yen) == (controls[TAX].count, controls[TAX].yen)
    assert tax.accepted_rows + tax.rejected_rows == tax.rows_read
    assert tax.before is not None
    assert tax.before.version == 1
    assert tax.departments == ("税務課",)
    own = paper.for_department(found, "税務課")
    assert [file.name for file in own.files] == ["架空市_税務課_宛名_202610.csv", TAX]


def test_the_receipt_says_all_and_asks_for_nothing_from_elsewhere(
    two_months: Store, october: list[Path], kakuu: Path, layouts: list[AnyLayout]
) -> None:
    take_in_examined(two_months, examined(two_months, october, layouts, controls_of(kakuu)))
    found = replace(receipt(two_months, 2), left_out=(("<b>.csv", "誤り"),))
    page = paper.document(found, "<税務課>", "債権管理課")
    for words in (
        "&lt;税務課&gt;　御中",
        "債権管理課",
        "架空のデータ",
        "（版 2）",
        "&lt;b&gt;.csv: 誤り",
    ):
        assert words in page
    assert all(file.sha256 in page and file.name in page for file in found.files)
    assert "://" not in page
    assert "<script" not in page


def test_a_real_city_s_receipt_bears_no_mark(komae_store: Path) -> None:
    found = receipt(Store(komae_store), 5)
    assert found.municipality == "狛江市"
    assert "架空" not in paper.html(found, "関係各課", "")


def test_an_undo_has_no_receipt(two_months: Store) -> None:
    restore(two_months, 0)
    with pytest.raises(NothingToShow, match="受け取ったファイルがありません"):
        receipt(two_months, 2)


def test_findings_with_their_counts_are_on_it(
    two_months: Store, october: list[Path], layouts: list[AnyLayout]
) -> None:
    shown = examined(two_months, october, layouts)
    take_in_examined(two_months, shown)
    nursery = next(file for file in receipt(two_months, 2).files if "保育料" in file.name)
    cause = next(each for each in nursery.causes if each.message == "和暦を西暦に直して読みました")
    assert cause.count == nursery.accepted_rows
    assert len(cause.columns) > 1


def test_the_command_still_takes_a_month(
    kakuu: Path, layouts: list[AnyLayout], tmp_path: Path
) -> None:
    name = "架空市_税務課_滞納明細_202610.csv"
    shutil.copyfile(kakuu / "2026-10" / name, tmp_path / name)
    assert take_in(Store(tmp_path / "store"), tmp_path / name, layouts).version == 0


def test_a_month_s_version_is_verified_whole(two_months: Store) -> None:
    assert verify(two_months) == []
    file = two_months.files_beside(0, "persons")[0]
    rows = pq.read_table(file)
    pq.write_table(rows.slice(1), file)
    assert any("行数が記録と違います" in fault for fault in verify(two_months))
