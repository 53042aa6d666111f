"""Two records of debtors side by side: field by field what is the same, what differs and in which letters.

Ways of writing one thing (full width, old letters, ー or 丁目) are no difference: what is compared is folded as for the
matching (`analytics.matching.folding`). What is shown is what the departments wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

import joyokanji

from analytics.ledger.calendar import date_label
from analytics.matching import folding
from analytics.matching.records import PEOPLE

FIELDS = {
    "name": "氏名",
    "name_kana": "ふりがな",
    "born_on": "生年月日",
    "address": "住所",
    "postal_code": "郵便番号",
    "phone": "電話",
}
SAME, WRITTEN, DIFFERS, ONE_SIDE, NEITHER = "same", "written", "differs", "one_side", "neither"
MARKS = {
    SAME: "同じ",
    WRITTEN: "同じ（書き方だけ違う）",
    DIFFERS: "違う",
    ONE_SIDE: "片方にない",
    NEITHER: "どちらにもない",
}
MOST_SAID = 8  # letters
Pieces = tuple[tuple[str, bool], ...]  # letters as they were written, and whether they differ


@dataclass(frozen=True)
class Compared:
    """One field of both records; `mark` is one of `MARKS`, `said` the same in words with the letters that differ."""

    field: str  # one of FIELDS
    left: Pieces
    right: Pieces
    mark: str
    said: str


def compared(
    one: Mapping[str, Any], other: Mapping[str, Any], letters: Mapping[int, str]
) -> list[Compared]:
    """Every field of two records (columns of `PERSONS`); *letters*: those of names that count as one."""
    return [
        _field(field, _shown(one[field]), _shown(other[field]), _folds(letters)[field])
        for field in FIELDS
    ]


def _shown(value: object) -> str:
    """A cell as it is read by people; "" for what is missing, also for the day that systems write for none."""
    if isinstance(value, date):
        return date_label(value) if PEOPLE[0] <= value <= PEOPLE[1] else ""
    return str(value or "").strip()


def _folds(letters: Mapping[int, str]) -> dict[str, Callable[[str], str]]:
    """Field → what is compared of it."""
    return {
        "name": lambda text: folding.name(text, letters).replace(" ", ""),
        "name_kana": lambda text: folding.kana(text).replace(" ", ""),
        "born_on": str,
        "address": _address,
        "postal_code": folding.postal,
        "phone": folding.digits,
    }


def _address(text: str) -> str:
    town, block, house = folding.place(text)
    return folding.address(text) or "-".join(filter(None, (block or town, house)))


def _field(field: str, left: str, right: str, fold: Callable[[str], str]) -> Compared:
    known = [bool(side) and bool(fold(side)) for side in (left, right)]
    one, other = (_joined(side, set()) for side in (left, right))
    if not all(known):
        mark = ONE_SIDE if any(known) else NEITHER
        return Compared(field, one, other, mark, MARKS[mark])
    if fold(left) == fold(right):
        mark = SAME if left == right else WRITTEN
        return Compared(field, one, other, mark, MARKS[mark])
    if field == "born_on":
        pieces = _by_part(left, right)
    else:
        pieces = _pieces(left, right, fold if field != "address" else _number)
    return Compared(field, *pieces, DIFFERS, _said(*pieces))


def _by_part(left: str, right: str) -> tuple[Pieces, Pieces]:
    """Two days in year, month and day."""
    parts = [re.findall("[^年月日]+[年月日]", text) for text in (left, right)]
    differs = [one != other for one, other in zip(*parts, strict=True)]
    one, other = (tuple(zip(side, differs, strict=True)) for side in parts)
    return one, other


def _number(letter: str) -> str:
    """One letter of an address: 丁目, 番 and the like are left out, and a number is in digits."""
    plain = folding.name(joyokanji.convert(letter), {})
    return "" if plain in "丁目番地号の-−－ー、," else plain


def _pieces(left: str, right: str, fold: Callable[[str], str]) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, those that differ apart. Letters are folded one by one, so that each keeps its place."""
    sides = [[_letter(letter, fold) for letter in text] for text in (left, right)]
    places = [[at for at, letter in enumerate(side) if letter] for side in sides]
    folded = [[side[at] for at in kept] for side, kept in zip(sides, places, strict=True)]
    marked = [set[int](), set[int]()]
    matcher = SequenceMatcher(None, folded[0], folded[1], autojunk=False)
    for kind, *ends in matcher.get_opcodes():
        for side, (start, end) in enumerate((ends[:2], ends[2:])):
            if kind == "replace" or (kind != "equal" and _tells(folded[side][start:end], fold)):
                marked[side] |= {places[side][at] for at in range(start, end)}
    return _joined(left, marked[0]), _joined(right, marked[1])


def _tells(more: list[str], fold: Callable[[str], str]) -> bool:
    """Whether *more* letters on one side alone are a difference: in an address, numbers only."""
    return fold is not _number or any(letter.isdecimal() for letter in more)


def _letter(letter: str, fold: Callable[[str], str]) -> str:
    """One *letter* as it is compared; of numbers, whose fold takes a whole one, the digit itself."""
    if letter.isspace():
        return ""
    return fold(letter) or (str(int(letter)) if letter.isdecimal() else "")


def _joined(text: str, marked: set[int]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    for at, letter in enumerate(text):
        if pieces and pieces[-1][1] == (at in marked):
            pieces[-1] = (pieces[-1][0] + letter, pieces[-1][1])
        else:
            pieces.append((letter, at in marked))
    return tuple(pieces)


def _said(left: Pieces, right: Pieces) -> str:
    """The letters that differ: ``違う（左「朗」、右「郎」）``; of more than a few, only that they do."""
    told = ["・".join(piece for piece, differs in side if differs) for side in (left, right)]
    if max(map(len, told)) > MOST_SAID or not any(told):
        return MARKS[DIFFERS]
    sides = zip(("左", "右"), told, strict=True)
    return "違う（" + "、".join(f"{side}「{text or 'なし'}」" for side, text in sides) + "）"
