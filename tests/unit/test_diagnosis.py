"""自己診断: the questions as a city writes them, what answers come to, and the picture."""

from __future__ import annotations

import json
import os
import re
from itertools import product
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import vl_convert

import app
from analytics.charts import diagnosis as chart
from analytics.charts import dress
from analytics.errors import LayoutFault
from analytics.figures import diagnosis as outcome
from analytics.ledger import diagnosis as check
from analytics.ledger.diagnosis import CONCERN, GOOD, HALF, OPEN, STANDINGS, UNKNOWN
from analytics.settings import DATA

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "charts" / "diagnosis.json"
SHIPPED = check.read(DATA / "survey")
THEMES = 'themes = ["甲", "乙"]\n'
ONE = """[[questions]]
theme = "甲"
text = "人ごとと思う課があるか"
short = "課の関わり"
good = "no"
why = "残額が残る。"
read = "ranking"
look = "どの課に残るか"
"""
OTHER = ONE.replace("甲", "乙").replace("人ごとと思う課", "円の目標").replace('"no"', '"yes"')
WHOLE = THEMES + ONE + OTHER
vl_convert.register_font_directory(str(ROOT / "static" / "fonts"))


def questions(folder: Path, text: str) -> tuple[check.Question, ...]:
    (folder / check.NAME).write_text(text, encoding="utf-8")
    return check.read(folder)


def title(answers: str) -> str:
    return outcome.title(check.answered(SHIPPED, answers))


def all_good() -> str:
    return "".join(each.good[0] for each in SHIPPED)


def with_answers(**places: str) -> str:
    """All good, but for the answer given to the question at each place: ``q2="h"``."""
    letters = [*all_good()]
    for place, letter in places.items():
        asked = SHIPPED[int(place[1:])]
        bad = "y" if asked.good == "no" else "n"
        letters[int(place[1:])] = bad if letter == "bad" else letter
    return "".join(letters)


def spec(answers: str) -> dict[str, Any]:
    drawn = chart.themes(pd.DataFrame(outcome.rows(check.answered(SHIPPED, answers))))
    assert drawn is not None
    assert drawn.to_dict(validate=True)
    return dress.finish(drawn)


def printed(answers: str, width: int = 470) -> list[str]:
    drawn = vl_convert.vegalite_to_svg({**spec(answers), "width": width})
    return re.findall(r"<(?:text|tspan)[^>]*>([^<]+)</", drawn)


MIXED = with_answers(q0="bad", q2="h", q4="u", q7="bad", q8="bad", q9="h")[:-1] + "-"


# The questions ------------------------------------------------------------------------------------


def test_the_shipped_questions_ask_in_one_direction_and_lead_to_pages_there_are() -> None:
    assert len(SHIPPED) == 12
    assert len({each.theme for each in SHIPPED}) == 6
    assert all(
        re.search(r"(る|いる|ある)か$", each.text) for each in SHIPPED
    )  # はい means one thing
    assert {each.good for each in SHIPPED} == {"yes", "no"}
    assert len({each.short for each in SHIPPED}) == 12


def test_the_pages_are_called_as_in_the_frame() -> None:
    frame = {address: name for address, (name, _) in app.CONTENTS.items()}
    assert frame == {"diagnosis": "自己診断", **check.PAGES}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "themes は、10字までの分野の名前を 2 から 8 個"),
        ("themes", "読めません"),
        (ONE + OTHER, "themes は"),
        ('themes = ["甲", "甲"]\n' + ONE, "1回ずつ"),
        ('themes = ["甲", 1]\n' + ONE, "themes は"),
        (THEMES, "問いがありません。[[questions]]"),
        (THEMES + "questions = [1]", "問いがありません"),
        ("x = 1\n" + WHOLE, "x は知らないキーです"),
        (WHOLE + "level = 1", "2番目の問い: level は知らないキーです"),
        (THEMES + ONE.replace("甲", "丙") + OTHER, "1番目の問い: theme は themes の 甲、乙 から"),
        (WHOLE.replace("人ごとと思う課があるか", "あ" * 41), "text は引用符で囲んだ、40字まで"),
        (WHOLE.replace('"課の関わり"', '"長い名前は図のますに入らない"'), "short は"),
        (WHOLE.replace('"残額が残る。"', '" "'), "why は引用符で囲んだ"),
        (WHOLE.replace('"どの課に残るか"', "1"), "look は引用符で囲んだ"),
        (WHOLE.replace('"残額が残る。"', '"残額が\\n残る。"'), "80字までの1行で"),
        (WHOLE.replace('"no"', "false"), 'good は "yes"'),
        (WHOLE.replace('"ranking"', '"home"'), "read は trend、makeup、ranking"),
        (WHOLE.replace('"ranking"', "[1]"), "read は trend"),
        (THEMES + ONE, "分野「乙」の問いは 0 個です"),
        (
            WHOLE + "".join(ONE.replace("課があるか", f"課{n}があるか") for n in range(4)),
            "分野「甲」の問いは 5 個です",
        ),
        (WHOLE + ONE, "「人ごとと思う課があるか」が2つあります"),
    ],
)
def test_a_fault_is_said(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match=f"^{check.TITLE} {check.NAME} ") as fault:
        questions(tmp_path, text)
    assert why in str(fault.value)


def test_every_mistake_is_said_at_once(tmp_path: Path) -> None:
    assert len(questions(tmp_path, WHOLE)) == 2
    wrong = "x = 1\n" + WHOLE.replace('"no"', '"maybe"').replace('"ranking"', '"home"')
    with pytest.raises(LayoutFault) as fault:
        questions(tmp_path, wrong)
    assert str(fault.value).count("\n- ") == 4


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match="を開けません（見つかりません）"):
        check.read(tmp_path)


def test_questions_stand_by_their_themes_and_keep_their_order_there(tmp_path: Path) -> None:
    third = ONE.replace("課の関わり", "三つ目").replace("人ごとと", "無関係と")
    found = questions(tmp_path, THEMES + OTHER + ONE + third)
    assert [(each.theme, each.short) for each in found] == [
        ("甲", "課の関わり"), ("甲", "三つ目"), ("乙", "課の関わり"),
    ]  # fmt: skip


# What answers come to -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("good", "answer", "standing"),
    [
        ("yes", "y", GOOD),
        ("yes", "n", CONCERN),
        ("no", "y", CONCERN),
        ("no", "n", GOOD),
        *((good, *pair) for good in ("yes", "no") for pair in (("h", HALF), ("u", UNKNOWN), ("-", OPEN))),
    ],
)  # fmt: skip
def test_each_answer_stands_for_what_the_file_says(good: str, answer: str, standing: str) -> None:
    asked = next(each for each in SHIPPED if each.good == good)
    assert asked.standing(answer) == standing


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ("-" * 12, "まだ答えがありません。12問に答えると、気になる分野が分かります"),
        (all_good(), "気になる問いはない"),
        ("u" * 12, "答えはどれも「分からない」。何が気になるかは、まだ言えない"),
        (with_answers(q3="u", q4="u"), "気になる問いはないが、分からない問いが2問ある"),
        (with_answers(q6="h"), "気になる問いはなく、途中の問いがいちばん多いのは「情報共有」"),
        (with_answers(q6="bad"), "6つの分野のうち、「情報共有」がいちばん気になる"),
        (
            with_answers(q0="bad", q6="bad", q7="h"),  # alike but for one halfway
            "6つの分野のうち、「情報共有」がいちばん気になる",
        ),
        (
            with_answers(q0="bad", q4="h", q5="h"),  # one concern weighs more than two halfway
            "6つの分野のうち、「人ごとの意識」がいちばん気になる",
        ),
        (
            with_answers(q7="bad", q0="bad"),
            "6つの分野のうち、「人ごとの意識」と「情報共有」が同じくいちばん気になる",
        ),
        (
            with_answers(q0="bad", q2="bad", q4="bad", q6="bad"),
            "6つの分野のうち、「人ごとの意識」など4つの分野が同じくいちばん気になる",
        ),
        (with_answers(**{f"q{n}": "bad" for n in range(12)}), "どの分野も同じように気になる"),
        (
            with_answers(q6="bad")[:8] + "----",
            "12問のうち8問に答えたところでは、「情報共有」がいちばん気になる",
        ),
        (all_good()[:3] + "-" * 9, "12問のうち3問に答えたところでは、気になる問いはない"),
    ],
)
def test_the_title_states_the_finding(answers: str, said: str) -> None:
    assert title(answers) == said


def test_counts_leave_out_what_none_does_and_the_picture_has_words() -> None:
    found = check.answered(SHIPPED, MIXED)
    assert outcome.counts(found) == "よい5問、途中2問、気になる3問、分からない1問、未回答1問"
    assert outcome.counts(check.answered(SHIPPED, all_good())) == "よい12問"
    assert outcome.alt(found).startswith(
        "人ごとの意識はよい1問、気になる1問。先送りの意識はよい1問、途中1問。"
    )
    assert outcome.alt(found).endswith("サービスと支払いはよい1問、未回答1問。")


def test_concerns_are_read_first_then_what_is_halfway_and_what_is_not_known() -> None:
    wanted = outcome.to_read(check.answered(SHIPPED, MIXED))
    assert [each.standing for each in wanted] == [CONCERN] * 3 + [HALF] * 2 + [UNKNOWN]
    assert [SHIPPED.index(each.question) for each in wanted] == [0, 7, 8, 2, 9, 4]
    assert outcome.to_read(check.answered(SHIPPED, all_good())) == []


# The address --------------------------------------------------------------------------------------


def test_answers_come_back_from_the_address_as_they_went() -> None:
    for answers in ("".join(each) for each in product("yhnu-", repeat=3)):
        whole = answers * 4
        assert check.answers_in(SHIPPED, check.code(SHIPPED, whole)) == (whole, "")
    assert check.code(SHIPPED, "-" * 12) == ""
    assert re.fullmatch(r"[yhnu-]{12}\.[0-9a-f]{4}", check.code(SHIPPED, MIXED))


def test_what_cannot_be_read_is_said_and_answers_nothing() -> None:
    kept = check.code(SHIPPED, MIXED)
    for broken in (kept[1:], "x" + kept[1:], kept[:-1], kept.partition(".")[0], ".", kept + "0"):
        assert check.answers_in(SHIPPED, broken) == ("-" * 12, check.UNREADABLE)


def test_a_link_does_not_answer_other_questions(tmp_path: Path) -> None:
    before = questions(tmp_path, WHOLE)
    link = check.code(before, "yn")
    assert check.answers_in(before, link) == ("yn", "")
    for other in (
        WHOLE.replace("円の目標があるか", "円の目標がないか"),
        WHOLE.replace('"yes"', '"no"'),
        THEMES.replace('"甲", "乙"', '"乙", "甲"') + ONE + OTHER,
    ):
        assert check.answers_in(questions(tmp_path, other), link)[1] == check.UNREADABLE
    same = questions(tmp_path, WHOLE.replace("残額が残る。", "残額が増える。"))
    assert check.answers_in(same, link) == ("yn", "")


# The picture --------------------------------------------------------------------------------------


def test_nothing_answered_has_no_picture() -> None:
    rows = outcome.rows(check.answered(SHIPPED, "-" * 12))
    assert chart.themes(pd.DataFrame(rows)) is None


def test_the_picture_is_the_one_kept() -> None:
    """Changed on purpose: ZANGAKU_UPDATE_GOLDEN=1, then read the diff."""
    now = json.dumps(spec(MIXED), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("ZANGAKU_UPDATE_GOLDEN"):
        GOLDEN.write_text(now, encoding="utf-8")
    assert now == GOLDEN.read_text(encoding="utf-8")


def test_each_theme_and_question_is_printed_with_its_standing_in_words() -> None:
    told = printed(MIXED)
    for each in SHIPPED:
        assert told.count(each.theme) == 1
        assert told.count(each.short) == 1
    assert {word: told.count(word) for word in STANDINGS.values()} == {
        "よい": 5, "途中": 2, "気になる": 3, "分からない": 1, "未回答": 1,
    }  # fmt: skip


def test_no_two_standings_share_a_shape_and_letters_are_large() -> None:
    assert len(set(chart.SHAPES.values())) == len(STANDINGS)
    drawn = vl_convert.vegalite_to_svg({**spec(MIXED), "width": 470})
    assert min(float(size) for size in re.findall(r'font-size="([\d.]+)px"', drawn)) >= 15
    assert dress.RISEN.lower() in drawn.lower()
    assert dress.COLLECTED.lower() not in drawn.lower()  # no green beside the orange


def test_a_theme_of_many_questions_folds_their_names() -> None:
    rows = [
        {**row, "theme": "人ごとの意識と先送り"[: 10 - n % 2], "place": 1 + n // 2, "short": "困難な案件への関わり"}
        for n, row in enumerate(outcome.rows(check.answered(SHIPPED[:8], MIXED[:8])))
    ]  # fmt: skip
    drawn = chart.themes(pd.DataFrame(rows))
    assert drawn is not None
    told = json.dumps(dress.finish(drawn), ensure_ascii=False)
    assert "困難な案件\\nへの関わり" in told
    assert "人ごとの意\\n識と先送り" in told
