"""What the law says of each kind of claim, as a dated table that a city edits (facts.md 2).

Laws change and cities differ, so no rule stands in code: `analytics.ledger.claim_kinds_file` reads them. A row holds
from its `valid_from` on (None: always) until a later row of the same kind; of private kinds, the day of the contract
may choose between two rows (the Civil Code's short periods ended with contracts of 2020-04-01). What the rows of one
kind and day say besides the years is the same, so that a kind has one clock whatever its contracts.
A row nobody has confirmed says 未確認. Nothing here is legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

import pyarrow as pa

from analytics.ledger.calendar import Clock
from analytics.ledger.columns import CLAIM_RULES

Class = Literal["public_enforceable", "public_court", "private"]
Share = Literal["T", "P", "N", "C"]
CLASSES: Final = {
    "public_enforceable": "強制徴収公債権",
    "public_court": "非強制徴収公債権",
    "private": "私債権",
}
SHARE_GROUPS: Final = {
    "T": "税",
    "P": "強制徴収公債権",
    "N": "その他の公債権",
    "C": "私債権",
}
CLOCKS: Final = {"G": "5月31日", "E": "3月31日"}
UNCONFIRMED = "未確認"


@dataclass(frozen=True)
class ClaimRule:
    """What holds for one kind of claim; `years` of limitation. A blank date is None, a clock that nobody knows too."""

    kind: str
    code: str
    klass: Class
    years: int
    needs_invocation: bool
    closing_clock: Clock | None
    share_group: Share
    contracted_from: date | None
    contracted_before: date | None
    law_basis: str
    valid_from: date | None
    confirmed_on: date | None

    @property
    def self_executing(self) -> bool:
        """Whether the city may seize by the tax procedure, without a court (自力執行権)."""
        return self.klass == "public_enforceable"

    @property
    def asks_for_contract(self) -> bool:
        """Whether the day of the contract decides if this row holds."""
        return self.contracted_from is not None or self.contracted_before is not None

    @property
    def contracts(self) -> tuple[date, date]:
        """The days of contract that this row is for: the first one, and the one it ends before."""
        return self.contracted_from or date.min, self.contracted_before or date.max

    def overlaps(self, other: ClaimRule) -> bool:
        """Whether both rows would hold for one claim and neither is the newer one."""
        (first, before), (others_first, others_before) = self.contracts, other.contracts
        return self.is_beside(other) and first < others_before and others_first < before

    def is_beside(self, other: ClaimRule) -> bool:
        """Whether both rows are of one kind and hold from the same day on."""
        return (self.kind, self.valid_from) == (other.kind, other.valid_from)

    def has_begun(self, on: date) -> bool:
        """Whether the row is in force on the day *on*."""
        return self.valid_from is None or self.valid_from <= on

    def _holds(self, on: date, contracted_on: date | None) -> bool:
        if not self.has_begun(on):
            return False
        if not self.asks_for_contract:
            return True
        if contracted_on is None:
            return False
        first, before = self.contracts
        return first <= contracted_on < before


@dataclass(frozen=True)
class ClaimKinds:
    """Every row of the table."""

    rules: tuple[ClaimRule, ...]

    def rule_for(self, kind: str, on: date, contracted_on: date | None = None) -> ClaimRule | None:
        """The row for *kind* on the day *on*, or None: unknown kind, or the contract's day decides and is missing."""
        found = [
            rule for rule in self.rules if rule.kind == kind and rule._holds(on, contracted_on)
        ]
        return max(found, key=lambda rule: rule.valid_from or date.min, default=None)

    def is_self_executing(self, kind: str, on: date) -> bool | None:
        """Whether *kind* may be seized for on the day *on*, whatever its contracts; None: not in the table that day."""
        rules = [rule for rule in self.rules if rule.kind == kind]
        days = [since for rule in rules if (since := rule.valid_from or date.min) <= on]
        newest = [rule for rule in rules if days and (rule.valid_from or date.min) == max(days)]
        return newest[0].self_executing if newest else None

    def asks_for_contract(self, kind: str, on: date) -> bool:
        """Whether on the day *on* there is a row for *kind* that holds for some days of contract only."""
        return any(
            rule.asks_for_contract and rule.has_begun(on)
            for rule in self.rules
            if rule.kind == kind
        )

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds, in the table's order."""
        return tuple(dict.fromkeys(rule.kind for rule in self.rules))

    def as_table(self) -> pa.Table:
        """One row per kind × rule, in the columns of `CLAIM_RULES`, for questions to join."""
        rows = [
            {"claim_kind": rule.kind, "class": rule.klass}
            | {name: getattr(rule, name) for name in CLAIM_RULES.names[2:]}
            for rule in self.rules
        ]
        return pa.Table.from_pylist(rows, schema=CLAIM_RULES)
