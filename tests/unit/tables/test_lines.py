"""A CSV as rows of text: every encoding, whatever stands in it, and what is said where it cannot be told apart."""

from __future__ import annotations

import csv
import io
import tracemalloc
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import InputFault
from analytics.intake.findings import Severity
from analytics.intake.tables import lines
from analytics.intake.tables.parts import Sheet
from analytics.intake.tables.reading import beginning, choose_sheet, chunks, sheets
from analytics.intake.tables.source import open_source
from tests.unit.tables.books import ALL_ENCODINGS, HEAD, layout, read

AGAIN = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
TWICE = "¢£¬‖−〜¥‾"  # two letters of Unicode for one of the encoding
ESCAPE = "\x1b"  # no letter in ISO-2022-JP: with what follows it, it changes the set of letters
TABLE = [HEAD, ["001", "山田　太郎"], ["002", 'ｶﾅ"と,コンマ'], ["003", "二行\r\nの氏名"]]


def written(rows: list[list[str]], encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def placed(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", [*ALL_ENCODINGS, "utf-8"])
def test_each_encoding_is_told_and_read(tmp_path: Path, encoding: str) -> None:
    table = [[cell.replace("ｶﾅ", "カナ") for cell in row] for row in TABLE]  # JIS has no half-width
    source = open_source(placed(tmp_path / "表.csv", written(table, encoding)))
    sheet, findings = choose_sheet(source, layout())
    assert findings == []
    assert sheet is not None
    assert sheet.encoding.removesuffix("-sig") == encoding.removesuffix("-sig")
    assert sheets(source) == [""]
    assert read(source.path, layout())[0] == table
    assert [row.cells for row in beginning(source, layout())] == table


def test_unicode_text_of_excel(tmp_path: Path) -> None:
    path = placed(tmp_path / "表.txt", written(TABLE, "utf-16", "\t"))
    rows, running = read(path, layout(delimiter="\t"))
    assert rows == TABLE
    assert running.findings == []


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark(tmp_path: Path, codec: str) -> None:
    path = placed(tmp_path / "表.txt", written(TABLE * 9, codec))
    assert read(path, layout(encodings=["utf-16", "utf-16-be"]))[0] == TABLE * 9


@pytest.mark.parametrize("encoding", [*ALL_ENCODINGS, "utf-8"])
@AGAIN
@given(data=st.data())
def test_what_csv_writes_comes_back(tmp_path: Path, encoding: str, data: st.DataObject) -> None:
    codec = "euc_jp" if encoding == "iso2022_jp" else encoding
    letter = st.characters(codec=codec, exclude_characters="\ufeff\ufffd" + TWICE + ESCAPE)
    cell = st.text(letter, max_size=8).filter(lambda word: comes_back(word, encoding))
    rows = [HEAD, *data.draw(st.lists(st.lists(cell, max_size=5), max_size=9))]
    path = placed(tmp_path / "表.csv", written(rows, encoding))
    found, running = read(path, layout(encodings=[encoding]), size=data.draw(st.integers(1, 12)))
    assert found == rows
    assert running.findings == []


def comes_back(word: str, encoding: str) -> bool:
    """Whether the encoding itself keeps *word* (cp932 has letters twice, JIS few)."""
    try:
        return word.encode(encoding).decode(encoding) == word
    except UnicodeError:
        return False


@AGAIN
@given(content=st.binary(max_size=400), begin=st.sampled_from([b"", written(TABLE, "cp932")]))
def test_any_bytes_give_rows_or_a_sentence(tmp_path: Path, content: bytes, begin: bytes) -> None:
    path = placed(tmp_path / "表.csv", begin + content)
    with suppress(InputFault):
        source = open_source(path)
        form = layout(ends_with_newline=True)
        assert all(isinstance(row.cells, list) for row in beginning(source, form))
        sheet, findings = choose_sheet(source, form)
        assert (sheet is None) == bool(findings)
        for encoding in ALL_ENCODINGS:
            read_by = chunks(source, form, Sheet("", encoding), 3)
            rows = [row for chunk in read_by for row in chunk.rows]
            assert rows or read_by.findings


# Damage ---------------------------------------------------------------------------------------------


def test_unreadable_bytes_stay_seen_and_their_rows_are_counted(tmp_path: Path) -> None:
    content = written([*TABLE, ["004", "X"], ["005", "良"]], "cp932")
    path = placed(tmp_path / "表.csv", content.replace(b"X", b"\x81\xff\x81\xff"))
    rows, running = read(path, layout())
    assert "\ufffd" in rows[4][1]
    assert rows[5] == ["005", "良"]
    (finding,) = running.findings
    assert (finding.code, finding.severity, finding.row) == ("encoding", Severity.WARNING, 5)
    assert "1行あります" in finding.message


def test_mostly_unreadable_bytes_keep_the_file_out(tmp_path: Path) -> None:
    content = written([HEAD, *[[str(number), "X"] for number in range(9)]], "cp932")
    path = placed(tmp_path / "表.csv", content.replace(b"X", b"\x81\xff"))
    (finding,) = read(path, layout())[1].findings
    assert (finding.code, finding.severity, finding.row) == ("encoding", Severity.ERROR, 2)


def test_an_open_quote_is_told_with_its_row_and_the_rows_before_are_given(tmp_path: Path) -> None:
    path = placed(tmp_path / "表.csv", written(TABLE, "cp932") + b'004,"open\r\n005,x\r\n')
    rows, running = read(path, layout())
    assert rows == TABLE
    (finding,) = running.findings
    assert (finding.code, finding.severity, finding.row) == ("quotes", Severity.ERROR, 5)


def test_an_open_quote_does_not_take_the_rest_of_a_large_file(tmp_path: Path) -> None:
    content = written(TABLE, "cp932") + b'004,"open\r\n' + b"005,x\r\n" * 200_000
    running = read(placed(tmp_path / "表.csv", content), layout())[1]
    assert [(finding.code, finding.row) for finding in running.findings] == [("too_long", 5)]


def test_a_line_without_an_end(tmp_path: Path) -> None:
    content = written(TABLE, "cp932") + b"x," * lines.LINE_CHARACTERS
    rows, running = read(placed(tmp_path / "表.csv", content), layout())
    assert rows == TABLE
    assert [(finding.code, finding.row) for finding in running.findings] == [("too_long", 5)]


def test_nul_is_read(tmp_path: Path) -> None:
    rows, running = read(
        placed(tmp_path / "表.csv", written(TABLE, "cp932") + b"\0,\0x\r\n"), layout()
    )
    assert rows[-1] == ["\0", "\0x"]
    assert running.findings == []


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    path = placed(tmp_path / "表.csv", written(TABLE, "cp932") + b"," * 100_000 + b"\r\n")
    with pytest.raises(InputFault, match="5行目に列が100,001あります"):
        read(path, layout())


@pytest.mark.parametrize(
    ("end", "found"), [(b"", [("truncated", 4)]), (b"\n", []), (b"\r", [])], ids=repr
)
def test_the_last_line_has_to_end(tmp_path: Path, end: bytes, found: list[object]) -> None:
    path = placed(tmp_path / "表.csv", written(TABLE, "cp932").rstrip(b"\r\n") + end)
    running = read(path, layout(ends_with_newline=True))[1]
    assert [(finding.code, finding.row) for finding in running.findings] == found
    assert read(path, layout())[1].findings == []


def no_sheet(path: Path, **file: object) -> tuple[str, str]:
    sheet, (finding,) = choose_sheet(open_source(path), layout(**file))
    assert sheet is None
    return finding.code, finding.message


def test_an_encoding_that_the_layout_does_not_read(tmp_path: Path) -> None:
    path = placed(tmp_path / "表.csv", written(TABLE, "cp932"))
    code, message = no_sheet(path, encodings=["utf-8-sig"])
    assert code == "encoding"
    assert "cp932" in message


@pytest.mark.parametrize(("delimiter", "named"), [("\t", "タブ"), (";", "セミコロン")])
def test_another_delimiter(tmp_path: Path, delimiter: str, named: str) -> None:
    path = placed(tmp_path / "表.csv", written(TABLE, "cp932", delimiter))
    code, message = no_sheet(path)
    assert code == "delimiter"
    assert f"{named}区切り" in message


def test_the_encoding_of_a_table_with_an_english_head(tmp_path: Path) -> None:
    """ASCII reads in all of them: the first letters that are none decide, however far below they stand."""
    rows = [["key", "name"], *[["1", "x"]] * 30_000, ["2", "山田"]]
    path = placed(tmp_path / "表.csv", written(rows, "cp932"))
    source = open_source(path)
    assert lines.find_encoding(source, layout()) == "cp932"


def test_only_the_beginning_is_read(tmp_path: Path) -> None:
    rows = [HEAD, *[["1", "山" * 3_000]] * 2_000]
    source = open_source(placed(tmp_path / "表.csv", written(rows, "cp932")))
    first = beginning(source, layout())
    assert 5 < len(first) < 30  # as many as are whole within what is read
    assert [row.cells for row in first] == rows[: len(first)]


def test_a_file_that_vanishes_is_told(tmp_path: Path) -> None:
    source = open_source(placed(tmp_path / "表.csv", written(TABLE, "cp932")))
    running = chunks(source, layout(), Sheet("", "cp932"))
    source.path.unlink()
    with pytest.raises(InputFault, match=r"表\.csv を読む途中で読めなくなりました"):
        next(running)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        rows = [HEAD, *[[f"{number:010}", f"山田{number}"] for number in range(count)]]
        source = open_source(placed(tmp_path / "表.csv", written(rows, "cp932")))
        tracemalloc.start()
        taken = sum(
            len(chunk.rows) for chunk in chunks(source, layout(), Sheet("", "cp932"), 1_000)
        )
        assert taken == count + 1
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(60_000) < 1.2 * peak(6_000)


def test_a_chunk_of_long_rows_ends_early(tmp_path: Path) -> None:
    rows = [HEAD, *[["1", "x" * 100_000]] * 800]
    source = open_source(placed(tmp_path / "表.csv", written(rows, "cp932")))
    sizes = [len(chunk.rows) for chunk in chunks(source, layout(), Sheet("", "cp932"))]
    assert sum(sizes) == 801
    assert max(sizes) <= lines.CHUNK_CHARACTERS // 100_000 + 2
