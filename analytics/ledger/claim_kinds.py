"""What the law says of each kind of claim, as rows that a city edits: `data/claim_kinds.csv` (facts.md 2).

Laws change and cities differ, so no rule stands in code. A row holds from its `valid_from` on (blank: always) until a
later row of the same kind; of private kinds, the contract's date may choose between two rows (the Civil Code's short
periods ended with contracts of 2020-04-01). Sources of the rows that ship, all to be confirmed by the city:
- taxes, 5 years: 地方税法 18条; premiums of 国保, 介護, 後期高齢者, 2 years: the statute of each insurance
- other public claims, 5 years: 地方自治法 236条; which of them may be enforced without a court: the statute named
- private claims: 民法 166条, and for older contracts the periods of the Civil Code before its reform
A row nobody has confirmed says 未確認. Nothing here is legal advice.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal, get_args

from analytics.errors import LayoutFault, reason
from analytics.ledger.calendar import Clock
from analytics.settings import DATA

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
HEADERS: Final = (
    "債権",
    "code",
    "class",
    "years",
    "needs_invocation",
    "closing_clock",
    "share_group",
    "contracted_from",
    "contracted_before",
    "law_basis",
    "valid_from",
    "confirmed_on",
)
UNCONFIRMED = "未確認"
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "class": get_args(Class),
    "needs_invocation": ("0", "1"),
    "closing_clock": get_args(Clock),
    "share_group": get_args(Share),
}
_DATES = ("contracted_from", "contracted_before", "valid_from", "confirmed_on")


@dataclass(frozen=True)
class ClaimRule:
    """What holds for one kind of claim; `years` of limitation. A blank date is None."""

    kind: str
    code: str
    klass: Class
    years: int
    needs_invocation: bool
    closing_clock: Clock
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
    def status(self) -> str:
        """``未確認``, or the day on which the city confirmed the row."""
        return UNCONFIRMED if self.confirmed_on is None else f"{self.confirmed_on} 確認"

    @property
    def asks_for_contract(self) -> bool:
        """Whether the day of the contract decides if this row holds."""
        return self.contracted_from is not None or self.contracted_before is not None

    def _holds(self, on: date, contracted_on: date | None) -> bool:
        if self.valid_from is not None and on < self.valid_from:
            return False
        if not self.asks_for_contract:
            return True
        if contracted_on is None:
            return False
        first, before = self.contracted_from or date.min, self.contracted_before or date.max
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

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds, in the table's order."""
        return tuple(dict.fromkeys(rule.kind for rule in self.rules))


def read_claim_kinds(path: Path = DATA / "claim_kinds.csv") -> ClaimKinds:
    """The table at *path*. Raises `LayoutFault` naming every row and column that is wrong."""
    rows = _rows(path)
    wrong: list[str] = []
    rules = []
    for number, row in rows:
        mistakes = [*_mistakes(row)]
        wrong += [f"- {path.name} {number}行目「{column}」: {why}" for column, why in mistakes]
        if not mistakes:
            rules.append(_rule(row))
    if wrong:
        raise LayoutFault("\n".join(["債権の表に誤りがあります。次を直してください。", *wrong]))
    return ClaimKinds(tuple(rules))


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise LayoutFault(
            f"債権の表 {path.name} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    except UnicodeDecodeError as problem:
        raise LayoutFault(
            f"債権の表 {path.name} の文字コードがUTF-8ではありません。UTF-8のCSVで保存し直してください。"
        ) from problem
    reader = csv.DictReader(io.StringIO(text, newline=""), restval="", restkey="")
    missing = [header for header in HEADERS if header not in (reader.fieldnames or ())]
    if missing:
        raise LayoutFault(
            f"債権の表 {path.name} に見出し {'、'.join(missing)} がありません。1行目に書き足してください。"
        )
    return [
        (number, {header: row[header].strip() for header in HEADERS})
        for number, row in enumerate(reader, start=2)
    ]


def _mistakes(row: dict[str, str]) -> list[tuple[str, str]]:
    """What is wrong in which column of a row."""
    found = [(name, "書かれていません") for name in ("債権", "code", "law_basis") if not row[name]]
    if not row["years"].isdecimal() or not 1 <= int(row["years"]) <= 30:
        found.append(("years", "時効の年数を 1 から 30 までの整数で書いてください"))
    for name, allowed in _ALLOWED.items():
        if row[name] not in allowed:
            found.append((name, f"{'、'.join(allowed)} のどれかを書いてください"))
    for name in _DATES:
        if row[name] and _date(row[name]) is None:
            found.append((name, "日付ではありません（例: 2020-04-01）"))
    return found


def _rule(row: dict[str, str]) -> ClaimRule:
    return ClaimRule(
        kind=row["債権"],
        code=row["code"],
        klass=row["class"],  # type: ignore[arg-type]  # looked at in _mistakes
        years=int(row["years"]),
        needs_invocation=row["needs_invocation"] == "1",
        closing_clock=row["closing_clock"],  # type: ignore[arg-type]
        share_group=row["share_group"],  # type: ignore[arg-type]
        contracted_from=_date(row["contracted_from"]),
        contracted_before=_date(row["contracted_before"]),
        law_basis=row["law_basis"],
        valid_from=_date(row["valid_from"]),
        confirmed_on=_date(row["confirmed_on"]),
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
