"""意識調査 without a survey, and with one that came counted."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from analytics.figures.survey.given import NONE_YET
from analytics.figures.survey.results import NO_MORE
from analytics.figures.survey.results import NONE_YET as NONE_COUNTED
from analytics.intake.layouts import AnyLayout
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.answers import take_results_in
from tests.pages import surveyed
from tests.pages.conftest import OpenPage
from tests.pages.surveyed import Given, Look, boxes, rows_by_head, title, unfolded
from tests.pages.test_pages import charts, fine, tables, words
from tests.unit.test_charts import rows_of

UK_LAYOUT = DATA / "layouts" / "uk_civil_service_survey.toml"
UK = DATA / "open" / "uk_civil_service" / "uk_civil_service_survey_by_grade_2013_2024.csv"


@pytest.mark.parametrize("side", [filters.CHANGED, filters.WAVES, filters.COUNTED])
def test_without_a_survey_one_sentence_says_what_to_do(
    open_page: OpenPage, side: str, given_out: Given
) -> None:
    page = open_page("survey", survey=side)
    assert fine(page)
    assert boxes(page) == [NONE_COUNTED if side == filters.COUNTED else NONE_YET]
    assert not charts(page)
    assert not tables(page)
    assert not page.header
    assert not page.selectbox
    assert given_out == {}
    assert "自己診断" in words(page)


@pytest.fixture(scope="session")
def counted(tmp_path_factory: pytest.TempPathFactory, layouts: list[AnyLayout]) -> Path:
    """A store of the published British survey alone."""
    store = Store(tmp_path_factory.mktemp("counted") / "store")
    take_in(store, UK, layouts)
    return store.root


@pytest.fixture(scope="session")
def published() -> pd.DataFrame:
    return pd.read_csv(UK, dtype={"survey_year": str})


def test_counted_results_alone_are_what_the_page_begins_with(
    open_page: OpenPage, counted: Path
) -> None:
    page = open_page("survey", store=counted)
    assert fine(page)
    assert page.segmented_control(key="survey").value == filters.COUNTED
    assert len(charts(page)) == 1
    assert title(page).startswith("群の違いが最も大きいのは「")
    assert NO_MORE in surveyed.text(page)
    page.segmented_control(key="survey").set_value(filters.CHANGED).run()
    assert boxes(page) == [NONE_YET]
    assert not charts(page)


def test_every_published_share_of_the_newest_year_is_on_the_page(
    look: Look, counted: Path, given_out: Given, published: pd.DataFrame
) -> None:
    page = look(counted, filters.COUNTED)
    newest = published[published["survey_year"] == "2024"]
    assert len(newest) == 80
    rows = [row for row in rows_by_head(unfolded(page)) if row["回"] == "2024"]
    drawn = [row for row in rows_of(surveyed.specs(page)[0]) if "shown" in row]
    asked = tomllib.loads(UK_LAYOUT.read_text(encoding="utf-8"))["words"]["question"]
    for grade, told in newest.groupby("grade"):
        percents = dict(zip(told["theme"].map(asked), told["positive_pct"], strict=True))
        here = [row for row in rows if row["職位"].startswith(f"{grade}（")]
        assert {row["設問"]: row["望ましい答えの割合"] for row in here} == {
            question: f"{percent:.1f}％" for question, percent in percents.items()
        }
        assert {row["回答数（人）"] for row in here} == {
            f"{count:,}" for count in told["respondents_in_grade"]
        }
        cells = {
            row["row"].replace("\n", ""): row["shown"]
            for row in drawn
            if row["column"].startswith(f"{grade}（")
        }
        assert cells == {
            question: str(int(percent + 0.5)) for question, percent in percents.items()
        }
    assert len(surveyed.kept(given_out, "survey_results")) == len(unfolded(page))


def test_one_counted_question_goes_from_year_to_year(look: Look, counted: Path) -> None:
    page = look(counted, filters.COUNTED, question="仕事に関心が持てる")
    assert fine(page)
    assert re.match("「仕事に関心が持てる」は、.*年の.*％から2024年の.*％へ", title(page))
    assert {row["設問"] for row in rows_by_head(unfolded(page))} == {"仕事に関心が持てる"}
    page.selectbox(key="counted").select("2020").run()
    assert fine(page)
    assert "2020年の" in title(page)


def test_answers_and_counted_results_stand_side_by_side(
    look: Look, waves: Path, tmp_path: Path
) -> None:
    store = Store(Path(shutil.copytree(waves, tmp_path / "both")))
    rows = [("2023", "課長", "責任を感じる", 62.4, 40), ("2023", "主事", "責任を感じる", 41, 40)]
    take_results_in(store, tmp_path / "counted", rows)
    page = look(store)
    assert fine(page)
    assert title(page).startswith("第2回から第3回まで")
    page = look(store, filters.COUNTED)
    assert fine(page)
    assert (
        title(page)
        == "群の違いが最も大きいのは「責任を感じる」（所管課長 62.4％、一般職員 41.0％）"
    )
    assert page.selectbox(key="counted").options == ["2023"]
    shares = {row["職位"]: row["望ましい答えの割合"] for row in rows_by_head(unfolded(page))}
    assert shares == {"所管課長": "62.4％", "一般職員": "41.0％", "全体": "51.7％"}
