"""A figure cites the files whose records it shows: neither fewer nor those of later years."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.figures import FIGURES, Selection, answer
from analytics.store.importing import take_in
from analytics.store.reader import open_reader
from tests.monthly import Ledgers
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2021 | 市民税 | 納税課 | なし | 1000 |  900 |    0 |  100
    2022 | 市民税 | 納税課 | なし | 1000 |  920 |    0 |   80
    2023 | 市民税 | 納税課 | なし | 1000 |  930 |    0 |   70
    2024 | 市民税 | 納税課 | なし | 1000 |  940 |    0 |   60
"""
OF_TWO_YEARS = {
    "bridge",
    "bridge_by_claim_kind",
    "unmatched_lines",
    "ranking",
    "ways_down",
    "self_check",
}
OF_ITS_YEAR = {
    "limitation",
    "limitation_calendar",
    "shared_combinations",
    "shared_combinations_by_kind",
    "shared_debtors",
    "shared_debtors_by_kind",
    "targets_by_claim_kind",
}
OF_THE_VERSION = {"sources", "findings", "restatements", "matching"}
OF_TARGET_FILES = {"target_history"}
OF_SURVEYS = {name for name in FIGURES if name.startswith("survey_")}  # no book is theirs


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("cited")).take_in(BOOKS)


@pytest.mark.parametrize("name", sorted(FIGURES.keys() - OF_TARGET_FILES - OF_SURVEYS))
def test_the_files_of_a_chosen_year(name: str, office: Office) -> None:
    years = [2021, 2022, 2023]
    if name in OF_TWO_YEARS:
        years = [2022, 2023]
    if name in OF_ITS_YEAR:
        years = [2023]
    if name in OF_THE_VERSION:
        years = [2021, 2022, 2023, 2024]
    assert office.figure(name, 2023).sources == tuple(f"決算{year}.csv" for year in years)


@pytest.mark.parametrize(
    "name", sorted(FIGURES.keys() - OF_THE_VERSION - OF_TARGET_FILES - OF_SURVEYS)
)
def test_the_first_year_has_its_own_file_alone(name: str, office: Office) -> None:
    assert office.figure(name, 2021).sources == ("決算2021.csv",)


@pytest.mark.parametrize(
    ("day", "waves"), [(date(2025, 8, 31), {1, 2}), (date(2026, 8, 31), {1, 2, 3})]
)
def test_the_files_of_a_survey_are_those_until_the_next_month(
    day: date, waves: set[int], surveyed: Path
) -> None:
    """A wave ends in September, and the next balances are of a year later or not there yet."""
    reader = open_reader(surveyed / "store")
    figure = answer("sources", reader, Selection(as_of=day, is_month=True))
    listed = set(figure.frame["source_name"])
    surveys = {name for name in listed if "意識調査" in name}
    assert {int(name.partition("第")[2][0]) for name in surveys} == waves
    assert set(figure.frame["as_of"].dt.date) > {day}
    assert all(f"{day:%Y%m}" in name for name in listed - surveys)
    for name in ("sources", "findings"):
        assert set(answer(name, reader, Selection(as_of=day, is_month=True)).sources) == listed


def test_two_files_of_one_name(tmp_path: Path) -> None:
    """An office may save every year under one name; each figure still cites it, and once."""
    office = Office(tmp_path)
    first, _, third, _ = office.write(BOOKS)
    text = office.layout_file.read_text(encoding="utf-8")
    office.layout_file.write_text(
        text.replace("file_name = '決算(?P<fiscal_year>\\d{4})'", "file_name = '決算'"),
        encoding="utf-8",
    )
    for path, as_of in ((first, date(2022, 5, 31)), (third, date(2024, 5, 31))):
        take_in(office.store, path.rename(tmp_path / "決算.csv"), [office.layout], None, as_of)
    assert office.figure("balance_by_year", 2021).sources == ("決算.csv",)
    assert office.figure("balance_by_year", 2023).sources == ("決算.csv",)


MONTHS = """
    月      | 年度 | 債権     | 課     | 債務者 | 期  | 納期限     | 区分 | 調定 | 収入 | 欠損
    2026-09 | 2026 | 水道料金 | 水道課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 |  900 |    0
    2026-10 | 2026 | 水道料金 | 水道課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 |  900 |    0
    2026-10 | 2026 | 市民税   | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 |  900 |    0"""


def test_a_department_and_a_kind_cite_their_own_files(tmp_path: Path) -> None:
    reader = Ledgers(tmp_path).take_in(MONTHS).reader()
    for own in (Selection(department="水道課"), Selection(claim_kind="水道料金")):
        cited = answer("balance_by_year", reader, own).sources
        assert cited == ("水道課_2026-10.csv", "水道課_2026-09.csv")
    assert "納税課_2026-10.csv" in answer("balance_by_year", reader).sources
