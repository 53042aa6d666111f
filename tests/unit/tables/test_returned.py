"""Rejected rows go back in the form in which they came, harmless to open, and come in again as they were."""

from __future__ import annotations

import csv
import errno
import io
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import InputFault
from analytics.intake.tables.returned import ORIGIN, returned_origin, undone, write_returned
from analytics.intake.tables.source import Source, open_source
from analytics.ledger.spreadsheet import FORMULA_STARTS, neutral, original
from tests.unit.tables.books import HEAD, layout, read

ABOVE = [["滞納者一覧"], HEAD]
REJECTED = [
    (4, ["002", "山田　太郎"], ["生年月日を読めません", "住所がありません"]),
    (9, ["003", "=1+1"], ["番号が2つあります"]),
]


def delivered(folder: Path, encoding: str = "cp932", delimiter: str = ",") -> Source:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([*ABOVE, ["001", "佐藤"]])
    path = folder / "滞納.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return open_source(path)


def delivered_book(folder: Path) -> Source:
    with xlsxwriter.Workbook(folder / "滞納.xlsx") as book:
        page = book.add_worksheet("１０月")
        for at, line in enumerate(ABOVE):
            page.write_row(at, 0, line)
    return open_source(folder / "滞納.xlsx")


def sent_back(folder: Path, source: Source, rejected: Any = REJECTED, **file: Any) -> Path:
    return write_returned(folder / "返却.csv", source, layout(**file), ABOVE, rejected)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("cp932", ","), ("utf-16", "\t"), ("euc_jp", ";")]
)
def test_a_csv_goes_back_in_its_own_form(tmp_path: Path, encoding: str, delimiter: str) -> None:
    source = delivered(tmp_path, encoding, delimiter)
    path = sent_back(tmp_path, source, delimiter=delimiter)
    text = path.read_bytes().decode(encoding)
    assert list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) == [
        ["滞納者一覧"],
        [*HEAD, *ORIGIN],
        ["002", "山田　太郎", "4", "生年月日を読めません。住所がありません"],
        ["003", "'=1+1", "9", "番号が2つあります"],
    ]
    assert text.count("\r\n") == 4


def test_a_letter_that_the_encoding_lacks_makes_it_utf_8(tmp_path: Path) -> None:
    path = sent_back(
        tmp_path, delivered(tmp_path), [(3, ["1", "吉\U00020bb7\ufffd"], ["外字です"])]
    )
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read(path, layout())[0][2] == ["1", "吉\U00020bb7\ufffd", "3", "外字です"]


def test_a_row_with_too_many_cells_keeps_them_before_the_two_columns(tmp_path: Path) -> None:
    path = sent_back(
        tmp_path, delivered(tmp_path), [(3, ["1", "a", "b"], ["x"]), (4, ["2"], ["y"])]
    )
    assert read(path, layout())[0][1:] == [
        [*HEAD, "", *ORIGIN],
        ["1", "a", "b", "3", "x"],
        ["2", "", "", "4", "y"],
    ]


def test_a_workbook_goes_back_as_a_workbook_of_text(tmp_path: Path) -> None:
    rejected = [(4, ["002", "=1+1"], ["a"]), (5, ["https://example.org", "0012", ""], ["b", "c"])]
    path = sent_back(tmp_path, delivered_book(tmp_path), rejected)
    assert path == tmp_path / "返却.xlsx"
    assert read(path, layout(sheet="10月"))[0] == [
        ["滞納者一覧", "", "", "", ""],
        [*HEAD, "", *ORIGIN],
        ["002", "=1+1", "", "4", "a"],
        ["https://example.org", "0012", "", "5", "b。c"],
    ]


def test_no_formula_or_link_is_made_of_a_cell(tmp_path: Path) -> None:
    rejected = [(4, ["=1+1", "https://example.org"], ["@x"])]
    path = sent_back(tmp_path, delivered_book(tmp_path), rejected)
    with zipfile.ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "=1+1" in sheet


@pytest.mark.parametrize("start", FORMULA_STARTS, ids=repr)
def test_no_cell_of_a_csv_is_run(tmp_path: Path, start: str) -> None:
    rejected = [(4, ["1", f"{start}HYPERLINK(1)"], [f"{start}cmd"])]
    row = read(sent_back(tmp_path, delivered(tmp_path), rejected), layout())[0][2]
    assert row[1:] == [f"'{start}HYPERLINK(1)", "4", f"'{start}cmd"]
    assert undone(row)[1] == f"{start}HYPERLINK(1)"


@pytest.mark.parametrize(
    "cell", ["-1,234", "+5", "－１２３", "-0.5", "0265-00-1234", "'", "=", "'a"]
)
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == ("'=" if cell == "=" else cell)


@given(st.text("'=+-@＝ \t\r1a", max_size=6) | st.text())
def test_what_is_neutral_can_be_undone(cell: str) -> None:
    assert original(neutral(cell)) == cell
    bare = neutral(cell).lstrip(" \u3000")
    assert not bare.startswith("=")


@pytest.mark.parametrize(
    ("head", "is_returned"),
    [
        ([*HEAD, *ORIGIN], True),
        ([*HEAD, *ORIGIN, "", ""], True),
        ([*HEAD, " 元の 行", "受け入れなかった理由"], True),
        (HEAD, False),
        ([*ORIGIN, *HEAD], False),
        ([], False),
    ],
    ids=repr,
)
def test_a_returned_file_is_known_by_its_last_two_headers(
    head: list[str], is_returned: bool
) -> None:
    assert returned_origin(head) is is_returned


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "滞納.csv")


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    source = delivered(tmp_path)
    (tmp_path / "返却.csv").write_text("前の分")

    def breaking() -> Any:
        yield REJECTED[0]
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputFault, match=r"返却\.csv に書けません（空き容量がありません）"):
        sent_back(tmp_path, source, breaking())
    assert left_over(tmp_path) == ["返却.csv"]
    assert (tmp_path / "返却.csv").read_text() == "前の分"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk can be arranged here only")
def test_a_full_disk_while_a_csv_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = delivered(tmp_path)
    opened = Path.open

    def full(path: Path, mode: str = "r", **how: Any) -> Any:
        return opened(Path("/dev/full") if "w" in mode else path, mode, **how)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(InputFault, match="空き容量がありません"):
        sent_back(tmp_path, source)
    assert left_over(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_no_room_while_a_workbook_is_written(tmp_path: Path) -> None:
    import resource

    source = delivered_book(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))  # a file of a few rows fits
    try:
        with pytest.raises(InputFault, match="大きすぎます"):
            sent_back(tmp_path, source)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert left_over(tmp_path) == ["滞納.xlsx"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="書けません（見つかりません）"):
        write_returned(tmp_path / "x" / "a.csv", delivered(tmp_path), layout(), ABOVE, REJECTED)


def test_only_its_writer_may_read_what_names_people(tmp_path: Path) -> None:
    path = sent_back(tmp_path, delivered(tmp_path))
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
