"""A layout of a file of records: which column is which field, and what the words in it mean.

It shares its tables with the layout of a settlement; `[layout] record` tells the two apart.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PositiveInt,
    PrivateAttr,
    model_validator,
)

from analytics.intake.checked import YEN, FoldedWords, Listed, Pattern, Unit, Words
from analytics.intake.layout.money import with_header
from analytics.intake.layout.parts import (
    About,
    Change,
    Claims,
    Departments,
    FileForm,
    SetAside,
    Source,
    Table,
    TextColumn,
)
from analytics.intake.records.fields import FIELDS, Record
from analytics.intake.text import fold
from analytics.ledger.calendar import Clock
from analytics.ledger.columns import STATES

IDENTITY = ("assessed_yen", "received_yen", "outstanding_yen")


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
    is_monthly: bool = True  # False: a survey or a meeting, whose records say their day themselves


class Column(Table):
    """The column or columns of one field. Yen in several columns are added up."""

    header: Annotated[list[str], Listed, Field(min_length=1)]
    unit: Unit = "円"
    digits: PositiveInt | None = None  # of a key: what a spreadsheet cut off in front is put back
    optional: bool = False  # a row may leave it blank

    @property
    def yen(self) -> int:
        """How many yen one written unit is."""
        return YEN[self.unit]

    @property
    def label(self) -> str:
        """Its header, or all of them: ``本税＋督促手数料``."""
        return "＋".join(self.header)


class Parts(Table):
    """`[part]`: the words for current-year and carried-over, or that the levy year tells them apart."""

    current: FoldedWords = Field(default_factory=list)
    carried_over: FoldedWords = Field(default_factory=list)
    by_levy_year: bool = False  # levied in an earlier fiscal year: carried over


class Checks(Table):
    """`[checks]`: from which share on a change against the month before is remarked on."""

    jump: Annotated[float, Field(gt=0)] = 0.3


class RecordLayout(BaseModel, extra="forbid", frozen=True):
    """One layout file of records, whole."""

    layout: RecordAbout
    source: Source = Source()
    file: RecordForm = RecordForm()
    as_of: Every = Every()
    columns: dict[str, Annotated[Column, BeforeValidator(with_header)]]
    texts: dict[str, Annotated[TextColumn, BeforeValidator(with_header)]] = {}
    ignored: FoldedWords = []
    set_aside: list[SetAside] = []
    part: Parts = Parts()
    states: dict[str, Words] = {}
    departments: Departments = Departments()
    claims: Claims = Claims(rules=[])
    changes: list[Change] = []
    checks: Checks = Checks()
    refund_pending: Literal["in_received", "not_in_received"] = "not_in_received"
    _written: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _as_written(cls, content: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        """Keep what stands in the file, without its comments: a release that adds keys leaves it as it is."""
        layout = read(content)
        layout._written.update(content)
        return layout

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        wrong = [*self._unknown_fields(), *self._unknown_columns(), *self._unclear_receivables()]
        if wrong:
            raise ValueError("。".join(wrong))
        return self

    def _unknown_fields(self) -> Iterable[str]:
        known = FIELDS[self.record]
        for name in self.columns:
            if name not in known:
                yield f"columns の「{name}」は知らない項目です（{'、'.join(known)}）"
        for name in self.columns.keys() & self.texts.keys():
            yield f"「{name}」が [columns] と [texts] の両方にあります"
        for name in self.states:
            if name not in STATES:
                yield f"states の「{name}」は知らない状態です（{'、'.join(STATES)}）"

    def _unknown_columns(self) -> Iterable[str]:
        named: dict[str, Iterable[str]] = {
            "file.fill_down": self.file.fill_down,
            "set_aside": [rule.column for rule in self.set_aside if rule.column],
            "set_aside.same": [column for rule in self.set_aside for column in rule.same],
            "set_aside.unless": [column for rule in self.set_aside for column in rule.unless],
            "departments": filter(None, [self.departments.column]),
            "claims.account_column": filter(None, [self.claims.account_column]),
            "claims.rules.when": [column for rule in self.claims.rules for column in rule.when],
        }
        for place, columns in named.items():
            for column in dict.fromkeys(columns):
                if column not in self.texts and column not in self.columns:
                    yield f"{place} の列「{column}」が [columns] にも [texts] にもありません"

    def _unclear_receivables(self) -> Iterable[str]:
        if self.record == "receivables":
            if not self.claims.rules:
                yield "[claims] rules に、どの行がどの債権かを書いてください"
            if "outstanding_yen" not in self.columns:
                yield "[columns] に outstanding_yen（収入未済額）が必要です"
            if not {"assessed_yen", "received_yen"} & self.columns.keys():
                yield "[columns] に assessed_yen（調定額）か received_yen（収入済額）が必要です"
            splits = any(rule.split and not rule.part for rule in self.claims.rules)
            if splits and "part" not in self.columns and not self.part.by_levy_year:
                yield "現年・滞納繰越に分ける債権があるのに [columns] の part も [part] の by_levy_year もありません"
        if self.record in ("receivables", "persons") and not (
            self.departments.fixed or self.departments.known
        ):
            yield "[departments] に fixed か known が必要です"

    @property
    def name(self) -> str:
        """The name to give to ``--layout``."""
        return self.layout.name

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

    @property
    def fingerprint(self) -> str:
        """A hash that changes when anything in the layout does."""
        written = json.dumps(self._written, sort_keys=True, default=str)
        return hashlib.sha256(written.encode()).hexdigest()
