"""意識調査: every side of the page on three waves, on counted results, on none; and what it says of data that is odd.

The odd surveys are small ones of `tests.answers`, taken in by the product's own intake.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from analytics.figures.survey.given import FEW, NONE_YET
from analytics.figures.survey.results import NO_MORE
from analytics.figures.survey.results import NONE_YET as NONE_COUNTED
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.ledger.calendar import date_label
from analytics.ledger.survey import POINTS_MEASURE, SHARE_MEASURE
from analytics.settings import DATA
from analytics.store.importing import take_in, take_in_month
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.answers import (
    NAMES,
    QUESTIONS,
    SCALES,
    TEXTS,
    WORDS,
    Person,
    Wave,
    people,
    take_waves_in,
    write_catalogue,
    write_wave,
)
from tests.handing_in import take_month_in
from tests.pages.conftest import OpenPage
from tests.pages.test_import_page import confirm, drop, said
from tests.pages.test_pages import charts, fine, tables, words
from tests.pipeline.conftest import tree
from tests.unit.test_charts import rows_of

UK_LAYOUT = DATA / "layouts" / "uk_civil_service_survey.toml"
UK = DATA / "open" / "uk_civil_service" / "uk_civil_service_survey_by_grade_2013_2024.csv"
FIGURES = {  # side → what its card shows
    filters.CHANGED: "survey_scales",
    filters.QUESTIONS: "survey_questions",
    filters.GROUPS: "survey_groups",
    filters.WAVES: "survey_course",
    filters.BESIDE: "survey_beside",
    filters.RESPONSE: "survey_response",
    filters.COUNTED: "survey_results",
}
OF_ANSWERS = [side for side in filters.SURVEYS if side != filters.COUNTED]
every_side = pytest.mark.parametrize("side", OF_ANSWERS)
LATIN = re.compile(r"\S+\.(?:csv|xlsx|toml|md)|CSV|zangaku survey import")  # files and a command
ALIKE = "は、全員の答えが同じ側です。"
Given = dict[str, bytes]


# What stands on the page, and what it gives out


@pytest.fixture
def given_out(monkeypatch: pytest.MonkeyPatch) -> Given:
    """The files behind the page's buttons, as a browser would fetch them; AppTest fetches none."""
    files: Given = {}
    real = DeltaGenerator.download_button

    def button(self: Any, label: str, data: Callable[[], bytes], **more: Any) -> Any:
        files[more["key"]] = data()
        return real(self, label, data, **more)

    monkeypatch.setattr(DeltaGenerator, "download_button", button)
    return files


@pytest.fixture
def look(open_page: OpenPage) -> Callable[..., AppTest]:
    """Open a side of the page on a store, its table unfolded, with choices in its address."""

    def opened(store: Store | Path, side: str = filters.CHANGED, **choices: str) -> AppTest:
        root = store.root if isinstance(store, Store) else store
        page = open_page("survey", store=root, survey=side, **choices)
        page.session_state[f"table-{FIGURES[side]}"] = True
        return page.run()

    return opened


Look = Callable[..., AppTest]


def title(page: AppTest) -> str:
    """The finding: there is one."""
    (header,) = page.header
    return str(header.value).replace("\\", "")


def text(page: AppTest) -> str:
    """All that a reader reads outside the pictures, line by line, without the tables."""
    bare = re.sub(r"<(style|table).*?</\1>", "", "\n".join((words(page), *boxes(page))), flags=re.S)
    return re.sub(r"<[^>]+>", "\n", bare)


def boxes(page: AppTest) -> list[str]:
    return [str(each.value).replace("\\", "") for each in page.info]


def specs(page: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in charts(page)]


def everything(page: AppTest, files: Given) -> str:
    """All that leaves the server: texts, tables, pictures with their words, and files."""
    told = [words(page), *boxes(page), *(chart.proto.alt for chart in charts(page))]
    told += [chart.proto.spec for chart in charts(page)]
    return "\n".join([*told, *(content.decode("utf-8-sig") for content in files.values())])


def unfolded(page: AppTest) -> list[list[str]]:
    """The whole table of the card, head first."""
    return max(tables(page), key=lambda rows: len(rows[0]) if rows else 0)


def rows_by_head(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    head, *cells = rows
    return [dict(zip(head, row, strict=True)) for row in cells]


def kept(files: Given, name: str) -> list[list[str]]:
    """The rows of a file, head first."""
    return list(csv.reader(io.StringIO(files[f"csv-{name}"].decode("utf-8-sig"), newline="")))


def is_same(shown: str, exact: str) -> bool:
    """Whether a cell of the table shows what stands in the file, as far as it is rounded."""
    if not exact:
        return shown in ("", "－")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", exact):
        return shown == date_label(pd.Timestamp(exact).date())
    if not re.fullmatch(r"-?[\d.]+(e-?\d+)?", exact):
        return shown == exact
    number = re.fullmatch(r"([-−－]?)([\d,]+(?:\.(\d+))?)(％?)", shown)
    assert number, (shown, exact)
    sign, digits, behind, percent = number.groups()
    value = float(digits.replace(",", "")) * (-1 if sign else 1)
    unit = 10.0 ** -len(behind or "")
    return abs(value - float(exact) * (100 if percent else 1)) <= unit / 2 + 1e-9


def english(page: AppTest) -> list[str]:
    cells = [cell for table in tables(page) for row in table for cell in row]
    return re.findall(r"[A-Za-z]{2,}", LATIN.sub("", "\n".join([text(page), *cells])))


# Three waves of a city


@pytest.fixture(scope="session")
def waves(surveyed: Path) -> Path:
    return surveyed / "store"


@every_side
def test_each_side_has_its_finding_its_chart_its_facts_and_its_numbers(
    look: Look, waves: Path, given_out: Given, side: str
) -> None:
    page = look(waves, side)
    assert fine(page)
    assert not page.warning
    assert page.title[0].value == "意識調査"
    assert re.search(r"[ぁ-ん].*[^。]$", title(page))
    assert len(charts(page)) == (side != filters.RESPONSE)  # whose numbers are a table
    for chart in charts(page):
        assert title(page) in chart.proto.alt
    told = text(page)
    assert re.search(r"実施\n　令和8年\d+月\d+日〜令和8年\d+月\d+日\n", told)
    found = re.search(r"配布([\d,]+)人のうち([\d,]+)人（回答率([\d.]+)％）", told)
    assert found
    asked, answered, rate = (float(each.replace(",", "")) for each in found.groups())
    assert round(answered / asked * 100, 1) == rate
    assert "回答が10人に足りない群は示しません" in told
    assert english(page) == []
    assert not re.search(r"nan|<NA>|None|inf", told, re.IGNORECASE)
    on_page, in_file = unfolded(page), kept(given_out, FIGURES[side])
    assert on_page[0] == in_file[0]
    assert len(on_page) == len(in_file) > 2
    for shown, exact in zip(on_page[1:], in_file[1:], strict=True):
        assert all(map(is_same, shown, exact)), (shown, exact)


def test_what_changed_is_said_in_one_sentence_that_the_table_bears_out(
    look: Look, waves: Path
) -> None:
    page = look(waves)
    rows = rows_by_head(unfolded(page))
    compared = [row for row in rows if row["変化"] != "－"]
    sure = [row for row in compared if row["判定"] == "偶然の幅を超える"]
    up = sum(not row["変化"].startswith("−") for row in sure)
    down = len(sure) - up
    parts = [
        f"{count}尺度が{word}に変わった"
        for count, word in ((up, "望ましい向き"), (down, "望ましくない向き"))
        if count
    ]
    assert title(page) == f"第2回から第3回まで、{len(compared)}尺度のうち{'、'.join(parts)}"
    for row in compared:
        limits = [float(row[f"変化の区間の{end}"].replace("−", "-")) for end in ("下", "上")]
        assert (row["判定"] == "偶然の幅の中") == (limits[0] <= 0 <= limits[1]), row
    assert all(re.fullmatch(r"α \d\.\d\d（.+〜.+）", each) for each in alphas(rows))


def alphas(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return [row["信頼性（クロンバックのα、95％区間）"] for row in rows]


def test_a_wave_without_one_before_it_compares_nothing(look: Look, waves: Path) -> None:
    page = look(waves, wave="第1回")
    assert fine(page)
    assert title(page).startswith("第1回で最も高いのは「")
    assert "前の回がないので、変化はまだ言えない" in text(page)
    assert {row["変化"] for row in rows_by_head(unfolded(page))} == {"－"}
    page = look(waves, filters.BESIDE, wave="第1回")
    assert fine(page)
    assert not charts(page)
    assert not tables(page)
    assert text(page).count("第1回より前の回がないため、変化を並べられません") == 1


def test_who_answered_is_seen_without_unfolding(open_page: OpenPage, waves: Path) -> None:
    (table,) = tables(open_page("survey", store=waves, survey=filters.RESPONSE))
    assert {"配布数（人）", "回答数（人）", "回答率"} <= set(table[0])


@every_side
def test_the_foot_names_the_files(look: Look, waves: Path, side: str) -> None:
    told = "\n".join(each.proto.body for each in look(waves, side).get("html"))
    count = 22 if side == filters.BESIDE else 6  # with the lists of eight departments of two months
    assert f"架空市_意識調査_第1回_配布数.csv ほか{count - 2}件" in told


def test_every_choice_changes_what_is_shown_and_a_link_brings_it(look: Look, waves: Path) -> None:
    page = look(waves, filters.WAVES)
    before = specs(page)
    page.selectbox(key="scale").select("責任").run()
    assert title(page).startswith("「責任」は第1回から第3回までに")
    page.segmented_control(key="by").set_value("部署群").run()
    assert {row["部署群"] for row in rows_by_head(unfolded(page))} >= {"全体", "税", "会計"}
    page.selectbox(key="wave").select("第2回").run()
    assert fine(page)
    assert title(page).startswith("「責任」は第1回から第2回までに")
    assert {row["回"] for row in rows_by_head(unfolded(page))} == {"第1回", "第2回"}
    assert specs(page) != before
    chosen = {"scale": "責任", "by": "部署群", "wave": "第2回"}
    theirs = look(waves, filters.WAVES, **chosen)  # by a link
    assert specs(theirs) == specs(page)
    assert unfolded(theirs) == unfolded(page)
    for name, value in {"survey": filters.WAVES, **chosen}.items():
        assert theirs.query_params[name] in (value, [value])  # and it is still there


def test_the_questions_by_direction_and_as_whole_bars(look: Look, waves: Path) -> None:
    page = look(waves, filters.QUESTIONS)
    fading = unfolded(page)
    apart = specs(page)
    assert {row["尺度の向き"] for row in rows_by_head(fading)} == {"薄れてほしい意識"}
    page.segmented_control(key="bars").set_value(filters.STACKED).run()
    assert fine(page)
    assert unfolded(page) == fading
    assert specs(page) != apart
    (spec,) = specs(page)
    ends: dict[str, list[float]] = {}
    for row in rows_of(spec):
        if "to_rate" in row:
            ends.setdefault(row["question"], []).append(row["to_rate"])
    assert len(ends) == len(fading) - 1
    assert all(abs(max(each) - 1) < 1e-5 for each in ends.values())  # the whole is 100 %
    page.segmented_control(key="towards").set_value("育ってほしい意識").run()
    growing = rows_by_head(unfolded(page))
    assert {row["尺度の向き"] for row in growing} == {"育ってほしい意識"}
    assert len(fading) - 1 + len(growing) == 25
    (changed,) = (row for row in growing if row["設問"] == "問20")
    assert changed["判定"] == "比べられない"
    assert "問20は第3回で文言が変わったか" in text(page)


def test_the_groups_are_of_one_breakdown_at_a_time(look: Look, waves: Path) -> None:
    by_rank = rows_by_head(unfolded(look(waves, filters.GROUPS)))
    assert [*dict.fromkeys(row["職位"] for row in by_rank)] == [
        *("全体", "所管課長", "係長・担当", "一般職員")
    ]
    page = look(waves, filters.GROUPS, by="部署群")
    assert "示さない部署群が2つあります" in text(page)
    by_group = rows_by_head(unfolded(page))
    hidden = [row for row in by_group if row["部署群"] in ("会計", "議会")]
    assert len(hidden) == 24
    for row in hidden:
        assert {*row.values()} - {row["部署群"], row["尺度"]} == {"－", FEW}
    assert "職位" not in by_group[0]


def test_what_moved_beside_is_never_called_a_cause(look: Look, waves: Path) -> None:
    page = look(waves, filters.BESIDE)
    told = text(page) + "".join(chart.proto.alt for chart in charts(page))
    told = told.replace("どちらがどちらを動かしたかは、この図からは言えません。", "")
    assert "同じ間に動いたものを並べています" in told
    assert not re.search("原因|影響|効果|相関|寄与|によって|ために|おかげ|せいで|結びつ", told)
    (spec,) = specs(page)
    panels = {row["scale_name"] for row in rows_of(spec) if "moved" in row}
    assert len(panels) == 11  # 率先 was asked in other words


@pytest.fixture
def staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The table of staff that ships, which may be changed, beside the catalogue that ships."""
    folder = Path(shutil.copytree(DATA / "survey", tmp_path / "own-survey"))
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    return folder / "staff.toml"


def edited(path: Path, old: str, new: str) -> None:
    told = path.read_text(encoding="utf-8")
    assert re.search(old, told, re.MULTILINE)
    path.write_text(re.sub(old, new, told, flags=re.MULTILINE), encoding="utf-8")


def test_an_empty_card_says_what_to_do(look: Look, waves: Path, staff: Path) -> None:
    edited(staff, "^departments = .*\n", "")
    page = look(waves, filters.BESIDE)
    assert fine(page)
    assert not charts(page)
    assert not tables(page)
    assert title(page) == "部署群の課の番号が書かれていないため、残額と並べられません"
    todo = "data/survey/staff.toml の [[groups]] に departments を書いてください。"
    assert text(page).count(todo) == 1


def test_a_missing_balance_is_said_beside_the_change(look: Look, waves: Path, staff: Path) -> None:
    edited(staff, 'departments = \\["201"\\]', 'departments = ["999"]')
    page = look(waves, filters.BESIDE)
    assert fine(page)
    rows = [row for row in rows_by_head(unfolded(page)) if row["得点の変化"] != "－"]
    without = [row for row in rows if row["部署群"] == "上下水道"]
    assert without
    for row in without:
        assert row["残額の変化（円）"] == row["残額の変化の割合"] == "－"
        assert row["示さない理由"] == "残額の資料がない"
    assert {row["示さない理由"] for row in rows if row["部署群"] == "税"} <= {"", "－"}
    assert "どの尺度でも示せない群＝上下水道" in charts(page)[0].proto.alt


def test_a_faulty_catalogue_is_a_sentence(open_page: OpenPage, waves: Path, staff: Path) -> None:
    edited(staff.with_name("questions.toml"), "^number = 2$", "number = 1")
    page = open_page("survey", store=waves)
    assert not page.exception
    assert "設問の目録 questions.toml に誤りがあります" in page.error[0].value.replace("\\", "")


@pytest.mark.parametrize(
    ("side", "choices", "what"),
    [
        (filters.CHANGED, {"wave": "第9回"}, "回"),
        (filters.CHANGED, {"wave": "<script>alert(1)</script>"}, "回"),
        (filters.WAVES, {"scale": "やる気"}, "尺度か設問"),
        (filters.GROUPS, {"by": "年齢"}, "見方"),
        (filters.QUESTIONS, {"towards": "どちらでもよい意識"}, "見方"),
        (filters.QUESTIONS, {"bars": "円"}, "見方"),
        (filters.COUNTED, {"question": "=1+1"}, "設問"),
    ],
)
def test_an_unknown_choice_is_said_and_the_first_one_shown(
    open_page: OpenPage, waves: Path, side: str, choices: dict[str, str], what: str
) -> None:
    page = open_page("survey", store=waves, survey=side, **choices)
    assert fine(page)
    (asked,) = choices.values()
    assert [each.value.replace("\\", "") for each in page.warning] == [
        f"リンクで指定された{what}「{asked}」は、この版にありません。最初の選び方で表示しています。"
    ]
    assert "<script" not in "".join(each.proto.body for each in page.get("html"))
    if side == filters.CHANGED:
        assert title(page).startswith("第2回から第3回まで")


def test_an_unknown_side_too(open_page: OpenPage, waves: Path) -> None:
    page = open_page("survey", store=waves, survey="相関")
    assert fine(page)
    assert "リンクで指定された見方「相関」は、この版にありません" in text(page)
    assert title(page).startswith("第2回から第3回まで")


# No survey, and one that came counted


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
    assert NO_MORE in text(page)
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
    drawn = [row for row in rows_of(specs(page)[0]) if "shown" in row]
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
    assert len(kept(given_out, "survey_results")) == len(unfolded(page))


def test_one_counted_question_goes_from_year_to_year(look: Look, counted: Path) -> None:
    page = look(counted, filters.COUNTED, question="仕事に関心が持てる")
    assert fine(page)
    assert re.match("「仕事に関心が持てる」は、.*年の.*％から2024年の.*％へ", title(page))
    assert {row["設問"] for row in rows_by_head(unfolded(page))} == {"仕事に関心が持てる"}
    page.selectbox(key="counted").select("2020").run()
    assert fine(page)
    assert "2020年の" in title(page)


OWN_RESULTS = """
[layout]
record = "survey_results"
name = "kakuu-survey-results"
version = 1
title = "架空市 意識調査（集計）"
municipality = "架空市"
municipality_code = "999999"

[file]
encodings = ["utf-8-sig"]

[as_of]
is_monthly = false

[columns]
wave = "年"
rank_group = "職位"
question = "設問"
positive_percent = "望ましい答え"
answered_count = "回答数"
"""


def test_answers_and_counted_results_stand_side_by_side(
    look: Look, waves: Path, tmp_path: Path
) -> None:
    store = Store(Path(shutil.copytree(waves, tmp_path / "both")))
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "results.toml").write_text(OWN_RESULTS, encoding="utf-8")
    rows = [
        f"2023,{rank},責任を感じる,{share},40" for rank, share in (("課長", 62.4), ("主事", 41))
    ]
    results = tmp_path / "集計.csv"
    results.write_text("\n".join(["年,職位,設問,望ましい答え,回答数", *rows]), encoding="utf-8-sig")
    done = take_in_month(store, [results], read_layouts(tmp_path / "layouts"))
    assert len(done.new) == 1, [each.errors for each in done.rejected]
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


# Odd data that really gets in

Take = Callable[..., Store]


@pytest.fixture
def take(tmp_path: Path, layouts: list[AnyLayout], monkeypatch: pytest.MonkeyPatch) -> Take:
    """Take small waves in, each as a version of a store of its own, read with the small catalogue."""
    monkeypatch.setenv("ZANGAKU_SURVEY", str(write_catalogue(tmp_path / "catalogue")))
    forms = [one for one in layouts if one.name.startswith("kakuu-survey")]

    def taken(*made: Wave, name: str = "small") -> Store:
        store = Store(tmp_path / name / "store")
        take_waves_in(store, tmp_path / name / "files", made, forms)
        return store

    return taken


def mixed(rank: str, group: str, count: int, shift: int = 0) -> tuple[Person, ...]:
    """Persons of a cell, with an answer of every kind to every question."""
    return tuple(
        Person(rank, group, {one: 1 + (at * (1 + one % 2) + one + shift) % 5 for one in QUESTIONS})
        for at in range(count)
    )


CELLS = [(rank, group) for rank in ("係長・担当", "一般職員") for group in ("税", "上下水道")]
OFFICE = tuple(one for rank, group in CELLS for one in mixed(rank, group, 12))
THREE = mixed("一般職員", "税", 3)
SECOND = tuple(one for rank, group in CELLS for one in mixed(rank, group, 12, shift=1))


def told_once(page: AppTest, sentence: str) -> bool:
    """Whether the page says *sentence* (of the table: in a cell), once and in Japanese, and stands."""
    assert fine(page)
    assert english(page) == []
    assert text(page).count(sentence) == 1, text(page)
    return True


@pytest.mark.parametrize("side", OF_ANSWERS)
def test_a_wave_with_three_answers_is_one_sentence_and_no_chart(
    look: Look, take: Take, given_out: Given, side: str
) -> None:
    store = take(Wave(OFFICE), Wave(THREE))
    page = look(store, side)
    assert told_once(page, "第2回は回答が10人に足りないため、示しません")
    assert not charts(page)
    assert not tables(page)
    assert given_out == {}
    assert not re.search(r"(?<![\d,])3人|\d点|\d％", text(page))
    page = look(store, side, wave="第1回")  # the one that is large enough stays
    assert fine(page)
    assert len(charts(page)) == (side not in (filters.RESPONSE, filters.BESIDE))
    assert told_once(page, "第2回は回答が10人に足りないため、示しません。")


def test_three_answers_between_two_waves_break_the_line(look: Look, take: Take) -> None:
    page = look(take(Wave(OFFICE), Wave(THREE), Wave(SECOND)), filters.WAVES)
    assert told_once(page, "第2回は回答が10人に足りないため、示しません。")
    (spec,) = specs(page)
    lines = [row for row in rows_of(spec) if "run" in row and "dash" in row]
    assert len(lines) == len({row["run"] for row in lines}) == 6  # no line joins two waves
    assert any(row.get("words") == "回答が少ない" for row in rows_of(spec))
    rows = [row for row in rows_by_head(unfolded(page)) if row["回"] == "第2回"]
    assert rows
    for row in rows:
        assert row["回答数（人）"] == row["得点（0〜100）"] == row["95％区間の下"] == "－"
    page = look(take(Wave(OFFICE), Wave(THREE), Wave(SECOND), name="again"))
    assert title(page).startswith("第1回から第3回まで")  # compared across the gap


def test_more_answers_than_invited_are_said_and_no_rate_is_made_of_them(
    look: Look, take: Take
) -> None:
    store = take(Wave(OFFICE, dict.fromkeys(CELLS, 5)))
    sentence = "第1回は、配布数より回答の多い群があるため、重みは付けていません。配布数を確かめてください。"
    page = look(store)
    assert told_once(page, sentence)
    assert told_once(page, "配布20人より多い48人")
    assert not re.search(r"回答率\d", text(page))
    (row, *_) = rows_by_head(unfolded(page))
    assert row["得点（0〜100）"] == row["重みなしの得点"] != "－"
    page = look(store, filters.RESPONSE)
    assert fine(page)
    assert {row["回答率"] for row in rows_by_head(unfolded(page))} == {"－"}
    assert {row["示さない理由"] for row in rows_by_head(unfolded(page))} == {"配布数より回答が多い"}


def test_all_the_same_answer_is_questioned(look: Look, take: Take) -> None:
    alike = tuple(Person(*cell, dict.fromkeys(QUESTIONS, 4)) for cell in CELLS for _ in range(12))
    store = take(Wave(OFFICE), Wave(alike))
    page = look(store, filters.QUESTIONS)
    assert told_once(page, f"第2回の問1、問2、問3、問4{ALIKE}")
    assert told_once(page, "回答の言葉の読み違いや、出力の誤りがないかを確かめてください。")
    page = look(store)
    assert told_once(page, ALIKE)
    by_name = {row["尺度"]: row for row in rows_by_head(unfolded(page))}
    assert alphas([by_name["無関係意識"]]) == ["この回は出せない"]


def test_all_the_same_answer_is_not_told_where_a_group_is_hidden(
    look: Look, take: Take, given_out: Given
) -> None:
    """Else everybody knew what the few of them answered."""
    alike = [Person(*cell, dict.fromkeys(QUESTIONS, 4)) for cell in CELLS for _ in range(12)]
    few = people("一般職員", "会計", 4, 4)
    page = look(take(Wave((*alike, *few))), filters.QUESTIONS)
    assert fine(page)
    assert not charts(page)
    assert text(page).count("第1回は、どの設問も示せない") == 1
    assert ALIKE not in text(page)
    assert text(page).count("少人数の答えが分かるため、示さない設問とその尺度があります。") == 1
    for rows in (unfolded(page), kept(given_out, "survey_questions")):
        assert len(rows) > 1
        for row in rows_by_head(rows):
            measured = [cell for name, cell in row.items() if name not in UNMEASURED]
            assert not [cell for cell in measured if re.search(r"\d", cell)], row


UNMEASURED = {"尺度", "設問", "問い", "設問文", "尺度の向き", "示さない理由"}


def test_a_group_in_one_wave_only_is_named_and_not_compared(look: Look, take: Take) -> None:
    more = tuple(
        one for rank in ("係長・担当", "一般職員") for one in mixed(rank, "福祉", 12, shift=2)
    )
    store = take(Wave(OFFICE), Wave((*SECOND, *more)))
    sentence = "「福祉」は第2回だけにあるため、比べられません。"
    for side in (filters.GROUPS, filters.WAVES):
        page = look(store, side, by="部署群")
        assert told_once(page, sentence)
        assert len(charts(page)) == 1
        page = look(store, side)
        assert sentence not in text(page)  # of the ranks that is no matter
    rows = rows_by_head(unfolded(look(store, filters.WAVES, by="部署群")))
    own = {row["回"]: row for row in rows if row["部署群"] == "福祉"}
    assert own["第1回"]["得点（0〜100）"] == "－"
    assert own["第2回"]["得点（0〜100）"] != "－"


def test_no_group_in_common_is_one_sentence(look: Look, take: Take) -> None:
    others = [(rank, group) for rank in ("係長・担当", "一般職員") for group in ("福祉", "住宅")]
    moved = tuple(one for rank, group in others for one in mixed(rank, group, 12))
    store = take(Wave(OFFICE), Wave(tuple(one for one in moved if one.group == "福祉")))
    page = look(store, filters.GROUPS, by="部署群")
    assert told_once(page, "第1回と第2回に共通する部署群がないため、比べられません。")


def test_a_group_that_is_gone_is_named_too(look: Look, take: Take) -> None:
    store = take(Wave(OFFICE), Wave(tuple(one for one in SECOND if one.group != "税")))
    page = look(store, filters.GROUPS, by="部署群")
    assert told_once(page, "「税」は第1回だけにあるため、比べられません。")
    assert len(charts(page)) == 1


def test_without_balances_one_sentence_stands_beside(look: Look, take: Take) -> None:
    page = look(take(Wave(OFFICE), Wave(SECOND)), filters.BESIDE)
    assert told_once(page, "第1回と第2回の頃の残額の資料がそろわないため、並べられません")
    assert not charts(page)
    assert not tables(page)


def test_a_weighted_whole_has_the_plain_one_beside_it(open_page: OpenPage, take: Take) -> None:
    """Half of 20 and three quarters of 40, of 20 and 180 who were asked."""
    chief, clerk = ("所管課長", "税"), ("一般職員", "上下水道")
    chiefs = (*people(*chief, 10, 5), *people(*chief, 10, 1))
    clerks = (*people(*clerk, 30, 5), *people(*clerk, 10, 1))
    page = open_page("survey", store=take(Wave((*chiefs, *clerks), {chief: 20, clerk: 180})).root)
    (table,) = tables(page)
    row = next(one for one in rows_by_head(table) if one["尺度"] == "責任")
    assert (row["得点（0〜100）"], row["重みなしの得点"]) == ("72.5", "66.7")
    assert "全体は、職位ごとの回答率の違いを配布数で整えた値です" in text(page)
    assert "（重みなしでは" in text(page)


def test_a_weighted_wave_after_one_without_weights_is_compared_plainly(
    look: Look, take: Take
) -> None:
    asked = {cell: 15 + 20 * at for at, cell in enumerate(CELLS)}
    store = take(Wave(OFFICE), Wave(SECOND, asked))
    page = look(store)
    assert fine(page)
    assert "重みなしどうしの差" in text(page)
    assert "どの回の全体も重みなし" in text(look(store, filters.WAVES))


def test_a_scale_is_drawn_as_points_and_a_question_as_shares_whatever_they_are_called(
    look: Look, take: Take, tmp_path: Path
) -> None:
    store = take(Wave(OFFICE), Wave(SECOND))
    edited(tmp_path / "catalogue" / "questions.toml", 'name = "責任"', 'name = "問題意識"')
    page = look(store, filters.WAVES, scale="問題意識")
    assert fine(page)
    assert not page.warning
    assert POINTS_MEASURE in charts(page)[0].proto.alt
    assert "得点（0〜100）" in unfolded(page)[0]
    page = look(store, filters.WAVES, scale="問1")
    assert fine(page)
    assert SHARE_MEASURE in charts(page)[0].proto.alt
    assert SHARE_MEASURE in unfolded(page)[0]


def test_a_scale_with_one_question_has_no_reliability_and_says_why(look: Look, take: Take) -> None:
    page = look(take(Wave(OFFICE), Wave(SECOND)))
    assert fine(page)
    assert english(page) == []
    by_name = {row["尺度"]: row for row in rows_by_head(unfolded(page))}
    assert set(by_name) == set(NAMES.values())
    assert alphas([by_name["責任"], by_name["率先"]]) == ["設問が1つのため出せない"] * 2
    assert alphas([by_name["無関係意識"]])[0].startswith("α およそ")  # of forty-eight
    assert "設問が1つのため出せない" in json.dumps(specs(page), ensure_ascii=False)
    assert by_name["責任"]["変化"] != "－"


def test_changed_wording_breaks_the_line_and_is_said(look: Look, take: Take) -> None:
    store = take(Wave(OFFICE), Wave(SECOND, is_reworded=True))
    sentence = (
        "問4は第2回で文言が変わったか、どちらかの回で聞いていないため、第1回と比べていません。"
    )
    page = look(store)
    assert told_once(page, sentence)
    changed = next(row for row in rows_by_head(unfolded(page)) if row["尺度"] == "率先")
    assert (changed["変化"], changed["判定"]) == ("－", "比べられない")
    assert told_once(look(store, filters.QUESTIONS, towards="育ってほしい意識"), sentence)
    page = look(store, filters.WAVES, scale="率先")
    assert fine(page)
    assert title(page).startswith("「率先」は第2回で")
    (spec,) = specs(page)
    lines = [row for row in rows_of(spec) if "run" in row and "dash" in row]
    assert len(lines) == len({row["run"] for row in lines}) == 6  # no line joins two waves
    assert any(row.get("words") == "文言が変わった" for row in rows_of(spec))
    (spec,) = specs(look(store, filters.WAVES, scale="責任"))
    lines = [row for row in rows_of(spec) if "run" in row and "dash" in row]
    assert len({row["run"] for row in lines}) == 3


# What is hidden

SMALL = "会計", "福祉"  # six and seven persons, all of one rank


def hidden_wave(own: Sequence[Person], other: Sequence[Person]) -> Wave:
    asked = {**dict.fromkeys(CELLS, 15), ("一般職員", "会計"): 9, ("一般職員", "福祉"): 9}
    return Wave((*OFFICE, *own, *other), asked)


def held(page: AppTest, files: Given) -> Iterator[dict[str, Any]]:
    """Every row of a table, a file or a picture that names a small group."""
    rows = [row for table in tables(page) for row in rows_by_head(table)]
    rows += [row for name in files for row in rows_by_head(kept(files, name.removeprefix("csv-")))]
    for row in [*rows, *(row for spec in specs(page) for row in rows_of(spec))]:
        if set(SMALL) & {value for value in row.values() if isinstance(value, str)}:
            yield row


def means(persons: Sequence[Person]) -> set[str]:
    """The points of *persons* and their favourable shares, as a file would write them."""
    found = set()
    for numbers in SCALES.values():
        points = [(one.favour(at) - 1) * 25 for one in persons for at in numbers]
        found.add(sum(points) / len(points))
    for at in QUESTIONS:
        found.add(sum(one.favour(at) > 3 for one in persons) / len(persons))
    return {f"{mean:.9f}" for mean in found if not (mean * 4).is_integer()}


def test_a_hidden_groups_numbers_are_nowhere(look: Look, take: Take, given_out: Given) -> None:
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    store = take(hidden_wave(own, other), hidden_wave(own, other))
    secret = means(own) | means(other) | means((*own, *other))
    assert len(secret) > 8
    named = 0
    for side, by in product(OF_ANSWERS, ("職位", "部署群")):
        given_out.clear()
        page = look(store, side, by=by)
        assert fine(page)
        for row in held(page, given_out):
            named += 1
            numbers = {
                name
                for name, cell in row.items()
                if isinstance(cell, float) or re.search(r"\d", str(cell))
            }
            assert numbers <= ALLOWED, (side, by, row)
        exact = re.findall(r"\d+\.\d{9,}", everything(page, given_out))
        assert not secret & {f"{float(each):.9f}" for each in exact}, (side, by)
    assert named > 40


def test_beside_the_balances_a_hidden_group_has_no_number(
    look: Look, take: Take, given_out: Given, surveyed: Path, layouts: list[AnyLayout]
) -> None:
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    store = take(hidden_wave(own, other), hidden_wave(own, other))
    for month in ("2026-07", "2026-08"):
        take_month_in(store, surveyed / "city" / month, layouts)
    page = look(store, filters.BESIDE)
    assert fine(page)
    assert len(charts(page)) == 1
    for rows in (unfolded(page), kept(given_out, "survey_beside")):
        hidden = [row for row in rows_by_head(rows) if row["部署群"] == "福祉"]
        assert hidden
        for row in hidden:
            told = {row[key] for key in ("得点の変化", "変化の区間の下", "変化の区間の上")}
            assert told <= {"", "－"}
            assert row["示さない理由"] == FEW


# the wave, when it was, how many were asked; of a picture its colours and places on the page
ALLOWED = {"回", "実施", "配布数（人）", "shade", "edge", "letters", "wave_name"}


def test_who_of_the_hidden_answered_what_changes_nothing_that_leaves_the_server(
    look: Look, take: Take, given_out: Given
) -> None:
    """Two surveys that differ in nothing else look the same, to the last letter of every file and picture."""
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    swapped = [
        Person(one.rank, one.group, his.answers) for one, his in zip(own, other, strict=False)
    ]
    others = [
        Person(one.rank, one.group, his.answers) for one, his in zip(other, own, strict=False)
    ]
    before = Wave(OFFICE, dict.fromkeys(CELLS, 15))
    stores = [
        take(before, hidden_wave(own, other), name="one"),
        take(before, hidden_wave(swapped, (*others, other[-1])), name="two"),
    ]
    assert own[0].answers != swapped[0].answers
    for side, by in product(OF_ANSWERS, ("職位", "部署群")):
        seen = []
        for store in stores:
            given_out.clear()
            page = look(store, side, by=by)
            assert fine(page)
            seen.append(everything(page, given_out))
        assert seen[0] == seen[1], (side, by)
        assert "会計" in seen[0] or (side, by) != (filters.GROUPS, "部署群")


# What is refused


def refused(page: AppTest) -> list[list[str]]:
    """The rows of what is wrong: kind, file, and what is said."""
    rows = next(table for table in tables(page) if "見つかったこと" in table[0])
    return [row for row in rows[1:] if row[0] == "誤り"]


@pytest.fixture
def first(take: Take) -> Iterator[Store]:
    """A store with one wave; nothing may change it."""
    store = take(Wave(OFFICE))
    before = tree(store.root)
    yield store
    assert tree(store.root) == before


def replaced(path: Path, old: str, new: str) -> tuple[str, bytes]:
    told = path.read_text(encoding="utf-8-sig")
    assert old in told
    return path.name, told.replace(old, new, 1).encode("utf-8-sig")


def test_an_unknown_choice_is_answered_with_the_nearest_on_the_page_of_imports(
    open_page: OpenPage, first: Store, tmp_path: Path
) -> None:
    (answers,) = write_wave(tmp_path / "next", 2, Wave(SECOND))
    page = drop(
        open_page("import", store=first.root),
        replaced(answers, f",{WORDS[4]},", ",どちらかと言えばそう思う,"),
    )
    assert not page.exception
    (row,) = refused(page)
    assert row[1] == answers.name
    assert "の答え「どちらかと言えばそう思う」" in "".join(row)
    assert "近いのは「どちらかといえばそう思う」です" in "".join(row)
    assert not [each for each in page.button if each.key == "import-confirm"]


def test_two_answers_by_one_respondent_are_told_on_the_page_of_imports(
    open_page: OpenPage, first: Store, tmp_path: Path
) -> None:
    (answers,) = write_wave(tmp_path / "next", 2, Wave(SECOND))
    head, line, *rest = answers.read_text(encoding="utf-8-sig").splitlines()
    twice = "\r\n".join([head, line, *rest, line]) + "\r\n"
    page = drop(open_page("import", store=first.root), (answers.name, twice.encode("utf-8-sig")))
    assert not page.exception
    (row,) = refused(page)
    assert "1人が2回以上答えた行があります（2、50行目、1人）" in "".join(row)
    assert not [each for each in page.button if each.key == "import-confirm"]


def test_a_wave_goes_in_by_the_page_of_imports_and_is_seen_on_this_one(
    open_page: OpenPage, look: Look, take: Take, tmp_path: Path, given_out: Given
) -> None:
    store = take(Wave(OFFICE))
    asked = dict.fromkeys(CELLS, 15)
    files = write_wave(
        tmp_path / "next", 2, Wave(SECOND, asked, opinions=["白鷺沢課長は何もしない"])
    )
    page = drop(open_page("import", store=store.root), *files)
    assert "白鷺沢" not in said(page)
    page = confirm(page)
    assert not page.exception
    assert "白鷺沢" not in said(page)
    assert "2ファイルを版 1 として取り込みました。" in said(page)  # and no amount
    (history,) = [
        table for table in tables(open_page("import", store=store.root)) if table[0][0] == "版"
    ]
    assert [row[history[0].index("収入未済額（円）")] for row in history[1:]] == ["－", "－"]
    page = open_page("survey", store=store.root)
    assert fine(page)
    assert title(page).startswith("第1回から第2回まで")
    assert "配布60人のうち48人（回答率80.0％）" in text(page)
    assert "令和8年9月3日〜令和8年9月16日" in text(page)
    assert page.selectbox(key="wave").options == ["第2回", "第1回"]
    assert TEXTS[1] in json.dumps(
        specs(
            open_page(
                "survey", store=store.root, survey=filters.QUESTIONS, towards="育ってほしい意識"
            )
        ),
        ensure_ascii=False,
    ).replace("\\n", "")
    for side in OF_ANSWERS:
        assert "白鷺沢" not in everything(look(store, side), given_out)
