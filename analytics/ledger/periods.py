"""A period: what a reader can choose, and what it is compared with.

Settlements come once a year, and their period is the fiscal year; monthly deliveries make a period of every month-end.
The words for both stand here and nowhere else, so that no sentence asks which of the two it speaks of.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.ledger.calendar import (
    closing_date,
    era_year,
    parse_fiscal_year,
    short_year_label,
    year_label,
)
from analytics.ledger.days import parse_day

MONTHS_SHOWN = 60  # a series of months reaches back this far; a series of years has no limit
LABELS = (  # words of a table's headers, for years and for months; the longer ones first
    ("前年度末", "前年同月"),
    ("当年度の", "この1年の"),
    ("年度末", "月末"),
    ("前年度", "前年同月"),
    ("滞納繰越分の回収", "回収"),
)


@dataclass(frozen=True)
class Period:
    """A year-end or a month-end that the store has, and those it is compared with, where there are such."""

    period_on: date  # of a year, the day on which the general accounts close
    as_of: date  # the day that is shown: of a year, the last one on which any of its books closed
    fiscal_year: int  # whose targets hold: of a month, 1 June to 31 May, the collection year of general accounts
    is_month: bool = False
    before_on: date | None = None  # one year earlier
    previous_on: date | None = None  # the one just before

    @property
    def label(self) -> str:
        """``令和5年度（2023）`` or ``令和8年10月末``, as lists and tables name it."""
        return period_label(self.period_on, self.is_month)

    @property
    def end(self) -> str:
        """``令和5年度末`` or ``令和8年10月末``, in a sentence."""
        return end_label(self.period_on, self.is_month)

    @property
    def until(self) -> str:
        """``令和5年度（2023）末`` or ``令和8年10月末``, where a year is said in both calendars."""
        return self.end if self.is_month else f"{self.label}末"

    @property
    def name(self) -> str:
        """``令和5年度`` or ``令和8年10月末までの1年``: the time over which a balance moved."""
        return f"{self.end}までの1年" if self.is_month else short_year_label(self.fiscal_year)

    @property
    def time(self) -> str:
        """``令和5年度`` or ``令和8年10月末``: the period itself, in a sentence."""
        return self.end if self.is_month else self.name

    @property
    def key(self) -> str:
        """``2026-10`` for a month, as people write it in an address; a year has its label only."""
        return f"{self.period_on:%Y-%m}" if self.is_month else self.label

    @property
    def before(self) -> str:
        """What it is compared with: the same month of last year, or the last year-end (facts.md 4.6)."""
        return "前年同月" if self.is_month else "前年度末"

    @property
    def closing(self) -> str:
        """The kind of day on which its balance stands."""
        return "月末" if self.is_month else "年度末"

    @property
    def this(self) -> str:
        """The time over which its balance moved, said shortly."""
        return "この1年" if self.is_month else "この年度"

    @property
    def heading(self) -> str:
        """The header of the column that names periods."""
        return "月末" if self.is_month else "年度"

    @property
    def one_before(self) -> date:
        """The month-end or the year-end before it, whether anything was delivered of it or not."""
        return _one_before(self.period_on, self.is_month)

    def last(self, count: int) -> list[date]:
        """The *count* month-ends or year-ends up to it, oldest first, whether anything was delivered of them or not."""
        ends = [self.period_on]
        while len(ends) < count:
            ends.append(_one_before(ends[-1], self.is_month))
        return ends[::-1]

    @property
    def since_on(self) -> date:
        """The first period of the series that leads to it."""
        if not self.is_month:
            return date.min
        months = self.period_on.year * 12 + self.period_on.month - MONTHS_SHOWN
        return date(months // 12, months % 12 + 1, 1)

    def wording(self, label: str) -> str:
        """*label*, a header that speaks of years, in the words of this kind of period."""
        return wording(label, self.is_month)


def _one_before(period_on: date, is_month: bool) -> date:
    if is_month:
        return period_on.replace(day=1) - timedelta(days=1)
    return period_on.replace(year=period_on.year - 1)


def wording(words: str, is_month: bool) -> str:
    """*words*, written of years, as they are or in the words of months.

    >>> wording("前年度末からの増減", True)
    '前年同月からの増減'
    """
    if is_month:
        for of_years, of_months in LABELS:
            words = words.replace(of_years, of_months)
    return words


def period_label(period_on: date, is_month: bool) -> str:
    """The period as lists and tables name it.

    >>> period_label(date(2026, 10, 31), True)
    '令和8年10月末'
    """
    return end_label(period_on, True) if is_month else year_label(period_on.year - 1)


def end_label(period_on: date, is_month: bool) -> str:
    """The period as a sentence names it.

    >>> end_label(date(2024, 5, 31), False)
    '令和5年度末'
    """
    if is_month:
        return f"{era_year(period_on.year, period_on)}年{period_on.month}月末"
    return f"{short_year_label(period_on.year - 1)}末"


def nearest(asked: str, known: Iterable[Period]) -> list[Period]:
    """Of *known*, the last before what was *asked* for and the first after it; none where *asked* names no time."""
    meant = _meant(asked)
    if meant is None:
        return []
    inorder = sorted(known, key=lambda each: each.period_on)
    before = [each for each in inorder if each.period_on < meant]
    return before[-1:] + inorder[len(before) :][:1]


def _meant(asked: str) -> date | None:
    """The beginning of the month, or the end of the year, that *asked* names.

    >>> _meant("2026-05"), _meant("令和8年5月末"), _meant("令和5年度（2023）"), _meant("2026-13")
    (datetime.date(2026, 5, 1), datetime.date(2026, 5, 1), datetime.date(2024, 5, 31), None)
    """
    plain = unicodedata.normalize("NFKC", asked).strip()
    month = re.sub(r"^(\d{4}[-/]\d{1,2})$", r"\1-1", plain).replace("月末", "月1日")
    if day := parse_day(month):
        return day.day
    year = parse_fiscal_year(plain.partition("(")[0].removesuffix("末"))
    return closing_date(year) if year else None
