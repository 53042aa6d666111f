"""A month that nobody delivered, one that a department did not deliver, a target of no claim: all are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.paper.self_check import html
from tests.monthly import Ledgers, month_end
from tests.settlement import Office

HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 調定 | 収入 | 欠損"
SETTLED = "年度 | 債権 | 課 | 区分 | 調定 | 収入 | 欠損 | 未収"
MONTHS = [f"2025-{n:02}" for n in (6, 7, 8, 9, 10, 11)] + [f"2026-{n:02}" for n in (1, 2, 3)]
TARGETS = """
    年度 | 版 | 決定日     | 債権     | 区分 | 目標額（円）
    2025 | 1  | 2025-06-01 | 水道料金 | 計   | 1000
    2025 | 1  | 2025-06-01 | なぞ料金 | 計   | 50"""
SERIES = ("balance_by_year", "balance_by_department", "balance_index", "balance_by_age", "bridge")


def rows(claim: str, department: str, months: list[str]) -> str:
    return "\n".join(
        f"{month} | 2025 | {claim} | {department} | {debtor} | 1期 | 2025-04-30 | 現年 | 200 | 0 | 0"
        for month in months
        for debtor in range(12)
    )


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Ledgers:
    """No month of December; in March the second department is waited for."""
    books = f"{HEAD}\n{rows('水道料金', '水道課', MONTHS)}\n{rows('家賃', '住宅課', MONTHS[:-1])}"
    office = Ledgers(tmp_path_factory.mktemp("months")).take_in(books)
    office.aim(TARGETS)
    return office


@pytest.mark.parametrize("name", [*SERIES, "ranking", "positions", "guidance"])
def test_a_month_that_nobody_delivered_is_named(name: str, office: Ledgers) -> None:
    notes = office.figure(name, "2026-02").notes
    assert [note for note in notes if note.startswith("令和7年12月末の資料はありません。")]
    before = office.figure(name, "2025-11").notes
    assert not [note for note in before if "の資料はありません。" in note]


@pytest.mark.parametrize("name", ["balance_by_year", "balance_by_department", "balance_index"])
def test_no_table_has_a_row_that_was_made_up(name: str, office: Ledgers) -> None:
    ends = office.figure(name, "2026-02").frame["period_on"]
    assert {f"{end:%Y-%m}" for end in ends} == set(MONTHS[:-1])


def test_a_place_is_kept_for_it_among_the_positions(office: Ledgers) -> None:
    """And no rank is told of it."""
    data = office.figure("positions", "2026-02").frame
    places = data.groupby("year_label", sort=False)["place"].first()
    assert places.to_dict() == {
        "令和7年6月末": 0,
        "令和7年7月末": 1,
        "令和7年8月末": 2,
        "令和7年9月末": 3,
        "令和7年10月末": 4,
        "令和7年11月末": 5,
        "令和8年1月末": 7,
        "令和8年2月末": 8,
    }


def test_a_place_is_kept_for_a_year_without_a_settlement(tmp_path: Path) -> None:
    rows = [
        f"{year} | 市民税 | 納税課 | 現年 | 1000 | 900 | 0 | 100" for year in (2020, 2021, 2023)
    ]
    figure = Office(tmp_path).take_in("\n".join([SETTLED, *rows])).figure("positions")
    assert figure.frame[["fiscal_year", "place"]].to_numpy().tolist() == [
        [2020, 0],
        [2021, 1],
        [2023, 3],
    ]
    assert [note for note in figure.notes if note.endswith("資料のない年度です。")]


def test_the_sheet_of_a_department_says_so_in_the_place_of_a_bar(office: Ledgers) -> None:
    """Thirteen months back from February, as far as there are deliveries."""
    figure = answer("self_check", office.reader(), Selection(month_end("2026-02"), "水道課"))
    rows = figure.frame[figure.frame["section"] == "残額の動き"]
    assert rows["label"].tolist() == [
        *(f"令和7年{n}月末" for n in range(6, 13)),
        *(f"令和8年{n}月末" for n in (1, 2)),
    ]
    missing = rows[rows["amount_yen"].isna()]
    assert missing["label"].tolist() == ["令和7年12月末"]
    drawn = html(figure, "水道課", "")
    assert drawn.count('<div title="令和7年12月末 資料なし"><b>資料なし</b></div>') == 1
    assert drawn.count("資料なし</b>") == 1
    assert len(re.findall(r'<i style="height:100.0%">', drawn)) == len(rows) - 1


def test_whom_to_speak_to_is_not_counted_across_it(office: Ledgers) -> None:
    """Behind by 140 % in every month there is: six up to November, and three since."""
    assert office.figure("guidance", "2025-11").frame["month_count"].tolist() == [6]
    assert office.figure("guidance", "2026-03").frame.empty


def test_a_department_that_did_not_deliver_is_not_said_to_have_stood_still(office: Ledgers) -> None:
    own = Selection(month_end("2026-03"), "住宅課")
    figure = answer("self_check", office.reader(), own)
    unknown = "令和8年3月末の資料が届いていないため、増減は分かりません"
    assert figure.facts["いちばん動いたこと"] == unknown
    assert (
        figure.facts["前回からの増減"]
        == "令和8年3月末の資料が届いていないため、増減は分かりません。"
    )


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Ledgers:
    """In February the second department did not deliver; in March both did."""
    months = ["2026-01", "2026-02", "2026-03"]
    rent = rows("家賃", "住宅課", [months[0], months[2]])
    books = f"{HEAD}\n{rows('水道料金', '水道課', months)}\n{rent}"
    return Ledgers(tmp_path_factory.mktemp("late")).take_in(books)


@pytest.mark.parametrize("name", ["bridge", "bridge_by_claim_kind", "unmatched_lines"])
def test_whose_file_is_missing_where_a_bridge_starts_is_named(name: str, late: Ledgers) -> None:
    told = {
        start: answer(
            name, late.reader(), Selection(month_end("2026-03"), from_on=month_end(start))
        ).notes
        for start in ("2026-01", "2026-02")
    }
    assert "比べた令和8年2月末は、住宅課の令和8年1月末の数字を含みます。" in told["2026-02"]
    assert not [note for note in told["2026-01"] if note.startswith("比べた")]


def test_what_is_compared_with_a_year_ago_is_not_held_against_the_start_of_a_bridge(
    late: Ledgers,
) -> None:
    asked = Selection(month_end("2026-03"), from_on=month_end("2026-02"))
    notes = answer("balance_by_year", late.reader(), asked).notes
    assert not [note for note in notes if note.startswith("比べた")]


def test_nothing_is_told_of_a_month_after_one_that_a_department_did_not_deliver(
    late: Ledgers,
) -> None:
    """Its numbers of February are those of January: what moved since tells of two months."""
    facts = {
        department: answer(
            "self_check", late.reader(), Selection(month_end("2026-03"), department)
        ).facts
        for department in ("水道課", "住宅課")
    }
    missing = "令和8年2月末の資料が届いていないため、{}は分かりません。"
    assert facts["住宅課"]["前回からの増減"] == missing.format("増減")
    assert facts["住宅課"]["滞納者の出入り"] == missing.format("出入り")
    assert facts["住宅課"]["いちばん動いたこと"] == missing.format("増減").rstrip("。")
    assert not facts["水道課"].keys() & {"前回からの増減", "滞納者の出入り"}
    assert "分かりません" not in facts["水道課"]["いちばん動いたこと"]


def test_the_outlook_of_an_earlier_month_holds_no_noughts(office: Ledgers) -> None:
    figure = office.figure("limitation", "2026-02")
    assert "いちばん新しい令和8年3月末でだけ出せます" in figure.empty
    assert figure.frame.empty


@pytest.mark.parametrize("name", ["balance_by_year", "ranking", "positions", "guidance"])
def test_a_target_of_no_claim_is_named(name: str, office: Ledgers) -> None:
    notes = office.figure(name, "2025-11").notes
    assert [note for note in notes if note.startswith("目標の債権 なぞ料金（目標.csv 3行目")]


def test_the_first_month_tells_nothing_of_a_year(office: Ledgers) -> None:
    figure = office.figure("ways_down", "2025-06")
    assert figure.title == "前年同月の資料がないため、1年の回収と不納欠損は出せません。"
    assert figure.frame.empty


def test_years_of_a_kind_without_a_clock_cannot_be_followed(office: Ledgers) -> None:
    """And that it has none is the reason that is given."""
    own = Selection(month_end("2026-03"), claim_kind="家賃")
    empty = answer("cohorts", office.reader(), own).empty
    assert "帳簿の締切が分からない債権（家賃）は入れていません。" in empty
