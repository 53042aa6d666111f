"""The published shares of the UK Civil Service People Survey, as the page shows them beside the file itself."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analytics.figures import Figure, Selection, answer
from analytics.figures.shown import writer
from analytics.intake.layouts import AnyLayout
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store

(FILE,) = (DATA / "open" / "uk_civil_service").glob("*.csv")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> Reader:
    store = Store(tmp_path_factory.mktemp("uk") / "store")
    done = take_in(store, FILE, layouts)
    assert done.reading.accepted_rows == 925
    return open_reader(store.root)


@pytest.fixture(scope="module")
def shown(reader: Reader) -> Figure:
    return answer("survey_results", reader, Selection())


@pytest.fixture(scope="module")
def file() -> pd.DataFrame:
    return pd.read_csv(FILE, dtype={"survey_year": str})


def test_every_published_share_is_on_the_page(shown: Figure, file: pd.DataFrame) -> None:
    """Year by year and grade by grade, each as often as the file has it; to the decimal it has."""
    groups = shown.frame[shown.frame["group_name"] != "全体"]
    assert len(groups) == len(file)
    write = writer("positive_rate")
    for (year, grade), told in file.groupby(["survey_year", "grade"]):
        here = groups[(groups["wave"] == year) & groups["group_name"].str.startswith(f"{grade}（")]
        assert sorted(write(rate) for rate in here["positive_rate"]) == sorted(
            f"{percent:.1f}％" for percent in told["positive_pct"]
        )
        assert set(here["answered_count"]) == set(told["respondents_in_grade"])


def test_what_the_table_does_not_tell_is_said(shown: Figure, file: pd.DataFrame) -> None:
    """It has no row of all, and in some years whole per cent alone."""
    coarse = [
        year for year, own in file.groupby("survey_year") if (own["positive_pct"] % 1 == 0).all()
    ]
    assert 0 < len(coarse) < file["survey_year"].nunique()
    assert "全体は、群の割合を回答数で重み付けした平均です" in "".join(shown.below)
    assert any(said.startswith(f"{'、'.join(coarse)}の割合は") for said in shown.below)


def test_a_theme_asked_in_two_ways_is_two_questions(shown: Figure) -> None:
    """In 2017 and 2018 the item B62 stands under the theme of B07."""
    names = shown.frame.groupby("wave")["question_text"].agg(set)
    apart = {wave for wave, said in names.items() if any("B62" in name for name in said)}
    assert apart == {"2017", "2018"}


def test_the_whole_is_the_mean_of_the_grades_by_their_size(
    shown: Figure, file: pd.DataFrame
) -> None:
    whole = shown.frame[(shown.frame["group_name"] == "全体") & (shown.frame["wave"] == "2024")]
    newest = file[file["survey_year"] == "2024"]
    mean = newest.groupby("theme")[["positive_pct", "respondents_in_grade"]].apply(
        lambda rows: (
            (rows["positive_pct"] * rows["respondents_in_grade"]).sum()
            / rows["respondents_in_grade"].sum()
        )
    )
    told = sorted(rate * 100 for rate in whole["positive_rate"])
    assert all(map(math.isclose, told, sorted(mean)))


def test_one_question_over_the_years(reader: Reader, file: pd.DataFrame) -> None:
    figure = answer("survey_results", reader, Selection(scale="仕事に関わる決定に加われる"))
    of = file[file["theme"] == "involved_in_decisions"]
    assert len(figure.frame[figure.frame["group_name"] != "全体"]) == len(of) == 60
    assert "2013年" in figure.title
    assert "2024年" in figure.title
