"""The ways of writing one thing: widths, kinds of kana, and the slips that clerks make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from benchmarks.people.dice import Dice

_HALF: Final = {
    unicodedata.normalize("NFKC", half + mark): half + mark
    for half in map(chr, range(0xFF61, 0xFF9E))
    for mark in ("", "ﾞ", "ﾟ")
    if len(unicodedata.normalize("NFKC", half + mark)) == 1
}
_LARGE: Final = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_WIDE: Final = {ord(plain): chr(ord(plain) + 0xFEE0) for plain in "0123456789-()"}


def half_width(text: str) -> str:
    """Katakana as old terminals write it: カ゛ is ｶﾞ."""
    return "".join(_HALF.get(each, " " if each == "　" else each) for each in text)


def hiragana(text: str) -> str:
    """Reading in hiragana; the sign of a long vowel stays."""
    return "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in text)


def voiceless(text: str) -> str:
    """Without ゛ and ゜: ガ is カ."""
    return re.sub("[\u3099\u309a]", "", unicodedata.normalize("NFD", text))


def large(text: str) -> str:
    """Small kana written large: シュン is シユン."""
    return text.translate(_LARGE)


def lengthened(text: str) -> str:
    """ー for a long vowel: ヨウコ is ヨーコ; イノウエ, where ウ is heard, stays."""
    return re.sub("([オコソトノホモヨロゴゾドボポョユュ])[ウオ](?!エ)", r"\1ー", text)


def slip_kana(text: str, dice: Dice) -> str:
    """One key wrong, missing or in the wrong order."""
    place = dice.between(1, max(len(text) - 2, 1)) if len(text) > 2 else 0
    kind = dice.roll()
    if kind < 0.35 and len(text) > 3:
        return text[:place] + text[place + 1 :]
    if kind < 0.6 and len(text) > 2:
        return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    near = chr(min(max(ord(text[place]) + dice.pick((-2, -1, 1, 2)), ord("ア")), ord("ン")))
    return text[:place] + near + text[place + 1 :]


def wide(text: str) -> str:
    return text.translate(_WIDE)


def ascii_wide(text: str) -> Iterator[str]:
    for each in text:
        yield "　" if each == " " else chr(ord(each) + 0xFEE0)


def in_code_page(character: str) -> bool:
    try:
        character.encode("shift_jis")
    except UnicodeEncodeError:
        return False
    return True


def slip_date(born: date, dice: Dice) -> date:
    """Another day: next to it, day and month swapped, or a year of another era's count."""
    kind = dice.roll()
    if kind < 0.3 and born.day <= 12 and born.day != born.month:
        return born.replace(month=born.day, day=born.month)
    if kind < 0.6:
        years = dice.pick((-10, -1, 1, 10))
        return born.replace(year=born.year + years, day=min(born.day, 28))
    return born + timedelta(days=dice.pick((-10, -3, -1, 1, 3, 10)))
