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

from analytics.figures import Selection, answer
from analytics.settings import DATA
from analytics.store.reader import Reader, open_reader

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
LEAST = 10


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
    people, asked = raw(surveyed, wave), invited(surveyed, wave)
    weight = asked.groupby("rank")["count"].sum() / asked["count"].sum()
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
    people, asked = raw(surveyed, wave), invited(surveyed, wave)
    weight = asked.groupby("rank")["count"].sum() / asked["count"].sum()
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
    people, asked = raw(surveyed, wave), invited(surveyed, wave)
    weight = asked.groupby("rank")["count"].sum() / asked["count"].sum()
    worth = 1 / (weight**2 / people["rank"].value_counts()).sum()
    for row in rows(reader, "survey_scales", wave=wave):
        numbers = [one["number"] for one in CATALOGUE["questions"] if one["scale"] == row["scale"]]
        points = ((people[numbers].dropna() - 1) * 25).mean(axis=1)
        low, high = stats.t.interval(0.95, len(points) - 1, 0, points.std() / math.sqrt(worth))
        assert math.isclose(row["high_points"] - row["low_points"], high - low, rel_tol=0.05)


@pytest.mark.parametrize("wave", WAVES)
@pytest.mark.parametrize(
    ("breakdown", "column"), [("rank_group", "rank"), ("department_group", "group")]
)
def test_points_of_every_group(
    wave: str, breakdown: str, column: str, surveyed: Path, reader: Reader
) -> None:
    """Small groups are hidden, and the next smallest with them as long as those answered alike or are few together."""
    people = raw(surveyed, wave)
    names = {row["key"]: row["name"] for row in CATALOGUE["scales"]}
    shown = {
        (row["group_name"], row["scale_name"]): row
        for row in rows(reader, "survey_groups", wave=wave, breakdown=breakdown)
        if row["group_name"] != "全体"
    }
    assert {group for group, _ in shown} == set(people[column].unique())
    guarded = 0
    for scale, label in names.items():
        numbers = [each["number"] for each in CATALOGUE["questions"] if each["scale"] == scale]
        hidden = _hidden(people, column, numbers)
        assert hidden >= ({"会計", "議会"} if column == "group" else set())
        groups = set(people[column].unique())
        told = {group for group in groups if not pd.isna(shown[group, label]["score_points"])}
        assert not told & hidden
        guarded += len(groups - told - hidden)  # since answers of few would follow otherwise
        hidden = groups - told
        for group in groups:
            row = shown[group, label]
            points = (people.loc[people[column] == group, numbers] - 1) * 25
            if group in hidden:
                assert pd.isna(row["score_points"])
                assert pd.isna(row["answered_count"])
                assert row["reason"]
            else:
                assert math.isclose(row["score_points"], points.stack().mean())
                assert row["answered_count"] == points.count().min()
    assert guarded <= (0 if column == "rank" else 6)  # of twelve scales in seven groups


def _hidden(people: pd.DataFrame, column: str, numbers: list[int]) -> set[str]:
    """The groups that may not be shown in a scale of the questions *numbers*."""
    counts = people.groupby(column)[numbers].count().min(axis=1).sort_values()
    hidden = {str(name) for name, count in counts.items() if count < LEAST}
    rest = [str(name) for name in counts.index if name not in hidden]
    while hidden:
        pool = people.loc[people[column].isin(hidden), numbers]
        favourable = [(pool[number].dropna() >= 4).mean() for number in numbers]
        if pool.count().min() >= LEAST and all(0 < share < 1 for share in favourable):
            return hidden
        hidden.add(rest.pop(0))
    return hidden


@pytest.mark.parametrize("wave", WAVES)
def test_who_answered(wave: str, surveyed: Path, reader: Reader) -> None:
    people, asked = raw(surveyed, wave), invited(surveyed, wave)
    shown = rows(reader, "survey_response", wave=wave)
    assert shown[0]["invited_count"] == asked["count"].sum()
    assert shown[0]["answered_count"] == len(people)
    for row in shown[1:]:
        column = {"職位": "rank", "部署群": "group"}[row["group_label"]]
        told = asked.loc[asked[column] == row["group_name"], "count"].sum()
        count = (people[column] == row["group_name"]).sum()
        assert row["invited_count"] == told
        if count < LEAST:
            assert pd.isna(row["answered_count"])
            assert pd.isna(row["response_rate"])
        else:
            assert row["answered_count"] == count
            assert math.isclose(row["response_rate"], count / told)


def test_changes_are_differences_of_unrounded_values(surveyed: Path, reader: Reader) -> None:
    """Between the last two waves; question 20 was put in other words, and with it its scale."""
    before = {
        row["scale"]: row["score_points"] for row in rows(reader, "survey_scales", wave="第2回")
    }
    for row in rows(reader, "survey_scales", wave="第3回"):
        if row["scale"] == "initiative":
            assert row["verdict"] == "比べられない"
            assert pd.isna(row["change_points"])
            continue
        assert math.isclose(row["change_points"], row["score_points"] - before[row["scale"]])
        is_sure = row["change_low_points"] > 0 or row["change_high_points"] < 0
        assert (row["verdict"] == "偶然の幅を超える") == is_sure
    told = {row["question"]: row for row in rows(reader, "survey_questions", wave="第3回")}
    assert pd.isna(told["問20"]["change_rate"])
    assert not pd.isna(told["問21"]["change_rate"])


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
    shown = rows(reader, "survey_beside", wave="第3回")
    assert {row["group_name"] for row in shown} == {name for name, of in codes.items() if of}
    for row in shown:
        assert row["before_yen"] == sum(then[code] for code in codes[row["group_name"]])
        assert row["now_yen"] == sum(now[code] for code in codes[row["group_name"]])
        assert row["balance_change_yen"] == row["now_yen"] - row["before_yen"]
