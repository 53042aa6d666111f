"""Whose claims who may see: the sharing table of facts.md 3, by ordered pair, field group, basis and day.

Default deny. A pair of share groups says what kind of basis it needs; a row of the table gives one, for some fields,
from one day to another; a debtor's consent (`analytics.access.consents`) gives one for that debtor. Days are the days
on which somebody looks, not those that figures are of. Nothing here is legal advice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from analytics.ledger.calendar import date_label
from analytics.ledger.claim_kinds import ClaimKinds, Share

OFFICE = "office"  # 徴収対策室 as a reader
FIELD_GROUPS: Final = {
    "existence": "滞納があること",
    "amount": "額",
    "state": "状態と経過",
    "contact": "氏名・住所・連絡先",
    "assets": "財産",
    "guarantor": "保証人",
}
THIRD_PERSON = (
    "guarantor"  # agreed to nothing, so it takes a row: neither "yes" nor a consent shows it
)
Need = Literal["yes", "basis", "consent_or_ordinance", "consent"]
BASIS_TYPES: Final = {"law": "法令・通知", "purpose": "相当の理由", "ordinance": "条例"}
SUITS: Final[Mapping[Need, frozenset[str]]] = {  # which rows a pair may have
    "yes": frozenset(BASIS_TYPES),
    "basis": frozenset(BASIS_TYPES),
    "consent_or_ordinance": frozenset({"ordinance"}),
    "consent": frozenset(),
}
NEEDS: Final[Mapping[Need, str]] = {
    "yes": "行がなくても見てよい組",
    "basis": "根拠の行があれば見てよい組",
    "consent_or_ordinance": "本人の同意か条例があれば見てよい組",
    "consent": "本人の同意があるときだけ見てよい組",
}
Pair = tuple[Share, Share]


@dataclass(frozen=True)
class Row:
    """One permission. `holder` and `to`: the name of a claim kind, a share group, or for `to` the office."""

    number: int  # in its file
    holder: str
    to: str
    fields: frozenset[str]
    basis_type: str
    basis: str
    valid_from: date
    valid_to: date | None
    decided_by: str
    decision_no: str
    municipality: str

    @property
    def place(self) -> str:
        """Which row it is, in words."""
        return f"{self.number}番目（{self.holder} → {self.to}）"

    def holds(self, on: date) -> bool:
        """Whether it permits anything on the day *on*; both ends count."""
        return self.valid_from <= on <= (self.valid_to or date.max)


@dataclass(frozen=True)
class Sharing:
    """The whole table: what each pair needs, and the rows."""

    needs: Mapping[Pair, Need]
    rows: tuple[Row, ...] = ()

    def of(self, municipality: str) -> Sharing:
        """The table as it is for the store of *municipality*: rows made for another one do not count."""
        rows = tuple(row for row in self.rows if row.municipality in ("", municipality))
        return replace(self, rows=rows)

    def need(self, holder: Share | None, reader: str | None) -> Need | None:
        """What it takes that a *reader* (a share group, the office) sees *holder*; None: nothing helps.

        So it is for kinds of no known share group, and for all while the table has a mistake (`NOTHING`).
        """
        if reader == OFFICE and holder and self.needs:
            return "basis"
        return next((need for pair, need in self.needs.items() if pair == (holder, reader)), None)

    def row_for(
        self,
        holders: Collection[str | None],
        readers: Collection[str | None],
        group: str,
        on: date,
        basis_types: Collection[str],
    ) -> Row | None:
        """The first row of one of *basis_types* by which one of *readers* sees *group* of one of *holders* then."""
        for row in self.rows:
            of_pair = row.holder in holders and row.to in readers
            if of_pair and group in row.fields and row.basis_type in basis_types and row.holds(on):
                return row
        return None

    def expired(self, on: date) -> list[str]:
        """A sentence for each row that permits nothing any more on the day *on*."""
        return [
            f"情報共有の表の{row.place}（{row.decision_no}）は、{date_label(row.valid_to)}で期限が切れました。"
            "この行では何も見えません。続けるなら、決め直して valid_to を書き換えてください。"
            for row in self.rows
            if row.valid_to is not None and row.valid_to < on
        ]


NOTHING: Final = Sharing({})  # what a table with a mistake permits, and no consent helps


def share_group(rules: ClaimKinds, kind: str, on: date) -> Share | None:
    """The share group of *kind* on that day, or None for a kind that the table of claims does not know then.

    The contract's day has no say: rows that differ by it have one share group (`claim_kinds_file`).
    """
    known = [
        rule for rule in rules.rules if rule.kind == kind and (rule.valid_from or date.min) <= on
    ]
    newest = max(known, key=lambda rule: rule.valid_from or date.min, default=None)
    return newest.share_group if newest else None
