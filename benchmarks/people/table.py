"""The records of all departments in one table, and who is who."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import pyarrow as pa

from analytics.ledger.columns import PERSONS
from benchmarks.people.departments import DEPARTMENTS, EIGHT, Style
from benchmarks.people.dice import Dice
from benchmarks.people.names import GIVEN_NAMES, SURNAME
from benchmarks.people.town import AS_OF, Person, Town
from benchmarks.people.writing import Writer

Key = tuple[str, str]  # department, debtor_key


class People(NamedTuple):
    """What the departments wrote, and what nobody but the judge may know."""

    table: pa.Table  # in the columns of PERSONS
    truth: dict[Key, int]  # record → person
    household: dict[int, int]  # person → household; a corporation is a household of its own
    variations: dict[Key, frozenset[str]]  # what was done to a record; the names of HARD among them


HARD: Final = {
    "old_address": "the household has moved and the department does not know",
    "old_surname": "married or divorced since",
    "old_phone": "a number that is no longer theirs",
    "kana_error": "a slip in the reading",
    "kanji_error": "another character of the same sound",
    "other_reading": "a reading that the characters also have",
    "birth_error": "day, month or year mistyped",
    "birth_dummy": "1900-01-01 or the first of January",
    "lost_character": "a character outside the code page became 〓 or ?",
    "name_empty": "the column of the name is empty",
    "care_of": "様方 in the address",
    "foreign_order": "parts of a foreign name swapped or left out",
    "alias": "a foreign resident under a Japanese name",
}


def _where_owed(person: Person, dice: Dice, departments: Mapping[str, Style]) -> list[str]:
    """One to four departments with which the person is in debt."""
    age = (AS_OF - person.born).days / 365.25 if person.born else 50
    open_to = [
        name
        for name, style in departments.items()
        if person.kind in style.kinds and style.ages[0] <= age < style.ages[1] + 1
    ]
    wanted = bisect((0.52, 0.80, 0.94), dice.roll()) + 1
    drawn = sorted(open_to, key=lambda name: -(dice.roll() ** (1 / departments[name].weight)))
    return drawn[:wanted]


def _debtors(persons: int, dice: Dice) -> Iterator[tuple[int, Person]]:
    """Household and person, as many as wanted: of a household not everybody is in debt."""
    town, found, household = Town(dice), 0, 0
    while found < persons:
        members = town.household()
        owing = [each for each in members if dice.chance(0.62)] or members[:1]
        for person in owing[: persons - found]:
            yield household, person
        found += len(owing)
        household += 1


def people(
    persons: int,
    seed: int,
    resident_keys: bool = False,
    departments: Mapping[str, Style] = DEPARTMENTS,
) -> People:
    """Write `persons` true persons into the `departments`, six unless others are given.

    `resident_keys` gives the city's own number (宛名番号) in two of the departments, as cities have it where systems
    were joined; without it nothing but what people write says who is who. Who moved may have two water bills, of the
    old tap and of the new one: so one person can stand twice in one department.
    """
    dice = Dice(seed)
    rows: list[dict[str, object]] = []
    truth: dict[Key, int] = {}
    households: dict[int, int] = {}
    variations: dict[Key, frozenset[str]] = {}
    numbers = dict.fromkeys(departments, 0)
    outdated: dict[tuple[int, str], bool] = {}  # a household's address is old for all its members
    for number, (household, person) in enumerate(_debtors(persons, dice)):
        households[number] = household
        guarantor = SURNAME.draw(dice)[0] + "　" + dice.pick(GIVEN_NAMES)[0]
        for name in _where_owed(person, dice, departments):
            old = outdated.setdefault((household, name), dice.chance(departments[name].stale))
            old = old and person.old_home is not None
            twice = name == "water" and person.old_home is not None and dice.chance(0.12)
            for is_old in (True, False) if twice else (old,):
                numbers[name] += 1
                row, marks = _row(person, name, is_old, numbers[name], dice)
                row["guarantor"] = guarantor if name == "housing" else None
                with_number = (
                    resident_keys and departments[name].numbered and person.kind != "corporate"
                )
                kept = with_number and not dice.chance(0.03)
                row["resident_key"] = f"{(number * 7_919 + seed) % 9_999_991:010}" if kept else None
                key = (name, str(row["debtor_key"]))
                truth[key], variations[key] = number, frozenset(marks)
                rows.append(row)
    return People(_table(rows, dice), truth, households, variations)


def _row(
    person: Person, department: str, old: bool, count: int, dice: Dice
) -> tuple[dict[str, object], set[str]]:
    style = EIGHT[department]
    writer = Writer(dice, style)
    home = person.old_home if old and person.old_home else person.home
    if old:
        writer.marks.add("old_address")
    name, kana = writer.names(person)
    row: dict[str, object] = {
        "as_of": AS_OF,
        "department": department,
        # a bijection, so that the keys of a household are not neighbours
        "debtor_key": style.key.format(_scattered(count, department)),
        "name": name,
        "name_kana": kana,
        "born_on": writer.born(person),
        "postal_code": writer.postal(home),
        "address": writer.address(person, home),
        "phone": writer.phone(person, home, old),
        "source_scope": f"made-up-{department}@{AS_OF}",
        "source_name": f"架空_{department}.csv",
    }
    return row, writer.marks


def _scattered(count: int, department: str) -> int:
    """A number for each count and another for the next, in every department another way."""
    if count >= 999_983:
        return count
    return count * (387_420_489 + 2 * list(EIGHT).index(department)) % 999_983


def _table(rows: list[dict[str, object]], dice: Dice) -> pa.Table:
    """In no order that says who belongs together."""
    shuffled = [rows[place] for place in dice.order(len(rows))]
    seen = dict.fromkeys(EIGHT, 1)  # the head is row 1
    for row in shuffled:
        department = str(row["department"])
        seen[department] += 1
        row["source_row"] = seen[department]
    return pa.Table.from_pylist(shuffled, schema=PERSONS)
