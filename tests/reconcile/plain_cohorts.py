"""What one year's levy has become since the books of that year closed, each claim kind by its own clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.reconcile.plain import City, closing_on, owed


@dataclass(frozen=True)
class Cohorts:
    """Claim kind → levy year → months since its books closed → due balance in yen; and the kinds without a clock."""

    yen: dict[str, dict[int, dict[int, int]]]
    without_clock: set[str]

    def index(self, claim: str, levy_year: int) -> dict[int, float | None]:
        """The balance at the closing as 100; nothing where that closing is not among the months, or was nought."""
        found = self.yen[claim].get(levy_year, {})
        first = found.get(0)
        return {n: 100 * yen / first if first else None for n, yen in found.items()}


def cohorts(city: City, clocks: Mapping[str, str]) -> Cohorts:
    """Every levy year's balance since its books closed. Only of days on or after the closing."""
    found: dict[str, dict[int, dict[int, int]]] = {}
    for claim in city.claims.keys() & clocks.keys():
        levied = [
            line for month in city.months for line in city.lines(month) if line.claim == claim
        ]
        years = {line.levy_year for line in levied if line.levy_year is not None}
        found[claim] = {
            year: _since(city, claim, year, closing_on(year, clocks[claim])) for year in years
        }
    return Cohorts(found, city.claims.keys() - clocks.keys())


def _since(city: City, claim: str, year: int, closing: date) -> dict[int, int]:
    return {
        (month.year - closing.year) * 12 + month.month - closing.month: owed(
            line for line in city.due(month) if line.claim == claim and line.levy_year == year
        )
        for month in city.months
        if month >= closing
    }


def _came(city: City, claim: str, closing: date) -> bool:
    """Whether what stands for *claim* on the day its books closed is of that day."""
    known = city.claims_by(closing)
    return claim in known and not city.is_stale(closing, known[claim])


def followed(
    city: City, told: Cohorts, clocks: Mapping[str, str], claims: Iterable[str], until: date
) -> dict[tuple[int, int], tuple[int, int]]:
    """Levy year and n → balance at n and at n = 0 of all *claims* together, by what was delivered until *until*.

    A kind that was not delivered yet when the books closed, or not for that very month, is not followed. Only those n
    that all kinds have reached; nothing where nothing was owed at the closing.
    """
    found: dict[tuple[int, int], tuple[int, int]] = {}
    own = {claim: told.yen[claim] for claim in claims if claim in told.yen}
    for year in {year for years in own.values() for year in years}:
        every = []
        for claim, years in own.items():
            closing = closing_on(year, clocks[claim])
            if year in years and 0 in years[year] and _came(city, claim, closing):
                last = (until.year - closing.year) * 12 + until.month - closing.month
                every.append({n: yen for n, yen in years[year].items() if n <= last})
        base = sum(each[0] for each in every if each)
        for n in set.intersection(*map(set, every)) if every and base else ():
            found[year, n] = (sum(each[n] for each in every), base)
    return found
