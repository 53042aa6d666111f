"""意識調査 on data that is odd and gets in, and at the import what does not; small surveys of `tests.answers`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.ledger.survey import POINTS_MEASURE, SHARE_MEASURE
from analytics.store.snapshots import Store
from pages.parts import filters
from tests.answers import (
    NAMES,
    QUESTIONS,
    TEXTS,
    WORDS,
    Person,
    Wave,
    people,
    write_wave,
)
from tests.pages.conftest import OpenPage
from tests.pages.surveyed import (
    ALIKE,
    CELLS,
    OF_ANSWERS,
    OFFICE,
    SECOND,
    THREE,
    Given,
    Look,
    Take,
    alphas,
    edited,
    english,
    everything,
    mixed,
    replaced,
    rows_by_head,
    specs,
    text,
    title,
    told_once,
    unfolded,
)
from tests.pages.test_import_page import confirm, drop, said
from tests.pages.test_pages import charts, fine, tables
from tests.pipeline.conftest import tree
from tests.unit.test_charts import rows_of


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


def test_other_words_under_a_number_are_told_at_the_import_and_break_the_line(
    open_page: OpenPage, look: Look, take: Take, tmp_path: Path
) -> None:
    store = take(Wave(OFFICE))
    (answers,) = write_wave(tmp_path / "next", 2, Wave(SECOND))
    words = "問4．上司は、毎月の会議で未収金を取り上げている"
    page = drop(open_page("import", store=store.root), replaced(answers, TEXTS[4], words))
    remarks = [row for table in tables(page) for row in table if row[0] == "注意"]
    assert any("問4の文言が、目録と違います" in "".join(row) for row in remarks)
    confirm(page)
    sentence = (
        "問4は第2回で文言が変わったか、どちらかの回で聞いていないため、第1回と比べていません。"
    )
    assert told_once(look(store), sentence)
    (spec,) = specs(look(store, filters.WAVES, scale="問4"))
    assert any(row.get("words") == "文言が変わった" for row in rows_of(spec))


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
