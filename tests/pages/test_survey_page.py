"""意識調査: every side of the page on three waves of a city, what is chosen on it, and what a fault says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from analytics.figures.survey.given import FEW
from pages.parts import filters
from tests.pages.conftest import OpenPage
from tests.pages.surveyed import (
    FIGURES,
    Given,
    Look,
    alphas,
    edited,
    english,
    every_side,
    is_same,
    kept,
    rows_by_head,
    specs,
    text,
    title,
    unfolded,
)
from tests.pages.test_pages import charts, fine, tables
from tests.unit.test_charts import rows_of


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
    has_name = "調査\n　未収金についての職員意識調査\n" in told
    assert has_name == (side == filters.RESPONSE)
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
        f"{count}尺度が偶然の幅を超えて{word}に変わった"
        for count, word in ((up, "望ましい向き"), (down, "望ましくない向き"))
        if count
    ]
    assert (
        title(page) == f"第2回から第3回まで、比べられる{len(compared)}尺度のうち{'、'.join(parts)}"
    )
    for row in compared:
        limits = [float(row[f"変化の区間の{end}"].replace("−", "-")) for end in ("下", "上")]
        assert (row["判定"] == "偶然の幅の中") == (limits[0] <= 0 <= limits[1]), row
    assert all(re.fullmatch(r"α \d\.\d\d（.+〜.+）", each) for each in alphas(rows))


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
    assert title(page).startswith("薄れてほしい意識で、望ましい答えが最も")
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
    assert "問20" not in text(page)  # which is not among these
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
    assert "示さない部署群：上下水道、会計、議会。" in text(page)  # all of the small ones answered
    assert "尺度によっては、ほかの部署群も示しません" not in text(page)
    assert "部署群にまとめた課：税＝税務課" in text(page)
    first = look(waves, filters.GROUPS, by="部署群", wave="第1回")
    assert "尺度によっては、ほかの部署群も示しません" in text(first)
    by_group = rows_by_head(unfolded(page))
    hidden = [row for row in by_group if row["部署群"] in ("会計", "議会", "上下水道")]
    assert len(hidden) == 36
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
    edited(staff, 'departments = \\["301"\\]', 'departments = ["999"]')
    page = look(waves, filters.BESIDE)
    assert fine(page)
    rows = [row for row in rows_by_head(unfolded(page)) if row["得点の変化"] != "－"]
    without = [row for row in rows if row["部署群"] == "住宅"]
    assert without
    for row in without:
        assert row["残額の変化（円）"] == row["残額の変化の割合"] == "－"
        assert row["示さない理由"] == "残額の資料がない"
    assert {row["示さない理由"] for row in rows if row["部署群"] == "税"} <= {"", "－"}
    assert "どの尺度でも示せない群＝上下水道、住宅" in charts(page)[0].proto.alt


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
