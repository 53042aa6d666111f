"""A workbook as rows of text: what people see in its cells, and where they see it."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import InputFault
from analytics.intake.findings import Severity
from analytics.intake.tables.celltext import text
from analytics.intake.tables.reading import beginning, choose_sheet, sheets
from analytics.intake.tables.source import open_source
from tests.unit.tables.books import (
    bool_or_error,
    formula_error,
    label,
    layout,
    number,
    read,
    refused,
    row,
    xls,
    xlsx,
)


def read_book(book: Any) -> list[list[str]]:
    """Close *book* and read it."""
    book.close()
    return read(Path(book.filename), layout())[0]


# Cells ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("00123", "00123"),
        (" 氏名 ", " 氏名 "),
        (1234.0, "1234"),
        (-0.0, "0"),
        (0.1 + 0.2, "0.3"),
        (1e-7, "0.0000001"),
        (123456789.12, "123456789.12"),
        (1e20, "100000000000000000000"),
        (True, "TRUE"),
        (7, "7"),
        (date(2025, 4, 1), "2025-04-01"),
        (datetime(2025, 4, 1), "2025-04-01"),
        (datetime(2025, 4, 1, 9, 30), "2025-04-01 09:30:00"),
        (datetime(2025, 3, 31, 23, 59, 59, 999_600), "2025-04-01"),
        (clock(9, 30), "09:30:00"),
        (timedelta(hours=36, minutes=5), "36:05:00"),
    ],
    ids=repr,
)
def test_a_cell_as_text(value: Any, shown: str) -> None:
    assert text(value) == shown


def test_every_kind_of_cell_in_its_place(book: Any) -> None:
    page = book.add_worksheet("滞納")
    day = book.add_format({"num_format": "yyyy/mm/dd"})
    era = book.add_format({"num_format": '[$-ja-JP]ggge"年"m"月"d"日"'})
    page.write_row("C3", ["宛名番号", "氏名", 1234, 0.1 + 0.2, True])
    page.write_datetime("C4", datetime(2025, 4, 1), day)
    page.write_datetime("D4", datetime(2025, 4, 1), era)
    page.write_formula("E4", "=1+1", None, 2)
    page.write_formula("F4", "=NA()", None, "#N/A")
    page.write_formula("G4", '="a"', None, "文字")
    page.write_string("C5", "_x000D_\n\t'=1")
    page.write_formula("H6", "=1/0", None, "#DIV/0!")  # in a column with nothing else
    assert read_book(book) == [
        [""] * 8,
        [""] * 8,
        ["", "", "宛名番号", "氏名", "1234", "0.3", "TRUE", ""],
        ["", "", "2025-04-01", "2025-04-01", "2", "#N/A", "文字", ""],
        ["", "", "_x000D_\n\t'=1", "", "", "", "", ""],
        ["", "", "", "", "", "", "", "#DIV/0!"],
    ]


def test_merged_hidden_and_filtered_cells_stay_where_they_are(book: Any) -> None:
    page = book.add_worksheet()
    page.merge_range("A1:B2", "併合")
    page.write("C2", 1)
    page.set_row(1, None, None, {"hidden": True})
    page.set_column("C:C", None, None, {"hidden": True})
    assert read_book(book) == [["併合", "", ""], ["", "", "1"]]


def test_a_formula_that_was_never_worked_out_is_blank(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>1</v></c></row>'
    assert read(xlsx(tmp_path / "表.xlsx", cells), layout())[0][0][-1] == "1"


def test_a_sheet_without_places_is_counted_through(tmp_path: Path) -> None:
    cells = (
        '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="B3"><v>2</v></c><c><v>3</v></c></row><row><c t="e"><v>#REF!</v></c></row>'
    )
    rows = read(xlsx(tmp_path / "表.xlsx", cells), layout())[0]
    assert rows == [["1", "#N/A", ""], ["", "", ""], ["", "2", "3"], ["#REF!", "", ""]]


def test_an_old_workbook(tmp_path: Path) -> None:
    content = xls(
        label((2, 1), "宛名番号"),
        label((2, 2), "氏名"),
        number((3, 1), 1234.0),
        number((3, 2), 45748.0, xf=1),
        bool_or_error((4, 1), 1, is_error=False),
        bool_or_error((4, 2), 0x2A, is_error=True),
        formula_error((5, 1), 0x07),
        number((6, 1), 0.5),
    )
    (tmp_path / "表.xls").write_bytes(content)
    rows, running = read(tmp_path / "表.xls", layout())
    assert rows == [
        ["", "", ""],
        ["", "", ""],
        ["", "宛名番号", "氏名"],
        ["", "1234", "2025-04-01"],
        ["", "TRUE", "#N/A"],
        ["", "#DIV/0!", ""],
        ["", "0.5", ""],
    ]
    assert running.findings == []


# Sheets ---------------------------------------------------------------------------------------------


def several(book: Any) -> Path:
    for name in ("４月", "5月", "空"):
        book.add_worksheet(name)
    book.add_worksheet("隠し").hide()
    book.add_worksheet("超隠し").very_hidden()
    book.add_chartsheet("図")
    for name in ("４月", "5月", "隠し", "超隠し"):
        book.get_worksheet_by_name(name).write_row(0, 0, ["宛名番号", name])
    book.close()
    return Path(book.filename)


def test_hidden_sheets_are_left_out(book: Any) -> None:
    source = open_source(several(book))
    assert sheets(source) == ["４月", "5月", "空"]
    assert beginning(source, layout(), "5月")[0].cells == ["宛名番号", "5月"]
    with pytest.raises(InputFault, match="シート「隠し」がありません"):
        beginning(source, layout(), "隠し")


def test_the_layout_says_which_sheet(book: Any) -> None:
    path = several(book)
    assert read(path, layout(sheet="^4月$"))[0] == [["宛名番号", "４月"]]  # as the eye reads it
    assert read(path, layout(sheet="^5月$"))[0] == [["宛名番号", "5月"]]


@pytest.mark.parametrize(
    ("pattern", "listed"), [("", "「４月」、「5月」）"), ("6月", "「４月」、「5月」、「空」）")]
)
def test_no_sheet_or_several_are_named(book: Any, pattern: str, listed: str) -> None:
    sheet, (finding,) = choose_sheet(open_source(several(book)), layout(sheet=pattern))
    assert sheet is None
    assert (finding.code, finding.severity) == ("sheet", Severity.ERROR)
    assert listed in finding.message


def test_macros_are_told_and_not_run(book: Any, tmp_path: Path) -> None:
    book.add_worksheet("表").write(0, 0, "宛名番号")
    (tmp_path / "macros.bin").write_bytes(b"never looked at")
    book.add_vba_project(tmp_path / "macros.bin")
    book.filename = str(tmp_path / "表.xlsm")
    book.close()
    sheet, (finding,) = choose_sheet(open_source(tmp_path / "表.xlsm"), layout())
    assert sheet is not None
    assert (finding.code, finding.severity) == ("macros", Severity.WARNING)
    assert read(tmp_path / "表.xlsm", layout())[0] == [["宛名番号"]]


def test_an_old_workbook_with_macros(tmp_path: Path) -> None:
    content = xls(label((0, 0), "宛名番号"), more={"_VBA_PROJECT_CUR": b"x"})
    (tmp_path / "表.xls").write_bytes(content)
    sheet, (finding,) = choose_sheet(open_source(tmp_path / "表.xls"), layout())
    assert (sheet and sheet.encoding, finding.code) == ("xls", "macros")


def in_other_xml(path: Path, codec: str) -> list[list[str]]:
    """A sheet of 40 rows whose elements bear a prefix, in *codec*: what is in it."""
    xlsx(path, "".join(row(at, A=str(at), C="7") for at in range(1, 41)))
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    name = "xl/worksheets/sheet1.xml"
    marked = re.sub("<(/?)", r"<\1x:", parts[name].decode()).replace("xmlns=", "xmlns:x=")
    parts[name] = f'<?xml version="1.0" encoding="{codec}"?>{marked}'.encode(codec)
    with zipfile.ZipFile(path, "w") as book:
        for part, content in parts.items():
            book.writestr(part, content)
    return [[str(at), "", "7"] for at in range(1, 41)]


def test_a_sheet_whose_elements_have_a_prefix(tmp_path: Path) -> None:
    expected = in_other_xml(tmp_path / "表.xlsx", "utf-8")
    assert read(tmp_path / "表.xlsx", layout())[0] == expected
    first = beginning(open_source(tmp_path / "表.xlsx"), layout(), "表")
    assert [each.cells for each in first] == expected[:30]


def test_a_sheet_that_calamine_passes_over_is_not_taken_for_a_blank_one(tmp_path: Path) -> None:
    in_other_xml(tmp_path / "表.xlsx", "utf-16")
    assert "壊れていて" in refused(tmp_path / "表.xlsx")


def test_the_beginning_of_a_large_sheet_is_read_alone(tmp_path: Path) -> None:
    """The sheet is cut off far below, and only who comes as far notices."""
    rows = "".join(row(at, A=str(at)) for at in range(1, 20_001))
    path = xlsx(tmp_path / "表.xlsx", f"{rows}<row")
    first = beginning(open_source(path), layout(), "表")
    assert [(each.number, each.cells) for each in first] == [(at, [str(at)]) for at in range(1, 31)]
    assert "壊れていて" in refused(path)
