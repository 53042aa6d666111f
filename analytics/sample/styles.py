"""How systems write the same thing: days, amounts and addresses in the hands of each department."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from analytics.ledger.calendar import era_year
from analytics.sample.months import as_date
from analytics.sample.people import Person

Writer = Callable[[int], str]
_WIDE = str.maketrans("0123456789,-", "０１２３４５６７８９，－")
_NUMERALS = "〇一二三四五六七八九"
_LETTERS = {"令和": "R", "平成": "H", "昭和": "S"}
_CODES = {"令和": "5", "平成": "4", "昭和": "3"}  # the first digit of an era as old systems have it


def wide(text: str) -> str:
    """*text* with full-width digits."""
    return text.translate(_WIDE)


def _era(day: date) -> tuple[str, str, int, int]:
    written = era_year(day.year, day)
    return written[:2], written[2:], day.month, day.day


def iso(day: date) -> str:
    """``2025-04-01``."""
    return day.isoformat()


def slashed(day: date) -> str:
    """``2025/4/1``, as Excel saves a date."""
    return f"{day.year}/{day.month}/{day.day}"


def eight(day: date) -> str:
    """``20250401``."""
    return f"{day:%Y%m%d}"


def era_letter(day: date) -> str:
    """``R7.4.1``."""
    return _dotted(_LETTERS[_era(day)[0]], day)


def era_long(day: date) -> str:
    """``令和7年4月1日``."""
    era, year, month, number = _era(day)
    return f"{era}{year}年{month}月{number}日"


def era_short(day: date) -> str:
    """``令7.4.1``."""
    return _dotted(_era(day)[0][0], day)


def _dotted(mark: str, day: date) -> str:
    _, year, month, number = _era(day)
    return f"{mark}{year.replace('元', '1')}.{month}.{number}"


def era_code(day: date) -> str:
    """``5070401``: the era's number, then two digits each."""
    era, year, month, number = _era(day)
    return f"{_CODES[era]}{int(year.replace('元', '1')):02d}{month:02d}{number:02d}"


def month_end(month: int) -> str:
    """A month's number as a title says it: ``令和8年10月末``."""
    year, number = divmod(month, 12)
    first = date(year, number + 1, 28)
    return f"{era_year(year, first)}年{number + 1}月末"


def days(write: Callable[[date], str], missing: str = "") -> Writer:
    """A writer of days by number, each worked out once; *missing* stands for none."""

    @cache
    def written(day: int) -> str:
        return write(as_date(day)) if day >= 0 else missing

    return written


def grouped(yen: int) -> str:
    """``1,234``."""
    return f"{yen:,}"


def signed(mark: str) -> Writer:
    """A writer of amounts with thousands separators and *mark* before one below nought: ``▲1,234``."""
    return lambda yen: f"{mark}{-yen:,}" if yen < 0 else f"{yen:,}"


def bracketed(yen: int) -> str:
    """``(1,234)`` for less than nought."""
    return f"({-yen:,})" if yen < 0 else f"{yen:,}"


def wide_yen(yen: int) -> str:
    """``１，２３４円``, ``▲１，２３４円``."""
    return f"{'▲' if yen < 0 else ''}{wide(f'{abs(yen):,}')}円"


def address_full(person: Person) -> str:
    """``架空市見本町１丁目２番３号``."""
    chome, ban, gou = map(wide, map(str, person.block))
    return f"架空市{person.town}{chome}丁目{ban}番{gou}号"


def address_plain(person: Person) -> str:
    """``見本町1-2-3``."""
    return f"{person.town}{'-'.join(map(str, person.block))}"


def address_mixed(person: Person) -> str:
    """``見本町一丁目２－３``."""
    chome, ban, gou = person.block
    return f"{person.town}{_NUMERALS[chome]}丁目{wide(f'{ban}-{gou}')}"
