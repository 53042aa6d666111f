"""Two ways to write one thing become equal; two things stay two."""

from __future__ import annotations

import pytest

from analytics.matching import folding
from tests.people import LETTERS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋　惠子", "高橋 恵子"),
        ("渡邉 茂", "渡辺　茂"),
        ("渡邊 茂", "渡辺 茂"),
        ("齋藤 博", "斉藤 博"),
        ("山﨑 正", "山崎 正"),
        ("𠮷田 実", "吉田 実"),
        ("濵田 勝", "浜田 勝"),
        ("ｽﾐｽ ｼﾞｮﾝ", "スミス ジョン"),
        ("smith john", "ＳＭＩＴＨ　ＪＯＨＮ"),
    ],
)
def test_one_name_in_two_ways_is_one(one: str, other: str) -> None:
    assert folding.name(one, LETTERS) == folding.name(other, LETTERS)


@pytest.mark.parametrize(("one", "other"), [("太田 実", "大田 実"), ("原 光子", "原 光男")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert folding.name(one, LETTERS) != folding.name(other, LETTERS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ワタナベ ジュンコ", "ﾜﾀﾅﾍﾞ ｼﾞﾕﾝｺ"),
        ("わたなべ　じゅんこ", "ワタナヘ シユンコ"),
        ("オオノ ユウコ", "オーノ ユーコ"),
        ("サトウ ケイコ", "サトー ケーコ"),
        ("イトウ", "イトオ"),
    ],
)
def test_one_reading_in_two_ways_is_one(one: str, other: str) -> None:
    assert folding.kana(one) == folding.kana(other)


@pytest.mark.parametrize(
    ("one", "other"), [("オノ", "オオノ"), ("イダ", "イイダ"), ("ユキ", "ユウキ")]
)
def test_two_readings_stay_two(one: str, other: str) -> None:
    assert folding.kana(one) != folding.kana(other)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("架空市見本町１丁目２番３号", ("見本町", "見本町 1-2", "3")),
        ("見本町一丁目２－３", ("見本町", "見本町 1-2", "3")),
        ("見本町1-2-3", ("見本町", "見本町 1-2", "3")),
        ("見本町1-2-3 ﾊｲﾂ見本203号室", ("見本町", "見本町 1-2", "3")),
        ("見本町1-2-3 佐藤様方", ("見本町", "見本町 1-2", "3")),
        ("架空県架空市大字見本字山田 12番地の3", ("見本", "見本 12-3", "")),
        ("見本12-3", ("見本", "見本 12-3", "")),
        ("みどりが丘二十一丁目3番", ("みどりヶ丘", "みどりヶ丘 21-3", "")),
        ("三島町４丁目５番", ("三島町", "三島町 4-5", "")),
        ("北3条西6丁目1番地", ("北三条西", "北三条西 6-1", "")),
        ("見本町", ("見本町", "", "")),
        ("", ("", "", "")),
    ],
)
def test_an_address_is_town_block_and_house(written: str, found: tuple[str, str, str]) -> None:
    assert folding.place(written) == found


@pytest.mark.parametrize(
    ("written", "core"),
    [
        ("株式会社見本商事", "見本商事"),
        ("見本商事（株）", "見本商事"),
        ("㈱見本商事　代表取締役", "見本商事"),
        ("見本 花子", ""),
    ],
)
def test_a_company_is_known_by_its_own_name(written: str, core: str) -> None:
    assert folding.company(folding.name(written, LETTERS)) == core


@pytest.mark.parametrize(
    ("written", "found"),
    [("０００－１２－３４５６", "000123456"), ("(0000)00-0000", ""), ("12-34", ""), ("-", "")],
)
def test_a_telephone_number_is_its_digits(written: str, found: str) -> None:
    assert folding.digits(written) == found
