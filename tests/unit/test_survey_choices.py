"""Which answer a word stands for: 「そう思う」 is 5 in one set of words and 4 in another, and nothing is guessed."""

from __future__ import annotations

import pytest

from analytics.intake.survey.choices import Meant, meanings, worded
from analytics.ledger.survey_file import read_catalogue
from analytics.settings import DATA

CATALOGUE = read_catalogue(DATA / "survey")
RATHER, VERY, APPLIES, NUMBERS = (one.name for one in CATALOGUE.choices)
ALL_RATHER = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらともいえない",
    "どちらかといえばそう思わない",
    "そう思わない",
)
ALL_VERY = (
    "とてもそう思う",
    "そう思う",
    "どちらともいえない",
    "そう思わない",
    "まったくそう思わない",
)


def meant(*questions: tuple[str, ...], wanted: str = "") -> list[Meant]:
    return meanings([{worded(word) for word in words} for words in questions], CATALOGUE, wanted)


def answers(*words: str, beside: tuple[str, ...] = (), wanted: str = "") -> list[int | None]:
    """What *words* of one question answer, asked beside another question."""
    found = meant(words, beside, wanted=wanted)[0]
    assert not found.sets
    return [found.answers.get(worded(word)) for word in words]


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("そう思う", "そう思う"),
        (" そう　思う ", "そう思う"),
        ("５．そう思う", "そう思う"),
        ("5.そう思う", "そう思う"),
        ("5 そう思う", "そう思う"),
        ("⑤そう思う", "そう思う"),
        ("（5）そう思う", "そう思う"),
        ("5：そう思う", "そう思う"),
        ("5、そう思う", "そう思う"),
        ("5", "5"),
        ("５", "5"),
        ("5.0", "5.0"),
        ("55", "55"),
        ("", ""),
    ],
)
def test_a_number_before_the_words_does_not_count(cell: str, plain: str) -> None:
    assert worded(cell) == plain


@pytest.mark.parametrize("words", [ALL_RATHER, ALL_VERY, ("5", "4", "3", "2", "1")])
def test_a_whole_set_is_read_by_itself(words: tuple[str, ...]) -> None:
    assert answers(*words) == [5, 4, 3, 2, 1]


def test_the_words_decide_not_the_number_before_them() -> None:
    assert answers("1．そう思う", "5．そう思わない", beside=ALL_RATHER) == [5, 1]


def test_no_answer_is_none() -> None:
    (found,) = meant((*ALL_RATHER, "", "わからない", "－"))
    assert not found.unknown
    assert all(word not in found.answers for word in ("わからない", "-", ""))


def test_the_other_questions_tell_which_set_is_meant() -> None:
    few = ("そう思う", "そう思わない")
    assert answers(*few, beside=ALL_RATHER) == [5, 1]
    assert answers(*few, beside=ALL_VERY) == [4, 2]


def test_words_that_mean_the_same_in_every_set_need_no_decision() -> None:
    assert answers("どちらともいえない") == [3]


def test_words_of_every_set_tell_nothing_of_the_others() -> None:
    """All answered 「どちらともいえない」 to one question: that says not in which words they were asked."""
    _, found = meant(("どちらともいえない",), ("そう思う",))
    assert found.sets == (RATHER, VERY)


def test_nothing_is_guessed_where_nothing_tells() -> None:
    (found,) = meant(("そう思う", "そう思わない"))
    assert found.sets == (RATHER, VERY)
    assert not found.answers


@pytest.mark.parametrize(("wanted", "best"), [(RATHER, 5), (VERY, 4)])
def test_the_layout_tells_where_nothing_else_does(wanted: str, best: int) -> None:
    assert answers("そう思う", wanted=wanted) == [best]


def test_the_layout_does_not_overrule_what_the_other_questions_show() -> None:
    """Else 「そう思う」 would be 4 in one question of a form and 5 in the next."""
    sure, found = meant(ALL_VERY, ("そう思う", "どちらともいえない"), wanted=RATHER)
    assert sure.answers["そう思う"] == 4
    assert found.sets == (RATHER, VERY)


def test_each_question_may_have_its_own_set() -> None:
    first, second = meant(ALL_RATHER, ("あてはまる", "あてはまらない"))
    assert first.answers["そう思う"] == 5
    assert [second.answers[word] for word in ("あてはまる", "あてはまらない")] == [5, 1]


def test_unknown_words_come_with_the_nearest_known_one() -> None:
    (found,) = meant((*ALL_RATHER, "ややそう思わない", "賛成"))
    assert found.unknown == {"ややそう思わない": "そう思わない", "賛成": None}


def test_unknown_words_are_held_against_the_set_of_the_form() -> None:
    found = meant(("そう思う", "とてもそうは思わない"), ALL_VERY)[0]
    assert found.unknown == {"とてもそうは思わない": "そう思わない"}
    assert found.answers["そう思う"] == 4


def test_a_question_nobody_answered_means_nothing() -> None:
    assert meant(("", "無回答"), ()) == [Meant({}, {}), Meant({}, {})]
