"""The residents: who they are, and how each department happens to write them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from analytics.sample import draws
from analytics.sample.block import GROUP
from analytics.sample.kana import without_voice
from analytics.sample.kinds import CHILDREN, ELDERS, HOUSING, INSURANCE, LUNCH, TAX, WATER, WELFARE
from analytics.sample.months import as_date, as_day
from analytics.sample.names import (
    MEN,
    OTHER_LETTERS,
    RARE_LETTERS,
    SURNAMES,
    TOWNS,
    WOMEN,
)

BORN = {  # of a group of households: first year of birth and how many years
    GROUP["elders"]: (1931, 20),
    GROUP["parents"]: (1977, 14),
}
BORN_ELSE = (1948, 52)
REMEMBERED = 40_000  # written people kept at hand; a larger city works them out again
# a department's keys: how many digits, and how residents are scattered over them
KEYS = {
    TAX: "{:010d}",
    WATER: "{:09d}",
    HOUSING: "J{:08d}",
    CHILDREN: "{:08d}",
    LUNCH: "G{:08d}",
    ELDERS: "{:010d}",
    INSURANCE: "{:08d}",
    WELFARE: "F-{:08d}",
}
UNICODE = {LUNCH, INSURANCE}
CHANGES = (  # share of the debtors a department writes differently, and how
    ("漢字の異体字", 0.5),  # of those whose name has one
    ("旧姓", 0.03),
    ("旧住所", 0.05),
    ("生年月日の誤り", 0.02),
    ("読みの濁点なし", 0.12),
)


@dataclass(frozen=True)
class Person:
    """One resident, as one department writes them. `differs` says how that is not what the register says."""

    key: str
    resident_key: str
    surname: str
    given: str
    kana: str
    born_on: date
    town: str
    block: tuple[int, int, int]  # 丁目, 番, 号
    phone: str
    differs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Surname and given name with a full-width blank between them."""
        return f"{self.surname}\u3000{self.given}"

    @property
    def postal_code(self) -> str:
        """A code that no post office has."""
        return f"000-{TOWNS.index(self.town):02d}{self.block[0]:02d}"


class People:
    """The residents of one city. The same resident is always the same, whoever asks first."""

    def __init__(self, seed: int):
        self.seed = seed
        self._keys = {code: _Keys(seed, code) for code in KEYS}
        self.written = lru_cache(maxsize=REMEMBERED)(self._written)
        self.guarantor = lru_cache(maxsize=REMEMBERED)(self._guarantor)

    def registered(self, resident: int) -> Person:
        """The resident as the register of residents has them."""
        household = resident // 2
        surname, kana = self._pick(SURNAMES, "surname", household)
        given, given_kana = self._given(resident)
        first, years = BORN.get(household % 4, BORN_ELSE)
        days = draws.one_below(years * 365, self.seed, "born", resident)
        key = self._keys[TAX].of(resident)
        town, block = self._home(household, "home")
        last = draws.one_below(10_000, self.seed, "phone", household)
        return Person(
            key,
            key,
            surname,
            given,
            f"{kana} {given_kana}",
            date(first, 4, 2) + timedelta(days=days),
            town,
            block,
            f"0000-00-{last:04d}",
        )

    def _given(self, resident: int) -> tuple[str, str]:
        """A given name and its reading; the second member of a household is not called like the first."""
        is_woman = draws.one_below(2, self.seed, "woman", resident) == 1
        known = WOMEN if is_woman else MEN
        drawn = self._pick(known, "given", resident)
        if resident % 2 and drawn == self._given(resident - 1):
            return known[(known.index(drawn) + 1) % len(known)]
        return drawn

    def key_of(self, department: str, resident: int) -> str:
        """The debtor's number at *department*."""
        return self._keys[department].of(resident)

    def _guarantor(self, resident: int) -> str:
        """Who stands in for the tenant; three in four have somebody."""
        if draws.one_below(4, self.seed, "guarantor", resident) == 0:
            return ""
        surname, _ = self._pick(SURNAMES, "guarantor surname", resident)
        given, _ = self._pick(MEN + WOMEN, "guarantor given", resident)
        return f"{surname}\u3000{given}"

    def _written(self, department: str, resident: int) -> Person:
        person = replace(
            self.registered(resident), key=self._keys[department].of(resident), resident_key=""
        )
        if department in (TAX, ELDERS, INSURANCE):
            person = replace(person, resident_key=self._keys[TAX].of(resident))
        if department == TAX:
            return person
        differs = []
        for change, share in CHANGES:
            drawn = draws.bit(self.seed, f"{change} {department}", resident)
            if drawn / 2.0**64 < share:
                changed = self._changed(person, change, department, resident)
                if changed != person:
                    person = changed
                    differs.append(change)
        return replace(person, differs=tuple(differs))

    def _changed(self, person: Person, change: str, department: str, resident: int) -> Person:
        drawn = draws.bit(self.seed, f"how {change} {department}", resident)
        if change == "漢字の異体字":
            return replace(
                person,
                surname=_other_letters(person.surname, drawn, department),
                given=_other_letters(person.given, drawn, department),
            )
        if change == "旧姓":
            surname, kana = SURNAMES[drawn % len(SURNAMES)]
            if resident % 2 == 0:
                return person  # the household's name is theirs
            return replace(person, surname=surname, kana=f"{kana} {person.kana.split(' ')[1]}")
        if change == "旧住所":
            town, block = self._home(resident, f"former home {department}")
            return replace(person, town=town, block=block)
        if change == "生年月日の誤り":
            return replace(person, born_on=_mistyped(person.born_on, drawn))
        return replace(person, kana=without_voice(person.kana))

    def _home(self, number: int, name: str) -> tuple[str, tuple[int, int, int]]:
        town = TOWNS[draws.one_below(len(TOWNS), self.seed, f"{name} town", number)]
        chome, ban, gou = (
            1 + draws.one_below(most, self.seed, f"{name} {place}", number)
            for place, most in enumerate((5, 30, 24))
        )
        return town, (chome, ban, gou)

    def _pick(self, known: tuple[tuple[str, str], ...], name: str, number: int) -> tuple[str, str]:
        """One of *known*, those in front far oftener: the smaller of two draws."""
        one, other = (
            draws.one_below(len(known), self.seed, f"{name} {turn}", number) for turn in "ab"
        )
        return known[min(one, other)]


class _Keys:
    """Residents → the numbers of a department: scattered, and no two alike."""

    def __init__(self, seed: int, department: str):
        self.form = KEYS[department]
        self.prime = 99_999_989  # the largest prime of eight digits
        self.step = 1_000_003 + draws.one_below(90_000_000, seed, f"key step {department}")
        self.start = draws.one_below(self.prime, seed, f"key start {department}")
        if department == CHILDREN:  # low numbers: a spreadsheet cuts off their noughts
            self.step = 1

    def of(self, resident: int) -> str:
        if self.step == 1:
            return self.form.format(1 + resident)
        return self.form.format((self.start + resident * self.step) % self.prime)


def _other_letters(name: str, drawn: int, department: str) -> str:
    others = OTHER_LETTERS | (RARE_LETTERS if department in UNICODE else {})
    return "".join(
        others[letter][drawn % len(others[letter])] if letter in others else letter
        for letter in name
    )


def _mistyped(born_on: date, drawn: int) -> date:
    """One digit off: the day, the month or the year, and still a date."""
    by_day = as_date(as_day(born_on) + (1 if born_on.day < 28 else -1))
    by_month = born_on.replace(month=born_on.month % 12 + 1, day=min(born_on.day, 28))
    by_year = born_on.replace(
        year=born_on.year + (1 if drawn % 2 else -1), day=min(born_on.day, 28)
    )
    return (by_day, by_month, by_year)[drawn % 3]
