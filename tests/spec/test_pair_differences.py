"""What two records of debtors differ in, worked by hand: field by field, in words and letter by letter."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.figures.persons.differences import FIELDS, MARKS, Compared, compared

LETTERS = {ord("髙"): "高"}
NOTHING = dict.fromkeys(FIELDS)


def of(field: str, left: object, right: object) -> Compared:
    """The comparison of one field of two records."""
    told = compared({**NOTHING, field: left}, {**NOTHING, field: right}, LETTERS)
    assert [each.field for each in told] == list(FIELDS)
    assert {each.mark for each in told if each.field != field} == {"neither"}
    return next(each for each in told if each.field == field)


def marked(one: Compared) -> tuple[list[str], list[str]]:
    """The letters of both sides that are marked."""
    left, right = ([text for text, differs in side if differs] for side in (one.left, one.right))
    return left, right


@pytest.mark.parametrize(
    ("field", "left", "right", "mark"),
    [
        ("name", "高橋　恵子", "高橋　恵子", "same"),
        (
            "name",
            "髙橋　惠子",
            "高橋 恵子",
            "written",
        ),  # old letters, and the city's own pair of letters
        ("name", "高橋 恵子", "高橋 圭子", "differs"),
        ("name_kana", "わたなべ じゅんこ", "ﾜﾀﾅﾍﾞ ｼﾞﾕﾝｺ", "written"),
        ("name_kana", "おおの あい", "オーノ アイ", "written"),
        ("name_kana", "おおの あい", "オオノ アオイ", "differs"),
        ("born_on", date(1984, 3, 12), date(1984, 3, 12), "same"),
        ("born_on", date(1984, 3, 12), date(1984, 3, 21), "differs"),
        ("born_on", date(1984, 3, 12), date(1900, 1, 1), "one_side"),  # what systems write for none
        ("address", "架空市見本町１丁目２番３号", "見本町1-2-3 ハイツ101", "written"),
        ("address", "架空市見本町１丁目２番３号", "見本町1-2-8", "differs"),
        ("postal_code", "〒000-1234", "0001234", "written"),
        ("phone", "０００-００-１２３４", "000001234", "written"),
        ("phone", "0000-00-1234", "-", "one_side"),
        ("phone", "", None, "neither"),
    ],
)
def test_a_field_is_the_same_or_not(field: str, left: object, right: object, mark: str) -> None:
    assert of(field, left, right).mark == mark


def test_the_letters_that_differ_are_marked_and_said() -> None:
    one = of("name", "渡邊　太朗", "渡辺 太郎")  # 邊 and 辺 are one letter, 朗 and 郎 are not
    assert marked(one) == (["朗"], ["郎"])
    assert one.said == "違う（左「朗」、右「郎」）"
    assert "".join(text for text, _ in one.left) == "渡邊　太朗"


def test_a_day_differs_in_its_year_month_or_day() -> None:
    one = of("born_on", date(1984, 3, 12), date(1984, 3, 21))
    assert one.left == (("昭和59年", False), ("3月", False), ("12日", True))
    assert one.said == "違う（左「12日」、右「21日」）"
    assert marked(of("born_on", date(1989, 1, 7), date(1989, 1, 8))) == (
        ["昭和64年", "7日"],
        ["平成元年", "8日"],
    )


def test_in_an_address_the_numbers_count_and_the_city_does_not() -> None:
    assert marked(of("address", "架空市見本町１丁目２番３号", "見本町1-2-8")) == (["３"], ["8"])


def test_in_a_telephone_number_single_digits_are_marked() -> None:
    assert marked(of("phone", "0000-00-1234", "0000-00-1294")) == (["3"], ["9"])


def test_what_is_wholly_other_is_not_spelt_out() -> None:
    one = of("name", "有限会社いろはにほへと商店", "見本花子")
    assert (one.mark, one.said) == ("differs", MARKS["differs"])


def test_what_is_missing_is_said_and_nothing_is_marked() -> None:
    one = of("phone", "0000-00-1234", None)
    assert (one.right, marked(one), one.said) == ((), ([], []), "片方にない")
