"""What the survey's figures say, counted again by hand from the files as the form wrote them.

Nothing of the product is used but the two tables that the city edits: the questions' texts and the words of the groups.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pingouin
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analytics.figures import Selection, answer
from analytics.figures.survey import beside
from analytics.settings import DATA
from analytics.store.reader import Reader, open_reader
from tests.reconcile.plain_few import LEAST, Cell, Group, Sums, follows, response_follows, sums_of

WORDS = {
    "そう思う": 5,
    "どちらかといえばそう思う": 4,
    "どちらともいえない": 3,
    "どちらかといえばそう思わない": 2,
    "そう思わない": 1,
}
CATALOGUE = tomllib.loads((DATA / "survey" / "questions.toml").read_text(encoding="utf-8"))
STAFF = tomllib.loads((DATA / "survey" / "staff.toml").read_text(encoding="utf-8"))
RANKS = {
    word: row["name"]
    for row in STAFF["ranks"]
    if "municipality" not in row
    for word in [row["name"], *row["words"]]
}
GROUPS = {
    word: row["name"]
    for row in STAFF["groups"]
    if row["municipality"] == "架空市"
    for word in [row["name"], *row["words"]]
}
DECLINES = {row["key"]: row["direction"] == "decline" for row in CATALOGUE["scales"]}
WAVES = ("第1回", "第2回", "第3回")
BREAKDOWNS = {"rank_group": "rank", "department_group": "group"}
COLUMNS = list(BREAKDOWNS.values())


def raw(folder: Path, wave: str) -> pd.DataFrame:
    """A wave: `rank`, `group`, and a column for each question's number, 5 the desirable end."""
    (path,) = (folder / "city" / "意識調査").glob(f"*{wave}.*")
    read = pd.read_excel if path.suffix == ".xlsx" else pd.read_csv
    sheet = read(path, **({"engine": "calamine"} if path.suffix == ".xlsx" else {}))
    made = pd.DataFrame(
        {
            "rank": next(sheet[name] for name in sheet if name.endswith("職位")).map(RANKS),
            "group": next(sheet[name] for name in sheet if name.endswith("所属")).map(GROUPS),
        }
    )
    for row in CATALOGUE["questions"]:
        texts = tuple(one["text"] for one in row["wordings"])
        (column,) = [name for name in sheet if str(name).endswith(texts)]
        turned = DECLINES[row["scale"]] != row.get("reversed", False)
        given = sheet[column].map(WORDS)
        made[row["number"]] = 6 - given if turned else given
    return made


def invited(folder: Path, wave: str) -> pd.DataFrame:
    """How many were asked: `rank`, `group`, `count`."""
    (path,) = (folder / "city" / "意識調査").glob(f"*{wave}_配布数.csv")
    sheet = pd.read_csv(path)
    return pd.DataFrame(
        {
            "rank": sheet["職位"].map(RANKS),
            "group": sheet["所属"].map(GROUPS),
            "count": sheet["配布数"],
        }
    )


@pytest.fixture(scope="module")
def reader(surveyed: Path) -> Reader:
    return open_reader(surveyed / "store")


def rows(reader: Reader, name: str, **chosen: Any) -> list[dict[str, Any]]:
    return answer(name, reader, Selection(**chosen)).frame.to_dict("records")


@pytest.mark.parametrize("wave", WAVES)
def test_shares_of_every_question(wave: str, surveyed: Path, reader: Reader) -> None:
    """Weighted by the ranks' invited staff: in these waves no rank is small."""
    people, weight = raw(surveyed, wave), weights(surveyed, wave)
    shown = {row["question"]: row for row in rows(reader, "survey_questions", wave=wave)}
    assert len(shown) == len(CATALOGUE["questions"])
    for question in CATALOGUE["questions"]:
        number = question["number"]
        row, given = shown[f"問{number}"], people[["rank", number]].dropna()
        assert row["answered_count"] == len(given)
        favourable = given[number] >= 4
        assert math.isclose(row["unweighted_rate"], favourable.mean())
        by_rank = favourable.groupby(given["rank"]).mean()
        assert math.isclose(row["positive_rate"], (by_rank * weight).sum())
        for name, value in zip(
            ("best_rate", "good_rate", "middle_rate", "poor_rate", "worst_rate"),
            (5, 4, 3, 2, 1),
            strict=True,
        ):
            share = (given[number] == value).groupby(given["rank"]).mean()
            assert math.isclose(row[name], (share * weight).sum(), abs_tol=1e-12)


@pytest.mark.parametrize("wave", WAVES)
def test_points_and_reliability_of_every_scale(wave: str, surveyed: Path, reader: Reader) -> None:
    people, weight = raw(surveyed, wave), weights(surveyed, wave)
    shown = {row["scale"]: row for row in rows(reader, "survey_scales", wave=wave)}
    assert shown.keys() == DECLINES.keys()
    fine = []
    for scale, row in shown.items():
        numbers = [each["number"] for each in CATALOGUE["questions"] if each["scale"] == scale]
        points = (people[numbers] - 1) * 25
        assert row["question_count"] == len(numbers)
        assert row["answered_count"] == points.count().min()
        assert math.isclose(row["unweighted_points"], points.stack().mean())
        by_question = points.groupby(people["rank"]).mean().mul(weight, axis=0).sum()
        weighted = (by_question * points.count()).sum() / points.count().sum()
        assert math.isclose(row["score_points"], weighted)
        alpha, _ = pingouin.cronbach_alpha(people[numbers], nan_policy="listwise")
        if "およそ" in row["alpha_words"]:
            assert abs(row["alpha"] - alpha) <= 0.025
        else:
            fine.append(scale)
            assert row["alpha"] == round(alpha, 2)
            assert f"α {alpha:.2f}（" in row["alpha_words"]
    assert len(fine) >= 10  # of twelve scales


@pytest.mark.parametrize("wave", WAVES)
def test_intervals_of_points_are_those_of_persons(
    wave: str, surveyed: Path, reader: Reader
) -> None:
    """Student's interval of each person's mean over the scale, of those who answered all: nearly the same people.

    Weighted by rank, an answer is worth less than one.
    """
    people, weight = raw(surveyed, wave), weights(surveyed, wave)
    worth = 1 / (weight**2 / people["rank"].value_counts()).sum()
    for row in rows(reader, "survey_scales", wave=wave):
        numbers = [one["number"] for one in CATALOGUE["questions"] if one["scale"] == row["scale"]]
        points = ((people[numbers].dropna() - 1) * 25).mean(axis=1)
        low, high = stats.t.interval(0.95, len(points) - 1, 0, points.std() / math.sqrt(worth))
        assert math.isclose(row["high_points"] - row["low_points"], high - low, rel_tol=0.05)


@pytest.mark.parametrize("wave", WAVES)
def test_points_of_every_group(wave: str, surveyed: Path, reader: Reader) -> None:
    """Of the groups that are shown; hidden are those of few, and of the others as many as it takes, not one more."""
    people, asked = raw(surveyed, wave), by_cell(invited(surveyed, wave))
    shown = {
        (at, row["group_name"], row["scale_name"]): row
        for at, breakdown in enumerate(BREAKDOWNS)
        for row in rows(reader, "survey_groups", wave=wave, breakdown=breakdown)
        if row["group_name"] != "全体"
    }
    groups = [(at, name) for at in (0, 1) for name in people[COLUMNS[at]].unique()]
    assert {key[:2] for key in shown} == set(groups)
    for scale in CATALOGUE["scales"]:
        numbers = [one["number"] for one in CATALOGUE["questions"] if one["scale"] == scale["key"]]
        hidden = set()
        for group in groups:
            row = shown[*group, scale["name"]]
            points = (_of(people, group)[numbers] - 1) * 25
            if pd.isna(row["score_points"]):
                hidden.add(group)
                assert pd.isna(row["answered_count"])
                assert row["reason"]
            else:
                assert math.isclose(row["score_points"], points.stack().mean())
                assert row["answered_count"] == points.count().min()
        few = {one for one in groups if _of(people, one)[numbers].count().min() < LEAST}
        assert few <= hidden
        assert {(1, "会計"), (1, "議会")} <= few
        assert not any(at == 0 for at, _ in hidden)
        assert not _tells(people, asked, numbers, hidden)
        assert all(_tells(people, asked, numbers, hidden - {group}) for group in hidden - few)


def _of(people: pd.DataFrame, group: Group) -> pd.DataFrame:
    return people[people[COLUMNS[group[0]]] == group[1]]


def by_cell(list_: pd.DataFrame) -> dict[Cell, int]:
    """How many of each rank and group were asked."""
    return {(rank, group): n for (rank, group), n in list_.groupby(COLUMNS)["count"].sum().items()}


def _tells(
    people: pd.DataFrame, asked: dict[Cell, int], numbers: list[int], hidden: set[Group]
) -> bool:
    """Whether answers of few people to the questions *numbers* follow where only *hidden* groups are not shown.

    Of a group that falls below ten since some left a question out, also how many did; and how many of few answered.
    """
    present = people.groupby(COLUMNS).size().to_dict()
    if response_follows(asked, present, hidden):
        return True
    for number in numbers:
        given: dict[Cell, dict[int, int]] = {cell: {} for cell in present}
        for (*cell, gave), count in people.groupby([*COLUMNS, number]).size().items():
            given[tuple(cell)][int(gave)] = int(count)
        if any(follows(sums, hidden) for sums in sums_of(given)):
            return True
        answered = {cell: sum(own.values()) for cell, own in given.items()}
        each = [_of(people, one)[number] for one in hidden]
        has_fallen = any(own.count() < LEAST <= len(own) for own in each)
        if has_fallen and follows(Sums.of(present, answered), hidden):
            return True
    return False


@pytest.mark.parametrize("wave", WAVES)
def test_who_answered(wave: str, surveyed: Path, reader: Reader) -> None:
    """Hidden are the groups of few, and as many others as it takes, not one more, that nobody can reckon these."""
    people, asked = raw(surveyed, wave), invited(surveyed, wave)
    figure = answer("survey_response", reader, Selection(wave=wave))
    rates = people["rank"].value_counts() / asked.groupby("rank")["count"].sum()
    (high, low) = (f"{one}（{rates[one]:.1%}）" for one in (rates.idxmax(), rates.idxmin()))
    ends = f"回答率が最も高い職位は{high}、最も低い職位は{low}".replace("%", "％")
    assert figure.title == f"{wave}は{len(people)}人が答えた。{ends}"
    shown = figure.frame.to_dict("records")
    assert shown[0]["invited_count"] == asked["count"].sum()
    assert shown[0]["answered_count"] == len(people)
    few, hidden = set(), set()
    for row in shown[1:]:
        group = (["職位", "部署群"].index(row["group_label"]), row["group_name"])
        column = COLUMNS[group[0]]
        told = asked.loc[asked[column] == row["group_name"], "count"].sum()
        count = len(_of(people, group))
        assert row["invited_count"] == told
        if count < LEAST:
            few.add(group)
        if pd.isna(row["answered_count"]):
            hidden.add(group)
            assert pd.isna(row["response_rate"])
        else:
            assert row["answered_count"] == count
            assert math.isclose(row["response_rate"], count / told)
    present = people.groupby(COLUMNS).size().to_dict()
    assert few == {(1, "会計"), (1, "議会")} <= hidden
    assert not response_follows(by_cell(asked), present, hidden)
    assert not follows(Sums.of(present), hidden)
    for group in hidden - few:
        assert response_follows(by_cell(asked), present, hidden - {group})


def test_changes_are_differences_of_unrounded_values(reader: Reader) -> None:
    """Between the last two waves, with half the width that both waves' own intervals make.

    Question 20 was put in other words, and with it its scale.
    """
    before = {row["scale"]: row for row in rows(reader, "survey_scales", wave="第2回")}
    for row in rows(reader, "survey_scales", wave="第3回"):
        if row["scale"] == "initiative":
            assert row["verdict"] == "比べられない"
            assert pd.isna(row["change_points"])
            continue
        then = before[row["scale"]]
        change = row["score_points"] - then["score_points"]
        assert math.isclose(row["change_points"], change)
        halves = [(one["high_points"] - one["low_points"]) / 2 for one in (row, then)]
        low, high = change - math.hypot(*halves), change + math.hypot(*halves)
        assert row["change_low_points"] == pytest.approx(low, abs=0.05)
        assert row["change_high_points"] == pytest.approx(high, abs=0.05)
        assert (row["verdict"] == "偶然の幅を超える") == (low > 0 or high < 0)


def test_intervals_of_shares_and_of_their_changes(surveyed: Path, reader: Reader) -> None:
    """Wilson's and Newcombe's of as many even answers as the weighted ones are worth (Kish)."""
    earlier = {one["question"]: one for one in rows(reader, "survey_questions", wave="第2回")}
    compared = []
    for row in rows(reader, "survey_questions", wave="第3回"):
        number = int(row["question"].removeprefix("問"))
        now, n = row["positive_rate"], worth(surveyed, "第3回", number)
        limits = proportion_confint(now * n, n, method="wilson")
        assert (row["low_rate"], row["high_rate"]) == pytest.approx(limits)
        if pd.isna(row["change_rate"]):
            continue
        compared.append(number)
        then, m = earlier[row["question"]]["positive_rate"], worth(surveyed, "第2回", number)
        assert row["change_rate"] == pytest.approx(now - then)
        change = confint_proportions_2indep(now * n, n, then * m, m, method="newcomb")
        assert (row["change_low_rate"], row["change_high_rate"]) == pytest.approx(change)
    assert compared == [*range(1, 20), *range(21, 26)]  # question 20 was put in other words


def worth(folder: Path, wave: str, number: int) -> float:
    """How many even answers those to a question are worth, weighted by rank."""
    people = raw(folder, wave)
    answered = people.groupby("rank")[number].count()
    return float(1 / (weights(folder, wave) ** 2 / answered).sum())


def weights(folder: Path, wave: str) -> pd.Series:
    """Of each rank its part of those who were asked."""
    asked = invited(folder, wave)
    return asked.groupby("rank")["count"].sum() / asked["count"].sum()


def test_a_balance_that_was_nothing_has_no_rate_and_says_so(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_sum", lambda *_: 0)
    told = [
        row
        for row in rows(reader, "survey_beside", wave="第3回")
        if not pd.isna(row["change_points"])
    ]
    assert told
    assert {row["reason"] for row in told} == {"前の回の頃の残額が0円"}
    assert all(pd.isna(row["balance_change_rate"]) for row in told)


def test_balances_beside_are_those_of_the_months(surveyed: Path, reader: Reader) -> None:
    """The month-ends before the last day of each wave, in yen, department by department."""
    owed = {
        day: {
            row["department"]: row["outstanding_yen"]
            for row in rows(reader, "balance_by_department", as_of=day, is_month=True)
            if row["period_on"].date() == day
        }
        for day in (pd.Timestamp("2025-08-31").date(), pd.Timestamp("2026-08-31").date())
    }
    (then, now) = owed.values()
    codes = {row["name"]: row.get("departments", []) for row in STAFF["groups"]}
    figure = answer("survey_beside", reader, Selection(wave="第3回"))
    months = {name.rpartition("_")[2].partition(".")[0] for name in figure.sources}
    assert months & {"202408", "202508", "202608"} == {"202508", "202608"}
    shown = figure.frame.to_dict("records")
    assert {row["group_name"] for row in shown} == {name for name, of in codes.items() if of}
    known = [row for row in shown if not pd.isna(row["change_points"])]
    sure = [row for row in known if row["change_low_points"] > 0 or row["change_high_points"] < 0]
    fell = {row["group_name"] for row in known if row["balance_change_yen"] < 0}
    rest, moved = ({row["group_name"] for row in of} for of in (known, sure))
    parts = f"残額の減った{len(fell)}群のうち{len(fell & moved)}群"
    parts += f"、ほかの{len(rest - fell)}群のうち{len(moved - fell)}群"
    assert figure.title == f"意識がいずれかの尺度で偶然の幅を超えて動いたのは、{parts}"
    for row in shown:
        assert row["before_yen"] == sum(then[code] for code in codes[row["group_name"]])
        assert row["now_yen"] == sum(now[code] for code in codes[row["group_name"]])
        assert row["balance_change_yen"] == row["now_yen"] - row["before_yen"]
