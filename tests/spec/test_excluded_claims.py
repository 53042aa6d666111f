"""残額に数えていない収入: 債務者のいない収入（繰入金・市債・補助金など）の収入未済額。"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.settlement import Office

ONCE = """
            年度 | 債権   | 課     | 区分 | 債務者 | 調定 | 収入 | 欠損 | 未収
            2022 | 市民税 | 納税課 | 現年 | あり   | 1000 |  900 |    0 |  100
            2022 | 繰入金 | 財政課 | なし | なし   |   20 |    0 |    0 |   20
            2023 | 市民税 | 納税課 | 現年 | あり   | 1000 |  900 |    0 |  100"""
TWICE = f"""{ONCE}
            2023 | 市債   | 財政課 | なし | なし   |   30 |    0 |    0 |   30"""


def test_an_amount_of_one_year_stood_at_the_closing_of_that_year(tmp_path: Path) -> None:
    """Not at the closing of the year chosen, where it had long been received."""
    figure = Office(tmp_path).take_in(ONCE).figure("excluded_claims")
    assert figure.title == "債務者のいない収入の未済 20円（令和4年度）は残額に数えていません"
    assert figure.as_of == date(2023, 5, 31)


def test_an_amount_of_several_years_stood_at_no_one_day(tmp_path: Path) -> None:
    figure = Office(tmp_path).take_in(TWICE).figure("excluded_claims")
    assert (
        figure.title
        == "債務者のいない収入の未済 50円（令和4年度、令和5年度）は残額に数えていません"
    )
    assert figure.as_of is None
