"""What a careful reader would notice beside last year's file: said, kept with the version, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.findings import Finding
from analytics.store.examining import examine
from analytics.store.newest import Newest
from tests.pipeline.conftest import KOMAE, Original, Run
from tests.settlement import Office

LAST_YEAR = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2022 | 使用料 | 公園課 | なし |  100 |   80 |    0 |   20
    2022 | 負担金 | 福祉課 | なし |  100 |   80 |    0 |   20
"""


def noticed(folder: Path, this_year: str) -> list[Finding]:
    """What is found in the file of FY2023 when FY2022 is in the store."""
    office = Office(folder)
    path = office.write(LAST_YEAR + this_year)[-1]
    office.take_in(LAST_YEAR)
    office.write(LAST_YEAR + this_year)
    reading = examine(Newest.of(office.store), path, [office.layout])
    assert reading.errors == []
    return list(reading.findings)


AS_EXPECTED = """
    2023 | 市民税 | 納税課 | 現年 | 1000 |  920 |    0 |   80
    2023 | 市民税 | 納税課 | 滞繰 |  100 |   50 |    0 |   50
    2023 | 使用料 | 公園課 | なし |  100 |   80 |    0 |   20
    2023 | 負担金 | 福祉課 | なし |  100 |   80 |    0 |   20"""


def test_nothing_to_notice(tmp_path: Path) -> None:
    assert noticed(tmp_path, AS_EXPECTED.strip("\n") + "\n") == []


def test_an_opening_that_is_not_last_years_closing(tmp_path: Path) -> None:
    """The carried-over assessment is last year's balance, unless it was corrected in between."""
    books = AS_EXPECTED.replace(
        "滞繰 |  100 |   50 |    0 |   50", "滞繰 |   95 |   50 |    0 |   45"
    )
    (finding,) = noticed(tmp_path, books.strip("\n") + "\n")
    assert finding.code == "opening_differs"
    assert finding.message == (
        "「市民税」の滞納繰越分の調定額 95円 が、令和4年度末の未収残額 100円 と 5円 違います"
    )


def test_a_total_that_jumps(tmp_path: Path) -> None:
    """As when thousands of yen are read as yen."""
    books = AS_EXPECTED.replace("920 |    0 |   80", "780 |    0 |  220")
    (finding,) = noticed(tmp_path, books.strip("\n") + "\n")
    assert finding.code == "jump"
    assert "令和4年度の 140円 から 310円 に大きく変わっています" in finding.message


def test_far_fewer_rows(tmp_path: Path) -> None:
    books = "    2023 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100\n"
    found = {finding.code: finding for finding in noticed(tmp_path, books)}
    assert "行数が前年度の 3行 から 1行 に減っています" in found["fewer_rows"].message


def test_a_claim_that_vanished(tmp_path: Path) -> None:
    books = AS_EXPECTED.rpartition("\n")[0]
    (finding,) = noticed(tmp_path, books.strip("\n") + "\n")
    assert finding.code == "vanished"
    assert "「負担金」は令和4年度末に 20円 の未収がありましたが" in finding.message


def test_a_tax_without_its_carried_over_line(tmp_path: Path) -> None:
    books = "\n".join(line for line in AS_EXPECTED.splitlines() if "滞繰" not in line)
    (finding,) = noticed(tmp_path, books.strip("\n") + "\n")
    assert finding.code == "carried_over_missing"
    assert (
        "「市民税」は令和4年度末に未収がありましたが、滞納繰越分の行がありません" in finding.message
    )


def test_a_file_of_komae_cut_before_a_carried_over_line_is_kept_out(
    tmp_path: Path, zangaku: Run
) -> None:
    """The claim is there and every line is whole; only last year's balance tells that something is missing."""
    store = tmp_path / "store"
    assert zangaku("import", KOMAE / "132195_kessan2022sainyu.csv", "--store", store).code == 0
    lines = (KOMAE / "132195_kessan2023sainyu.csv").read_bytes().splitlines(keepends=True)
    cut = tmp_path / "132195_kessan2023sainyu.csv"
    cut.write_bytes(b"".join(lines[:-21]))
    done = zangaku("import", cut, "--store", store)
    assert done.code == 3
    assert (
        "「後期高齢者医療保険料」は令和4年度末に未収がありましたが、滞納繰越分の行がありません"
        in done.out
    )


def test_the_same_rows_twice_are_kept_out(tmp_path: Path, zangaku: Run) -> None:
    lines = (KOMAE / "132195_kessan2023sainyu.csv").read_bytes().splitlines(keepends=True)
    twice = tmp_path / "132195_kessan2023sainyu.csv"
    twice.write_bytes(b"".join([*lines, lines[1]]))
    done = zangaku("import", twice, "--store", tmp_path / "store")
    assert done.code == 3
    assert f"{len(lines) + 1}行目: 2行目とまったく同じ行です" in done.out


def test_warnings_travel_with_the_version(tmp_path: Path, zangaku: Run) -> None:
    store = tmp_path / "store"
    for year in (2018, 2019):
        done = zangaku("import", KOMAE / f"132195_kessan{year}sainyu.csv", "--store", store)
        assert done.code == 0
    told = [line for line in done.out.splitlines() if line.startswith("注意 ")]
    assert len(told) == 7
    kept = zangaku("figure", "findings", "--store", store).out
    assert "取り込みの点検で付いた注意は7件" in kept
    assert "「個人市民税」の滞納繰越分の調定額 39,190,663円 が" in kept
    assert (
        "点検で注意の付いた箇所はありません"
        in zangaku("figure", "findings", "--store", store, "--version", 0).out
    )


@pytest.mark.parametrize("letter", [*map(chr, (0xE000, 0xF8FF, 0xF0001, 0x100001))], ids=ascii)
def test_letters_that_one_system_made_for_itself(
    letter: str, books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """外字 are to be expected in names (facts.md 9): said, with their place, and let in."""
    path = books_2021.with_cell(300, "科目名称", f"道{letter}路").save(tmp_path)
    store = tmp_path / "store"
    done = zangaku("import", path, "--store", store)
    assert done.code == 0
    (told,) = [line for line in done.out.splitlines() if line.startswith("注意 ")]
    assert f"300行目「科目名称（N列）」: 外字（U+{ord(letter):04X}）があります" in told
    assert "一般の字かカナに直して" in told
    kept = zangaku("figure", "findings", "--store", store, "--format", "csv").out
    assert "外字（U+" in kept


def test_own_letters_of_cp932(books_2023: Original, tmp_path: Path, zangaku: Run) -> None:
    """F040 and the rest of the user-defined rows, as Windows writes them."""
    row = len(books_2023.lines)
    books = books_2023.with_cell(row, "科目名称", "雑%入")
    path = tmp_path / books.name
    path.write_bytes(books.content.replace(b"%", b"\xf0\x40"))
    done = zangaku("check", path, "--store", tmp_path / "store")
    assert done.code == 0
    assert f"{row}行目「科目名称（N列）」: 外字（U+E000）があります" in done.out


def test_a_store_belongs_to_one_city(tmp_path: Path, zangaku: Run, monkeypatch) -> None:
    office = Office(tmp_path).take_in(LAST_YEAR)
    layouts = office.layout_file.parent
    komae = (KOMAE.parent.parent / "layouts" / "komae_settlement.toml").read_text(encoding="utf-8")
    (layouts / "komae.toml").write_text(
        komae.replace("../open/komae/departments.csv", str(KOMAE / "departments.csv")),
        encoding="utf-8",
    )
    monkeypatch.setenv("ZANGAKU_LAYOUTS", str(layouts))
    path = KOMAE / "132195_kessan2023sainyu.csv"
    done = zangaku("import", path, "--store", office.store.root)
    assert done.code == 3
    assert "この保管庫はためし市のものですが、ファイルは狛江市のものです" in done.out
    assert office.store.latest() == 0
