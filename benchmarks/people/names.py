"""Surnames and given names as they are drawn: a spelling with its reading, the common ones oftener."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from benchmarks.people.dice import Ranked
from benchmarks.people.words import FEMALE, MALE, SURNAMES_TEXT

Name = tuple[str, str]  # spelling, reading


def cut(pair: str) -> Name:
    """A spelling and its reading, of a word written as 佐藤サトウ."""
    found = re.fullmatch(r"([^ァ-ヺ]+)([ァ-ヺー/]+)", pair)
    assert found, pair
    return found.group(1), found.group(2)


def _given(eras: Sequence[str]) -> list[Ranked[Ranked[Name]]]:
    def of(era: str) -> Ranked[Ranked[Name]]:
        entries = [entry.split(":") for entry in era.split()]
        return Ranked(
            [Ranked([(way, kana) for way in ways.split(",")], 1.0) for kana, ways in entries], 6.0
        )

    return [of(era) for era in eras]


SURNAMES: Final = [cut(entry) for entry in SURNAMES_TEXT.split()]
SURNAME: Final = Ranked(SURNAMES, 7.0)
GIVEN: Final = {"m": _given(MALE), "f": _given(FEMALE)}
GIVEN_NAMES: Final = sorted(
    {
        name
        for eras in GIVEN.values()
        for era in eras
        for group in era.things
        for name in group.things
    }
)
READINGS: dict[str, list[str]] = {}
SPELLINGS: dict[str, list[str]] = {}
for _spelling, _reading in GIVEN_NAMES:
    READINGS.setdefault(_spelling, []).append(_reading)
    SPELLINGS.setdefault(_reading, []).append(_spelling)
