"""What the layout of a settlement and the layout of records have in common: a layout file, kept as it was written."""

from __future__ import annotations

import hashlib
import json
from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)

from analytics.intake.checked import FoldedWords
from analytics.intake.layout.money import with_header
from analytics.intake.layout.parts import (
    About,
    Change,
    Claims,
    Departments,
    FileForm,
    SetAside,
    Source,
    TextColumn,
)


class LayoutFile(BaseModel, extra="forbid", frozen=True):
    """The tables that every layout may have, and what can be said of any layout."""

    layout: About
    source: Source = Source()
    file: FileForm = FileForm()
    texts: dict[str, Annotated[TextColumn, BeforeValidator(with_header)]] = {}
    ignored: FoldedWords = []
    set_aside: list[SetAside] = []
    departments: Departments = Departments()
    claims: Claims = Claims(rules=[])
    changes: list[Change] = []
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
        wrong = list(self._wrong())
        if wrong:
            raise ValueError("。".join(wrong))
        return self

    @abstractmethod
    def _wrong(self) -> Iterable[str]:
        """Everything by which the tables contradict each other."""

    def _named_columns(self) -> Mapping[str, Iterable[str]]:
        """Every place that names a column by its key, and the keys that it names."""
        return {
            "file.fill_down": self.file.fill_down,
            "set_aside": [rule.column for rule in self.set_aside if rule.column],
            "set_aside.same": [column for rule in self.set_aside for column in rule.same],
            "set_aside.unless": [column for rule in self.set_aside for column in rule.unless],
            "departments": filter(None, [self.departments.column]),
            "claims.account_column": filter(None, [self.claims.account_column]),
            "claims.net_within": self.claims.net_within,
            "claims.rules.when": [column for rule in self.claims.rules for column in rule.when],
        }

    @property
    def name(self) -> str:
        """The name to give to ``--layout``."""
        return self.layout.name

    @property
    def fingerprint(self) -> str:
        """A hash that changes when anything in the layout or in its department table does."""
        known = [
            (each.code, each.name, each.from_year, each.to_year) for each in self.departments.known
        ]
        written = json.dumps([self._written, known], sort_keys=True, default=str)
        return hashlib.sha256(written.encode()).hexdigest()
