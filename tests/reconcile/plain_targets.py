"""Targets and what they measure: gap, both attainments, pace, the order of departments (facts.md 4.5, 4.6)."""

from __future__ import annotations

import csv
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.reconcile.plain import CLOCKS, City, Lines, closing_on, measured_year, number_of, owed
from tests.reconcile.plain_kinds import debtors
from tests.reconcile.plain_moves import Moves, Steps, bridge, together
from tests.sampled import last_day

FEW, MATERIAL = 10, 0.05  # facts.md 4.6; decision 0008
PARTS = {
    "現年度分": ("current",),
    "滞納繰越分": ("carried_over",),
    "計": ("current", "carried_over"),
}


@dataclass(frozen=True)
class Target:
    """What may be left of one claim kind and part when the books of *fiscal_year* close, in yen."""

    fiscal_year: int
    version: int
    decided_on: date
    claim: str
    parts: tuple[str, ...]
    yen: int


def read_targets(folder: Path) -> list[Target]:
    """Every row of the target files of the made-up city."""
    rows = [
        row
        for path in sorted(folder.glob("*.csv"))
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    ]
    return [
        Target(
            int(row["年度"]),
            int(row["版"]),
            date.fromisoformat(row["決定日"]),
            row["債権"],
            PARTS[row["区分"] or "計"],
            number_of(row["目標額（円）"]),
        )
        for row in rows
    ]


def in_force(targets: list[Target], claim: str, fiscal_year: int, on: date) -> list[Target]:
    """The targets of *claim* for that year as they were decided by *on*; those decided first, if later.

    What a later version does not name stays as it was; a total goes when a part is decided, and the other way round.
    """
    of_year = [each for each in targets if each.fiscal_year == fiscal_year]
    first = min((each.decided_on for each in of_year), default=on)
    own = [each for each in of_year if each.claim == claim and each.decided_on <= max(on, first)]
    return [each for each in own if not any(_replaces(later, each) for later in own)]


def _replaces(later: Target, former: Target) -> bool:
    after = (later.decided_on, later.version) > (former.decided_on, former.version)
    return after and bool(set(later.parts) & set(former.parts))


@dataclass(frozen=True)
class Measured:
    """Targeted claims of one place: target, what is left of them, and what was when the year's books opened; yen."""

    target: int
    actual: int
    opening: int | None  # None: that closing is not among the months, or its file did not come
    pace: float | None  # yen per month to the closing; None: no month is left

    @property
    def gap(self) -> int:
        """What is still to come down."""
        return self.actual - self.target

    @property
    def a(self) -> float | None:
        """Target / actual; None: nothing is left (完納)."""
        return self.target / self.actual if self.actual else None

    @property
    def b(self) -> float | None:
        """The share of the way from opening to target that is gone; None where there was no way to go."""
        if self.opening is None or self.opening <= self.target:
            return None
        return (self.opening - self.actual) / (self.opening - self.target)


def measured(city: City, targets: list[Target], month: date, claim: str) -> Measured | None:
    """*claim* at *month*, of April and May in its older open book; None without a target, or before any delivery."""
    clock = CLOCKS[claim]
    year = measured_year(month, clock)
    aims = in_force(targets, claim, year, month)
    if not aims or claim not in city.claims_by(month):
        return None
    parts = {part for aim in aims for part in aim.parts}
    opened, target = closing_on(year - 1, clock), sum(aim.yen for aim in aims)
    actual = _left(city, claim, year, parts, month)
    is_known = opened in city.months and not city.is_stale(opened, city.claims[claim])
    opening = _opening(city, claim, year, parts, opened) if is_known else None
    until = closing_on(year, clock)
    months = (until.year - month.year) * 12 + until.month - month.month
    is_asked = months > 0 and actual > target
    return Measured(target, actual, opening, (actual - target) / months if is_asked else None)


def _opening(city: City, claim: str, year: int, parts: set[str], opened: date) -> int:
    """What the part began with: all that was left at the closing is carried over, and the current part begins at 0."""
    carried = {"current", "carried_over"} if "carried_over" in parts else set()
    return _left(city, claim, year - 1, carried, opened)


def _left(city: City, claim: str, book: int, parts: set[str], on: date) -> int:
    due = city.due(on)
    return owed(
        line for line in due if line.claim == claim and line.book == book and line.part in parts
    )


def measured_department(
    city: City, targets: list[Target], month: date, department: str
) -> Measured | None:
    """All targeted claims of *department*; the pace is the sum of those that are behind and have one."""
    claims = [claim for claim, whose in city.claims.items() if whose == department]
    every = [found for each in claims if (found := measured(city, targets, month, each))]
    if not every:
        return None
    openings = [each.opening for each in every if each.opening is not None]
    paces = [each.pace for each in every if each.pace is not None]
    return Measured(
        sum(each.target for each in every),
        sum(each.actual for each in every),
        sum(openings) if len(openings) == len(every) else None,
        sum(paces) if paces else None,
    )


# The order of departments --------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """A department among the others at a month-end; *mark* says why it stands outside the order, "" inside."""

    department: str
    aims: Measured | None
    year: Moves | None  # what moved it since the same month of last year
    mark: str
    outstanding: int  # all that is due, in yen

    @property
    def order(self) -> tuple[float, ...]:
        """The higher the attainment the earlier, what is paid in full first; of equals, the smaller gap."""
        if self.aims is None:
            return (2,)
        return (0, self.aims.gap) if self.aims.a is None else (1, -self.aims.a, self.aims.gap)


def standings(city: City, targets: list[Target], told: Steps, month: date) -> list[Standing]:
    """Those that can be compared in their order, then the others."""
    found = [_standing(city, targets, told, month, each) for each in city.months[month]]
    return sorted(found, key=lambda each: (each.mark != "", each.order))


def _standing(
    city: City,
    targets: list[Target],
    told: Steps,
    month: date,
    department: str,
) -> Standing:
    last_year = last_day(f"{month.year - 1}-{month.month}")
    claims = [claim for claim, whose in city.claims.items() if whose == department]
    year = None
    if last_year in city.months:
        year = together(bridge(told, claim, last_year, month) for claim in claims)
    aims = measured_department(city, targets, month, department)
    mark = _mark(city, last_year, month, department, year)
    due = owed(line for line in city.months[month][department] if line.is_due)
    return Standing(department, aims, year, mark or ("" if aims else "目標なし"), due)


def _mark(city: City, before: date, month: date, department: str, year: Moves | None) -> str:
    own, old = (city.months.get(day, {}).get(department, []) for day in (month, before))
    if city.is_stale(month, department):
        return "資料なし"
    if old and (_name(own) != _name(old) or city.is_stale(before, department)):
        return "比較不可"
    moved = _came(own, city.claims_by(before)) if before in city.months else 0
    if year is not None and moved and moved >= MATERIAL * max(year.opening, year.closing):
        return "比較不可"
    if 0 < len(debtors(own)) < FEW:
        return "少数"
    if year is not None and year.collected == 0 and year.written_off > 0:
        return "欠損のみ"
    return ""


def _name(lines: Lines) -> str:
    return lines[0].department_name if lines else ""


def _came(now: Lines, known: Collection[str]) -> int:
    """What is owed on the claim kinds that nobody had delivered by then: *known* are those that somebody had; yen.

    A kind that is paid in full and has no line at a month-end neither came nor left.
    """
    return owed(line for line in now if line.is_due and line.claim not in known)
