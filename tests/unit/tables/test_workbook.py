"""A workbook as rows of text: what people see in its cells, where they see it, and never more than memory holds."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import zipfile
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputFault
from analytics.intake.findings import Severity
from analytics.intake.tables import apart
from analytics.intake.tables.celltext import text
from analytics.intake.tables.reading import beginning, choose_sheet, chunks, sheets
from analytics.intake.tables.source import open_source
from tests.unit.tables.books import (
    any_sheet,
    bool_or_error,
    formula_error,
    label,
    layout,
    number,
    read,
    record,
    row,
    xls,
    xlsx,
)


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A workbook that Excel might have saved, still open; `read_book` closes and reads it."""
    return xlsxwriter.Workbook(tmp_path / "表.xlsx")


def read_book(book: Any) -> list[list[str]]:
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


def test_the_beginning_of_a_large_sheet_is_read_alone(book: Any) -> None:
    page = book.add_worksheet("表")
    for at in range(20_000):
        page.write_row(at, 0, [f"氏名{at}", at, at, at, at])
    page.write_formula(2, 6, "=NA()", None, "#N/A")
    book.close()
    source = open_source(Path(book.filename))
    start = time.perf_counter()
    first = beginning(source, layout(), "表")
    quick = time.perf_counter() - start
    assert [row.number for row in first] == [*range(1, 31)]
    start = time.perf_counter()
    rows, _ = read(source.path, layout(), size=7_000)
    assert len(rows) == 20_000
    assert [row.cells for row in first] == [line[: len(first[0].cells)] for line in rows[:30]]
    assert quick < time.perf_counter() - start


# Harm -----------------------------------------------------------------------------------------------

LOL = '<!DOCTYPE w [<!ENTITY a "lollollol">' + "".join(
    f'<!ENTITY a{at} "{f"&a{at - 1 or str()};" * 10}">' for at in range(1, 10)
)
HOSTILE = {
    "far corners": (
        '<row r="1"><c r="A1"><v>1</v></c></row>' + row(1_048_576, XFD="1"),
        "列が16,384",
    ),
    "far down": (row(1, A="1", Z="1") + row(1_048_576, A="1"), "ほとんどのセルが空です"),
    "far right": (row(1, A="1", ALM="1"), "列が1,001"),
    "row and cell differ": (
        '<row r="1"><c r="ZZ1048576"><v>1</v></c></row>' + row(2, A="1"),
        "空です",
    ),
    "beyond the last": (row(1, A="1", ZZZ="1"), "壊れていて"),
    "far beyond": ('<row r="1"><c r="ZZZZZZ99999999"><v>1</v></c></row>', "壊れていて"),
    "row zero": ('<row r="0"><c r="A0"><v>1</v></c></row>', "壊れていて"),
    "row 四": ('<row r="四"><c><v>1</v></c></row>', "壊れていて"),
    "no end": ('<row r="1"><c r="A1"><v>1</v>', "壊れていて"),
    "an unknown entity": ('<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>', "壊れていて"),
}


def refused(path: Path) -> str:
    source = open_source(path)
    with pytest.raises(InputFault) as caught:
        [*chunks(source, layout(), any_sheet())]
    return str(caught.value)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sheets_are_refused(tmp_path: Path, name: str) -> None:
    content, word = HOSTILE[name]
    sentence = refused(xlsx(tmp_path / "表.xlsx", content))
    assert word in sentence
    assert "表.xlsx" in sentence


def test_a_bomb_of_entities_is_never_unfolded(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row>'
    path = xlsx(tmp_path / "表.xlsx", cells, before=LOL + "]>")
    assert "ふくらませる定義" in refused(path)


def test_a_bomb_of_entities_among_the_strings(tmp_path: Path) -> None:
    """Calamine does not unfold them: what it makes of the cell is at most the name."""
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1</v></c></row>'
    strings = f'{LOL}]><sst xmlns="MAIN"><si><t>&a9;</t></si></sst>'
    assert "壊れていて" in refused(xlsx(tmp_path / "表.xlsx", cells, sharedStrings=strings))


def test_a_promise_of_four_thousand_million_strings_ends_no_process_but_its_own(
    tmp_path: Path,
) -> None:
    strings = '<sst xmlns="MAIN" uniqueCount="4294967295"><si><t>x</t></si></sst>'
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path = xlsx(tmp_path / "表.xlsx", cells, sharedStrings=strings)
    assert "記憶か時間の限り" in refused(path)


def test_one_long_string_in_very_many_cells(tmp_path: Path) -> None:
    """30 KB of text in 200,000 cells would be 6 GB."""
    strings = f'<sst xmlns="MAIN"><si><t>{"x" * 32_000}</t></si></sst>'
    line = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
    path = xlsx(tmp_path / "表.xlsx", f"<row>{line}</row>" * 2_000, sharedStrings=strings)
    assert "同じ長い文章が何度も" in refused(path)


def test_one_long_string_once_among_very_many_cells(tmp_path: Path) -> None:
    strings = f'<sst xmlns="MAIN"><si><t>{"x" * 32_000}</t></si><si><t>y</t></si></sst>'
    line = '<c t="s"><v>1</v></c>' * 100
    rows = f'<row><c t="s"><v>0</v></c></row>{f"<row>{line}</row>" * 100}'
    path = xlsx(tmp_path / "表.xlsx", rows, sharedStrings=strings)
    found = read(path, layout())[0]
    assert [len(found), len(found[0][0]), {*found[1]}] == [101, 32_000, {"y"}]


def test_an_old_workbook_that_promises_too_much(tmp_path: Path) -> None:
    content = xls(number((0, 0), 1.0), dimensions=(0xFFFFFFFF, 0xFFFF))
    (tmp_path / "表.xls").write_bytes(content)
    assert "表.xls" in refused(tmp_path / "表.xls")


def test_an_old_workbook_with_far_corners(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_bytes(xls(number((0, 0), 1.0), number((65_535, 255), 1.0)))
    assert "ほとんどのセルが空です" in refused(tmp_path / "表.xls")


def test_an_old_workbook_with_a_password(tmp_path: Path) -> None:
    locked = record(0x002F, b"\x01\x00\x01\x00\x01\x00" + bytes(48))
    (tmp_path / "表.xls").write_bytes(xls(number((0, 0), 1.0), before=locked))
    assert "パスワードがかかっていて" in refused(tmp_path / "表.xls")


def test_errors_without_end(tmp_path: Path) -> None:
    line = '<row><c t="e"><v>#N/A</v></c><c t="e"><v>#N/A</v></c></row>'
    path = xlsx(tmp_path / "表.xlsx", line * 50_001)
    assert "誤りのセルが100,000を超えて" in refused(path)


def test_what_takes_too_long_is_ended(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add_worksheet("表").write(0, 0, "宛名番号")
    book.close()
    source = open_source(Path(book.filename))
    monkeypatch.setattr(apart, "SECONDS", 0)
    with pytest.raises(InputFault, match="記憶か時間の限り"):
        [*chunks(source, layout(), any_sheet())]


def test_a_reading_given_up_leaves_no_process(book: Any) -> None:
    page = book.add_worksheet("表")
    for at in range(3_000):
        page.write_row(at, 0, ["x" * 100] * 20)
    book.close()
    source = open_source(Path(book.filename))
    running = apart.sheet_rows(source, "表", 10)
    next(running)
    running.close()
    assert subprocess.run(["pgrep", "-f", str(source.path)], capture_output=True).stdout == b""


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_spoilt_workbook_gives_rows_or_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(xls(label((0, 0), "宛名番号"), number((1, 0), 1.0), number((1, 1), 2.0)))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "表.xls"
    path.write_bytes(content)
    try:
        source = open_source(path)
        found = [row for name in sheets(source) for row in beginning(source, layout(), name)]
    except InputFault:
        return
    assert all(isinstance(cell, str) for row in found for cell in row.cells)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text("<>/\"'=&;rcvtesA1x \u3042", max_size=60))
def test_any_xml_in_a_sheet_gives_rows_or_a_sentence(tmp_path: Path, rows: str) -> None:
    try:
        source = open_source(xlsx(tmp_path / "表.xlsx", row(1, A="1") + rows))
        found = [line for chunk in chunks(source, layout(), any_sheet()) for line in chunk.rows]
    except InputFault:
        return
    assert found[0][0] == "1"


MEASURE = """
import pathlib, resource, sys
from analytics.intake.tables.apart import end_all
from analytics.intake.tables.reading import choose_sheet, chunks
from analytics.intake.tables.source import open_source
from tests.unit.tables.books import layout
source = open_source(pathlib.Path(sys.argv[1]))
sheet, _ = choose_sheet(source, layout())
count = 0
for chunk in chunks(source, layout(), sheet, 10_000):
    count, last = count + len(chunk.rows), chunk.rows[-1]
assert count == 100_000 and last[24] == "100000"
end_all()  # only of a process that has ended the system says what it took
# its own by /proc: getrusage begins with what the process was that it was forked from
own = pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]
print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other ways elsewhere")
def test_a_large_workbook_takes_less_than_600_mib(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    letters = [chr(ord("A") + at) for at in range(25)]
    rows = (row(at, **dict.fromkeys(letters, str(at))) for at in range(1, 100_001))
    xlsx(path, "".join(rows))
    ran = subprocess.run([sys.executable, "-c", MEASURE, path], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) < 600
