"""Days as offices write them: western, in an era, or as the bare digits of an old system (facts.md 9)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

ERAS: tuple[tuple[tuple[str, ...], date, date], ...] = (
    # how it is written (the digit is the code of municipal systems), its first day, the last day that is still
    # written in it: papers of 平成 name days to come, those of the eras before have all been
    (("令和", "令", "R", "5"), date(2019, 5, 1), date(2118, 12, 31)),
    (("平成", "平", "H", "4"), date(1989, 1, 8), date(2033, 12, 31)),
    (("昭和", "昭", "S", "3"), date(1926, 12, 25), date(1989, 12, 31)),
    (("大正", "大", "T", "2"), date(1912, 7, 30), date(1926, 12, 31)),
    (("明治", "明", "M", "1"), date(1868, 1, 25), date(1912, 12, 31)),
)
_TAIL = r"日?(?:\([日月火水木金土]\))?(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_WESTERN = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}}){_TAIL}")
_PAD = re.compile(r"(?<!\d) | (?!\d)")  # 令和 7年 4月 1日: not the space between a day and its time
_BARE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ERA = re.compile(
    rf"(令和|平成|昭和|大正|明治|[令平昭大明RHSTM])(\d{{1,2}}|元)[-/.年](\d{{1,2}})[-/.月](\d{{1,2}}){_TAIL}",
    re.IGNORECASE,
)
_BARE_ERA = re.compile(r"([RHSTM]|[1-5])(\d{2})(\d{2})(\d{2})", re.IGNORECASE)


@dataclass(frozen=True)
class Day:
    """A day that was written, and whether in an era."""

    day: date
    in_era: bool


def parse_day(text: str) -> Day | None:
    """The day written in *text*, or None when it is not one, or no day that there was.

    Read are ``2025-04-01``, ``2025/4/1``, ``2025年4月1日``, ``20250401``, and in an era ``令和7年4月1日``, ``令7.4.1``,
    ``R7.4.1``, ``R070401`` and ``5070401``. A day before its era began is no day.

    >>> parse_day("Ｒ７．４．１"), parse_day("令和元年4月1日")
    (Day(day=datetime.date(2025, 4, 1), in_era=True), None)
    """
    plain = _PAD.sub("", " ".join(unicodedata.normalize("NFKC", text).split()))
    if found := _WESTERN.fullmatch(plain) or _BARE.fullmatch(plain):
        return _day(int(found[1]), found[2], found[3])
    if found := _ERA.fullmatch(plain) or _BARE_ERA.fullmatch(plain):
        return _era_day(found[1].upper(), found[2], found[3], found[4])
    return None


def _era_day(written: str, number: str, month: str, day: str) -> Day | None:
    _, first, last = next(era for era in ERAS if written in era[0])
    year = 1 if number == "元" else int(number)
    if year < 1:
        return None
    found = _day(first.year + year - 1, month, day, in_era=True)
    return found if found and first <= found.day <= last else None


def _day(year: int, month: str, day: str, *, in_era: bool = False) -> Day | None:
    if not 1850 <= year <= 2200:
        return None
    try:
        return Day(date(year, int(month), int(day)), in_era)
    except ValueError:
        return None
