"""How a claim kind's balance moves from month to month, on average: what falls into arrears, and how fast it leaves.

For every collection year one unknown, the speed of collecting (or, where only writing off helps, of writing off), is
found by bisection such that the balance at the closing of the books is the one of `analytics.sample.levels`. What comes
out are the chances from which `analytics.sample.lines` draws each single claim. Only + − × ÷ are used, so that they
are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.sample.bills import Bills, bills
from analytics.sample.kinds import BY_CODE, LUNCH, Kind
from analytics.sample.levels import kind_yen
from analytics.sample.months import book_of, closing_month
from analytics.sample.plan import Plan

Shares = NDArray[np.float64]
YEARS_BEFORE = 9  # reckoned before the first file, so that its balance has claims of all ages
BRIEF = 0.38  # of brief arrears, paid in a month
SLOW = 0.012  # of lasting arrears where only writing off helps, paid in a month
SEASON = {2: 1.2, 4: 1.5, 7: 1.2, 11: 2.0}  # month − 1: March, May, August, December
QUIET = 0.8  # how busy the other months are
MARCH = 2
MOST_A_MONTH, MOST_A_MARCH = 0.6, 0.97


@dataclass(frozen=True)
class Flow:
    """What to expect of one claim kind, in the whole city.

    `lasting_yen` and `brief_yen` are, for each bill, what of it is in arrears when it is first listed, or still is
    before the first file. `left[levy_year]` is which share of lasting arrears is left after each half step (two a
    month from the first file on: paying, then writing off); `brief_left` likewise.
    """

    bills: Bills
    lasting_yen: Shares
    brief_yen: Shares
    left: dict[int, Shares]
    brief_left: Shares


def expect(kind: Kind, plan: Plan) -> Flow:
    """The flow of *kind* in the city of *plan*."""
    clock = BY_CODE[kind.department].clock
    begin = int(book_of(plan.first, clock)) - YEARS_BEFORE
    start = int(closing_month(begin, clock)) + 1
    known = bills(kind, start - 12, plan.horizon)
    lasting, brief = _arrears(kind, plan, known)
    moving = _Moving(kind, plan, known, lasting, brief)
    moving.begin_with(begin, kind_yen(kind, begin, plan))
    speeds: dict[int, float] = {}
    for year in range(begin + 1, int(book_of(plan.horizon, clock)) + 1):
        speeds[year] = moving.fit(year)
        moving.run_year(year, speeds[year])
    left = {int(levy): _left(kind, plan, speeds, int(levy)) for levy in np.unique(known.levy_year)}
    months = plan.horizon - plan.first + 1
    brief_left = np.repeat(np.cumprod(np.full(months, 1 - BRIEF)), 2)
    lasting, brief = moving.listed()
    return Flow(known, lasting, brief, left, brief_left)


def _arrears(kind: Kind, plan: Plan, known: Bills) -> tuple[Shares, Shares]:
    """What of each bill falls into arrears: lasting and brief, in yen of the whole city."""
    lasting, brief = np.zeros(len(known.issued)), np.zeros(len(known.issued))
    for year in np.unique(known.levy_year):
        of_year = known.levy_year == year
        before, after = (kind_yen(kind, int(year) - back, plan) for back in (1, 0))
        if kind.department == LUNCH and year < plan.lunch_since:
            continue
        level = (before + after) / 2
        share_of_year = of_year.sum() / len(kind.due)  # the last year may be cut off
        growth = max(0.0, after - before)
        lasting[of_year] = (kind.fresh * level + 1.15 * growth) * share_of_year / of_year.sum()
        brief[of_year] = kind.brief * level * share_of_year / of_year.sum()
    return lasting, brief


class _Moving:
    """The balance by levy year while it moves from month to month."""

    def __init__(self, kind: Kind, plan: Plan, known: Bills, lasting: Shares, brief: Shares):
        self.kind, self.plan, self.known = kind, plan, known
        self.clock = BY_CODE[kind.department].clock
        self.coming, self.coming_brief = lasting, brief
        self.lasting: dict[int, float] = {}
        self.brief: dict[int, float] = {}
        self._before_first: tuple[dict[int, float], int] | None = None
        self._late: dict[int, list[int]] = {}
        for place, month in enumerate(known.late_from):
            self._late.setdefault(int(month), []).append(place)

    def begin_with(self, year: int, balance_yen: float) -> None:
        """A first balance at the closing of *year*, spread over the years before."""
        self.lasting = {year - back: balance_yen * 0.5 ** min(back + 1, 4) for back in range(5)}

    def fit(self, year: int) -> float:
        """The speed by which the balance of *year* closes as it should."""
        wanted = kind_yen(self.kind, year, self.plan)
        low, high = 0.0, MOST_A_MARCH if self.kind.only_written else MOST_A_MONTH
        for _ in range(26):
            middle = (low + high) / 2
            lasting, brief = dict(self.lasting), dict(self.brief)
            for month in self._months(year):
                self._step(month, middle, lasting, brief)
            closing = sum(
                yen for side in (lasting, brief) for levy, yen in side.items() if levy <= year
            )
            low, high = (middle, high) if closing > wanted else (low, middle)
        return (low + high) / 2

    def run_year(self, year: int, speed: float) -> None:
        """Move to the closing of *year*."""
        for month in self._months(year):
            if month == self.plan.first:
                self._before_first = dict(self.lasting), month
            self._step(month, speed, self.lasting, self.brief)

    def _months(self, year: int) -> range:
        closing = int(closing_month(year, self.clock))
        return range(closing - 11, min(closing, self.plan.horizon) + 1)

    def _step(
        self, month: int, speed: float, lasting: dict[int, float], brief: dict[int, float]
    ) -> None:
        paying, writing, up_to = chances(self.kind, month, speed)
        for levy in lasting:
            lasting[levy] *= (1 - paying) * (1 - writing if levy <= up_to else 1)
        for levy in brief:
            brief[levy] *= 1 - BRIEF
        for place in self._late.get(month, ()):
            levy = int(self.known.levy_year[place])
            lasting[levy] = lasting.get(levy, 0.0) + self.coming[place]
            brief[levy] = brief.get(levy, 0.0) + self.coming_brief[place]

    def listed(self) -> tuple[Shares, Shares]:
        """What of each bill is in arrears when first listed: of an older one, what is left before the first file."""
        assert self._before_first is not None
        left, first = self._before_first
        known = self.known
        old = known.late_from < first
        lasting = np.where(old, 0.0, self.coming)
        for levy, yen in left.items():
            of_levy = old & (known.levy_year == levy)
            if of_levy.any():
                lasting[of_levy] = yen / of_levy.sum()
        brief = self.coming_brief.copy()
        for place in np.flatnonzero(old):
            months = first - 1 - int(known.late_from[place])
            brief[place] *= (1 - BRIEF) ** months if months < 12 else 0.0
        return lasting, brief


def chances(kind: Kind, month: int, speed: float) -> tuple[float, float, int]:
    """Which share of lasting arrears is paid in *month*; which share written off, and up to which levy year."""
    paying, written = (SLOW, speed) if kind.only_written else (speed, kind.written)
    paying = min(MOST_A_MONTH, paying * SEASON.get(month % 12, QUIET))
    if month % 12 != MARCH:
        return paying, 0.0, 0
    return paying, written, int(book_of(month, BY_CODE[kind.department].clock)) - kind.settled_after


def _left(kind: Kind, plan: Plan, speeds: dict[int, float], levy_year: int) -> Shares:
    """The share left of lasting arrears of *levy_year* after each half step from the first file on."""
    clock = BY_CODE[kind.department].clock
    shares, left = [], 1.0
    for month in range(plan.first, plan.horizon + 1):
        paying, writing, up_to = chances(kind, month, speeds[int(book_of(month, clock))])
        shares.append(left := left * (1 - paying))
        shares.append(left := left * (1 - writing if levy_year <= up_to else 1))
    return np.array(shares)
