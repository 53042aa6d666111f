"""What the survey's figures say, counted again by hand from the files as the form wrote them.

Nothing of the product is used but the two tables that the city edits: the questions' texts and the words of the groups.
"""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

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
    for scale, row in shown.items():
        numbers = [each["number"] for each in CATALOGUE["questions"] if each["scale"] == scale]
        points = _points(people[numbers])
        assert row["question_count"] == len(numbers)
        assert row["answered_count"] == points.notna().sum()
        assert math.isclose(row["unweighted_points"], points.mean())
        by_rank = points.groupby(people["rank"]).mean()
        assert math.isclose(row["score_points"], (by_rank * weight).sum())
        whole = people[numbers].dropna()
        items = whole.var(ddof=1).sum()
        k = len(numbers)
        alpha = k / (k - 1) * (1 - items / whole.sum(axis=1).var(ddof=1))
        assert row["alpha"] == round(alpha, 2)
        assert f"α {alpha:.2f}（" in row["alpha_words"]


def _points(given: pd.DataFrame) -> pd.Series:
    """Each person's mean of what they answered, 0 to 100, of those who answered half or more."""
    enough = given.notna().sum(axis=1) * 2 >= given.shape[1]
    return ((given.mean(axis=1) - 1) * 25).where(enough)


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
    for scale, label in names.items():
        numbers = [each["number"] for each in CATALOGUE["questions"] if each["scale"] == scale]
        hidden = _hidden(people, column, numbers)
        assert hidden >= ({"会計", "議会"} if column == "group" else set())
        for group in people[column].unique():
            row = shown[group, label]
            points = _points(people.loc[people[column] == group, numbers])
            if group in hidden:
                assert pd.isna(row["score_points"])
                assert pd.isna(row["answered_count"])
                assert row["reason"]
            else:
                assert math.isclose(row["score_points"], points.mean())
                assert row["answered_count"] == points.notna().sum()


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
