"""延滞金: 納期限の翌日から納めた日まで、1日ずつその年の割合で。1か月までは低い割合（facts.md 5.1）。"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from analytics.errors import NothingToShow
from analytics.ledger.late_charge import Rate, late_charge, rows
from analytics.ledger.late_charge import read as read_rates
from analytics.settings import DATA
from tests.settlement import read
from tests.spec.test_calendar import Days

FIGURE = "late_charge"
RATES = {
    2025: Rate(Decimal("2.4"), Decimal("8.7"), "例"),
    2026: Rate(Decimal("2.8"), Decimal("9.1"), "例"),
}
EXAMPLES = [
    Days(
        title="1か月までとそのあと、年をまたぐとき",
        words="2025年は2.4％と8.7％、2026年は2.8％と9.1％とする。6月30日が納期限で12月31日に納めると、7月の31日が2.4％、そのあとの"
        "153日が8.7％。100,000×（31×2.4＋153×8.7）÷36,500＝3,850.6…で、100円未満を切り捨てて3,800円。10月31日が納期限なら、"
        "11月の30日が2.4％、12月の31日が8.7％、翌年の59日が9.1％で、100,000×878.6÷36,500＝2,407.1…。",
        shows="""
            元本（円） | 納期限     | 納めた日   | 延滞金（円）
            100,000    | 2025-06-30 | 2025-12-31 | 3,800
            100,000    | 2025-10-31 | 2026-02-28 | 2,400
            100,000    | 2025-06-30 | 2025-06-30 | 0
        """,
    ),
    Days(
        title="端数: 2,000円未満の元本と、1,000円未満の延滞金にはかからない",
        words="元本は1,000円未満を切り捨てる。1年では 31×2.4＋153×8.7＋181×9.1＝3,052.6。"
        "12,000×3,052.6÷36,500＝1,003.6…は1,000円、11,000円では919.9…で1,000円未満なので0円。1,999円にはかからない。",
        shows="""
            元本（円） | 納期限     | 納めた日   | 延滞金（円）
            12,999     | 2025-06-30 | 2026-06-30 | 1,000
            11,999     | 2025-06-30 | 2026-06-30 | 0
            1,999      | 2025-06-30 | 2026-12-31 | 0
        """,
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Days) -> None:
    for row in read(example.shows):
        due_on, paid_on = (date.fromisoformat(row[name]) for name in ("納期限", "納めた日"))
        charge = late_charge(int(row["元本（円）"].replace(",", "")), due_on, paid_on, RATES)
        assert f"{charge:,}" == row["延滞金（円）"], row


def test_the_least_base_and_the_least_charge() -> None:
    """2,000 yen for fifteen years or so: just at 1,000 yen, and a day before it not yet."""
    flat = {year: Rate(Decimal(10), Decimal(10), "") for year in range(2000, 2020)}
    due_on = date(2001, 1, 1)  # 2,000 × 10 % × 1,825 days / 365 = 1,000 yen
    assert late_charge(2_000, due_on, date.fromordinal(due_on.toordinal() + 1_825), flat) == 1_000
    assert late_charge(2_000, due_on, date.fromordinal(due_on.toordinal() + 1_824), flat) == 0


def test_a_year_without_a_rate_is_named_and_not_guessed() -> None:
    with pytest.raises(NothingToShow, match=r"2027年の延滞金の割合が late_charge\.toml にない"):
        late_charge(50_000, date(2026, 12, 1), date(2027, 1, 1), RATES)


def test_the_table_that_ships_is_not_confirmed_by_anybody() -> None:
    table = rows(read_rates(DATA / "rules"))
    assert [row[0] for row in table] == [f"{year}年" for year in range(2026, 2020, -1)]
    assert {row[-1] for row in table} == {"未確認"}
    assert table[0][1:3] == ("2.8％", "9.1％")
