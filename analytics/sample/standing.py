"""What a line says at the end of a month: its books, its amounts in them, its dates and its state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.ledger.calendar import Clock
from analytics.sample import draws
from analytics.sample.kinds import ELDERS, KINDS, WELFARE
from analytics.sample.lines import Lines
from analytics.sample.months import book_of, closing_month, first_days, last_days

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
NO_DAY = -1
SUSPENDED_BEFORE = 34  # months that a suspension comes before the writing off, where there is time


@dataclass(frozen=True)
class Standing:
    """Lines at the end of a month, one entry each in every array. Days are `NO_DAY` where there is none."""

    lines: Lines
    as_of: int
    fiscal_year: Numbers
    is_carried: Flags
    assessed: Numbers
    received: Numbers
    written_off: Numbers
    outstanding: Numbers
    is_late: Flags
    reminded_on: Numbers
    acknowledged_on: Numbers
    suspended_on: Numbers
    last_paid_on: Numbers
    state: NDArray[np.str_]  # as `exports.words` has them; "" of a settled line


def stand(lines: Lines, month: int, clock: Clock, seed: int) -> Standing:
    """How *lines* of one department stand at the end of *month*."""
    as_of = int(last_days(month))
    book = np.maximum(lines["levy_year"].astype(np.int64), book_of(month, clock))
    carried = lines["levy_year"] < book
    opened_after = closing_month(book - 1, clock)
    before = np.where(carried, _paid(lines, opened_after), 0)
    assessed = lines["amount"] - before
    received = _paid(lines, np.full(len(lines), month)) - before
    is_over = lines["is_written"] & (lines["settled"] <= month)
    written = np.where(is_over, assessed, 0)
    received = np.where(is_over, 0, received)
    outstanding = assessed - received - written
    is_late = lines["late_from"] <= month
    days = _Days(lines, month, as_of, seed)
    suspended = days.suspended()
    acknowledged = days.acknowledged()
    return Standing(
        lines,
        as_of,
        book,
        carried,
        assessed.astype(np.int64),
        received.astype(np.int64),
        written.astype(np.int64),
        outstanding.astype(np.int64),
        is_late,
        days.reminded(),
        acknowledged,
        suspended,
        days.last_paid(),
        _states(lines, month, seed, outstanding > 0, acknowledged, suspended),
    )


def _paid(lines: Lines, month: Numbers) -> Numbers:
    """What has been paid of each line by the end of each *month*."""
    amount = lines["amount"].astype(np.int64)
    at_once = np.where(~lines["is_written"] & (lines["settled"] <= month), amount, 0)
    months = np.maximum(lines["plan_months"], 1).astype(np.int64)
    made = np.clip(month - lines["plan_from"] + 1, 0, months)
    in_plan = np.where(made >= months, amount, amount * made // months // 100 * 100)
    return np.where(lines["plan_months"] > 0, in_plan, at_once)


class _Days:
    """The dates of lines, as far as they have come by the end of a month."""

    def __init__(self, lines: Lines, month: int, as_of: int, seed: int):
        self.lines, self.month, self.as_of, self.seed = lines, month, as_of, seed

    def _day_in(self, months: Numbers, name: str) -> Numbers:
        drawn = draws.bits(self.seed, name, self.lines["id"], months)
        return first_days(months) + draws.below(27, drawn)

    def _if_come(self, days: Numbers) -> Numbers:
        return np.where(days <= self.as_of, days, NO_DAY)

    def reminded(self) -> Numbers:
        """Within some twenty days of the due date, for what was not paid by then."""
        after = 12 + draws.below(8, draws.bits(self.seed, "reminded", self.lines["id"]))
        was_late = self.lines["settled"] > self.lines["late_from"]
        return np.where(was_late, self._if_come(self.lines["due_on"] + after), NO_DAY)

    def acknowledged(self) -> Numbers:
        """The written promise with which a payment plan begins."""
        start = self.lines["plan_from"].astype(np.int64)
        days = self._if_come(self._day_in(start, "acknowledged"))
        return np.where(self.lines["plan_months"] > 0, days, NO_DAY)

    def suspended(self) -> Numbers:
        """Some three years before the writing off, where the claim is that old; some others are suspended as well."""
        lines, late = self.lines, self.lines["late_from"].astype(np.int64)
        settled = lines["settled"].astype(np.int64)
        age = 22 + draws.below(20, draws.bits(self.seed, "suspension age", lines["id"]))
        before = np.maximum(late + 6, settled - SUSPENDED_BEFORE)
        start = np.where(lines["is_written"], before, late + age)
        drawn = draws.share(draws.bits(self.seed, "suspended", lines["id"]))
        is_one = lines["is_lasting"] & (drawn < np.where(lines["is_written"], 0.7, 0.12))
        is_one &= (start < settled) & (lines["plan_months"] == 0)
        return np.where(is_one, self._if_come(self._day_in(start, "suspension")), NO_DAY)

    def last_paid(self) -> Numbers:
        """The day of the last payment."""
        lines = self.lines
        settled = lines["settled"].astype(np.int64)
        start = np.where(lines["plan_months"] > 0, lines["plan_from"], settled)
        latest = np.minimum(settled, self.month)
        has_paid = ~lines["is_written"] & (start <= self.month)
        on_time = settled <= lines["late_from"]
        days = self._day_in(latest, "paid")
        days = np.where(on_time, np.minimum(days, lines["due_on"]), days)
        return np.where(has_paid, days, NO_DAY)


def _states(
    lines: Lines, month: int, seed: int, is_open: Flags, acknowledged: Numbers, suspended: Numbers
) -> NDArray[np.str_]:
    """The one state of each open line. A draw of its own, so that it does not change back and forth."""
    age = month - lines["late_from"]
    drawn = draws.share(draws.bits(seed, "state", lines["id"]))
    lasting = lines["is_lasting"]
    kinds = lines["kind"]
    enforceable = np.array([kind.enforceable for kind in KINDS])[kinds]
    of = np.array([kind.department for kind in KINDS])[kinds]
    rules = [
        (~is_open, ""),
        (suspended >= 0, "suspended"),
        (acknowledged >= 0, "instalments"),
        (lasting & (age >= 24) & (of == ELDERS) & (drawn > 0.6), "time_barred"),
        (lasting & (age >= 66) & (drawn > 0.85), "time_barred"),
        (lasting & (age >= 8) & enforceable & (of != ELDERS) & (drawn < 0.2), "seized"),
        (lasting & (age >= 14) & enforceable & (drawn > 0.94), "nothing_left"),
        (lasting & (age >= 3) & (drawn > np.where(of == WELFARE, 0.6, 0.9)), "destitute"),
        (lasting & (age >= 3) & (drawn < 0.5), "negotiating"),
    ]
    return np.select([rule for rule, _ in rules], [word for _, word in rules], "untouched")
