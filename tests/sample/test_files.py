"""Every file of the made-up city as its layout says, and as its department writes."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from analytics.intake.text import fold
from analytics.ledger.columns import AMOUNTS
from analytics.sample.kinds import DEPARTMENTS
from analytics.sample.months import month_of
from tests.sampled import (
    RECEIVABLES,
    Files,
    last_day,
    layouts,
    lines_of,
    read,
)

# Every file as its layout says ---------------------------------------------------------------------


KEY = ("debtor_key", "claim", "levy_year", "instalment")


def test_every_layout_has_a_file_and_every_header_is_named(city: Path, files: Files) -> None:
    newest = files["2026-10"] | {
        layout: read(path)
        for layout, pattern in (
            ("kakuu-survey-invited", "意識調査/*1回_配布数*"),
            ("kakuu-meetings", "会議/*"),
        )
        for path in city.glob(pattern)
    }
    assert newest.keys() == layouts().keys()
    for name, delivered in newest.items():
        layout = layouts()[name]
        known = {*map(fold, layout.headers), *layout.ignored}
        assert {*delivered.headers} == known, name
        assert delivered.rows, name


@pytest.mark.parametrize("year", [2006, 2023, 2024, 2099])
def test_layouts_know_each_department_by_its_name_of_the_year(year: int) -> None:
    called = {each.code: each.name_in(month_of(year, 4)) for each in DEPARTMENTS}
    for layout in layouts().values():
        rule = layout.departments
        listed = [rule.fixed] if rule.fixed else rule.known
        names = {one.code: one.name for one in listed if one.from_year <= year <= one.to_year}
        assert names == {one.code: called[one.code] for one in listed}, layout.name


def test_every_line_adds_up_and_has_what_it_needs(files: Files) -> None:
    for month, delivered in files.items():
        for name, row in lines_of(delivered):
            settled = row["received_yen"] + row["written_off_yen"]
            assert row["outstanding_yen"] == row["assessed_yen"] - settled, (month, name)
            assert min(row[each] for each in AMOUNTS if each in row) >= 0
            assert row["debtor_key"]
            assert row["due_on"]
            assert row["levy_year"] <= row["fiscal_year"]
            assert bool(row["state"]) == (row["outstanding_yen"] > 0)


def test_no_line_stands_twice_and_none_comes_early(files: Files) -> None:
    for month, delivered in files.items():
        as_of = last_day(month)
        keys = Counter((name, *(row[each] for each in KEY)) for name, row in lines_of(delivered))
        assert set(keys.values()) == {1}
        for name, row in lines_of(delivered):
            assert row["due_on"] < as_of or name == "kakuu-water"
            days = ("reminded_on", "acknowledged_on", "suspended_on", "last_paid_on")
            assert all(row.get(day) is None or row[day] <= as_of for day in days)
            if row.get("contracted_on"):
                assert row["contracted_on"] < row["due_on"]


def test_totals_in_the_files_and_beside_them_are_right(city: Path, files: Files) -> None:
    for month, delivered in files.items():
        with (city / month / f"件数金額控え_{month.replace('-', '')}.csv").open(
            encoding="utf-8-sig", newline=""
        ) as file:
            told = {row["ファイル名"]: row for row in csv.DictReader(file)}
        assert len(told) == sum(name in delivered for name in RECEIVABLES)
        for name, row in told.items():
            rows = read(city / month / name).rows
            assert int(row["件数"]) == len(rows)
            assert int(row["金額（円）"]) == sum(each["outstanding_yen"] for each in rows)
        care, housing = delivered["kakuu-care"], delivered["kakuu-housing"]
        assert len(care.aside) == 1
        owed = sum(row["outstanding_yen"] for row in housing.rows)
        (total,) = [int(line[15]) for line in housing.aside if line[0] == "合計"]
        subtotals = [int(line[15]) for line in housing.aside if line[0].endswith("小計")]
        assert total == sum(subtotals) == owed


# As departments write ------------------------------------------------------------------------------


def test_each_file_is_written_in_its_own_way(city: Path) -> None:
    newest = city / "2026-10"

    def content(part: str, month: Path = newest) -> bytes:
        (path,) = month.glob(f"*{part}*")
        return path.read_bytes()

    assert "0000-00-00" in content("滞納明細").decode("cp932")
    assert content("料金未収").startswith(b"\xef\xbb\xbf")
    assert content("給食費").startswith(b"\xff\xfe")
    assert "\t" in content("給食費").decode("utf-16")
    care = content("介護").decode("cp932")
    assert "円" in care
    assert ",R" in care
    late = content("後期").decode("utf-8")
    assert not late.startswith("\ufeff")
    assert late.startswith('"')
    welfare = content("返還金").decode("utf-8-sig")
    assert all(word in welfare for word in ("令和", "令", "R", ",50"))
    (workbook,) = newest.glob("*市営住宅*")
    assert CalamineWorkbook.from_path(workbook).sheet_names == ["滞納者一覧", "作業用"]


def test_signs_below_nought_are_met(large: Path) -> None:
    """Not in every month of so small a city, but in some."""
    late = "".join(path.read_text(encoding="utf-8") for path in large.glob("20*/*後期*"))
    assert '"△' in late
    care = "".join(path.read_text(encoding="cp932") for path in large.glob("20*/*介護*"))
    assert "▲" in care
    welfare = "".join(path.read_text(encoding="utf-8-sig") for path in large.glob("20*/*返還金*"))
    assert '"(' in welfare


def test_the_numbers_of_parents_lost_their_noughts(files: Files) -> None:
    keys = {row["debtor_key"] for row in files["2026-10"]["kakuu-nursery"].rows}
    assert all(len(key) == 8 and key.startswith("0") for key in keys)


def test_titles_say_the_month(files: Files) -> None:
    assert "令和8年9月末" in files["2026-09"]["kakuu-housing"].title
    assert "令和8年9月末" in files["2026-09"]["kakuu-nursery"].title


def test_the_same_people_owe_in_several_departments_and_the_truth_knows(
    city: Path, files: Files
) -> None:
    with (city / "正解" / "名寄せ_正解.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = list(csv.DictReader(file))
    departments = defaultdict(set)
    for row in truth:
        departments[row["人物番号"]].add(row["所管課コード"])
    assert sum(len(each) > 1 for each in departments.values()) > 0.1 * len(departments)
    keys = {(row["所管課コード"], row["債務者番号"]) for row in truth}
    assert len(keys) == len(truth)
    for month in files:
        for name in RECEIVABLES:
            code = layouts()[name].departments
            known = code.fixed.code if code.fixed else code.known[0].code
            rows = files[month][name].rows if name in files[month] else []
            assert {(known, row["debtor_key"]) for row in rows} <= keys
    kinds = {kind for row in truth for kind in row["違い"].split("・")}
    assert {"同じ", "漢字の異体字", "旧住所", "読みの濁点なし"} <= kinds


def test_everybody_in_the_tax_list_is_in_its_register(files: Files) -> None:
    for delivered in files.values():
        listed = {row["debtor_key"] for row in delivered["kakuu-tax"].rows}
        assert listed == {row["debtor_key"] for row in delivered["kakuu-tax-persons"].rows}


def test_nothing_looks_like_a_real_place(files: Files) -> None:
    for delivered in files.values():
        for name in ("kakuu-tax-persons", *RECEIVABLES):
            for row in delivered[name].rows if name in delivered else ():
                assert row.get("phone", "0000-00-").startswith("0000-00-")
                assert fold(row.get("postal_code", "000-")).lstrip("〒").startswith("000-")
