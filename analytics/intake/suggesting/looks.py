"""What the cells of a column look like: days, yen, years, numbers of so many digits, or a few words again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analytics.intake.headers import is_letter
from analytics.intake.records.grid import Coded
from analytics.intake.suggesting.words import PERSONAL
from analytics.intake.text import fold, shape
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.ledger.days import parse_day

MOST_READ = 20_000  # distinct words of a column that are looked at
FEW = 30  # distinct words that may be a column of kinds or states
MOSTLY = 0.9
_MARK = re.compile(r"[-‐‑–—―ー*/.0xX×なし無]{1,10}")
_KEY = re.compile(r"[0-9A-Za-z-]*\d[0-9A-Za-z-]*")
_YEARS = range(1950, 2101)


@dataclass(frozen=True)
class Look:
    """One column: what a layout calls it, where it stands, and its cells."""

    name: str  # "" where it cannot be named
    at: int
    coded: Coded

    @property
    def is_named(self) -> bool:
        """Whether it has a header of its own."""
        return bool(self.name) and not is_letter(self.name)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Word → rows with it; blank ones left out."""
        times = np.bincount(self.coded.codes, minlength=len(self.coded.words)).tolist()
        pairs = zip(self.coded.words, times, strict=True)
        return {word: count for word, count in pairs if count and word.strip()}

    @property
    def filled(self) -> int:
        """How many rows have a word."""
        return sum(self.counts.values())

    def share(self, is_so: Callable[[str], bool]) -> float:
        """Of the rows with a word that is no mark, those for whose word *is_so* holds (0–1)."""
        words = [*self.counts.items()][:MOST_READ]
        fitting = sum(count for word, count in words if is_so(word))
        marks = sum(count for word, count in words if is_mark(word) and not is_so(word))
        return fitting / max(1, sum(count for _, count in words) - marks)

    @cached_property
    def days(self) -> float:
        """The share of days."""
        return self.share(lambda word: parse_day(word) is not None)

    @cached_property
    def yen(self) -> float:
        """The share of amounts; a column of nothing but signs for nought is one of them."""
        if self.counts and all(map(is_mark, self.counts)):
            return 1.0
        return self.share(lambda word: parse_amount(word, unit="円") is not None)

    @cached_property
    def years(self) -> float:
        """The share of fiscal years."""
        return self.share(lambda word: parse_fiscal_year(word) in _YEARS)

    @cached_property
    def keys(self) -> float:
        """The share of what could be a key: digits, perhaps with letters."""
        return self.share(lambda word: _KEY.fullmatch(fold(word)) is not None)

    @property
    def amount_marks(self) -> list[str]:
        """Words that say nought, such as ``-``, where the others are amounts."""
        return [
            fold(word)
            for word in self.counts
            if is_mark(word) and parse_amount(word, unit="円") is None
        ]

    @property
    def digits(self) -> int | None:
        """Of how many digits each key is; where zeros in front were lost, most are. None where they differ freely."""
        folded = {fold(word): count for word, count in self.counts.items()}
        if not folded or not all(word.isdecimal() for word in folded):
            return None
        longest = max(map(len, folded))
        whole = sum(count for word, count in folded.items() if len(word) == longest)
        is_fixed = 2 * whole >= self.filled and min(map(len, folded)) >= longest - 3
        return longest if longest >= 4 and is_fixed else None

    @property
    def is_short_of_zeros(self) -> bool:
        """Whether some keys have fewer digits than the others."""
        return len({len(fold(word)) for word in self.counts}) > 1

    @property
    def may_be_quoted(self) -> bool:
        """Whether its words can be kinds or states: a few, each of several rows, under no header of persons."""
        if any(fold(word) in fold(self.name) for word in PERSONAL):
            return False
        return 0 < len(self.counts) <= FEW and (
            2 * len(self.counts) <= self.filled or self.filled < 10
        )

    @property
    def words(self) -> list[str]:
        """Its words, commonest first. Only of a column that `may_be_quoted`."""
        return sorted(self.counts, key=lambda word: (-self.counts[word], word))

    def described(self) -> str:
        """What it looks like, without a word of it."""
        if not self.counts:
            return "すべて空白"
        for share, said in ((self.days, "日付"), (self.years, "年度"), (self.yen, "数")):
            if share >= MOSTLY:
                return f"{said}、{len(self.counts):,}種類"
        return f"形は {shape(next(iter(self.counts)))}、{len(self.counts):,}種類"


def is_mark(word: str) -> bool:
    """Whether *word* says nothing: a dash, or a day of nothing but noughts."""
    plain = fold(word)
    return bool(_MARK.fullmatch(plain)) and plain != "0"


def looks_of(names: Iterable[str], columns: Iterable[Coded]) -> list[Look]:
    """Each column of a table."""
    pairs = enumerate(zip(names, columns, strict=True))
    return [Look(name, at, column) for at, (name, column) in pairs]
