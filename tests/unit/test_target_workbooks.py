"""Targets in workbooks: the same rows and the same sentences as in a CSV, with the sheet where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from analytics.errors import LayoutFault
from analytics.intake.target_sheets import target_files
from analytics.intake.targets import read_targets
from tests.unit.tables.books import label, number, xls

HEAD = ["年度", "版", "決定日", "債権", "区分", "目標額（円）", "種別"]
GOOD = [2023, 1, datetime(2023, 6, 1), "市税", "現年度分", 180, "市長"]
Sheet = Sequence[Sequence[object]]


def book(path: Path, **sheets: Sheet) -> Path:
    """A workbook with *sheets*, days as days and numbers as numbers."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"}) as made:
        for name, rows in sheets.items():
            page = made.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


def problems(folder: Path) -> list[str]:
    with pytest.raises(LayoutFault) as fault:
        read_targets(folder)
    return str(fault.value).splitlines()[1:]


def rows(folder: Path) -> list[dict[str, object]]:
    names = ("fiscal_year", "version", "decided_on", "claim", "part", "target_yen", "status")
    more = ("source_name", "source_row")
    return read_targets(folder).select([*names, *more]).to_pylist()


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "csv").mkdir()
    book(
        tmp_path / "book" / "目標.xlsx",
        目標=[HEAD, GOOD, [], [2023, 1, "令和5年6月1日", "使用料", "", "1,200"]],
    )
    lines = [",".join(HEAD), "2023,1,2023-06-01,市税,現年度分,180,市長", ""]
    lines.append('2023,1,2023/6/1,使用料,計,"1,200",')
    (tmp_path / "csv" / "目標.xlsx").write_text("\n".join(lines), encoding="utf-8")  # by content
    assert rows(tmp_path / "book") == rows(tmp_path / "csv")
    assert [row["decided_on"] for row in rows(tmp_path / "book")] == [date(2023, 6, 1)] * 2
    assert [row["source_row"] for row in rows(tmp_path / "book")] == [2, 4]


def test_csv_and_workbooks_stand_side_by_side(tmp_path: Path) -> None:
    book(tmp_path / "b.XLSX", 目標=[HEAD, GOOD])
    (tmp_path / "a.csv").write_text(
        f"{','.join(HEAD)}\n2023,1,2023-06-01,使用料,計,5,", encoding="cp932"
    )
    (tmp_path / "~$b.xlsx").write_bytes(b"\x00owner of the open file")
    (tmp_path / "._a.csv").write_bytes(b"\x00")
    assert [path.name for path in target_files(tmp_path)] == ["a.csv", "b.XLSX"]
    assert [row["source_name"] for row in rows(tmp_path)] == ["a.csv", "b.XLSX"]


def test_an_old_workbook(tmp_path: Path) -> None:
    cells = [label((0, at), word) for at, word in enumerate(HEAD)]
    for at, value in enumerate(["令和5年度", 1, "2023-06-01", "市税", "現年度分", 180, "市長"]):
        cells.append(
            label((1, at), value) if isinstance(value, str) else number((1, at), float(value))
        )
    (tmp_path / "目標.xls").write_bytes(xls(*cells))
    (row,) = rows(tmp_path)
    assert (row["fiscal_year"], row["claim"], row["target_yen"]) == (2023, "市税", 180)


def test_a_title_may_stand_above_the_head_and_other_sheets_are_left_alone(tmp_path: Path) -> None:
    book(
        tmp_path / "目標.xlsx",
        説明=[["この表の読み方"], ["年度ごとに決めます"]],
        令和5年度=[["令和5年度の目標"], [], HEAD, GOOD],
        令和6年度=[HEAD, [2024, *GOOD[1:]]],
    )
    places = [(row["source_name"], row["source_row"]) for row in rows(tmp_path)]
    assert places == [("目標.xlsx「令和5年度」", 4), ("目標.xlsx「令和6年度」", 2)]


def test_what_is_wrong_is_told_with_sheet_row_and_column(tmp_path: Path) -> None:
    bad = [2024, 1, "6月1日", "市税", "現年度分", 18.5, "市長"]
    remark = [2024, 1, datetime(2024, 6, 1), "使用料", "計", 1, "市長", "欄外のメモ"]
    book(tmp_path / "目標.xlsx", 五=[HEAD, GOOD], 六=[HEAD, bad, remark])
    assert problems(tmp_path) == [
        "- 目標.xlsx「六」 2行目「決定日」: 日付ではありません（例: 2023-06-01）",
        "- 目標.xlsx「六」 2行目「目標額（円）」: 0以上の円の整数で書いてください",
    ]


def test_a_sheet_without_the_head_is_told_what_it_lacks(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", 目標=[["年度", "債権"], [2023, "市税"]])
    book(tmp_path / "b.xlsx", 目標=[])
    assert problems(tmp_path) == [
        "- a.xlsx: 見出し 版、決定日、区分、目標額（円） がありません",
        "- b.xlsx: 見出し 年度、版、決定日、債権、区分、目標額（円） がありません",
    ]


def test_a_workbook_that_cannot_be_read_is_told_beside_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04broken")
    (tmp_path / "b.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (tmp_path / "c.csv").write_text("年度\n2023\n", encoding="utf-8")
    found = problems(tmp_path)
    assert [line.split(" ")[1].rstrip(":") for line in found] == ["a.xlsx", "b.xls", "c.csv"]
    assert "見出し" in found[2]


def test_one_target_in_a_csv_and_a_workbook_would_count_twice(tmp_path: Path) -> None:
    book(tmp_path / "b.xlsx", 目標=[HEAD, GOOD])
    (tmp_path / "a.csv").write_text(
        f"{','.join(HEAD)}\n2023,1,2023-06-01,市 税,計,190,", encoding="utf-8"
    )
    assert problems(tmp_path) == [
        "- 2023年度 版1 の「市 税」に、計の目標と区分ごとの目標の両方があります。"
        "どちらかにしてください（a.csv 2行目、b.xlsx 2行目）"
    ]
