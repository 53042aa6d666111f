"""The moves of every month, on random small ledgers whose every event is known: each to the yen, and adding up."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from analytics.figures.base import frame
from analytics.figures.bridge import amounts
from analytics.ledger.columns import CHANGES, RECEIVABLES
from analytics.store.documents import read_documents
from analytics.store.reader import Reader
from analytics.store.snapshots import Store
from analytics.store.summaries import SUMMARIES, Tables, build, lines
from tests.monthly import Ledgers, line, month_end

MONTHS = [f"{2024 + (3 + n) // 12}-{(3 + n) % 12 + 1:02}" for n in range(27)]
CLAIMS = {  # whose, and the closing month
    "市民税": ("納税課", 5),
    "保険税": ("納税課", 5),
    "水道料金": ("水道課", 3),
}
MOVES = (
    "newly_arisen_yen",
    "collected_yen",
    "refunded_yen",
    "written_off_yen",
    "correction_yen",
    "unexplained_yen",
)
Moves = dict[str, int]
NOTHING: Moves = dict.fromkeys(MOVES, 0)


@dataclass
class Debt:
    """One line of a ledger as its department keeps it, and what was done to it since the last delivery."""

    claim: str
    number: int
    due_on: date
    book: int
    assessed: int
    received: int = 0
    lost: int = 0
    part: str = "現年"
    done: Moves = field(default_factory=lambda: dict.fromkeys(MOVES, 0))
    seen: int | None = None  # owed at the last delivery; None: it was not due there, or not in it
    lost_before_due: int = 0  # written off when it was not yet due: never in the balance

    @property
    def owed(self) -> int:
        return self.assessed - self.received - self.lost

    def row(self, month: str) -> dict[str, str]:
        """Its row in the file of *month*. The levy year is that of its first book."""
        amounts = {"調定": self.assessed, "収入": self.received, "欠損": self.lost}
        return {key: str(value) for key, value in amounts.items()} | {
            "月": month,
            "年度": str(self.book),
            "債権": self.claim,
            "課": CLAIMS[self.claim][0],
            "債務者": str(self.number % 7),
            "期": str(self.number),
            "賦課": str(self.number // 100_000),
            "納期限": self.due_on.isoformat(),
            "区分": self.part,
        }


@dataclass
class Ledger:
    """A department's book of one claim, living from month to month by the dice."""

    claim: str
    dice: random.Random
    debts: list[Debt] = field(default_factory=list)
    delivered: date | None = None
    lost_yen: int = 0  # what was owed at the last delivery on lines that have gone since
    count: int = 0

    def live(self, month: str) -> None:
        """A month of bills, payments, write-offs, corrections, and lines that get lost or turn up late."""
        end, dice = month_end(month), self.dice
        book = end.year if end.month >= 4 else end.year - 1
        for _ in range(dice.randrange(4)):
            days = -200 if dice.random() < 0.05 else dice.choice([-12, -1, 0, 1, 25])
            self.count += 1
            number = book * 100_000 + self.count
            due_on = end + timedelta(days)
            self.debts.append(Debt(self.claim, number, due_on, book, dice.randrange(1, 900)))
        for debt in list(self.debts):
            self._move(debt, end)

    def _move(self, debt: Debt, end: date) -> None:
        """Nobody writes off what is not yet due."""
        chance, dice = self.dice.random(), self.dice
        if chance < 0.3 and debt.owed > 0:
            paid = dice.choice([debt.owed, dice.randrange(1, debt.owed + 1)])
            debt.received += paid
            debt.done["collected_yen"] += paid
        elif chance < 0.36 and debt.owed > 0 and debt.due_on < end:
            lost = dice.randrange(1, debt.owed + 1)
            debt.lost += lost
            debt.done["written_off_yen"] += lost
        elif chance < 0.42:
            self._correct(debt, dice.randrange(-min(debt.owed, 50), 50))
        elif chance < 0.43:
            self._lose(debt)
        elif chance < 0.5 and debt.received > 0:
            self._give_back(debt, dice.randrange(1, debt.received + 1))

    def _correct(self, debt: Debt, change: int) -> None:
        debt.assessed += change
        debt.done["correction_yen"] += change

    def _give_back(self, debt: Debt, yen: int) -> None:
        debt.received -= yen
        debt.done["collected_yen"] -= yen

    def _lose(self, debt: Debt) -> None:
        self.debts.remove(debt)
        self.lost_yen += debt.seen or 0

    def close(self) -> None:
        """What is still owed is carried over into the next book, here and there with a correction."""
        for debt in list(self.debts):
            if debt.owed == 0:
                self._lose(debt)
                continue
            debt.assessed, debt.received, debt.lost, debt.lost_before_due = debt.owed, 0, 0, 0
            debt.book, debt.part = debt.book + 1, "滞繰"
            self._correct(debt, self.dice.choice([0, 0, 0, 3]))

    def deliver(self, end: date, since: date) -> Moves:
        """What happened since the last delivery (*since* where there was none), as the books tell it."""
        told = dict.fromkeys(MOVES, 0)
        compared = self.delivered or since
        for debt in self.debts:
            if debt.due_on < end:
                for move, yen in self._told(debt, compared).items():
                    told[move] += yen
            debt.done = dict.fromkeys(MOVES, 0)
            debt.seen = debt.owed if debt.due_on < end else None
            debt.lost_before_due = debt.lost if debt.due_on >= end else 0
        told["unexplained_yen"] -= self.lost_yen
        self.delivered, self.lost_yen = end, 0
        return told

    def _told(self, debt: Debt, compared: date) -> Moves:
        if debt.due_on >= compared:
            before = debt.lost_before_due
            unpaid = debt.assessed - debt.received - before
            return {"newly_arisen_yen": unpaid, "written_off_yen": debt.lost - before}
        if self.delivered is None:
            return {"correction_yen": debt.owed}  # a claim that comes to be delivered
        if debt.seen is None:
            return {"unexplained_yen": debt.owed}
        paid = debt.done["collected_yen"]  # less what was given back between the two deliveries
        return debt.done | {"collected_yen": max(paid, 0), "refunded_yen": max(-paid, 0)}


@dataclass
class Story:
    """What the departments delivered, and what each delivery has to be told as; None where the files cannot know."""

    rows: list[dict[str, object]] = field(default_factory=list)
    told: dict[tuple[date, str], Moves | None] = field(default_factory=dict)


def story(seed: int) -> Story:
    """Twenty-seven months of three claims. Departments skip months; a skipped closing hides what was paid in it."""
    dice = random.Random(seed)
    ledgers = [Ledger(claim, dice) for claim in CLAIMS]
    begins = {claim: dice.choice([0, 0, 5]) for claim in CLAIMS} | {"市民税": 0}
    found = Story()
    missed: set[str] = set()
    for place, month in enumerate(MONTHS):
        end = month_end(month)
        for ledger in ledgers:
            office, closing = CLAIMS[ledger.claim]
            if end.month == closing + 1:
                ledger.close()
                if ledger.delivered != month_end(MONTHS[place - 1]):
                    missed.add(ledger.claim)
            ledger.live(month)
            is_skipped = ledger.claim != "市民税" and dice.random() < 0.15
            if place < begins[ledger.claim] or is_skipped or not ledger.debts:
                continue
            told = ledger.deliver(end, month_end(MONTHS[place - 1]) if place else end)
            found.told[end, ledger.claim] = None if ledger.claim in missed else told
            missed.discard(ledger.claim)
            rows = [debt.row(month) for debt in ledger.debts]
            found.rows += [line(row, at, f"{office}-{ledger.claim}") for at, row in enumerate(rows)]
    return found


def receivables(seed: int) -> pa.Table:
    return pa.Table.from_pylist(story(seed).rows, schema=RECEIVABLES)


@cache
def summed_up(seed: int) -> Tables:
    return build(lines([], receivables(seed)), CHANGES.empty_table())


@pytest.mark.parametrize("seed", range(8))
def test_every_month_is_told_as_it_happened(seed: int) -> None:
    known = story(seed)
    made = summed_up(seed)
    told = {
        (row["period_on"], row["claim"]): {move: row[move] for move in MOVES}
        for row in made["steps"].to_pylist()
    }
    first = month_end(MONTHS[0])
    compared = 0
    for (end, claim), moves in known.told.items():
        if end > first and moves is not None:
            assert told.get((end, claim), NOTHING) == moves, (end, claim)
            compared += 1
    assert compared > 40
    assert any(moves["refunded_yen"] for moves in known.told.values() if moves)


@pytest.mark.parametrize("seed", range(8))
def test_every_month_adds_up_to_the_yen_and_follows_on_the_last(seed: int) -> None:
    made = summed_up(seed)
    balance: dict[tuple[date, str], int] = defaultdict(int)
    for row in made["claims"].to_pylist():
        balance[row["period_on"], row["claim"]] += row["outstanding_yen"]
    for row in made["steps"].to_pylist():
        arisen, collected, refunded, lost, corrected, unexplained = (row[move] for move in MOVES)
        adjusted = refunded + corrected + row["documented_yen"]
        assert min(collected, refunded) >= 0
        moved = arisen - collected - lost + adjusted + unexplained
        assert row["previous_yen"] + moved == row["closing_yen"]
        assert row["previous_yen"] == balance[row["previous_on"], row["claim"]]
        assert row["closing_yen"] == balance[row["period_on"], row["claim"]]


@pytest.mark.parametrize("seed", [1])
def test_a_bridge_closes_between_any_two_months(seed: int, tmp_path: Path) -> None:
    """For the city, every department and every kind; and what a city has is what its departments have."""
    table = receivables(seed)
    table = table.filter(pc.field("as_of") < date(2025, 10, 1))
    office = delivered(tmp_path, table, summed_up=False)
    reader = office.reader()
    months = [period for period in reader.periods if period.is_month]
    for first, last in combinations(months[::3] + months[-2:], 2):
        if first.period_on == last.period_on:
            continue
        asked = {"from_on": first.period_on, "period_on": last.period_on, "is_month": True}
        whole = steps_of(reader, asked | {"department": None, "claim_kind": None})
        assert closes(whole)
        for name, values in (
            ("department", reader.departments),
            ("claim_kind", reader.claim_kinds),
        ):
            parts = [
                steps_of(reader, asked | {"department": None, "claim_kind": None, name: value})
                for value in values
            ]
            assert all(map(closes, parts))
            assert {step: sum(part[step] for part in parts) for step in whole} == whole


def steps_of(reader: Reader, asked: dict[str, object]) -> dict[str, int]:
    """The steps of a bridge, in yen."""
    return amounts(frame(reader, "bridge", asked)[0])


def closes(steps: dict[str, int]) -> bool:
    """Whether they lead to the closing balance to the yen."""
    return sum(yen for step, yen in steps.items() if step != "closing") == steps["closing"]


def delivered(folder: Path, table: pa.Table, *, summed_up: bool = True) -> Ledgers:
    """*table* in a store, delivery by delivery, months a little out of order; each *summed_up*, or only the last."""
    office = Ledgers(folder)
    scopes = table["source_scope"].unique().to_pylist()
    for at in range(0, len(scopes) - 1, 5):
        scopes[at], scopes[at + 1] = scopes[at + 1], scopes[at]
    for scope in scopes:
        own = table.filter(pc.field("source_scope") == scope)
        office.deliver(own, summed_up=summed_up or scope == scopes[-1])
    return office


@pytest.mark.parametrize("seed", [1])
def test_summaries_made_month_by_month_are_those_made_of_all_lines(
    seed: int, tmp_path: Path
) -> None:
    table = receivables(seed)
    table = table.filter(pc.field("as_of") < date(2024, 12, 1))
    office = delivered(tmp_path, table)
    again = table.filter(pc.field("source_scope") == table["source_scope"][60].as_py())
    number = office.deliver(again.slice(1))  # a past month, restated without its first line
    assert_whole(office.store, number)


def test_a_reason_that_is_written_down_later_reaches_back(tmp_path: Path) -> None:
    """A claim that was carried on for want of news leaves at the month it left, whenever that is said."""
    table = receivables(1)
    table = table.filter(pc.field("as_of") < date(2024, 10, 1))
    water = pc.field("claim") == "水道料金"
    office = Ledgers(tmp_path)
    kept = table.filter(~(water & (pc.field("as_of") > date(2024, 5, 31))))
    scopes = kept["source_scope"].unique().to_pylist()
    for scope in scopes[:-1]:
        office.deliver(
            kept.filter(pc.field("source_scope") == scope), summed_up=scope == scopes[-2]
        )
    before = office.figure("balance_by_year").facts
    office.changes = [(2024, "水道料金", "広域の企業団へ移った")]
    number = office.deliver(kept.filter(pc.field("source_scope") == scopes[-1]))
    assert "水道課" in before["未着の課"]
    assert not office.figure("balance_by_year").facts
    assert_whole(office.store, number)


def assert_whole(store: Store, number: int) -> None:
    whole = build(lines(store.files(number)), read_documents(store, number)["changes"])
    for name in SUMMARIES:
        assert store.mart(number, name).equals(whole[name]), name
