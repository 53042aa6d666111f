"""The same clerk at work on what stands beside a name: birth date, address, telephone, postal code."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from benchmarks.people.homes import Home
from benchmarks.people.naming import NameWriter
from benchmarks.people.spelling import half_width, slip_date, wide
from benchmarks.people.town import Person

_NUMERALS: Final = "〇一二三四五六七八九"


class Writer(NameWriter):
    """One department's clerk: writes a true person, and remembers what was varied."""

    def born(self, person: Person) -> date | None:
        born = person.born
        if born is None or self.dice.chance(self.style.birth_missing):
            return None
        if self.hard(0.05 if person.kind == "foreign" else 0.01, "birth_dummy"):
            return date(1900, 1, 1) if self.dice.chance(0.4) else born.replace(month=1, day=1)
        return slip_date(born, self.dice) if self.hard(0.016, "birth_error") else born

    def address(self, person: Person, home: Home) -> str:
        style, dice = self.style, self.dice
        numbers = style.numbers if dice.chance(0.9) else "any"
        if numbers == "any":
            numbers = dice.pick(("counted", "dashed", "wide", "lots"))
        town = home.town.replace("ヶ", dice.pick("ヶヶヶケが"))
        where = dice.pick(style.where)
        text = where + (
            self._rural(home, town, numbers) if not home.chome else town + _numbers(home, numbers)
        )
        text += self._building(home, numbers)
        if person.lodger and self.hard(0.4, "care_of"):
            text += "　" + person.lodger + dice.pick(("様方", "方"))
        return text

    def _rural(self, home: Home, town: str, numbers: str) -> str:
        large_area = "" if numbers == "dashed" else "大字"
        quarter = f"字{home.quarter}" if home.quarter and self.dice.chance(0.75) else ""
        if numbers == "dashed":
            lot = f"{home.block}-{home.number}" if home.number else str(home.block)
        elif numbers == "wide":
            lot = wide(f"{home.block}番地{home.number or ''}")
        else:
            lot = f"{home.block}番地" + (f"の{home.number}" if home.number else "")
        return f"{large_area}{town}{quarter}{lot}"

    def _building(self, home: Home, numbers: str) -> str:
        way = self.style.building if self.dice.chance(0.85) else "any"
        if way == "any":
            way = self.dice.pick(("wide", "half", "short"))
        if not home.building or (way == "some" and self.dice.chance(0.3)):
            return ""
        if way == "short":
            return f"-{home.room}" if numbers == "dashed" else f" {home.room}号室"
        if way == "half":
            return " " + half_width(home.building) + f" {home.room}"
        return "　" + home.building + wide(str(home.room)) + self.dice.pick(("", "号", "号室"))

    def phone(self, person: Person, home: Home, old: bool) -> str | None:
        dice, style = self.dice, self.style
        if dice.chance(style.phone_missing):
            return None
        mobile = person.mobile
        if person.old_mobile and self.dice.chance(style.stale):
            mobile = person.old_mobile
        # who is not at the old address any more is mostly reached on the mobile
        first = dice.chance(style.landline_first * (0.3 if old else 1.0))
        number = home.landline if home.landline and (first or not mobile) else mobile
        if number and (number == person.old_mobile or (old and number == home.landline)):
            self.marks.add("old_phone")
        way = dice.pick(style.phone)
        if not number:
            return None
        if way == "bare":
            return number.replace("-", "")
        if way == "brackets":
            return re.sub(r"-(\d+)-", r"(\1)", number)
        return wide(number) if way == "wide" else number

    def postal(self, home: Home) -> str | None:
        way = self.dice.pick(self.style.postal)
        if way == "none" or self.dice.chance(0.03):
            return None
        written = {"plain": home.postal, "bare": home.postal.replace("-", "")}
        return (written | {"mark": "〒" + home.postal, "wide": wide(home.postal)})[way]


def _numbers(home: Home, way: str) -> str:
    if way == "counted":
        return f"{_NUMERALS[home.chome]}丁目{home.block}番{home.number}号"
    if way == "dashed":
        return f"{home.chome}-{home.block}-{home.number}"
    if way == "wide":
        return wide(f"{home.chome}丁目{home.block}") + "−" + wide(str(home.number))
    return wide(f"{home.chome}丁目{home.block}番地{home.number}")
