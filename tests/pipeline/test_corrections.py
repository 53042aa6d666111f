"""Rejected rows, corrected and sent again, make a whole delivery with the file that they are of."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from analytics.errors import InputFault
from analytics.intake.giving_back import give_back
from analytics.intake.reading import read_source
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.mending import is_returned
from analytics.intake.tables.source import open_source
from analytics.store.correcting import hold, whole
from analytics.store.snapshots import Store
from tests.ledgers import GOOD, HEAD, codes, layout, with_cell

SECOND = "000456,架空花子,30,2025,2,2025-09-30,8000,0,0,8000,,,"
WRONG = with_cell("調定額", "一万")
TWICE = SECOND


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def _delivered(folder: Path, *rows: str) -> Path:
    path = folder / "税_202610.csv"
    path.write_text("\r\n".join([HEAD, *rows, ""]), encoding="cp932", newline="")
    return path


def _given_back(store: Store, path: Path, by: RecordLayout, folder: Path) -> Path:
    reading = read_source(open_source(path), by)
    hold(store, reading)
    folder.mkdir()
    returned = give_back(reading, folder)
    assert returned is not None
    return returned


def _edit(path: Path, change: dict[int, list[str] | None]) -> None:
    """Change cells of a returned file as a person would: row of the file → its new cells, None blanks them."""
    with path.open(encoding="cp932", newline="") as file:
        rows = [*csv.reader(file)]
    for at, cells in change.items():
        rows[at][:-2] = cells if cells is not None else [""] * (len(rows[at]) - 2)
    with path.open("w", encoding="cp932", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)


def test_the_corrected_rows_and_the_file_they_are_of_are_one_delivery(
    store: Store, tmp_path: Path
) -> None:
    by = layout()
    path = _delivered(tmp_path, WRONG, SECOND, with_cell("期別", "2"), TWICE)
    returned = _given_back(store, path, by, tmp_path / "back")
    assert is_returned(open_source(returned), by)
    assert not is_returned(open_source(path), by)
    _edit(returned, {1: GOOD.split(","), 2: None})  # the amount is put right, the doubled row goes
    reading = read_source(whole(store, open_source(returned), by), by)
    assert codes(reading.errors) == []
    assert reading.name == path.name
    assert (reading.rows_read, reading.rejected_rows) == (3, 0)
    assert reading.totals["outstanding_yen"] == 6000 + 8000 + 6000


def test_a_row_left_as_it_was_is_rejected_again(store: Store, tmp_path: Path) -> None:
    by = layout()
    path = _delivered(tmp_path, WRONG, SECOND)
    returned = _given_back(store, path, by, tmp_path / "back")
    reading = read_source(whole(store, open_source(returned), by), by)
    assert codes(reading.errors) == ["not_an_amount"]
    assert (reading.rows_read, reading.rejected_rows) == (2, 1)


def test_what_is_rejected_once_more_is_corrected_once_more(store: Store, tmp_path: Path) -> None:
    """A row has gone meanwhile: the rows given back now have other numbers than the first time."""
    by = layout()
    path = _delivered(tmp_path, SECOND, TWICE, WRONG, with_cell("期別", "2"))
    first = _given_back(store, path, by, tmp_path / "first")
    _edit(first, {1: None})
    half = read_source(whole(store, open_source(first), by), by)
    assert [(row.row, row.cells[6]) for row in half.rejected] == [(3, "一万")]
    hold(store, half)
    (tmp_path / "again").mkdir()
    again = give_back(half, tmp_path / "again")
    assert again is not None
    assert again.name != first.name
    _edit(again, {1: GOOD.split(",")})
    reading = read_source(whole(store, open_source(again), by), by)
    assert (codes(reading.errors), reading.rows_read) == ([], 3)
    _edit(
        first, {2: GOOD.split(",")}
    )  # the first one, corrected to its end, is of the first file still
    assert (
        whole(store, open_source(first), by).path.read_bytes() == reading.source.path.read_bytes()
    )


def test_corrected_rows_never_go_into_another_file_of_that_name(
    store: Store, tmp_path: Path
) -> None:
    """A department that calls every month's file the same has two of them kept."""
    by = layout()
    made = {}
    for month, amount in (("september", "一万"), ("october", "二万")):
        path = _delivered(tmp_path, with_cell("調定額", amount), SECOND)
        made[month] = _given_back(store, path, by, tmp_path / month)
    for returned, name in ((made["september"], "一万"), (made["october"], "二万")):
        assert name in whole(store, open_source(returned), by).path.read_text(encoding="cp932")
    renamed = made["october"].with_name("税_202610_要修正.csv")
    made["october"].rename(renamed)
    with pytest.raises(InputFault, match="この保管庫に2つあります"):
        whole(store, open_source(renamed), by)


def test_corrected_rows_of_a_file_that_is_not_here_are_no_delivery(
    store: Store, tmp_path: Path
) -> None:
    by = layout()
    returned = _given_back(store, _delivered(tmp_path, WRONG), by, tmp_path / "back")
    for other in (Store(tmp_path / "other"), store):
        if other is store:
            returned = returned.rename(returned.with_name("直した.csv"))
        with pytest.raises(InputFault, match="元のファイルがこの保管庫にありません"):
            whole(other, open_source(returned), by)


def test_a_number_that_was_changed_is_told(store: Store, tmp_path: Path) -> None:
    by = layout()
    returned = _given_back(store, _delivered(tmp_path, WRONG), by, tmp_path / "back")
    text = returned.read_text(encoding="cp932").replace(",2,「", ",二,「")
    returned.write_text(text, encoding="cp932", newline="")
    with pytest.raises(InputFault, match="2行目の「元の行」が番号ではありません"):
        whole(store, open_source(returned), by)


def test_a_whole_file_goes_on_as_it_is(store: Store, tmp_path: Path) -> None:
    source = open_source(_delivered(tmp_path, GOOD))
    assert whole(store, source, layout()) == source
