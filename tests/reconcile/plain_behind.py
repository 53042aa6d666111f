"""Who stands where among the departments, and who is behind: for how long, or because of the season (decision 0021)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.reconcile.plain import CLOCKS, City, closing_on, measured_year
from tests.reconcile.plain_targets import Standing, Target, measured, measured_department

Orders = dict[date, list[Standing]]  # month-end → the departments as they stand


def months_back(day: date, months: int) -> date:
    """The month-end *months* before the month-end *day*."""
    for _ in range(months):
        day = day.replace(day=1) - timedelta(days=1)
    return day


def ranks(order: list[Standing]) -> dict[str, int | None]:
    """Department → its place, from 1; None for who stands outside the order. *order* holds those last."""
    return {
        each.department: None if each.mark else place for place, each in enumerate(order, start=1)
    }


def is_seasonal(city: City, targets: list[Target], month: date, department: str) -> bool:
    """Whether who is behind was so a year ago too, and yet not when the books closed, as far as that is known."""
    days = (month, months_back(month, 12))
    told = [
        measured_department(city, targets, day, department)
        for day in days
        if day in city.months and (day == month or not city.is_stale(day, department))
    ]
    if len(told) < 2 or not all(aims is not None and aims.gap > 0 for aims in told):
        return False
    closed = 0
    for claim in [claim for claim, whose in city.claims.items() if whose == department]:
        closing = closing_on(measured_year(month, CLOCKS[claim]) - 1, CLOCKS[claim])
        if measured(city, targets, month, claim) and closing in city.months:
            if city.is_stale(closing, department):
                return True  # nobody knows: it is not said that the closing was missed
            then = measured(city, targets, closing, claim)
            closed += then.gap if then else 0
    return closed <= 0


@dataclass(frozen=True)
class Rule:
    """Who is called in: whose balance is the *rate* of its target and more above it, for *months* month-ends on end."""

    rate: Fraction
    months: int


def read_rule(folder: Path) -> Rule:
    """The rule of `guidance.toml`, its rate to the last digit."""
    text = (folder / "guidance.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text, parse_float=Fraction)
    return Rule(Fraction(told["behind_rate"]), told["months"])


def months_behind(orders: Orders, until: date, department: str, rate: Fraction) -> int:
    """For how many month-ends back from *until*, without a gap, *department* was as far behind as that."""
    count = 0
    while _is_behind(orders.get(months_back(until, count), []), department, rate):
        count += 1
    return count


def _is_behind(order: list[Standing], department: str, rate: Fraction) -> bool:
    aims = next((each.aims for each in order if each.department == department), None)
    return aims is not None and aims.gap > 0 and aims.gap >= rate * aims.target
