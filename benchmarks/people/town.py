"""The true persons and their households: families, singles, strangers of one name, foreigners, corporations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from benchmarks.people.dice import Dice
from benchmarks.people.homes import Home, Homes
from benchmarks.people.names import GIVEN, SURNAME, Name, cut
from benchmarks.people.words import FIRST, FOREIGN, OTHERS, SECOND, TRADE

AS_OF: Final = date(2026, 3, 31)


@dataclass(frozen=True)
class Person:
    kind: str  # resident, foreign, corporate
    sex: str
    surname: str
    surname_kana: str
    given: str
    given_kana: str
    born: date | None
    home: Home
    mobile: str
    middle: Name = ("", "")
    old_home: Home | None = None
    old_surname: Name | None = None
    old_mobile: str = ""
    lodger: str = ""  # with whom they lodge


class Town:
    """Where people live, and whom they are: everything that is true."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.homes = Homes(dice)
        self._met: dict[str, list[Person]] = {"m": [], "f": []}

    def _born(self, youngest: int, oldest: int) -> date:
        age = self.dice.between(youngest, oldest)
        return AS_OF - timedelta(days=int(age * 365.25) + self.dice.between(1, 365))

    def _surname(self) -> Name:
        spelling, readings = SURNAME.draw(self.dice)
        choices = readings.split("/")  # the first reading is the usual one
        kana = choices[0] if self.dice.chance(0.75) else choices[-1]
        return self._registered(spelling, 0.35), kana

    def _registered(self, spelling: str, share: float) -> str:
        """As the family register has it, which may be an old form of the character."""
        return "".join(
            self.dice.pick(OTHERS[each]) if each in OTHERS and self.dice.chance(share) else each
            for each in spelling
        )

    def _given_name(self, sex: str, born: date, parent: str = "") -> Name:
        """May have a character in common with the parent, as names of fathers and sons have."""
        era = GIVEN[sex][(born.year >= 1955) + (born.year >= 1985)]
        tries = 12 if parent and self.dice.chance(0.4) else 1
        for _ in range(tries):
            name = era.draw(self.dice).draw(self.dice)
            if set(name[0]) & set(parent) - {"子"}:
                break
        return self._registered(name[0], 0.04), name[1]

    def person(self, sex: str, surname: Name, born: date, home: Home, parent: str = "") -> Person:
        given = self._given_name(sex, born, parent)
        mobile = self.homes.mobile() if self.dice.chance(0.9 if born.year > 1950 else 0.5) else ""
        person = Person("resident", sex, *surname, *given, born, home, mobile)
        if mobile and self.dice.chance(0.2):
            person = replace(person, old_mobile=self.homes.mobile())
        if sex == "f" and 1958 < born.year < 2003 and self.dice.chance(0.12):
            person = replace(person, old_surname=self._surname())
            if person.old_home is None and self.dice.chance(0.5):
                person = replace(person, old_home=self.homes.home())
        return person

    def household(self) -> list[Person]:
        """The grown-up members of one household, or one corporation."""
        kind = self.dice.roll()
        if kind < 0.03:
            return self._corporation()
        if kind < 0.07:
            return self._foreigners()
        members = self._single() if kind < 0.37 else self._family()
        if self.dice.chance(0.12):  # all of them moved
            before = self.homes.home(0.6)
            members = [replace(each, old_home=each.old_home or before) for each in members]
        return members

    def _single(self) -> list[Person]:
        born = self._born(19, 92)
        home = self.homes.home(0.65 if born.year < 1965 else 0.1)
        one = self.person(self.dice.pick("mf"), self._surname(), born, home)
        namesakes = self._met[one.sex]
        if namesakes and self.dice.chance(0.06):
            # a stranger of the same name, and of few of them born on the same day
            other = self.dice.pick(namesakes)
            one = replace(one, surname=other.surname, surname_kana=other.surname_kana)
            one = replace(one, given=other.given, given_kana=other.given_kana)
            if self.dice.chance(0.2):
                one = replace(one, born=other.born)
        if self.dice.chance(0.05):
            one = replace(one, lodger=self._surname()[0])
        namesakes.append(one)
        return [one]

    def _family(self) -> list[Person]:
        dice, surname = self.dice, self._surname()
        father_born = self._born(24, 84)
        home = self.homes.home(0.75 if father_born.year < 1970 else 0.25)
        father = self.person("m", surname, father_born, home)
        mother_born = father_born + timedelta(days=dice.between(-1500, 3000))
        members = [father]
        if dice.chance(0.85):
            members.append(self.person("f", surname, min(mother_born, _grown()), home))
        if dice.chance(0.15):  # grandparents
            elder_born = father_born - timedelta(days=dice.between(8000, 12500))
            members.append(self.person("m", surname, elder_born, home))
            if dice.chance(0.6):
                members.append(self.person("f", surname, elder_born + timedelta(days=1200), home))
        for _ in range(dice.pick((0, 0, 1, 1, 2, 3))):
            members += self._children(father, home)
        called = {each.given_kana: each for each in reversed(members)}  # no two by one name
        return [each for each in called.values() if each.born and each.born.year > 1925]

    def _children(self, father: Person, home: Home) -> list[Person]:
        """One child, or twins; nobody where they are not grown up."""
        assert father.born
        born = father.born + timedelta(days=self.dice.between(8000, 14000))
        if born > _grown():
            return []
        surname = (father.surname, father.surname_kana)
        sex = self.dice.pick("mf")
        parent = father.given if sex == "m" else ""
        children = [self.person(sex, surname, born, home, parent)]
        if self.dice.chance(0.05):
            children.append(self.person(sex, surname, born, home, children[0].given))
        if self.dice.chance(0.3):  # left the house; some departments still write to the parents
            own = self.homes.home(0.05)
            children[0] = replace(children[0], home=own, old_home=home)
        return children

    def _corporation(self) -> list[Person]:
        first, second = cut(self.dice.pick(FIRST)), cut(self.dice.pick(SECOND))
        trade = cut(self.dice.pick(TRADE))
        name, kana = (a + b + c for a, b, c in zip(first, second, trade, strict=True))
        home = self.homes.home(1.0)
        company = Person("corporate", "", name, kana, "", "", None, home, "")
        if self.dice.chance(0.25):
            company = replace(company, old_home=self.homes.home(1.0))
        surname = self._surname()
        head = self.person("m", surname, self._born(35, 75), home)  # at the same place and number
        return [company, head] if self.dice.chance(0.4) else [company]

    def _foreigners(self) -> list[Person]:
        dice = self.dice
        family, middle, givens = dice.pick(FOREIGN.split()).split("|")
        roman, kana = family.replace("_", " ").split(":")
        second, second_kana = (middle or ":").split(":")
        home, names = self.homes.home(0.05), [each.split(":") for each in givens.split(",")]
        first = dice.between(0, len(names) - 1)
        chosen = [names[first], names[first - 1]][: 1 if dice.chance(0.7) else 2]
        members = []
        for given in chosen:
            born, mobile = self._born(19, 55), self.homes.mobile()
            one = Person("foreign", "", roman, kana, given[0], given[1], born, home, mobile)
            members.append(replace(one, middle=(second, second_kana)))
        if self.dice.chance(0.3):
            before = self.homes.home(0.0)
            members = [replace(each, old_home=before) for each in members]
        return members


def _grown() -> date:
    return date(AS_OF.year - 18, AS_OF.month, 1)
