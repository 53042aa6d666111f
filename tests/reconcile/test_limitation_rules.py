"""Which row of `claim_kinds.toml` a line is reckoned by, and what follows: the SQL against `ledger.expiry`."""

from __future__ import annotations

import calendar
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from analytics.figures import Selection, answer
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.ledger.columns import RECEIVABLES
from analytics.ledger.expiry import Events, expiry
from tests.monthly import Ledgers, line

AS_OF = date(2026, 10, 31)
KINDS = read_claim_kinds()
UNKNOWN = "なぞ料金"
CONTRACTS = [
    None,
    date(2010, 4, 1),
    date(2020, 3, 31),
    date(2020, 4, 1),
]  # 2020-04-01: the new civil code
STOPPED = [None, date(2023, 9, 5), date(2023, 12, 5), date(2026, 1, 5)]
DUE = [None, *(date(year, month, 30) for year in (2014, 2016, 2021, 2022, 2024) for month in (6, 11))]  # fmt: skip
FEBRUARY = [
    date(year, 2, day)
    for year in range(2018, 2025)
    for day in (28, 29)
    if day < 29 or year % 4 == 0
]
Row = dict[str, Any]


def cases() -> Iterator[tuple[Row, Events]]:
    """Each day of payment with each contract and suspension; then many lines with days drawn by lot."""
    for due_on, contracted_on, stopped_on in product(DUE, CONTRACTS, STOPPED):
        yield case(due_on, contracted_on, stopped_on, "suspended" if stopped_on else "negotiating")
    for due_on, paid_on, stopped_on in product(FEBRUARY, [None, *FEBRUARY], [None, *FEBRUARY]):
        state = "suspended" if stopped_on else "negotiating"
        yield case(due_on, CONTRACTS[-1], stopped_on, state, None, paid_on)
    draw = random.Random(20261031)
    for _ in range(1500):
        due_on = draw.choice([date(2012, 1, 1) + timedelta(draw.randrange(5000)), *FEBRUARY])
        reminded_on, acknowledged_on, last_paid_on = (
            draw.choice([None, near(draw, due_on), near(draw, due_on), *FEBRUARY[:2]])
            for _ in range(3)
        )
        state = draw.choice(["suspended", "suspended", "seized", "negotiating", "negotiating"])
        stopped_on = draw.choice([None, *(near(draw, due_on) for _ in range(4))])
        days = (reminded_on, acknowledged_on, last_paid_on)
        yield case(due_on, draw.choice(CONTRACTS), stopped_on, state, *days)


def near(draw: random.Random, due_on: date) -> date:
    """A day at which things turn: about whole years after *due_on*, or by the months between."""
    years = date(due_on.year + draw.choice([0, 0, 1, 2, 3, 5]), due_on.month, min(due_on.day, 28))
    return years + timedelta(draw.choice([0, *range(-2, 3), draw.randrange(-40, 400)]))


def case(
    due_on: date | None,
    contracted_on: date | None,
    suspended_on: date | None,
    state: str,
    reminded_on: date | None = None,
    acknowledged_on: date | None = None,
    last_paid_on: date | None = None,
) -> tuple[Row, Events]:
    """The days of one line, as it is delivered and as the ledger reckons with them."""
    days = {
        "due_on": due_on,
        "contracted_on": contracted_on,
        "suspended_on": suspended_on,
        "reminded_on": reminded_on,
        "acknowledged_on": acknowledged_on,
        "last_paid_on": last_paid_on,
    }
    is_suspended, is_seized = state == "suspended", state == "seized"
    return days | {"state": state}, Events(**days, is_suspended=is_suspended, is_seized=is_seized)


def delivered(kind: str, days: Row, number: int) -> Row:
    text = {"月": "2026-10", "年度": "2026", "債権": kind, "課": "納税課", "期": f"{number}"}
    text |= {"債務者": f"{number}", "納期限": "", "区分": "滞繰"}
    row = line(text | {"調定": f"{number}", "収入": "0", "欠損": "0"}, number, "納税課")
    return row | days


@pytest.mark.parametrize("kind", [*KINDS.kinds, UNKNOWN])
def test_every_row_of_the_table(kind: str, tmp_path: Path) -> None:
    """Yen and lines by how they end, what is missing, and the month: the same, day by day reckoned."""
    lines: list[Row] = []
    expected: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for number, (days, events) in enumerate(cases(), start=1):
        if events.due_on is not None and events.due_on >= AS_OF:
            continue
        lines.append(delivered(kind, days, number))
        found = expiry(kind, events, KINDS, AS_OF)
        key = (found.end, found.missing, found.ends_on and month_end(found.ends_on))
        yen, count = expected[key]
        expected[key] = (yen + number, count + 1)
    office = Ledgers(tmp_path)
    office.deliver(pa.Table.from_pylist(lines, schema=RECEIVABLES))
    reader = office.reader()
    told: dict[Any, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in reader.database.select("SELECT * FROM expiring").to_pylist():
        key = (row["end_kind"], row["missing"], row["ends_on"])
        yen, count = told[key]
        told[key] = (yen + row["outstanding_yen"], count + row["line_count"])
    assert told == expected
    assert len(told) > 20 or kind == UNKNOWN
    is_unconfirmed = any(rule.confirmed_on is None for rule in KINDS.rules if rule.kind == kind)
    for name in ("limitation", "limitation_calendar"):
        notes = answer(name, reader, Selection()).notes
        assert any("未確認" in note and "行（" in note for note in notes) == is_unconfirmed


def month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
