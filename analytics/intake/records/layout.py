"""A layout of a file of records: which column is which field, and what the words in it mean.

It shares its tables with the layout of a settlement; `[layout] record` tells the two apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PositiveInt

from analytics.intake.checked import FoldedWords, Pattern, Words
from analytics.intake.layout.base import LayoutFile
from analytics.intake.layout.money import MoneyColumn, with_header
from analytics.intake.layout.parts import About, FileForm, Table
from analytics.intake.records.fields import FIELDS, TIMELESS, Record, indispensable
from analytics.intake.text import fold
from analytics.ledger.calendar import Clock
from analytics.ledger.columns import STATES


class RecordAbout(About):
    """`[layout]`, with the kind of its records."""

    record: Record


class RecordForm(FileForm):
    """`[file]`: as of a settlement, and which sheet of a workbook, and what stands for nothing."""

    sheet: Pattern = ""  # a pattern of its name; of a book with one visible sheet, that one
    missing: FoldedWords = Field(default_factory=list)  # 0000-00-00, ---


class Every(Table):
    """`[as_of]`: the day a delivery speaks of, found in its name or its title; the last of that month."""

    clock: Clock = "G"
    basis: Literal["due", "all"] = "due"
    title: Pattern = ""  # with (?P<as_of>…): 令和8年10月末, 202610, 2026-10-31
    is_monthly: bool = True  # False: of a survey or a meeting, whose rows say their day themselves


class Column(MoneyColumn):
    """The column or columns of one field. Yen in several columns are added up."""

    digits: PositiveInt | None = None  # of a key: what a spreadsheet cut off in front is put back
    optional: bool = False  # a row may leave it blank


class Parts(Table):
    """`[part]`: the words for current-year and carried-over, or that the levy year tells them apart."""

    current: FoldedWords = Field(default_factory=list)
    carried_over: FoldedWords = Field(default_factory=list)
    by_levy_year: bool = False  # levied in an earlier fiscal year: carried over


class Checks(Table):
    """`[checks]`: from which share on a change against the month before is remarked on."""

    jump: Annotated[float, Field(gt=0)] = 0.3


class RecordLayout(LayoutFile, frozen=True):
    """One layout file of records, whole."""

    layout: RecordAbout
    file: RecordForm = RecordForm()
    as_of: Every = Every()
    columns: dict[str, Annotated[Column, BeforeValidator(with_header)]]
    part: Parts = Parts()
    states: dict[str, Words] = Field(default_factory=dict)
    # field → word in the file → word to show: for what comes in another language
    words: dict[str, dict[str, str]] = Field(default_factory=dict)
    checks: Checks = Checks()
    refund_pending: Literal["in_received", "not_in_received"] = "not_in_received"

    def _wrong(self) -> Iterable[str]:
        yield from self._unknown_fields()
        yield from self._unknown_columns()
        yield from self._without_effect()
        if self.record == "receivables":
            yield from self._unclear_receivables()
        yield from self._without_needed()
        yield from self._unclear_departments()

    def _unknown_fields(self) -> Iterable[str]:
        known = FIELDS[self.record]
        for name in self.columns:
            if name not in known:
                yield f"columns の「{name}」は知らない項目です（{'、'.join(known)}）"
        for name in self.columns.keys() & self.texts.keys():
            yield f"「{name}」が [columns] と [texts] の両方にあります"
        for name in self.words:
            if name not in self.columns.keys() & known.keys() or known[name].kind != "text":
                yield f"words の「{name}」は、[columns] にある言葉の項目ではありません"
        for name in self.states:
            if name not in STATES:
                yield f"states の「{name}」は知らない状態です（{'、'.join(STATES)}）"

    def _unknown_columns(self) -> Iterable[str]:
        for place, columns in self._named_columns().items():
            for column in dict.fromkeys(columns):
                if column not in self.texts and column not in self.columns:
                    yield f"{place} の列「{column}」が [columns] にも [texts] にもありません"

    def _without_effect(self) -> Iterable[str]:
        """Keys of the shared tables that mean something in a settlement only."""
        given = {
            "texts の heading": any(column.heading for column in self.texts.values()),
            "claims.net_within": self.claims.net_within,
            "claims.unmatched": self.claims.unmatched != "error",
            "claims.expected": self.claims.expected,
            "claims.rules の per_department": any(
                rule.per_department for rule in self.claims.rules
            ),
        }
        for key, is_given in given.items():
            if is_given:
                yield f"{key} は決算の表のための項目で、明細では効きません。消してください"

    def _unclear_receivables(self) -> Iterable[str]:
        if not self.claims.rules:
            yield "[claims] rules に、どの行がどの債権かを書いてください"
        if "outstanding_yen" not in self.columns:
            yield "[columns] に outstanding_yen（収入未済額）が必要です"
        if not {"assessed_yen", "received_yen"} & self.columns.keys():
            yield "[columns] に assessed_yen（調定額）か received_yen（収入済額）が必要です"
        splits = any(rule.split and not rule.part for rule in self.claims.rules)
        if splits and "part" not in self.columns and not self.part.by_levy_year:
            yield "現年・滞納繰越に分ける債権があるのに [columns] の part も [part] の by_levy_year もありません"

    def _without_needed(self) -> Iterable[str]:
        """Columns that the table of these records cannot leave blank, and what tells their day."""
        for name in indispensable(self.record):
            one = FIELDS[self.record][name]
            if name == "department" and self.departments.fixed:
                continue
            if name not in self.columns:
                yield f"[columns] に {name}（{one.label}）が必要です"
            elif self.columns[name].optional:
                yield f"columns の {name}（{one.label}）は、どの行にも要ります。optional を消してください"
        if not self.as_of.is_monthly and self.record not in TIMELESS:
            yield "is_monthly = false は、1行ずつに日付のある意識調査の配布数と結果、会議の資料だけに使えます"

    def _unclear_departments(self) -> Iterable[str]:
        given = self.departments
        if given.fixed:
            return
        if self.record in ("receivables", "persons") and not (given.known or given.table):
            yield "[departments] に fixed か known か table が必要です"
        at_once = any(
            one.from_year <= other.to_year and other.from_year <= one.to_year
            for one, other in combinations(given.known, 2)
        )
        if (at_once or given.table) and not given.column:
            yield "[departments] に課が2つ以上あるときは、どの行がどの課かの列を column に書いてください"

    @property
    def record(self) -> Record:
        """The kind of its records."""
        return self.layout.record

    @property
    def headers(self) -> list[str]:
        """Every header the file must have."""
        written = [header for column in self.columns.values() for header in column.header]
        texts = [column.header for column in self.texts.values()]
        return list(dict.fromkeys([*written, *texts]))

    def named(self, key: str) -> list[str]:
        """The headers of the column called *key* in `[columns]` or `[texts]`."""
        return self.columns[key].header if key in self.columns else [self.texts[key].header]

    @property
    def state_words(self) -> dict[str, str]:
        """Folded word → state."""
        return {fold(word): state for state, words in self.states.items() for word in words}
