"""One department's clerk at work on names: 異体字 and 外字, old surnames, readings, foreigners and companies."""

from __future__ import annotations

from benchmarks.people.departments import Style
from benchmarks.people.dice import Dice
from benchmarks.people.names import GIVEN_NAMES, READINGS, SPELLINGS, SURNAME, SURNAMES
from benchmarks.people.spelling import (
    ascii_wide,
    half_width,
    hiragana,
    in_code_page,
    large,
    lengthened,
    slip_kana,
    voiceless,
)
from benchmarks.people.town import Person
from benchmarks.people.words import OTHERS, PLAIN, SOUNDS_ALIKE


class NameWriter:
    """One department's clerk: writes the name of a true person, and remembers what was varied."""

    def __init__(self, dice: Dice, style: Style) -> None:
        self.dice, self.style = dice, style
        self.marks: set[str] = set()

    def hard(self, share: float, mark: str) -> bool:
        """Whether the hard variation *mark* happens, which *share* of the records have."""
        happens = self.dice.chance(share)
        if happens:
            self.marks.add(mark)
        return happens

    def names(self, person: Person) -> tuple[str | None, str | None]:
        if person.kind == "corporate":
            name, kana = self._company(person)
        elif person.kind == "foreign":
            name, kana = self._foreign(person)
        else:
            name, kana = self._resident(person)
        if self.style.only_kana:
            self.marks -= {"kanji_error", "lost_character", "form"}
            return half_width(kana), self._kana(kana)
        if self.hard(0.006, "name_empty"):
            return None, self._kana(kana)
        lost = self.dice.chance(self.style.kana_missing) and person.kind == "resident"
        if lost:
            self.marks -= {"kana_error", "other_reading"}
        return name, None if lost else self._kana(kana)

    def _resident(self, person: Person) -> tuple[str, str]:
        style, dice = self.style, self.dice
        surname, family = person.surname, person.surname_kana
        if person.old_surname and self.hard(style.stale, "old_surname"):
            surname, family = person.old_surname
        given, kana = person.given, person.given_kana
        if self.hard(style.slips, "kanji_error"):
            given = self._other_character(given, kana)
        if self.hard(style.slips * 3, "other_reading"):
            family, kana = self._other_reading(surname, family, given, kana)
        if self.hard(style.slips, "kana_error"):
            family, kana = (
                (slip_kana(family, dice), kana)
                if dice.chance(0.5)
                else (family, slip_kana(kana, dice))
            )
        surname, given = self._forms(surname), self._forms(given)
        return surname + dice.pick(style.blank) + given, f"{family} {kana}"

    def _other_character(self, given: str, kana: str) -> str:
        others = [way for way in SPELLINGS.get(kana, []) if way != given]
        if others:
            return self.dice.pick(others)
        swapped = "".join(SOUNDS_ALIKE.get(each, each) for each in given)
        if swapped == given:
            self.marks.discard("kanji_error")
        return swapped

    def _other_reading(self, surname: str, family: str, given: str, kana: str) -> tuple[str, str]:
        plain = "".join(PLAIN.get(each, each) for each in surname)
        of_family = [way for way in dict(SURNAMES).get(plain, family).split("/") if way != family]
        of_given = [way for way in READINGS.get(given, []) if way != kana]
        if of_given:
            return family, self.dice.pick(of_given)
        if of_family:
            return self.dice.pick(of_family), kana
        self.marks.discard("other_reading")
        return family, kana

    def _forms(self, text: str) -> str:
        """Characters with several forms, as far as this department's system knows them."""
        forms, written = self.style.forms, []
        for each in text:
            base = PLAIN.get(each, each)
            new = each if forms == "kept" else base
            losing = {"lost": 0.6, "typed": 0.25}.get(forms, 0.0)
            if not in_code_page(each) and self.hard(losing, "lost_character"):
                written.append(self.dice.pick("〓〓?"))
                continue
            if forms == "typed" and base in OTHERS and self.dice.chance(0.12):
                new = self.dice.pick(OTHERS[base])
            if new != each:
                self.marks.add("form")
            written.append(new)
        return "".join(written)

    def _company(self, person: Person) -> tuple[str, str]:
        name = self.dice.pick(
            ("株式会社{}", "（株）{}", "(株){}", "㈱{}", "{}株式会社", "{}㈱")
        ).format(person.surname)
        if self.dice.chance(0.1):
            name += "　代表取締役"
        kana = self.dice.pick(("カブシキガイシャ {}", "カ){}", "{}(カ", "{}")).format(
            person.surname_kana
        )
        return name, kana

    def _foreign(self, person: Person) -> tuple[str, str]:
        if self.hard(0.03, "alias"):
            surname, readings = SURNAME.draw(self.dice)
            given, kana = self.dice.pick(GIVEN_NAMES)
            return surname + self.dice.pick(
                self.style.blank
            ) + given, f"{readings.split('/')[0]} {kana}"
        parts = [
            (person.surname, person.surname_kana),
            person.middle,
            (person.given, person.given_kana),
        ]
        if person.middle[0] and self.hard(0.12, "foreign_order"):
            parts = [parts[0], parts[2]]
        if self.hard(0.12, "foreign_order"):
            parts = [*parts[1:], parts[0]]
        parts = [part for part in parts if part[0]]
        roman, kana = " ".join(part[0] for part in parts), " ".join(part[1] for part in parts)
        kind = self.dice.roll()
        name = (
            roman
            if kind < 0.5
            else "".join(ascii_wide(roman))
            if kind < 0.7
            else kana.replace(" ", "・")
        )
        return name, kana

    def _kana(self, kana: str) -> str:
        way = self.style.kana
        if way == "mixed":
            way = self.dice.pick(("wide", "hiragana", "long"))
        if way == "half":
            return half_width(large(kana) if self.dice.chance(0.25) else kana)
        if way == "old":
            return half_width(voiceless(large(kana)))
        if way == "hiragana":
            return hiragana(kana).replace(" ", self.dice.pick(("　", "", " ")))
        return (lengthened(kana) if way == "long" else kana).replace(
            " ", self.dice.pick(("　", " "))
        )
