"""Which column is which question: by its words, however a form decorates them; by its number where nothing else is."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from analytics.intake.survey.columns import Columns, find_columns, share_of
from analytics.intake.survey.layout import SurveyLayout
from analytics.ledger.survey import Catalogue, Choices, Question, Scale, Wording

OLD, NEW = "上司は、対策に取り組んでいる", "上司は、自分から対策に取り組んでいる"
TEXTS = ("未収金は自分の仕事と関係がない", "残額を減らす責任は自分にもある", OLD)
CATALOGUE = Catalogue(
    title="ためし",
    least_answers=10,
    weight_by="rank_group",
    choices=(Choices("番号", (("5",), ("4",), ("3",), ("2",), ("1",))),),
    no_answer=(),
    scales=(Scale("a", "無関係", "decline", ""),),
    questions=(
        Question(1, "a", (Wording(1, TEXTS[0]),)),
        Question(2, "a", (Wording(1, TEXTS[1]),), is_reversed=True),
        Question(7, "a", (Wording(1, OLD), Wording(2, NEW, date(2026, 4, 1)))),
    ),
)
BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


def layout(**more: object) -> SurveyLayout:
    about = {
        "record": "survey",
        "name": "x",
        "version": 1,
        "title": "調査",
        "municipality": "ためし市",
    }
    columns = {
        "rank_group": ["あなたの職位", "職位"],
        "answered_on": ["タイムスタンプ", "完了時刻"],
    }
    return SurveyLayout.model_validate({"layout": about, "columns": columns} | more)


def found(*cells: str, day: date | None = AFTER, **more: object) -> Columns:
    return find_columns(cells, 1, layout(**more), CATALOGUE, day)


def asked(*cells: str, day: date | None = AFTER) -> dict[str, int]:
    """Question → its column, of a head without a fault."""
    columns = found(*cells, day=day)
    codes = {finding.code for finding in columns.findings}
    assert codes <= {"missing_question", "missing_group", "bare_number"}, codes
    return {one.question.name: one.column for one in columns.asked}


def codes(columns: Columns) -> list[str]:
    ours = [finding.code for finding in columns.findings]
    return [code for code in ours if code not in ("missing_question", "missing_group")]


def test_one_header_cannot_be_two_things() -> None:
    with pytest.raises(ValidationError, match="同じ見出しが、2つの項目にあります"):
        layout(columns={"rank_group": "所属", "department_group": ["課", "所属"]})


# By its words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "{}",
        "{}。",
        "　{} ",
        "{} *",
        "{}＊",
        "{}※",
        "{}（必須）",
        "{}【必須】",
        "{} 必須",
        "{}［任意］",
        "【必須】問1．{}",
        "* 1. {}",
        "問1 {}",
        "問１．{}",
        "設問1：{}",
        "質問1、{}",
        "Q1. {}",
        "q1.{}",
        "Ｑ１　{}",
        "1. {}",
        "（1） {}",
        "(1){} *",
        "次のことについて、どう思いますか [{}]",
        "問1 次のことについて、どう思いますか。［{}］",
        "職場のこと [1. {}] *",
    ],
)
def test_a_question_is_known_however_a_form_decorates_it(head: str) -> None:
    assert asked("あなたの職位", head.format(TEXTS[0]), TEXTS[1]) == {"問1": 1, "問2": 2}


def test_width_and_spaces_do_not_count() -> None:
    assert asked("未収金は　自分の仕事と 関係がない") == {"問1": 0}


def test_columns_may_stand_in_any_order() -> None:
    head = (OLD, "職位", TEXTS[1], "タイムスタンプ", TEXTS[0])
    assert asked(*head) == {"問1": 4, "問2": 2, "問7": 0}
    assert found(*head).who == {"rank_group": 1, "answered_on": 3}


def test_words_come_before_a_number_of_the_form() -> None:
    """The form counts the rank as its first question: what it calls 2 is our 1."""
    head = ("1. あなたの職位", f"2. {TEXTS[0]}", f"3. {TEXTS[1]}", "4. 自由にお書きください")
    assert asked(*head) == {"問1": 1, "問2": 2}


def test_each_wording_keeps_its_own_words() -> None:
    for text in (OLD, NEW):
        (one,) = found(text).asked
        assert (one.question.number, one.wording) == (7, text)


# By its number -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["問7", "Q7", "7", "７", "(7)", "問7 *"])
@pytest.mark.parametrize(("day", "wording"), [(BEFORE, OLD), (AFTER, NEW), (None, NEW)])
def test_a_bare_number_is_asked_in_the_words_of_the_day(
    head: str, day: date | None, wording: str
) -> None:
    columns = found("職位", head, day=day)
    (one,) = columns.asked
    assert (one.question.number, one.wording) == (7, wording)
    (said,) = [finding for finding in columns.findings if finding.code == "bare_number"]
    assert said.place == f"1行目「{head}」"
    assert "番号だけなので、問7は目録の文言で" in said.message


def test_other_words_under_the_number_are_another_wording() -> None:
    columns = found(TEXTS[0], "問7 上司は、毎週、未収金の報告を聞いている")
    assert codes(columns) == ["reworded"]
    assert columns.asked[-1].wording == "上司は、毎週、未収金の報告を聞いている"
    (said,) = [finding for finding in columns.findings if finding.code == "reworded"]
    assert f"目録は「{NEW}」" in said.message
    assert "線でつなぎません" in said.message
    assert "新しい文言を足してください" in said.todo


def test_where_the_form_numbers_otherwise_a_number_says_nothing() -> None:
    columns = found(f"2. {TEXTS[0]}", "7. 休みの日に何をしますか")
    assert [one.question.number for one in columns.asked] == [1]
    assert columns.unread == (1,)


def test_a_number_that_no_question_has_is_not_read() -> None:
    assert found(TEXTS[0], "問26 ご意見", "99").unread == (1, 2)


# Not by half ---------------------------------------------------------------------------------------------


def test_a_question_in_nearly_the_same_words_is_an_error() -> None:
    columns = found("残額を減らす責任は自分にある")
    (said,) = [finding for finding in columns.findings if finding.code == "like_a_question"]
    assert f"問2「{TEXTS[1]}」に似ていますが" in said.message
    assert columns.asked == ()


def test_what_the_layout_ignores_is_left_alone_also_where_it_is_alike() -> None:
    """As the sentence above advises."""
    columns = found(
        TEXTS[0], "残額を減らす責任は自分にある", ignored=["残額を減らす責任は自分にある"]
    )
    assert codes(columns) == []
    assert [one.question.number for one in columns.asked] == [1]
    assert columns.unread == ()


def test_one_question_in_two_columns_is_an_error() -> None:
    columns = found(TEXTS[0], TEXTS[1], f"Q1. {TEXTS[0]}")
    (said,) = [finding for finding in columns.findings if finding.code == "double_question"]
    assert "問1の列が2つあります" in said.message


def test_two_wordings_of_one_question_are_two_columns_of_it() -> None:
    assert codes(found(OLD, NEW)) == ["double_question"]


def test_columns_that_are_nothing_are_not_read() -> None:
    columns = found("職位", "メール", "名前", TEXTS[0], "", "ご意見", ignored="ご意見")
    assert columns.unread == (1, 2)


def test_missing_questions_and_groups_are_said() -> None:
    said = {finding.code: finding for finding in found(TEXTS[0]).findings}
    assert said.keys() == {"missing_question", "missing_group"}
    assert "問2、問7の列がありません" in said["missing_question"].message
    assert "職位の列（あなたの職位・職位）がありません" in said["missing_group"].message


def test_a_head_without_any_question_is_an_error() -> None:
    (said,) = [one for one in found("職位", "タイムスタンプ").findings if one.code == "no_question"]
    assert "1つもありません" in said.message


# Which row is the head -----------------------------------------------------------------------------------


def test_the_share_counts_columns_and_questions() -> None:
    everything = ("職位", "完了時刻", *TEXTS)
    assert share_of(everything, layout(), CATALOGUE) == 1
    assert share_of(everything[1:], layout(), CATALOGUE) == pytest.approx(4 / 5)
    assert share_of(("", "山田太郎"), layout(), CATALOGUE) == 0


def test_a_row_of_answers_is_no_head() -> None:
    """Its numbers come again and again; those of a head do not."""
    assert share_of(("2026/6/1", "主事", "1", "2", "2", "5"), layout(), CATALOGUE) == 0
    assert share_of(("職位", "1", "2", "7"), layout(), CATALOGUE) == pytest.approx(4 / 5)
