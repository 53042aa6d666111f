"""Which row of `claim_kinds.toml` a line is reckoned by, and what follows from it: the SQL against plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.figures.base import frame, scope
from analytics.figures.figure import Selection
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.ledger.columns import RECEIVABLES
from tests.monthly import Ledgers, line, month_end

AS_OF = date(2026, 10, 31)
KINDS = read_claim_kinds()
CONTRACTS = [
    None,
    date(2010, 4, 1),
    date(2020, 3, 31),
    date(2020, 4, 1),
]  # 2020-04-01: the new civil code
SUSPENDED = [None, date(2023, 9, 5), date(2023, 12, 5), date(2026, 1, 5)]
DUE = [date(year, month, 28) for year in (2014, 2016, 2021, 2022, 2024) for month in (6, 11)]


def months_on(day: date, months: int) -> int:
    """The month so many months after that of *day*, counted from the year 0."""
    return day.year * 12 + day.month - 1 + months


def band(kind: str, due_on: date, contracted_on: date | None, suspended_on: date | None) -> str:
    """When the period of a line may end, by whole months (facts.md 2.1)."""
    rule = KINDS.rule_for(kind, AS_OF, contracted_on)
    if rule is None:
        return "unknown"
    ends = months_on(due_on + timedelta(days=1), 12 * rule.years)
    if suspended_on is not None and rule.klass == "public_enforceable":
        ends = min(ends, months_on(suspended_on, 36))
    left = ends - months_on(AS_OF, 0)
    if left <= 0:
        return "to_invoke" if rule.klass == "private" else "past"
    return next(
        (
            name
            for most, name in ((3, "months_3"), (12, "months_12"), (24, "months_24"))
            if left <= most
        ),
        "later",
    )


@pytest.mark.parametrize("kind", KINDS.kinds)
def test_every_row_of_the_table(kind: str, tmp_path: Path) -> None:
    """Each line owes another amount, so that the sums of the bands tell which lines are in them."""
    cases = [(due, on, put) for due in DUE for on in CONTRACTS for put in SUSPENDED]
    lines, expected = [], {}
    for number, (due_on, contracted_on, suspended_on) in zip(count(), cases, strict=False):
        yen = 1 << number % 40
        text = {"月": "2026-10", "年度": "2026", "債権": kind, "課": "納税課", "期": f"{number}"}
        text |= {"債務者": f"{number}", "納期限": due_on.isoformat(), "区分": "滞繰"}
        row = line(text | {"調定": f"{yen}", "収入": "0", "欠損": "0"}, number, "納税課")
        state = "suspended" if suspended_on else "negotiating"
        row |= {"contracted_on": contracted_on, "suspended_on": suspended_on, "state": state}
        lines.append(row)
        own = band(kind, due_on, contracted_on, suspended_on)
        expected[own] = expected.get(own, 0) + yen
    office = Ledgers(tmp_path)
    office.deliver(pa.Table.from_pylist(lines, schema=RECEIVABLES))
    reader = office.reader()
    rows, _ = frame(reader, "limitation", scope(reader, Selection()).parameters)
    assert month_end("2026-10") == AS_OF
    assert dict(zip(rows["band"], rows["outstanding_yen"], strict=True)) == expected
    assert rows["is_unconfirmed"].any() == any(
        rule.confirmed_on is None for rule in KINDS.rules if rule.kind == kind
    )
