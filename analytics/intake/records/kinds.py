"""Whose line it is: the claim, the account, the department, the book and the part of every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from analytics.intake.layout.parts import ClaimRule, Department
from analytics.intake.records.faults import Faults
from analytics.intake.records.grid import Coded, Codes, Grid, Rows, combined
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import fiscal_year_of, month_label, open_books
from analytics.intake.records.rows import worded
from analytics.intake.records.typed import Integers, Values
from analytics.intake.text import fold
from analytics.ledger.calendar import short_year_label

UNKNOWN = -1
PARTS = ("current", "carried_over", "undivided")


@dataclass(frozen=True)
class Sheet:
    """The details of a file with everything that was read of them."""

    grid: Grid
    position: Mapping[str, int]
    layout: RecordLayout
    fields: Mapping[str, Values]
    as_of: date
    faults: Faults = field(repr=False)

    @property
    def count(self) -> int:
        """How many details there are."""
        return self.grid.count

    def words(self, key: str) -> Coded | None:
        """The column of *key*, its words folded and without the suffixes that the layout strips."""
        headers = [header for header in self.layout.named(key) if header in self.position]
        if not headers:
            return None
        column = self.grid.columns[self.position[headers[0]]]
        suffixes = self.layout.texts[key].strip_suffix if key in self.layout.texts else []
        words = [fold(word) for word in column.words]
        for suffix in suffixes:
            words = [word.removesuffix(suffix) for word in words]
        return Coded(words, column.codes)

    def label(self, key: str) -> str:
        """What the column of *key* is called in the file."""
        if key in self.fields:
            return self.fields[key].label
        return "＋".join(self.layout.named(key))

    def none(self) -> Rows:
        """No row."""
        return np.zeros(self.count, np.bool_)

    def all(self) -> Rows:
        """Every row."""
        return np.ones(self.count, np.bool_)


def claim_rules(sheet: Sheet) -> Codes:
    """For each row the place of the first rule that fits it; rows of no claim are rejected, as `UNKNOWN`."""
    rules = sheet.layout.claims.rules
    keys = list(dict.fromkeys(key for rule in rules for key in rule.when))
    columns = {key: column for key in keys if (column := sheet.words(key)) is not None}
    codes, first = combined(list(columns.values()), sheet.count)
    places = [
        _first_fitting(rules, {key: columns[key].word(row) for key in columns}) for row in first
    ]
    found = np.array(places, np.int32)[codes] if places else np.zeros(sheet.count, np.int32)
    strange = [row for row, place in zip(first, places, strict=True) if place == UNKNOWN]
    sheet.faults.reject(
        "unknown_claim",
        found == UNKNOWN,
        "どの債権か分からない行があります",
        "正しい科目に直すか、新しい債権ならレイアウトの [claims] rules に加えてください",
        "・".join(sheet.label(key) for key in columns),
        "・".join(column.word(row) for row in strange[:1] for column in columns.values()),
    )
    return found


def _first_fitting(rules: Sequence[ClaimRule], words: Mapping[str, str]) -> int:
    for place, rule in enumerate(rules):
        if rule.when.keys() <= words.keys() and rule.fits(dict(words)):
            return place
    return UNKNOWN


def books(sheet: Sheet) -> Integers:
    """The fiscal year of each row's book: as written, else the one that is open; a closed book rejects the row."""
    opened = open_books(sheet.as_of, sheet.layout.as_of.clock)
    written, levied = sheet.fields.get("fiscal_year"), sheet.fields.get("levy_year")
    years = np.full(sheet.count, opened[0], np.int64)
    if levied is not None:
        years[levied.integers == opened[-1]] = opened[-1]
    if written is None:
        return years
    names = "・".join(map(short_year_label, opened))
    sheet.faults.reject(
        "closed_book",
        written.is_there & ~np.isin(written.integers, opened),
        f"{month_label(sheet.as_of)}に開いている帳簿（{names}）のものではありません",
        "別の月や年度の資料が混ざっていないかを確かめてください",
        written.label,
    )
    return np.where(written.is_there, written.integers, years)


def parts(sheet: Sheet, rules: Codes, years: Integers) -> Codes:
    """The place in `PARTS` of each row: what its column, its claim's rule and its levy year say, in this order."""
    found = np.full(sheet.count, UNKNOWN, np.int32)
    written, levied = sheet.fields.get("part"), sheet.fields.get("levy_year")
    if written is not None:
        meant = [
            UNKNOWN if cell.value is None else PARTS.index(cell.value) for cell in written.cells
        ]
        found = np.array(meant, np.int32)[written.codes]
    for place, rule in enumerate(sheet.layout.claims.rules):
        here = rules == place
        if not rule.split:
            found[here] = PARTS.index("undivided")
        elif rule.part:
            found[here & (found == UNKNOWN)] = PARTS.index(rule.part)
    if sheet.layout.part.by_levy_year and levied is not None:
        old = (levied.integers < years).astype(np.int32)
        found = np.where((found == UNKNOWN) & levied.is_there, old, found).astype(np.int32)
    return found


def departments(sheet: Sheet) -> tuple[Codes, list[Department]]:
    """For each row the place of its department as it is called that day, and these; an unknown one rejects the row."""
    rule, this = sheet.layout.departments, fiscal_year_of(sheet.as_of)
    listed = [rule.fixed] if rule.fixed else rule.known
    known = [one for one in listed if one.from_year <= this <= one.to_year]
    column = sheet.words(rule.column) if rule.column else None
    found = np.full(sheet.count, UNKNOWN, np.int32)
    for place, one in enumerate(known):
        names = {fold(one.code), fold(one.name)}
        here = sheet.all() if column is None else worded(column, names)
        found[here & (found == UNKNOWN)] = place
    sheet.faults.reject(
        "unknown_department",
        found == UNKNOWN,
        "この資料の所管課として知らない課です",
        "別の課のファイルでないかを確かめ、正しければレイアウトの [departments] に加えてください",
        sheet.label(rule.column) if column is not None else "",
    )
    return found, known
