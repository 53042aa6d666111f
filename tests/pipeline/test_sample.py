"""The made-up city from its files alone: what each says, what becomes of it in a month, what it promises to show."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from analytics.errors import InputFault
from analytics.intake.targets import read_targets
from analytics.intake.text import fold
from analytics.ledger.columns import AMOUNTS
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.levels import city_yen
from tests.sampled import Read, deliveries, layouts, read

UNTIL, RESIDENTS, LARGE, MONTHS = "2026-10", 3000, 24_000, 15
RECEIVABLES = [name for name, layout in layouts().items() if layout.record == "receivables"]
KEY = ("debtor_key", "claim", "levy_year", "instalment")
Files = dict[str, dict[str, Read]]


def made(folder: Path, residents: int = RESIDENTS, months: int = MONTHS, seed: int = 1) -> Path:
    make_city(folder, Plan(residents, *first_month_of(UNTIL, months), seed))
    return folder


def contents(city: Path) -> dict[str, str]:
    return {
        str(path.relative_to(city)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(city.rglob("*"))
        if path.is_file()
    }


def month_folders(city: Path) -> list[str]:
    return sorted(path.name for path in city.iterdir() if path.name[:2] == "20")


def lines_of(delivered: dict[str, Read]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, row) for name in RECEIVABLES if name in delivered for row in delivered[name].rows
    ]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("city") / "city")


@pytest.fixture(scope="module")
def files(city: Path) -> Files:
    return {month: deliveries(city, month) for month in month_folders(city)}


# The same seed, the same bytes --------------------------------------------------------------------


def test_a_seed_makes_the_same_bytes_again(city: Path, tmp_path: Path) -> None:
    assert contents(made(tmp_path / "again")) == contents(city)


def test_another_seed_makes_another_city(city: Path, tmp_path: Path) -> None:
    other = contents(made(tmp_path / "other", months=2, seed=2))
    same = {name for name, digest in contents(city).items() if other.get(name) == digest}
    assert {Path(name).name for name in same} <= {"架空市_目標.csv", "架空市_徴収対策会議.csv"}


# Every file as its layout says --------------------------------------------------------------------


def test_every_layout_has_a_file_and_every_header_is_named(city: Path, files: Files) -> None:
    newest = files["2026-10"] | {
        layout: read(path)
        for layout, pattern in (("kakuu-survey", "意識調査/*1回*"), ("kakuu-meetings", "会議/*"))
        for path in city.glob(pattern)
    }
    assert newest.keys() == layouts().keys()
    for name, delivered in newest.items():
        layout = layouts()[name]
        known = {*map(fold, layout.headers), *layout.ignored}
        assert {*delivered.headers} == known, name
        assert delivered.rows, name


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


def last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


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


# From month to month ------------------------------------------------------------------------------


def test_cumulative_amounts_never_fall_and_no_line_vanishes_unsettled(files: Files) -> None:
    months = sorted(files)
    for before, after in pairwise(months):
        now = {(name, *(row[each] for each in KEY)): row for name, row in lines_of(files[after])}
        for name, row in lines_of(files[before]):
            later = now.get((name, *(row[each] for each in KEY)))
            if later is None:
                assert row["outstanding_yen"] == 0, (name, after)
                assert closes(name, after, row["fiscal_year"]) <= before
            elif later["fiscal_year"] == row["fiscal_year"]:
                assert later["assessed_yen"] == row["assessed_yen"]
                assert later["received_yen"] >= row["received_yen"]
                assert later["written_off_yen"] >= row["written_off_yen"]
            else:  # carried over
                assert closes(name, after, row["fiscal_year"]) == before
                assert later["assessed_yen"] == row["outstanding_yen"]
                assert later["is_carried"]


def closes(name: str, month: str, fiscal_year: int) -> str:
    """The month at whose end the books of that department and year close."""
    return f"{fiscal_year + 1}-{'03' if layouts()[name].as_of.clock == 'E' else '05'}"


def test_in_april_and_may_general_accounts_have_two_books(files: Files) -> None:
    for month, general, enterprise in (
        ("2026-03", {2025}, {2025}),
        ("2026-04", {2025, 2026}, {2026}),
        ("2026-05", {2025, 2026}, {2026}),
        ("2026-06", {2026}, {2026}),
    ):
        books = defaultdict(set)
        for name, row in lines_of(files[month]):
            books[name == "kakuu-water"].add(row["fiscal_year"])
        assert books[False] == general, month
        assert books[True] == enterprise, month


def test_water_lists_what_is_not_due_yet(files: Files) -> None:
    rows = files["2026-03"]["kakuu-water"].rows
    ahead = [row for row in rows if row["due_on"] > date(2026, 3, 31)]
    assert ahead
    assert all(not row["is_carried"] and row["levy_year"] == 2025 for row in ahead)


def test_a_meter_is_read_every_other_month(files: Files) -> None:
    read_in = defaultdict(set)
    for row in files["2026-10"]["kakuu-water"].rows:
        read_in[row["debtor_key"]].add(int(row["instalment"][5:7]) % 2)
    assert max(map(len, read_in.values())) == 1


def test_december_is_busy(files: Files) -> None:
    done = {month: len(delivered["kakuu-actions"].rows) for month, delivered in files.items()}
    assert done["2025-12"] == max(done.values())
    assert done["2025-12"] > 1.4 * sum(done.values()) / len(done)


# As departments write -----------------------------------------------------------------------------


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


# Beside the months --------------------------------------------------------------------------------


def test_targets_are_read_by_the_product_and_one_year_was_revised(city: Path) -> None:
    targets = read_targets(city / "目標").to_pylist()
    assert {row["municipality"] for row in targets} == {"架空市"}
    assert {row["status"] for row in targets} == {"架空"}
    versions = {(row["fiscal_year"], row["version"]): row["decided_on"] for row in targets}
    assert {year for year, version in versions if version == 2} == {2025}
    assert all(on.month < 6 for (_, version), on in versions.items() if version == 1)
    claims = {rule.kind for name in RECEIVABLES for rule in layouts()[name].claims.rules}
    assert {row["claim"] for row in targets if row["fiscal_year"] == 2026} == claims


def test_survey_waves_ask_the_same_and_have_small_groups(city: Path) -> None:
    waves = [read(path).rows for path in sorted((city / "意識調査").iterdir())]
    assert len(waves) == 2  # of fifteen months
    asked = [list(dict.fromkeys(row["question"] for row in rows)) for rows in waves]
    assert asked[0] == asked[1]
    assert {int(row["answer"]) for row in waves[0]} == {1, 2, 3, 4, 5}
    assert min(int(row["invited_count"]) for row in waves[0]) < 10


def test_practice_files_each_have_their_fault(city: Path) -> None:
    faults = {path.name for path in (city / "練習用").iterdir()}
    assert faults == {
        "金額に文字",
        "同じ行が2回",
        "納期限が賦課年度より前",
        "差引が合わない",
        "知らない科目コード",
        "合計の行がない",
        "基準月が違う",
        "途中で切れた",
    }
    digests = contents(city)
    for fault in faults:
        (path,) = (city / "練習用" / fault).iterdir()
        name = str(Path("2026-10") / path.name)
        assert digests[str(path.relative_to(city))] != digests[name]


# A folder that will not do ------------------------------------------------------------------------


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputFault, match=r"mine\.txt"):
        made(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_stopped_in_the_middle_it_leaves_whole_months_only(tmp_path: Path) -> None:
    def stop(words: str, share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_city(tmp_path / "city", Plan(RESIDENTS, *first_month_of(UNTIL, 4), 1), stop)
    left = {path.name for path in (tmp_path / "city").iterdir()}
    assert left == {"2026-07", "2026-08", "目標", "意識調査", "会議", "正解"}
    whole = contents(made(tmp_path / "whole", months=4))
    partly = contents(tmp_path / "city")
    assert partly.items() <= whole.items()


# What it promises to show -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A larger city over more than three years."""
    return made(tmp_path_factory.mktemp("large") / "city", residents=LARGE, months=46)


@pytest.fixture(scope="module")
def years(large: Path) -> Files:
    """Of the larger city, only the months that are looked at."""
    looked_at = ["2023-03", "2023-05", "2024-03", "2024-04", "2025-03", "2026-03", "2025-10"]
    looked_at += ["2024-05", "2025-05", "2026-05", "2026-10", "2024-10", "2023-10"]
    return {month: deliveries(large, month) for month in looked_at}


def closing(years: Files, year: int) -> dict[str, int]:
    """What is owed to each department when its books of *year* close, less what is not due yet."""
    return {
        name: sum(
            row["outstanding_yen"]
            for row in years[closes(name, "", year)].get(name, Read([], "", [], [])).rows
            if row["fiscal_year"] == year and row["due_on"] < last_day(closes(name, "", year))
        )
        for name in RECEIVABLES
    }


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_level_is_the_published_one(years: Files, year: int) -> None:
    wanted = city_yen(2025 - year, LARGE)
    assert abs(sum(closing(years, year).values()) / wanted - 1) < 0.07


def test_the_published_level_itself() -> None:
    assert [round(city_yen(back) / 1e6) for back in (0, 9, 10, 17)] == [133, 650, 820, 1680]


def owed(years: Files, month: str, name: str) -> int:
    rows = years[month][name].rows
    return sum(row["outstanding_yen"] for row in rows if row["due_on"] < last_day(month))


@pytest.mark.parametrize("name", ["kakuu-tax", "kakuu-water"])
def test_the_two_best_have_come_to_a_halt(years: Files, name: str) -> None:
    balances = [owed(years, f"{year}-10", name) for year in (2023, 2024, 2025, 2026)]
    assert balances[1] < 0.85 * balances[0]
    assert abs(balances[3] / balances[2] - 1) < 0.1


def test_housing_is_far_behind_its_target(years: Files) -> None:
    closed = [closing(years, year)["kakuu-housing"] for year in (2022, 2023, 2024, 2025)]
    assert max(closed) / min(closed) < 1.2
    fallen = {
        name: closing(years, 2025)[name] / closing(years, 2022)[name]
        for name in RECEIVABLES
        if name not in ("kakuu-lunch", "kakuu-housing")
    }
    assert closed[-1] / closed[0] > 1.3 * max(fallen.values())


def test_care_fell_by_writing_off_alone(years: Files) -> None:
    for year in (2024, 2025):
        before, after = (closing(years, each)["kakuu-care"] for each in (year - 1, year))
        rows = [
            row for row in years[f"{year + 1}-05"]["kakuu-care"].rows if row["fiscal_year"] == year
        ]
        written = sum(row["written_off_yen"] for row in rows)
        assert after < before
        assert written > before - after  # without writing off it would have risen


def test_lunch_joined_on_a_first_of_april(years: Files) -> None:
    assert "kakuu-lunch" not in years["2023-03"]
    assert {row["levy_year"] for row in years["2023-05"]["kakuu-lunch"].rows} == {2023}


def test_the_department_of_children_was_renamed(years: Files) -> None:
    assert "こども課" in years["2024-03"]["kakuu-nursery"].title
    assert "こども未来課" in years["2024-04"]["kakuu-nursery"].title
    names = {row["department"] for row in years["2024-04"]["kakuu-actions"].rows}
    assert "401" in names
