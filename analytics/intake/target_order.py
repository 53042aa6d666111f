"""Whether versions and days of the targets tell the same order: else nobody knows which of two holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.intake.target_keys import Row, grouped, places
from analytics.intake.text import fold

OF_BOOKS = {"municipality": "", "account": None}  # with what stands there when it is of any


@dataclass(frozen=True)
class _Order:
    """Two decisions on a claim's target of one year whose days do not follow their versions."""

    fiscal_year: int
    version: int
    former: int
    decided_on: date
    former_on: date
    former_file: str

    @property
    def words(self) -> str:
        here = f"{self.fiscal_year}年度 版{self.version} の決定日（{self.decided_on}）が"
        if self.former == self.version:
            return f"{here}、同じ版のほかの行（{self.former_file}、{self.former_on}）と違います"
        return f"{here}、版{self.former} の決定日（{self.former_file}、{self.former_on}）より前です"


def out_of_order(rows: Sequence[Row]) -> Iterable[str]:
    """Where a higher version of a claim's target is dated before a lower one, or one version bears two days."""
    wrong: dict[_Order, list[Row]] = defaultdict(list)
    claims = grouped(rows, lambda row: (row["fiscal_year"], fold(str(row["claim"]))))
    for of_claim in claims.values():
        decisions = list(grouped(of_claim, _decision).values())
        for place, decided in enumerate(decisions):
            row = decided[0]
            others = (
                each[0] for at, each in enumerate(decisions) if _against(row, each[0], at < place)
            )
            if other := next(others, None):
                days = row["decided_on"], other["decided_on"]
                versions = row["version"], other["version"]
                order = _Order(row["fiscal_year"], *versions, *days, other["source_name"])
                wrong[order] += decided
    for order, found in wrong.items():
        yield f"- {places(found)}「決定日」: {order.words}。版か決定日を直してください"


def _decision(row: Row) -> tuple[object, ...]:
    return (row["version"], row["decided_on"], *(row[name] for name in OF_BOOKS))


def _against(row: Row, other: Row, stands_before: bool) -> bool:
    """Whether *row* cannot be right beside *other*, of the same claim and year. Of one version the later is told."""
    if any(_apart(row[name], other[name], of_any) for name, of_any in OF_BOOKS.items()):
        return False
    if row["version"] == other["version"]:
        return stands_before and row["decided_on"] != other["decided_on"]
    return bool(row["version"] > other["version"] and row["decided_on"] < other["decided_on"])


def _apart(one: str | None, other: str | None, of_any: str | None) -> bool:
    return of_any not in (one, other) and fold(one or "") != fold(other or "")
