"""Workbooks made to do harm: refused in a sentence, in little time, and never with more than memory holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputFault
from analytics.intake.tables import apart
from analytics.intake.tables.reading import beginning, chunks, sheets
from analytics.intake.tables.source import open_source
from tests.unit.tables.books import (
    any_sheet,
    label,
    layout,
    number,
    read,
    record,
    refused,
    row,
    xls,
    xlsx,
)

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


def test_a_reading_given_up_leaves_no_process(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = book.add_worksheet("表")
    for at in range(3_000):
        page.write_row(at, 0, ["x" * 100] * 20)
    book.close()
    apart.end_all()
    started: list[subprocess.Popen[bytes]] = []
    start = apart._started
    monkeypatch.setattr(apart, "_started", lambda: started.append(start()) or started[-1])
    running = apart.sheet_rows(open_source(Path(book.filename)), "表", 10)
    next(running)
    (process,) = started
    assert process.poll() is None
    running.close()
    assert process.returncode is not None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
