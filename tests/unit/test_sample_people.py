"""The people of the made-up city: who they are, and in how many ways departments write the same one."""

from __future__ import annotations

import re
from datetime import date

import pytest

from analytics.sample import styles
from analytics.sample.kana import half_width, hiragana, without_voice
from analytics.sample.kinds import (
    DEPARTMENTS,
    ELDERS,
    HOUSING,
    INSURANCE,
    LUNCH,
    TAX,
    WATER,
    WELFARE,
)
from analytics.sample.names import MEN, OTHER_LETTERS, SURNAMES, WOMEN
from analytics.sample.people import People

PEOPLE = People(1)
SOME = range(4000)


def test_there_are_enough_names_and_each_has_its_reading() -> None:
    assert len(SURNAMES) >= 150
    assert len(WOMEN) + len(MEN) >= 120
    for written, kana in (*SURNAMES, *WOMEN, *MEN):
        assert written
        assert re.fullmatch("[ァ-ヶー]+", kana)


def test_who_is_asked_first_does_not_matter() -> None:
    other = People(1)
    backwards = [other.written(WATER, each) for each in reversed(range(50))]
    assert backwards[::-1] == [PEOPLE.written(WATER, each) for each in range(50)]
    assert People(2).registered(7) != PEOPLE.registered(7)


@pytest.mark.parametrize("code", [department.code for department in DEPARTMENTS])
def test_no_two_people_have_one_number(code: str) -> None:
    keys = {PEOPLE.key_of(code, each) for each in SOME}
    assert len(keys) == len(SOME)
    assert len({len(key) for key in keys}) == 1


def test_departments_have_numbers_of_their_own() -> None:
    numbers = {PEOPLE.key_of(code, 77) for code in (TAX, WATER, HOUSING, LUNCH, ELDERS, WELFARE)}
    assert len(numbers) == 6


def test_only_some_departments_know_the_register_number() -> None:
    knowing = {each.code for each in DEPARTMENTS if PEOPLE.written(each.code, 5).resident_key}
    assert knowing == {TAX, ELDERS, INSURANCE}


def test_every_difference_is_met_and_is_one() -> None:
    met = set()
    for resident in SOME:
        known, written = PEOPLE.registered(resident), PEOPLE.written(WATER, resident)
        met |= {*written.differs}
        of_known = (known.name, known.kana, known.town, known.block, known.born_on)
        of_written = (written.name, written.kana, written.town, written.block, written.born_on)
        assert (of_known != of_written) == bool(written.differs)
    assert met == {"漢字の異体字", "旧姓", "旧住所", "生年月日の誤り", "読みの濁点なし"}


def test_households_share_name_and_address_and_strangers_a_name() -> None:
    by_name: dict[str, list[int]] = {}
    for resident in SOME:
        by_name.setdefault(PEOPLE.registered(resident).name, []).append(resident)
    assert any(len({each // 2 for each in same}) > 1 for same in by_name.values())
    one, other = PEOPLE.registered(10), PEOPLE.registered(11)
    assert (one.surname, one.town, one.block) == (other.surname, other.town, other.block)
    assert one.key != other.key


def test_letters_outside_cp932_only_where_files_are_unicode() -> None:
    letters = {
        code: {letter for each in SOME for letter in PEOPLE.written(code, each).name}
        for code in (TAX, ELDERS, INSURANCE, LUNCH)
    }
    assert {"𠮷", "𣘺"} <= letters[INSURANCE] & letters[LUNCH]
    "".join(letters[TAX] | letters[ELDERS]).encode("cp932")
    "".join(OTHER_LETTERS.values()).encode("cp932")
    assert letters[ELDERS] & {"髙", "﨑", "邊"}


def test_old_people_owe_premiums_and_parents_fees() -> None:
    assert all(PEOPLE.registered(each).born_on.year <= 1951 for each in (0, 1, 8, 9, 800))
    assert all(1977 <= PEOPLE.registered(each).born_on.year <= 1991 for each in (2, 3, 10, 802))


def test_kana_in_four_ways() -> None:
    assert half_width("ワタナベ パク") == "ﾜﾀﾅﾍﾞ ﾊﾟｸ"
    assert without_voice("ワタナベ") == "ワタナヘ"
    assert hiragana("ワタナベ") == "わたなべ"


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (styles.iso, "2025-04-01"),
        (styles.slashed, "2025/4/1"),
        (styles.eight, "20250401"),
        (styles.era_letter, "R7.4.1"),
        (styles.era_long, "令和7年4月1日"),
        (styles.era_short, "令7.4.1"),
        (styles.era_code, "5070401"),
    ],
)
def test_a_day_in_seven_ways(write, written: str) -> None:  # type: ignore[no-untyped-def]
    assert write(date(2025, 4, 1)) == written


def test_the_first_year_of_an_era() -> None:
    day = date(2019, 5, 1)
    assert styles.era_long(day) == "令和元年5月1日"
    assert (styles.era_letter(day), styles.era_code(day)) == ("R1.5.1", "5010501")
    assert styles.era_letter(date(2019, 4, 30)) == "H31.4.30"
    assert styles.month_end(2019 * 12 + 4) == "令和元年5月末"


def test_amounts_below_nought() -> None:
    assert styles.wide_yen(-1234) == "▲１，２３４円"
    assert styles.signed("△")(-1234) == "△1,234"
    assert styles.bracketed(-1234) == "(1,234)"


def test_one_address_in_three_ways() -> None:
    person = PEOPLE.registered(40)
    chome, ban, gou = person.block
    assert styles.address_plain(person) == f"{person.town}{chome}-{ban}-{gou}"
    assert styles.address_full(person).startswith(f"架空市{person.town}")
    assert "丁目" in styles.address_mixed(person)
