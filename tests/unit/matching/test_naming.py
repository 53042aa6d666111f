"""Names without a blank, without letters or without a reading: the other records say what one does not."""

from __future__ import annotations

import pytest

from analytics.matching.naming import Naming, naming
from tests.people import LETTERS

OTHERS = [
    ("高橋 恵子", "タカハシ ケイコ"),
    ("佐藤 健", "サトウ ケン"),
    ("佐藤 翔", "サトウ ショウ"),
    ("林 翔", "ハヤシ カケル"),
]


def one(name: str | None, kana: str | None = None) -> Naming:
    return naming([(name, kana), *OTHERS], LETTERS)[0]


def test_a_name_without_a_blank_is_cut_after_a_surname_that_others_have() -> None:
    assert (one("高橋翔").surname, one("高橋翔").given) == ("高橋", "翔")


@pytest.mark.parametrize(
    ("name", "surname", "given"),
    [
        ("小鳥遊", "小鳥", "遊"),
        ("坂本洋介", "坂本", "洋介"),
        ("林誠", "林", "誠"),
        ("林", None, None),
        ("架空市立第一小学校長", None, None),
    ],
)
def test_a_name_of_which_nothing_is_known_is_cut_as_most_are(
    name: str, surname: str | None, given: str | None
) -> None:
    """Where no department writes a blank, two of one house would else be told apart by nothing."""
    found = one(name)
    assert (found.whole, found.surname, found.given) == (name, surname, given)


def test_a_given_name_written_in_kana_is_its_own_reading() -> None:
    read, unread = naming([("山本 翔平", "ヤマモト ショウヘイ"), ("山本 ショウヘイ", None)], {})
    assert set(read.given_readings or ()) & set(unread.given_readings or ())


def test_a_reading_without_a_blank_is_cut_by_the_surname_in_letters() -> None:
    found = one("佐藤 健", "サトウケン")
    assert (found.surname_kana, found.given_kana) == ("サトウ", "ケン")


def test_letters_without_a_reading_may_be_read_in_every_way_that_others_read_them() -> None:
    found = one("高橋 翔")
    assert set(found.given_readings or []) == {"シヨウ", "カケル"}
    assert found.surname_kana == "タカハシ"


def test_a_reading_that_is_written_is_the_only_one() -> None:
    assert one("高橋 翔", "タカハシ ツバサ").given_readings == ["ツハサ"]


def test_a_name_in_kana_is_a_reading_without_letters() -> None:
    found = one("ﾀｶﾊｼ ｹｲｺ")
    assert (found.whole, found.whole_kana, found.given_kana) == (None, "タカハシケイコ", "ケイコ")


def test_lost_letters_are_not_compared() -> None:
    found = one("〓橋 恵子", "タカハシ ケイコ")
    assert (found.whole, found.surname, found.given) == (None, None, "恵子")


def test_a_name_in_latin_letters_is_the_same_in_either_order() -> None:
    assert one("SMITH JOHN").whole_kana == one("John Smith").whole_kana


def test_a_company_has_no_surname() -> None:
    found = one("株式会社見本商事", "カブシキガイシャミホンショウジ")
    assert (found.whole, found.surname, found.given) == ("見本商事", None, "見本商事")
    assert found.whole_kana == "ミホンシヨウシ"


@pytest.mark.parametrize("nothing", [None, "", "　"])
def test_a_debtor_without_a_name_has_none(nothing: str | None) -> None:
    assert one(nothing) == Naming()
