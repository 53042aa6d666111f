"""The tables of a layout: the file's form, its columns of words, and the rules for what each row is and whose claim."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from analytics.intake.checked import (
    Encoding,
    FoldedPattern,
    FoldedWords,
    Listed,
    Name,
    Pattern,
    When,
    Words,
    YearPattern,
)
from analytics.ledger.calendar import Clock


class Table(BaseModel):
    """A table of a layout. An unknown key is a mistake, and is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class About(Table):
    """`[layout]`: the layout's own name and version, and whose file it reads."""

    name: Name
    version: int
    title: str
    municipality: str
    municipality_code: str = ""


class Source(Table):
    """`[source]`: who publishes the file, on what terms, and how it is named."""

    publisher: str = ""
    licence: str = ""
    attribution: str = ""
    url: str = ""
    file_name: Pattern = ""


class FileForm(Table):
    """`[file]`: characters, separators, and how many lines the head has."""

    encodings: Annotated[list[Encoding], Listed, Field(min_length=1)] = [
        "utf-8-sig",
        "cp932",
    ]
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    header_rows: Annotated[int, Field(ge=1, le=5)] = 1
    ends_with_newline: bool = False
    zero_marks: FoldedWords = []
    fill_down: Words = []


class AsOf(Table):
    """`[as_of]`: which books the file is of. The as-of date is the day those books closed."""

    clock: Clock = "G"
    fiscal_year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    title: YearPattern = ""


class TextColumn(Table):
    """A column of words or codes. With `heading`, only words of that form count, and hold for the rows below."""

    header: str
    strip_suffix: FoldedWords = []
    heading: FoldedPattern = ""


class SetAside(Table):
    """`[[set_aside]]`: rows that are no details (totals, notes); `check` compares a total with the details.

    Without a column the whole row is looked at. `above` means the details since the last row of this same rule, `all`
    those of the whole file; of these only the ones with the same words in the columns of `same`. A row that fits
    `unless` stays a detail.
    """

    column: str = ""
    matches: FoldedPattern
    unless: When = {}
    reason: str
    check: Literal["none", "all", "above"] = "none"
    same: Words = []
    tolerance: int = 0  # yen by which a rounded total may be off

    def fits(self, words: dict[str, str], whole_row: str) -> bool:
        """Whether a row of these folded *words*, or read as a whole, is set aside by this rule."""
        found = re.search(self.matches, words[self.column] if self.column else whole_row)
        return bool(found) and not (self.unless and _fits(self.unless, words))


class PartRule(Table):
    """`[part]`: which words of which column mean current-year and carried-over."""

    column: str
    current: FoldedWords = []
    carried_over: FoldedWords = []
    otherwise: Literal["current", "carried_over", "undivided", "error"] = "error"


class Department(Table):
    """One department: code, name, and the years for which that name holds (both ends included)."""

    code: str
    name: str
    from_year: int = 0
    to_year: int = 9999


class Departments(Table):
    """`[departments]`: one fixed department, or codes resolved per year from a list and a published table."""

    fixed: Department | None = None
    column: str = ""
    table: str = ""
    known: list[Department] = []


class ClaimRule(Table):
    """Which lines are which claim. `when` compares columns with words; the first rule that fits decides."""

    when: When = {}
    kind: str
    group: str = ""
    part: Literal["current", "carried_over", ""] = ""  # where the row itself does not say
    debtor: bool = True
    split: bool = True
    per_department: bool = False

    def fits(self, words: dict[str, str]) -> bool:
        """Whether the folded *words* of a line fit this rule."""
        return _fits(self.when, words)


class Claims(Table):
    """`[claims]`: lines → claims, within which columns bookings of several departments are netted, and the claims
    that every file holds: one without them was cut short.
    """

    account_column: str = ""
    net_within: Words = []
    unmatched: Literal["not_receivable", "error"] = "error"
    expected: list[str] = []
    rules: list[ClaimRule]


class Change(Table):
    """`[[changes]]`: a documented event after which a claim is no longer in the books."""

    fiscal_year: int
    claim: str
    reason: str


def _fits(when: When, words: dict[str, str]) -> bool:
    return all(words[column] in known for column, known in when.items())
