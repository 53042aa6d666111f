"""One cell of a record: what its words mean for its field, what had to be put right, or why it cannot be read.

Reading is strict. What a careful clerk would read is read and said (`REPAIRS`); what could mean two things is no value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from analytics.intake.characters import DAMAGE
from analytics.intake.records.fields import Field
from analytics.intake.records.layout import Column, RecordLayout
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.ledger.days import parse_day

REPAIRS = {  # what was put right → what is said of it
    "width": "全角の数字や記号を半角に直して読みました",
    "era": "和暦を西暦に直して読みました",
    "sign": "▲・△・かっこ・横棒を負の数に直して読みました",
    "fraction": "円の下の .0 を除いて読みました",
    "apostrophe": "先頭の ' を除いて読みました",
    "fill_down": "空白を「上の行と同じ」として補いました",
    "digits": "先頭の0が落ちた番号を、決まった桁数に戻しました",
}
_NEGATIVE = re.compile(r"[▲△(‐‑‒–—―−ー]")
_MARKED_AS_TEXT = re.compile(
    r"[\s]*['’＇](?=.)"
)  # by a spreadsheet, so that a number stays as it is written
_BARS = str.maketrans(
    dict.fromkeys("‐‑‒–—―−ーｰ", "-")
)  # folded: what is typed and shown for a minus or a hyphen
_OF_NO_YEN = re.compile(
    r"(?<=\d)[.．][0０]{1,2}(?=円?[)）]?$)"
)  # of a database's decimals; three zeros may be thousands
_WITH_FRACTION = re.compile(r"\d+\.\d+")  # a key that has been a spreadsheet's number
_IN_POWERS = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)  # a spreadsheet's 1.23E+11
_KEY = re.compile(
    r"(?=.*\d)[\w./:()・-]+"
)  # a number without a digit is a word that stands in for one
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%?")
_ERA_YEAR = re.compile(r"^\s*[令平昭RHS]", re.IGNORECASE)
FORMULA_ERRORS = frozenset(  # what a spreadsheet shows where a formula has no answer
    (
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"),
        *("#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA"),
    )
)
_NO_YEAR_BEFORE = 1950


class Cell(NamedTuple):
    """What was read: a value, or None for nothing; with a `fault` there is none either."""

    value: Any = None
    repairs: frozenset[str] = frozenset()
    fault: str = ""


Reader = Callable[[str], Cell]
NOTHING = Cell()
NO_REPAIR: frozenset[str] = frozenset()
SHORT = 15  # digits of an amount that nobody doubts
DAMAGED = "damaged"  # told with the letters of all columns, also of those that are not read


def reader(one: Field, column: Column | None, layout: RecordLayout) -> Reader:
    """How the cells of the field *one* are read, in the words of *layout*."""
    zero = layout.file.zero_marks if one.kind in ("yen", "number", "percent") else []
    marks = {mark for mark in layout.file.missing if mark not in zero}  # of money the sign says 0
    read = _readers(column or Column(header=["－"]), layout)[one.kind]
    if one.kind != "text":
        read = _without_mark(read)

    def cell(words: str) -> Cell:
        if words.isascii() and words.isprintable():  # as most are: nothing to fold
            if words in marks or not words.strip():
                return NOTHING
            is_error = words in FORMULA_ERRORS and words not in zero
            return Cell(fault="formula_error") if is_error else read(words)
        if DAMAGE.search(words):
            return Cell(fault=DAMAGED)
        folded = fold(words)
        return NOTHING if not folded or folded in marks else read(words)

    return cell


def _without_mark(read: Reader) -> Reader:
    """*read* of cells before which a spreadsheet's mark for text may stand."""

    def cell(words: str) -> Cell:
        if not (mark := _MARKED_AS_TEXT.match(words)):
            return read(words)
        found = read(words[mark.end() :])
        return found if found.fault else found._replace(repairs=found.repairs | {"apostrophe"})

    return cell


def _readers(column: Column, layout: RecordLayout) -> dict[str, Reader]:
    states, part = layout.state_words, layout.part
    parts = dict.fromkeys(part.current, "current") | dict.fromkeys(
        part.carried_over, "carried_over"
    )
    return {
        "text": lambda words: Cell(words.strip()),
        "key": lambda words: _key(words, column.digits),
        "day": _day,
        "yen": lambda words: _yen(words, layout.file.zero_marks, column),
        "number": lambda words: _number(words, layout.file.zero_marks),
        "percent": _percent,
        "year": _year,
        "state": lambda words: _one_of(words, states),
        "part": lambda words: _one_of(words, parts),
    }


def _key(words: str, digits: int | None) -> Cell:
    """A key is letters and digits. Where the layout says how many, zeros that a spreadsheet cut off are put back."""
    plain = fold(words)
    repairs = _width(words)
    if _IN_POWERS.fullmatch(plain):
        return Cell(fault="key_in_powers")
    if _WITH_FRACTION.fullmatch(plain):
        return Cell(fault="key_digits")
    if (hyphened := plain.translate(_BARS)) != plain and hyphened.isascii():
        plain, repairs = hyphened, frozenset({"width"})
    if not _KEY.fullmatch(hyphened) or len(words.strip().splitlines()) > 1:
        return Cell(fault="key_digits")
    if digits is None:
        return Cell(plain, repairs)
    if not plain.isdecimal() or len(plain) > digits:
        return Cell(fault="key_digits")
    short = {"digits"} if len(plain) < digits else set()
    return Cell(plain.zfill(digits), repairs | short)


def _day(words: str) -> Cell:
    found = parse_day(words)
    if found is None:
        return Cell(fault="not_a_day")
    return Cell(found.day, _width(words) | ({"era"} if found.in_era else set()))


def _yen(words: str, zero_marks: Collection[str], column: Column) -> Cell:
    if words.isascii() and words.isdigit() and len(words) < SHORT:
        return Cell(int(words) * column.yen)
    folded = fold(words)
    if folded in zero_marks or folded.translate(_BARS) in zero_marks:
        return Cell(0)
    plain = words.strip()
    whole = _OF_NO_YEN.sub("", plain) if column.unit == "円" else plain
    amount = parse_amount(whole[:1].translate(_BARS) + whole[1:], unit=column.unit)
    if amount is None:
        return Cell(fault="not_an_amount")
    fraction = NO_REPAIR if whole == plain else {"fraction"}
    return Cell(amount * column.yen, _width(words) | _sign(words, amount) | fraction)


def _number(words: str, zero_marks: Collection[str]) -> Cell:
    number = parse_amount(words, zero_marks)
    if number is None or number < 0:
        return Cell(fault="not_a_number")
    return Cell(number, _width(words))


def _percent(words: str) -> Cell:
    """A share in per cent, 0 to 100, with or without its sign."""
    found = _PERCENT.fullmatch(fold(words))
    if found is None or float(found[1]) > 100:
        return Cell(fault="not_a_percent")
    return Cell(float(found[1]), _width(words))


def _year(words: str) -> Cell:
    year = parse_fiscal_year(words)
    if year is None or year < _NO_YEAR_BEFORE:
        return Cell(fault="not_a_year")
    return Cell(year, _width(words) | ({"era"} if _ERA_YEAR.match(fold(words)) else set()))


def _one_of(words: str, known: Mapping[str, str]) -> Cell:
    meant = known.get(fold(words))
    return Cell(fault="unknown_word") if meant is None else Cell(meant)


def _width(words: str) -> frozenset[str]:
    """Whether full-width digits or signs had to be read as the plain ones."""
    if words.isascii():
        return NO_REPAIR
    wide = any(
        unicodedata.normalize("NFKC", letter) != letter and not letter.isspace() for letter in words
    )
    return frozenset({"width"}) if wide else NO_REPAIR


def _sign(words: str, amount: int) -> set[str]:
    is_marked = amount < 0 and _NEGATIVE.search(unicodedata.normalize("NFKC", words))
    return {"sign"} if is_marked else set()


def day_number(day: date) -> int:
    """*day* as Arrow and numpy count days: from 1970-01-01."""
    return day.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
