"""The sentences of the figures: direction, amount, cause and comparison, and saying so where nothing changed."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.figures import sentences
from analytics.ledger.periods import Period

OCTOBER = Period(date(2026, 10, 31), date(2026, 10, 31), 2026, is_month=True)
LAST_OCTOBER = Period(date(2025, 10, 31), date(2025, 10, 31), 2025, is_month=True)
YEAR = Period(date(2024, 5, 31), date(2024, 5, 31), 2023)
STILL = {
    "newly_arisen": 0,
    "collected": 0,
    "written_off": 0,
    "net_undivided": 0,
    "adjustments": 0,
    "unexplained": 0,
}


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (120_000, 100_000, "令和8年10月末の水道課の未収残額は12万円で、1年で2万円増えた（組替）"),
        (80_000, 100_000, "令和8年10月末の水道課の未収残額は8万円で、1年で2万円減った（組替）"),
        (80_000, 80_000, "令和8年10月末の水道課の未収残額は8万円で、前年同月から変わっていない"),
        (0, 0, "令和8年10月末の水道課の未収残額は0円"),
        (80_000, None, "令和8年10月末の水道課の未収残額は8万円"),
    ],
)
def test_a_balance(now: int, before: int | None, said: str) -> None:
    assert sentences.stood("水道課の", OCTOBER, now, before, "（組替）") == said


@pytest.mark.parametrize(
    ("period", "now", "before", "said"),
    [
        (OCTOBER, 80_000, 100_000, "前年同月の10万円から2万円（20.0％）の減"),
        (OCTOBER, 100_000, 100_000, "前年同月の10万円から増減なし"),
        (YEAR, 100_000, None, "前年度末の資料がないため、比べられません"),
    ],
)
def test_what_it_is_compared_with(period: Period, now: int, before: int | None, said: str) -> None:
    assert sentences.compared(period, now, before) == said


@pytest.mark.parametrize(
    ("index", "said"),
    [
        (110.0, "令和7年10月末を100とすると、令和8年10月末の残額は110.0（10.0％多い）"),
        (87.54, "令和7年10月末を100とすると、令和8年10月末の残額は87.5（12.5％少ない）"),
        (100.02, "令和7年10月末を100とすると、令和8年10月末の残額は100.0（ほぼ同じ）"),
    ],
)
def test_an_index(index: float, said: str) -> None:
    assert sentences.indexed("", LAST_OCTOBER, OCTOBER, index) == said


def test_who_owes_more_than_at_first() -> None:
    assert (
        sentences.risen(YEAR, 2, 8, "課")
        == "最初の年度末より残額が増えたのは、比べられる8課のうち2課"
    )


def test_who_owes_most() -> None:
    said = sentences.largest("いちばん多い債権は", "国保税", 250_000, 1_000_000, "全体")
    assert said == "いちばん多い債権は国保税の25万円で、全体の25.0％"


@pytest.mark.parametrize(
    ("moves", "said"),
    [
        (
            {"newly_arisen": 70, "collected": -90, "written_off": -40},
            "残額は60円の減。新規発生70円に対し、回収は90円、不納欠損は40円",
        ),
        (
            {"newly_arisen": 70, "collected": -90, "adjustments": -30, "unexplained": 2},
            "残額は48円の減。新規発生70円に対し、回収は90円、不納欠損は0円、調整は30円の減",
        ),
        (
            {"newly_arisen": 70, "collected": -90, "unexplained": 10},
            "残額は10円の減。新規発生70円に対し、回収は90円、不納欠損は0円",
        ),
        ({"net_undivided": -5}, "残額は5円の減。発生と収入の差引は5円の減、不納欠損は0円"),
        (
            {"newly_arisen": 70, "collected": -70},
            "残額は変わらない。新規発生70円に対し、回収は70円、不納欠損は0円",
        ),
        ({}, "残額は変わらず、新規発生も回収も不納欠損もない"),
    ],
)
def test_what_moved_it(moves: dict[str, int], said: str) -> None:
    assert sentences.moved_by(STILL | moves) == said


def moved(name: str, yen: int) -> dict[str, object]:
    return {"department_name": name, "claim_kind": "料金", "change_yen": yen}


def test_which_moved_most() -> None:
    said = sentences.moved_most("", [moved("水道課", -9), moved("住宅課", 3), moved("税務課", -1)])
    assert said == "課と債権3件のうち2件で減り、最も動いたのは水道課の料金（9円の減）"
    still = sentences.moved_most("", [moved("水道課", 0), moved("住宅課", 0)])
    assert still == "課と債権2件のどれも、残額は変わっていない"


def step(label: str, yen: int) -> dict[str, object]:
    return {"label": label, "amount_yen": yen}


def test_what_moved_it_lately() -> None:
    steps = [step("9月末", 100), step("新規発生", 30), step("回収", -50), step("10月末", 80)]
    assert sentences.moved_lately(steps) == "9月末からは20円の減。最も動かしたのは回収の50円"
    assert sentences.moved_lately([steps[0], step("10月末", 100)]) == "9月末からは増減なし"
    assert sentences.moved_lately([]) == ""


def change(label: str, yen: int | None) -> dict[str, object]:
    return {"label": label, "change_yen": yen}


def test_which_part_shifted_most() -> None:
    splits = {
        "古さ": [change("5年以上", 4)],
        "状態": [change("未着手", -7), change("差押中", None)],
    }
    said = sentences.shifted_most(OCTOBER, splits)
    assert said == "最も動いたのは状態の「未着手」で、前年同月から7円の減"
    still = sentences.shifted_most(OCTOBER, {"古さ": [change("5年以上", 0)]})
    assert still == "前年同月から、どの区分の残額も変わっていない"
    unknown = sentences.shifted_most(OCTOBER, {"古さ": [change("5年以上", None)]})
    assert unknown == "前年同月の残額と比べられず、どの区分が動いたかは分からない"


def band(
    name: str, yen: int | None, moved_yen: int | None = None, group: str = ""
) -> dict[str, object]:
    """Of a balance of 100 yen."""
    return {
        "band": name,
        "band_label": f"区分{name}",
        "outstanding_yen": yen,
        "share_rate": None if yen is None else yen / 100,
        "change_yen": moved_yen,
        "group_label": group,
    }


def test_how_old_it_is() -> None:
    rows = [band("months_0_3", 60, 5), band("years_1_2", 30, -10), band("years_5", 10, 0)]
    said = "納期限から1年以上たった分は40円で、全体の40.0％"
    assert sentences.age_of("", rows) == f"{said}。前年同月から10円の減"
    rows[2]["change_yen"] = None
    assert sentences.age_of("", rows) == said
    assert sentences.age_of("", rows[:1]) == "納期限から1年以上たった分はない"


def test_how_large_it_is() -> None:
    said = sentences.size_of("水道課の", [band("from_100", 75), band("under_1", 25)])
    assert said == "水道課の50万円以上の債務者の分は75円で、全体の75.0％"


def test_in_which_state_it_is() -> None:
    rows = [
        band("seized", 20, group="回収する債権"),
        band("instalments", 30, group="回収する債権"),
        band("destitute", 0, group="整理する債権"),
        band("untouched", 50, group="未着手"),
    ]
    assert sentences.state_of("", rows) == "回収する債権は50円（50.0％）、未着手は50円（50.0％）"


def test_of_what_is_withheld_no_sentence_tells() -> None:
    """Nor of a sum with it: the largest band that is shown stands in."""
    rows = [band("years_1_2", None), band("years_5", 10), band("months_0_3", 60)]
    instead = "示せる区分のうち最も多いのは「区分months_0_3」の60円で、全体の60.0％"
    assert sentences.age_of("", rows) == instead
    states = [band("seized", None, group="回収"), band("untouched", 50, group="未着手")]
    assert sentences.state_of("", states) == "未着手は50円（50.0％）"
    only = [band("seized", None, group="回収"), band("instalments", 20, group="回収")]
    assert sentences.state_of("", only).startswith(
        "示せる区分のうち最も多いのは「区分instalments」"
    )
    ending = [band("months_3", None), band("months_12", 20)]
    told = "1年以内に時効の期間が満了する見込みの残額は、少人数などのため示さない"
    assert sentences.expiring(ending) == told


def cohort(year: int, months: int, rate: float) -> dict[str, object]:
    return {
        "levy_year": year,
        "cohort_label": f"{year}年度分",
        "month_count": months,
        "left_rate": rate,
    }


def test_what_is_left_of_a_levy_year() -> None:
    last = [cohort(2023, 5, 0.7), cohort(2023, 12, 0.5)]
    younger = sentences.left_after([*last, cohort(2024, 5, 0.6)])
    assert (
        younger == "締切の5か月後に残っているのは、2024年度分で60.0％、2023年度分で70.0％"
    )  # at the age that the newest has reached
    same = sentences.left_after([*last, cohort(2024, 12, 0.5), cohort(2024, 14, 0.1)])
    assert same == "締切の12か月後に残っているのは、2024年度分で50.0％と2023年度分に同じ"
    assert sentences.left_after(last) == "締切の12か月後に残っているのは、2023年度分で50.0％"


def test_what_may_expire() -> None:
    rows = [band("months_3", 10), band("months_12", 20), band("later", 99)]
    lead = "1年以内に時効の期間が満了する見込みの残額は"
    assert sentences.expiring(rows) == f"{lead}30円（うち3か月以内は10円）"
    rows[0] = band("months_3", 0)
    assert sentences.expiring(rows) == f"{lead}20円"
    rows[1] = band("months_12", 0)
    assert sentences.expiring(rows) == "1年以内に時効の期間が満了する見込みの残額はない"


def test_what_runs_out_in_the_next_months() -> None:
    def row(quarter: str, yen: int | None) -> dict[str, object]:
        return {"month_label": quarter, "outstanding_yen": yen}

    rows = [row("令和8年11月～1月", 30)]
    lead = "今後24か月に時効などの期間が満了する見込みは"
    assert sentences.running_out(rows) == f"{lead}30円（要確認）。最多は令和8年11月～1月"
    rows += [row("令和9年2月～4月", 35)]
    assert sentences.running_out(rows) == f"{lead}65円（要確認）。最多は令和9年2月～4月"
    rows[0] = row("令和8年11月～1月", 35)  # alike: the first
    assert sentences.running_out(rows) == f"{lead}70円（要確認）。最多は令和8年11月～1月"
    none = "今後24か月に時効などの期間が満了する見込みの残額はない"
    assert sentences.running_out([]) == none
    withheld = sentences.running_out([*rows, row("令和9年5月～7月", None)])
    assert withheld == f"{none.removesuffix('はない')}は、少人数などのため計を示さない"


def test_the_rates_together() -> None:
    rates = {
        "current_rate": 0.985,
        "carried_over_rate": float("nan"),
        "total_rate": 0.94,
        "written_off_yen": 120_000,
    }
    said = "令和5年度の収納率は現年度分98.5％、滞納繰越分－、合計94.0％（不納欠損は12万円）"
    assert sentences.rated("", YEAR, rates) == said
