"""The versions of a year's targets, worked by hand: what each decided, what it changed, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Figure
from analytics.figures.targets import target_table
from tests.monthly import Ledgers
from tests.settlement import Office, printed, tidy
from tests.spec.worked import Example

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 |  900 |  500 |    0 |  400
    2022 | 市民税 | 納税課 | 滞繰 |  900 |  300 |    0 |  600
    2022 | 使用料 | 公園課 | なし |  100 |   50 |    0 |   50
    2023 | 市民税 | 納税課 | 現年 |  900 |  500 |    0 |  400
    2023 | 市民税 | 納税課 | 滞繰 | 1000 |  500 |    0 |  500
    2023 | 使用料 | 公園課 | なし |  100 |   50 |    0 |   50"""
FIRST = """
    年度 | 版 | 決定日     | 債権   | 区分       | 目標額（円） | 目標件数 | 種別 | 決め方
    2023 |  1 | 2023-06-01 | 市民税 | 現年度分   |          300 |          | 市長 | 会議で決定
    2023 |  1 | 2023-06-01 | 市民税 | 滞納繰越分 |          500 |          | 市長 | 会議で決定
    2023 |  1 | 2023-06-01 | 使用料 | 計         |          200 |          | 市長 | 会議で決定"""


FIGURE = "target_history"
EXAMPLES = [
    Example(
        title="見直した版は、書いた債権だけを変える",
        words="版2は市民税の現年度分を300円から250円にした。滞納繰越分の500円と使用料の200円は、書いていないので版1のまま。"
        "計は 300＋500＋200＝1,000円から、250＋500＋200＝950円になる。",
        books=BOOKS,
        targets=FIRST
        + """
    2023 |  2 | 2023-10-01 | 市民税 | 現年度分   |          250 |          | 市長 | 8月の見直し""",
        shows="""
            版 | 決定日         | 債権   | 区分       | 目標額（円） | 前の版の目標額（円） | 前の版との差（円）
            2  | 令和5年10月1日 | 市民税 | 現年度分   | 250          | 300                  | −50
            1  | 令和5年6月1日  | 市民税 | 滞納繰越分 | 500          | －                   | －
            1  | 令和5年6月1日  | 市民税 | 現年度分   | 300          | －                   | －
            1  | 令和5年6月1日  | 使用料 | 計         | 200          | －                   | －
        """,
        says="令和5年度の目標は2回決められ、版2（令和5年10月1日決定）で50円（5.0％）の減",
        compares="版1では1,000円",
        headline="950円",
        facts={"版1（令和5年6月1日決定）": "2債権を決め、計1,000円"},
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).take_in(BOOKS)


def history(office: Office, *more: str, year: int | None = None) -> Figure:
    return office.aim("\n".join([FIRST, *more])).figure("target_history", year)


def test_a_revision_of_some_claims_leaves_the_others_as_they_were(office: Office) -> None:
    found = history(
        office,
        "2023 | 2 | 2023-10-01 | 市民税 | 現年度分   | 250 | | 市長 | 8月の見直し",
        "2023 | 2 | 2023-10-01 | 市民税 | 滞納繰越分 | 500 | | 市長 | 8月の見直し",
    )
    assert (
        found.title == "令和5年度の目標は2回決められ、版2（令和5年10月1日決定）で50円（5.0％）の減"
    )
    assert (found.measure, found.headline) == ("目標額の計（版2）", "950円")
    assert found.comparison == "版1では1,000円"
    assert found.facts == {
        "版2（令和5年10月1日決定）": "1債権を決め、計950円、50円（5.0％）の減",
        "版1（令和5年6月1日決定）": "2債権を決め、計1,000円",
        "決め方": "8月の見直し",
        "種別": "市長",
    }
    assert found.sources == ("目標.csv",)
    table = """
        版 | 決定日         | 債権   | 区分       | 目標額（円） | 前の版の目標額（円） | 前の版との差（円）
        2  | 令和5年10月1日 | 市民税 | 現年度分   | 250          | 300                  | −50
        2  | 令和5年10月1日 | 市民税 | 滞納繰越分 | 500          | 500                  | 0
        1  | 令和5年6月1日  | 市民税 | 滞納繰越分 | 500          | －                   | －
        1  | 令和5年6月1日  | 市民税 | 現年度分   | 300          | －                   | －
        1  | 令和5年6月1日  | 使用料 | 計         | 200          | －                   | －"""
    assert printed(found, table) == tidy(table)


def test_another_way_of_dividing_and_a_first_target_are_named(office: Office) -> None:
    found = history(
        office,
        "2023 | 2 | 2023-10-01 | 市民税 | 計 | 700 | | 市長 |",
        "2023 | 2 | 2023-10-01 | 貸付金 | 計 |  30 | | 市長 |",
    )
    assert found.title.endswith("で70円（7.0％）の減")
    assert (
        "前の版との差には、はじめて目標の決まった1債権（計30円）と計と区分の分け方が変わった1債権が入っています。"
        in found.notes
    )
    assert found.facts["決め方"] == "記載なし"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "令和5年度の目標は版1（令和5年6月1日決定）だけで、まだ見直されていない"),
        (
            ["2023 | 2 | 2023-10-01 | 使用料 | 計 | 200 | | |"],
            "令和5年度の目標は2回決められ、版2（令和5年10月1日決定）で増減なし",
        ),
        (
            [
                "2023 | 2 | 2023-10-01 | 市民税 | 現年度分   | 400 | | |",
                "2023 | 2 | 2023-10-01 | 市民税 | 滞納繰越分 | 400 | | |",
            ],
            "令和5年度の目標は2回決められ、版2（令和5年10月1日決定）で計は変わらず、内訳が変わった",
        ),
        (
            [
                "2023 | 3 | 2023-10-01 | 使用料 | 計 | 100 | | |",
                "2023 | 4 | 2023-12-01 | 使用料 | 計 | 300 | | |",
            ],
            "令和5年度の目標は3回決められ、版4（令和5年12月1日決定）で200円（22.2％）の増",
        ),
    ],
)
def test_the_sentence_is_of_the_newest_version(rows: list[str], says: str, office: Office) -> None:
    assert history(office, *rows).title == says


def test_a_year_without_targets_says_so_and_names_a_later_one(office: Office) -> None:
    found = history(office, year=2022)
    assert found.empty == found.title == "令和4年度の目標は、まだ決められていません。"
    assert found.notes == (
        "令和5年度（2023）の目標も、版1まで決められています（令和5年6月1日決定）。",
    )
    assert found.frame.empty


def test_an_account_that_only_the_revision_names_is_the_same_claim(office: Office) -> None:
    office.aim(
        """
        年度 | 版 | 決定日     | 会計 | 債権   | 区分 | 目標額（円） | 目標件数
        2023 |  1 | 2023-06-01 |      | 使用料 | 計   |          200 |        9
        2023 |  2 | 2023-10-01 | 一般 | 使用料 | 計   |          150 |        8"""
    )
    found = office.figure("target_history")
    assert found.title.endswith("で50円（25.0％）の減")
    assert found.frame["former_yen"].dropna().tolist() == [200]
    assert found.labels["target_case_count"] == "目標件数"
    assert found.labels["account"] == "会計"


def test_a_target_that_names_the_city_goes_before_one_for_any(office: Office) -> None:
    office.aim(
        """
        自治体   | 年度 | 版 | 決定日     | 債権   | 区分 | 目標額（円）
                 | 2023 |  1 | 2023-06-01 | 使用料 | 計   |          200
        ためし市 | 2023 |  1 | 2023-06-01 | 使用料 | 計   |           90
        よそ市   | 2023 |  2 | 2023-08-01 | 使用料 | 計   |           10"""
    )
    found = office.figure("target_history")
    assert found.headline == "90円"
    assert "だけで、まだ見直されていない" in found.title


LATE = """
    月      | 年度 | 債権       | 課     | 債務者 | 期  | 納期限     | 区分 | 賦課 | 調定 | 収入 | 欠損
    2026-10 | 2025 | 個人市民税 | 納税課 | 1      | 1期 | 2025-06-30 | 滞繰 | 2025 |  700 |    0 |    0
    2026-10 | 2026 | 個人市民税 | 納税課 | 2      | 1期 | 2026-06-30 | 現年 | 2026 |  300 |    0 |    0"""


def test_what_is_decided_on_is_what_the_ranking_measures(tmp_path: Path) -> None:
    """Also of lines that still come with the book of the year before."""
    office = Ledgers(tmp_path).take_in(LATE)
    office.aim(
        """
        年度 | 版 | 決定日     | 債権       | 区分 | 目標額（円）
        2026 | 1  | 2026-06-01 | 個人市民税 | 計   | 500"""
    )
    (row,) = target_table(office.reader(), 2026).to_dict("records")
    ranked = office.figure("ranking").frame
    assert (row["outstanding_yen"], row["target_yen"]) == (1000, 500)
    assert ranked["target_covered_yen"].tolist() == [1000]


def test_a_part_that_is_not_decided_anew_stays_as_it_was(office: Office) -> None:
    found = history(office, "2023 | 2 | 2023-10-01 | 市民税 | 滞納繰越分 | 450 | | 市長 | 見直し")
    assert found.title.endswith("版2（令和5年10月1日決定）で50円（5.0％）の減")
    assert found.headline == "950円"
    newest = found.frame[found.frame["version"].eq(2)]
    assert newest[["target_yen", "former_yen"]].values.tolist() == [[450, 500]]
    (row,) = office.figure("ranking").frame.query("department_name == '納税課'").to_dict("records")
    assert (row["target_yen"], row["target_covered_yen"]) == (750, 900)


def test_a_total_goes_when_a_part_is_decided(office: Office) -> None:
    office.aim(
        """
        年度 | 版 | 決定日     | 債権   | 区分       | 目標額（円）
        2023 |  1 | 2023-06-01 | 市民税 | 計         |          800
        2023 |  2 | 2023-10-01 | 市民税 | 滞納繰越分 |          450"""
    )
    (row,) = office.figure("ranking").frame.query("department_name == '納税課'").to_dict("records")
    assert (row["target_yen"], row["target_covered_yen"]) == (450, 500)
    assert office.figure("target_history").headline == "450円"


def test_each_row_has_the_day_on_which_it_was_decided(office: Office) -> None:
    office.aim(
        """
        年度 | 版 | 決定日     | 債権   | 区分 | 目標額（円）
        2023 |  1 | 2023-06-01 | 市民税 | 計   |          800
        2023 |  1 | 2023-07-01 | 使用料 | 計   |           40"""
    )
    rows = office.figure("target_history").frame
    assert {day.month for day in rows["decided_on"]} == {6, 7}
