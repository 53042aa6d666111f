"""A store that held settlements before its departments began to deliver monthly: two series, never one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from analytics.figures import Selection, answer
from analytics.ledger.columns import CHANGES
from analytics.store.summaries import SUMMARIES, build, current, lines
from tests.monthly import Ledgers
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2023 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2024 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
    2024 | 市民税 | 納税課 | 滞繰 |  100 |   50 |    0 |   50
"""
LEDGER = """
    月      | 年度 | 債権   | 課     | 債務者 | 期  | 納期限     | 区分 | 賦課 | 調定 | 収入 | 欠損
    2025-05 | 2024 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 現年 | 2024 |  100 |   30 |    0
    2025-06 | 2025 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |   70 |   10 |    0
"""


def test_the_two_are_never_in_one_series(tmp_path: Path) -> None:
    before = Office(tmp_path).take_in(BOOKS).figure("balance_by_year", 2024)
    office = Ledgers(tmp_path).take_in(LEDGER)
    months = office.figure("balance_by_year")
    assert months.title == "令和7年6月末の未収残額は60円"
    assert list(months.frame["year_label"]) == ["令和7年5月末", "令和7年6月末"]
    year = answer("balance_by_year", office.reader(), Selection(date(2024, 5, 31)))
    assert year.title == "令和5年度末の未収残額は100円"
    twin = answer("balance_by_year", office.reader(), Selection(date(2025, 5, 31), is_month=False))
    assert twin.title == before.title
    month = answer("balance_by_year", office.reader(), Selection(date(2025, 5, 31)))
    assert month.title == "令和7年5月末の未収残額は70円"
    assert before.title.startswith("令和6年度末の未収残額は110円")


def test_the_summaries_of_both_are_those_of_all_lines(tmp_path: Path) -> None:
    Office(tmp_path).take_in(BOOKS)
    office = Ledgers(tmp_path).take_in(LEDGER)
    number = office.store.latest()
    assert number is not None
    assert current(office.store, number)
    made = build(lines(office.store.files(number)), CHANGES.empty_table())
    assert [
        name for name in SUMMARIES if not office.store.mart(number, name).equals(made[name])
    ] == []
    assert [(each.is_month, each.label) for each in office.reader().periods] == [
        (False, "令和5年度（2023）"),
        (False, "令和6年度（2024）"),
        (True, "令和7年5月末"),
        (True, "令和7年6月末"),
    ]
