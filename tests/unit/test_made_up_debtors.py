"""The made-up debtors: the same every time, as varied as they are said to be, and nobody's real number."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict

import pytest

from analytics.ledger.columns import PERSONS
from benchmarks.people import DEPARTMENTS, EIGHT, GIVEN_NAMES, HARD, SURNAMES, People, people
from benchmarks.people.spelling import half_width, hiragana, large, lengthened, voiceless

COUNT = 3000


@pytest.fixture(scope="module")
def made() -> People:
    return people(COUNT, seed=3)


def column(made: People, name: str, department: str) -> list[str]:
    rows = made.table.select(["department", name]).to_pylist()
    return [row[name] for row in rows if row["department"] == department and row[name] is not None]


def test_the_same_seed_gives_the_same_people() -> None:
    one, same, other = people(200, seed=5), people(200, seed=5), people(200, seed=6)
    assert one == same
    assert not one.table.equals(other.table)


def test_every_record_has_its_truth_and_every_person_a_household(made: People) -> None:
    table, truth, household, variations = made
    assert table.schema == PERSONS
    keys = list(zip(table["department"].to_pylist(), table["debtor_key"].to_pylist(), strict=True))
    assert len(set(keys)) == len(keys)
    assert set(keys) == truth.keys() == variations.keys()
    assert set(truth.values()) == set(range(COUNT)) == household.keys()


def test_one_to_four_departments(made: People) -> None:
    where = defaultdict(set)
    for (department, _), person in made.truth.items():
        where[person].add(department)
    sizes = Counter(len(departments) for departments in where.values())
    assert sizes.keys() == {1, 2, 3, 4}
    assert sizes[1] > sizes[2] > sizes[3] > sizes[4] > COUNT * 0.01
    assert set().union(*where.values()) == set(DEPARTMENTS)


def test_there_may_be_eight_departments() -> None:
    found = people(400, 3, departments=EIGHT)
    assert {department for department, _ in found.truth} == set(EIGHT) > set(DEPARTMENTS)
    assert len(found.truth) == found.table.num_rows  # a number is given once


def test_some_stand_twice_at_the_water_department(made: People) -> None:
    bills = Counter(
        person for (department, _), person in made.truth.items() if department == "water"
    )
    assert set(bills.values()) == {1, 2}


def test_a_tenth_to_a_seventh_of_the_records_is_hard(made: People) -> None:
    hard = [marks for marks in made.variations.values() if marks & HARD.keys()]
    assert 0.10 <= len(hard) / made.table.num_rows <= 0.15
    assert set().union(*hard) - {"form"} == HARD.keys()  # each of them happens


def test_births_are_missing_in_whole_departments_and_in_parts_of_the_others(made: People) -> None:
    for department in DEPARTMENTS:
        keys = column(made, "debtor_key", department)
        missing = 1 - len(column(made, "born_on", department)) / len(keys)
        if department in ("water", "lunch"):
            assert missing == 1
        else:
            assert 0.07 <= missing <= 0.25, department


def test_departments_write_in_their_ways(made: People) -> None:
    assert all(re.search("[ぁ-ゖ]", kana) for kana in column(made, "name_kana", "housing"))
    assert not any(re.search("[ﾞﾟ\u3099゛ｧ-ｯ]", kana) for kana in column(made, "name_kana", "care"))
    assert all(name == half_width(name) for name in column(made, "name", "water"))
    assert any("ー" in kana for kana in column(made, "name_kana", "lunch"))
    assert any("〓" in name for name in column(made, "name", "care"))
    assert any("様方" in address for address in made.table["address"].to_pylist())
    assert any(re.search("[A-Z]{3} [A-Z]", name) for name in column(made, "name", "tax"))
    assert any("㈱" in name for name in column(made, "name", "tax"))


def test_names_are_skewed_and_shared_by_strangers() -> None:
    # without slips of style: by what the tax department has kept
    names = Counter(column(people(6000, seed=4), "name", "tax"))
    surnames = Counter(name.split("　")[0] for name in names.elements())
    assert surnames.most_common(1)[0][1] > 20 * min(surnames.values())
    assert sum(count for count in names.values() if count > 1) / names.total() > 0.03


def test_strangers_born_on_one_day_with_one_name_are_few_but_there() -> None:
    made = people(6000, seed=4)
    by_both = defaultdict(set)
    for row in made.table.select(["department", "debtor_key", "name", "born_on"]).to_pylist():
        if row["name"] and row["born_on"]:
            person = made.truth[row["department"], row["debtor_key"]]
            by_both[row["name"], row["born_on"]].add(person)
    shared = [persons for persons in by_both.values() if len(persons) > 1]
    assert 0 < len(shared) < 60


def test_in_some_households_two_are_born_on_one_day(made: People) -> None:
    born = defaultdict(set)
    for row in made.table.to_pylist():
        person = made.truth[row["department"], row["debtor_key"]]
        marks = made.variations[row["department"], row["debtor_key"]]
        if row["born_on"] and not marks & {"birth_error", "birth_dummy"}:
            born[made.household[person], row["born_on"]].add(person)
    assert any(len(persons) > 1 for persons in born.values())


def test_no_real_number_or_code(made: People) -> None:
    for name, prefix in (("phone", "000"), ("postal_code", "000")):
        values = [value for value in made.table[name].to_pylist() if value]
        digits = [re.sub(r"\D", "", unicodedata.normalize("NFKC", value)) for value in values]
        assert values
        assert all(each.startswith(prefix) for each in digits)
        assert {len(each) for each in digits} == ({7} if name == "postal_code" else {10, 11})
    towns = [
        address.split("県")[0] for address in made.table["address"].to_pylist() if "県" in address
    ]
    assert set(towns) == {"架空"}


def test_the_city_s_number_only_when_asked(made: People) -> None:
    assert made.table["resident_key"].null_count == made.table.num_rows
    numbered = people(400, seed=3, resident_keys=True)
    seen = defaultdict(set)
    for row in numbered.table.to_pylist():
        if row["resident_key"]:
            seen[row["resident_key"]].add(numbered.truth[row["department"], row["debtor_key"]])
            assert row["department"] in ("tax", "insurance")
    assert len(seen) > 100
    assert all(len(persons) == 1 for persons in seen.values())


def test_enough_names() -> None:
    assert len(SURNAMES) == len(dict(SURNAMES)) >= 150
    assert len(GIVEN_NAMES) >= 200
    assert {"ユウコ", "ヒロコ"} <= {kana for name, kana in GIVEN_NAMES if name == "裕子"}


def test_ways_of_writing_kana() -> None:
    assert half_width("ガッパ　ヴー") == "ｶﾞｯﾊﾟ ｳﾞｰ"
    assert hiragana("シュン ヨーコ") == "しゅん よーこ"
    assert voiceless("ガパヴ") == "カハウ"
    assert large("シュンッ") == "シユンツ"
    assert [lengthened(name) for name in ("ヨウコ", "オオノ", "イノウエ", "ショウ")] == [
        "ヨーコ",
        "オーノ",
        "イノウエ",
        "ショー",
    ]
