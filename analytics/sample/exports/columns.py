"""Lines as columns of text: what the exports of all departments are put together from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from analytics.sample import draws
from analytics.sample.kinds import KINDS, Department
from analytics.sample.months import as_date, as_day
from analytics.sample.people import People, Person
from analytics.sample.plan import Plan
from analytics.sample.standing import Standing

Column = list[str]
Table = dict[str, Column]  # header → cells
REFORM = as_day(date(2020, 4, 1))  # contracts from this day on are limited by the new Civil Code
RECENT = 0.45  # of the contracts, those made since the reform
CORRECTED = 0.08  # of the current-year bills, those that were cut after they went out


@dataclass(frozen=True)
class Monthly:
    """The lines of one department at the end of one month, as lists in one order."""

    department: Department
    month: int
    standing: Standing
    people: People
    plan: Plan

    @cached_property
    def persons(self) -> list[Person]:
        """Who owes each line, as this department writes them."""
        written, code = self.people.written, self.department.code
        return [written(code, each) for each in self.residents]

    @cached_property
    def residents(self) -> list[int]:
        """The resident of each line."""
        residents: list[int] = self.standing.lines["resident"].tolist()
        return residents

    @cached_property
    def ids(self) -> list[int]:
        """The random number of each line."""
        ids: list[int] = self.standing.lines["id"].tolist()
        return ids

    def printed(self, write: Callable[[int], str]) -> Column:
        """The day on which the export was made, in every row: no two months' files are the same."""
        return [write(self.standing.as_of)] * len(self.residents)

    def of_person(self, write: Callable[[Person], str]) -> Column:
        """One cell per line, about its debtor."""
        return [write(person) for person in self.persons]

    def field(self, name: str) -> list[int]:
        """A number of each line, or of its standing."""
        known = self.standing.lines.dtype.names or ()
        found = self.standing.lines[name] if name in known else getattr(self.standing, name)
        values: list[int] = found.tolist()
        return values

    def days(self, name: str, write: Callable[[int], str]) -> Column:
        """A day of each line, written."""
        return [*map(write, self.field(name))]

    def yen(self, name: str, write: Callable[[int], str] = str) -> Column:
        """An amount of each line, written."""
        return [*map(write, self.field(name))]

    def kind_words(self, words: dict[str, str]) -> Column:
        """The claim kind of each line in the department's own words or codes."""
        known = [words.get(kind.name, kind.name) for kind in KINDS]
        return [known[number] for number in self.field("kind")]

    def states(self, words: dict[str, str]) -> Column:
        """The state of each line in the department's own words; blank where nothing is left."""
        return [words[state] if state else "" for state in self.standing.state.tolist()]

    def parts(self, current: str, carried: str) -> Column:
        """Current-year or carried-over, in the department's own words."""
        return [carried if each else current for each in self.field("is_carried")]

    @cached_property
    def corrections(self) -> list[int]:
        """By how many yen each bill was cut after it went out, nought or less; the assessed amount has it in."""
        standing = self.standing
        drawn = draws.share(draws.bits(self.plan.seed, "corrected", standing.lines["id"]))
        cut = -np.maximum(100, standing.assessed // 500 * 100)
        found: list[int] = np.where((drawn < CORRECTED) & ~standing.is_carried, cut, 0).tolist()
        return found

    @cached_property
    def billed_first(self) -> list[int]:
        """What each bill was of before it was corrected."""
        return [
            yen - cut for yen, cut in zip(self.field("assessed"), self.corrections, strict=True)
        ]

    @cached_property
    def contracts(self) -> list[int]:
        """The day of the contract behind each line: before or after the reform, never after the bill."""
        seed, residents = self.plan.seed, self.standing.lines["resident"]
        day = draws.bits(seed, "contract day", residents)
        recent = REFORM + draws.below(900, day)
        former = as_day(date(1994, 4, 1)) + draws.below(17 * 365, day)
        is_recent = draws.share(draws.bits(seed, "contract", residents)) < RECENT
        is_recent &= recent < self.standing.lines["due_on"] - 60
        days: list[int] = np.where(is_recent, recent, former).tolist()
        return days


def month_words(months: Sequence[int], form: str) -> Column:
    """Months as an instalment is called: *form* with {year} and {month}."""
    known = {month: form.format(year=month // 12, month=month % 12 + 1) for month in set(months)}
    return [known[month] for month in months]


def year_words(years: Sequence[int], write: Callable[[int], str]) -> Column:
    """Fiscal years, each written once."""
    known = {year: write(year) for year in set(years)}
    return [known[year] for year in years]


def as_dates(days: Sequence[int]) -> list[date | None]:
    """Days as dates; None where there is none."""
    known = {day: as_date(day) if day >= 0 else None for day in set(days)}
    return [known[day] for day in days]
