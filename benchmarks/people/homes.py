"""Where people live: towns that are on no map, houses, flats, telephones; everything made up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from benchmarks.people.dice import Dice
from benchmarks.people.names import cut
from benchmarks.people.words import BUILDING, END, FIRST, SECOND


@dataclass(frozen=True)
class Home:
    town: str
    quarter: str  # 字, of the countryside only
    chome: int  # 0: in the countryside
    block: int
    number: int  # 0: none
    building: str
    room: int
    postal: str
    landline: str


class Homes:
    """The homes of one city, drawn one after the other; flats share their house."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        words = [(cut(first)[0] + cut(second)[0]) for first in FIRST for second in SECOND]
        self._towns = [words[place] + END[place % len(END)] for place in dice.order(len(words))]
        self._houses: list[Home] = []  # of flats

    def landline(self) -> str:
        return f"0000-{self.dice.between(10, 99)}-{self.dice.between(0, 9999):04}"

    def mobile(self) -> str:
        return f"000-{self.dice.between(1000, 9999)}-{self.dice.between(0, 9999):04}"

    def home(self, landline_share: float = 0.5) -> Home:
        dice = self.dice
        landline = self.landline() if dice.chance(landline_share) else ""
        flat = dice.chance(0.35)
        if flat and self._houses and dice.chance(0.75):
            house = dice.pick(self._houses)
            return replace(house, room=self._room(), landline=landline)
        place = int(dice.roll() ** 1.5 * len(self._towns))
        town = self._towns[place]
        countryside = not town.endswith(("町", "丘", "台"))
        home = Home(
            town=town,
            quarter=self._towns[-1 - place][:2] if countryside and dice.chance(0.5) else "",
            chome=0 if countryside else dice.between(1, 5),
            block=dice.between(1, 2400) if countryside else dice.between(1, 40),
            number=dice.between(0, 12) if countryside else dice.between(1, 28),
            building="",
            room=0,
            postal=f"000-{place * 7 + 1011:04}",
            landline=landline,
        )
        if flat:
            word = cut(dice.pick(FIRST) if dice.chance(0.5) else dice.pick(SECOND))
            ending = dice.pick(("", "", "Ⅱ", "A棟"))
            home = replace(home, building=dice.pick(BUILDING) + word[dice.between(0, 1)] + ending)
            home = replace(home, room=self._room())
            self._houses.append(home)
        return home

    def _room(self) -> int:
        return self.dice.between(1, 5) * 100 + self.dice.between(1, 8)
