"""Surname and given name apart, and how they are read: the records teach each other what a single one does not say.

One system writes names without a blank, another has readings and no letters, a third letters and no readings. Who
writes 高橋 with a blank shows where the surname ends; who writes both 健 and タケシ shows one way to read it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analytics.matching import folding

_KANA = re.compile(r"[\u3040-\u30ff ー・]+")
_LATIN = re.compile(r"[A-Z .,'-]+")
Parts = tuple[str, str]
USUAL = 2  # letters of a surname; with one, or three, all who bear it are cut alike
LONGEST = 6  # letters; a longer one is hardly a name of a surname and a given name


@dataclass(frozen=True)
class Naming:
    """A debtor's name as it is compared; None is what is not known. `whole` and `whole_kana` have no blanks.

    The readings are all that a part may be read as; `surname_kana` and `given_kana` are the likeliest of them.
    """

    whole: str | None = None
    surname: str | None = None
    given: str | None = None
    whole_kana: str | None = None
    surname_kana: str | None = None
    given_kana: str | None = None
    surname_readings: list[str] | None = None
    given_readings: list[str] | None = None


@dataclass(frozen=True)
class _Written:
    name: str  # folded, with blanks; "" is none
    reading: str

    @cached_property
    def parts(self) -> Parts | None:
        """The name where it is written apart."""
        return _at_blank(self.name)

    @cached_property
    def reading_parts(self) -> Parts | None:
        """The reading where it is written apart."""
        return _at_blank(self.reading)


class _Known:
    """What those records say that write names apart: how often each part occurs, and how it is read."""

    def __init__(self, written: Iterable[_Written]):
        self.parts = (Counter[str](), Counter[str]())
        self.reading_parts = (Counter[str](), Counter[str]())
        self.readings: tuple[dict[str, Counter[str]], ...] = (
            defaultdict(Counter),
            defaultdict(Counter),
        )
        for one in written:
            for counts, parts in ((self.parts, one.parts), (self.reading_parts, one.reading_parts)):
                for count, part in zip(counts, parts or (), strict=False):
                    count[part] += 1
            if one.parts and one.reading_parts:
                pairs = zip(self.readings, one.parts, one.reading_parts, strict=True)
                for read_as, part, reading in pairs:
                    read_as[part][reading] += 1

    def apart(self, name: str) -> Parts:
        """The likeliest parts of a *name* written without a blank: where nothing is known of it, cut as most are."""
        found = _likeliest(name, *self.parts)
        if any(found) or not 2 <= len(name) <= LONGEST:
            return found
        at = min(USUAL, len(name) - 1)
        return name[:at], name[at:]

    def reading_apart(self, reading: str, surname: str) -> Parts:
        """The likeliest parts of a *reading* without a blank, of somebody whose *surname* may be known."""
        known = self.readings[0].get(surname)
        return _likeliest(reading, known or self.reading_parts[0], self.reading_parts[1])


def naming(
    written: Iterable[tuple[str | None, str | None]], letters: Mapping[int, str]
) -> list[Naming]:
    """Each name and reading as it is compared, in the same order; *letters* as `records.read_letters` gives them."""
    folded = [_folded(name or "", reading or "", letters) for name, reading in written]
    known = _Known(folded)
    return [_naming(each, known) for each in folded]


def _folded(name: str, reading: str, letters: Mapping[int, str]) -> _Written:
    """A name that is written in kana or Latin letters only is a reading."""
    wide, kana = folding.name(name, letters), folding.kana(reading)
    if _KANA.fullmatch(wide) or (_LATIN.fullmatch(wide) and not kana):
        return _Written("", kana or folding.kana(wide))
    return _Written(wide, kana)


def _naming(one: _Written, known: _Known) -> Naming:
    firm, firm_kana = folding.company(one.name), folding.company_kana(one.reading)
    if firm or firm_kana:
        kana = firm_kana or one.reading.replace(" ", "")
        return Naming(firm or None, None, firm or None, kana or None, None, kana or None)
    surname, given = one.parts or known.apart(one.name)
    surname_kana, given_kana = one.reading_parts or known.reading_apart(one.reading, surname)
    if folding.lost_letters(one.name):
        whole = ""
        surname, given = (("" if folding.lost_letters(part) else part) for part in (surname, given))
    else:
        whole = _whole(one.name)
    readings = [
        _read(said, part) or _frequent(read_as.get(part))
        for said, part, read_as in zip(
            (surname_kana, given_kana), (surname, given), known.readings, strict=True
        )
    ]
    likeliest = [found[0] if found else "" for found in readings]
    whole_kana = _whole(one.reading) or ("".join(likeliest) if all(likeliest) else "")
    return Naming(
        whole or None,
        surname or None,
        given or None,
        whole_kana or None,
        likeliest[0] or None,
        likeliest[1] or None,
        readings[0] or None,
        readings[1] or None,
    )


def _whole(text: str) -> str:
    """*text* without blanks; in Latin letters whichever name comes first."""
    parts = re.findall("[A-Z]+", text) if _LATIN.fullmatch(text) else text.split(" ")
    return "".join(sorted(parts) if _LATIN.fullmatch(text) else parts)


def _at_blank(text: str) -> Parts | None:
    first, _, rest = text.partition(" ")
    return (first, rest.replace(" ", "")) if rest else None


def _likeliest(text: str, surnames: Mapping[str, int], givens: Mapping[str, int]) -> Parts:
    """*text* cut where both parts are the most frequent; a part that nobody has does not forbid the cut."""
    cuts = [(text[:at], text[at:]) for at in range(1, len(text))]
    known = [
        (
            min(surnames.get(first, 0), 1) + min(givens.get(rest, 0), 1),
            surnames.get(first, 0),
            len(first),
        )
        for first, rest in cuts
    ]
    best = max(range(len(cuts)), key=lambda at: known[at], default=None)
    return cuts[best] if best is not None and known[best][0] else ("", "")


def _read(said: str, part: str) -> list[str]:
    """How a *part* of a name is read by the record itself: as it is *said*, and as it is written if that is in kana."""
    written = folding.kana(part) if _KANA.fullmatch(part) else ""
    return [*dict.fromkeys(each for each in (said, written) if each)]


def _frequent(readings: Counter[str] | None) -> list[str]:
    """All *readings*, the most frequent first, without those that look like slips."""
    if not readings:
        return []
    most = readings.most_common(1)[0][1]
    return [reading for reading, count in readings.most_common() if count * 20 >= most]
