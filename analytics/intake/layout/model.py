"""A layout, whole: how one kind of file is read. Departments change headers; whoever notices is no programmer, so
everything that may change is in a TOML file and nothing of it in Python. `docs/レイアウトの書き方.md` explains every
key and is tested against these models.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from analytics.intake.checked import FoldedWords
from analytics.intake.layout.money import AmountSet, with_header
from analytics.intake.layout.parts import (
    About,
    AsOf,
    Change,
    Claims,
    Departments,
    FileForm,
    PartRule,
    SetAside,
    Source,
    TextColumn,
)
from analytics.intake.text import fold


class Layout(BaseModel, extra="forbid", frozen=True):
    """One layout file, whole."""

    layout: About
    source: Source = Source()
    file: FileForm = FileForm()
    as_of: AsOf = AsOf()
    texts: dict[str, Annotated[TextColumn, BeforeValidator(with_header)]] = {}
    ignored: FoldedWords = []
    amounts: list[AmountSet]
    set_aside: list[SetAside] = []
    part: PartRule | None = None
    departments: Departments
    claims: Claims
    changes: list[Change] = []
    refund_pending: Literal["in_received", "not_in_received", "not_shown"]
    _written: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _as_written(cls, content: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        """Keep what stands in the file, without its comments: a release that adds keys leaves it as it is."""
        layout = read(content)
        layout._written.update(content)
        return layout

    @model_validator(mode="after")
    def _holds_together(self) -> Layout:
        wrong = [*self._unknown_columns(), *self._unclear_claims(), *self._unclear_amounts()]
        if wrong:
            raise ValueError("。".join(wrong))
        return self

    def _unknown_columns(self) -> Iterable[str]:
        """Every place that names a column by its key in `[texts]`."""
        named: dict[str, Iterable[str]] = {
            "file.fill_down": self.file.fill_down,
            "set_aside": [rule.column for rule in self.set_aside if rule.column],
            "set_aside.same": [column for rule in self.set_aside for column in rule.same],
            "set_aside.unless": [column for rule in self.set_aside for column in rule.unless],
            "part": [self.part.column] if self.part else [],
            "departments": filter(None, [self.departments.column]),
            "claims.account_column": filter(None, [self.claims.account_column]),
            "claims.net_within": self.claims.net_within,
            "claims.rules.when": [column for rule in self.claims.rules for column in rule.when],
        }
        for place, columns in named.items():
            for column in dict.fromkeys(columns):
                if column not in self.texts:
                    yield f"{place} の列「{column}」が [texts] にありません"

    def _unclear_claims(self) -> Iterable[str]:
        """What would leave a line without its department, part or claim."""
        if not self.departments.fixed and not self.departments.column:
            yield "[departments] には fixed か column のどちらかが必要です"
        splitting = self.part or any(amount_set.part for amount_set in self.amounts)
        if any(rule.split and not rule.part for rule in self.claims.rules) and not splitting:
            yield "現年・滞納繰越に分ける債権があるのに [part] も [[amounts]] の part もありません"
        kinds = {rule.kind for rule in self.claims.rules}
        for kind in self.claims.expected:
            if kind not in kinds:
                yield f"claims.expected の債権「{kind}」が [claims] rules にありません"

    def _unclear_amounts(self) -> Iterable[str]:
        """Amounts that would be counted twice, or guessed although they are written."""
        money = [*map(fold, self._money_headers())]
        for header in sorted({header for header in money if money.count(header) > 1}):
            yield f"金額の見出し「{header}」が2か所で使われています"
        shown = any(each.refund_pending_yen for each in self.amounts)
        if self.refund_pending == "not_shown" and shown:
            yield 'refund_pending = "not_shown" は、還付未済額の列がない表だけに使えます'

    @property
    def name(self) -> str:
        """The name to give to ``--layout``."""
        return self.layout.name

    @property
    def headers(self) -> list[str]:
        """Every header the file must have."""
        texts = [column.header for column in self.texts.values()]
        counts = [each.case_count for each in self.amounts if each.case_count]
        return list(dict.fromkeys([*texts, *self._money_headers(), *counts]))

    def _money_headers(self) -> Iterable[str]:
        for amount_set in self.amounts:
            for column in amount_set.columns.values():
                yield from column.header

    @property
    def fingerprint(self) -> str:
        """A hash that changes when anything in the layout or in its department table does."""
        known = [
            (each.code, each.name, each.from_year, each.to_year) for each in self.departments.known
        ]
        written = json.dumps([self._written, known], sort_keys=True, default=str)
        return hashlib.sha256(written.encode()).hexdigest()
