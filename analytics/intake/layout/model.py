"""A layout, whole: how one kind of file is read. Departments change headers; whoever notices is no programmer, so
everything that may change is in a TOML file and nothing of it in Python. `docs/レイアウトの書き方.md` explains every
key and is tested against these models.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from analytics.intake.layout.base import LayoutFile
from analytics.intake.layout.money import AmountSet
from analytics.intake.layout.parts import AsOf, Claims, Departments, PartRule
from analytics.intake.text import fold


class Layout(LayoutFile, frozen=True):
    """One layout file of a settlement, whole."""

    departments: Departments
    claims: Claims
    as_of: AsOf = AsOf()
    amounts: list[AmountSet]
    part: PartRule | None = None
    refund_pending: Literal["in_received", "not_in_received", "not_shown"]

    def _wrong(self) -> Iterable[str]:
        yield from self._unknown_columns()
        yield from self._unclear_claims()
        yield from self._unclear_amounts()

    def _unknown_columns(self) -> Iterable[str]:
        part = [self.part.column] if self.part else []
        for place, columns in {**self._named_columns(), "part": part}.items():
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
    def headers(self) -> list[str]:
        """Every header the file must have."""
        texts = [column.header for column in self.texts.values()]
        counts = [each.case_count for each in self.amounts if each.case_count]
        return list(dict.fromkeys([*texts, *self._money_headers(), *counts]))

    def _money_headers(self) -> Iterable[str]:
        for amount_set in self.amounts:
            for column in amount_set.columns.values():
                yield from column.header
