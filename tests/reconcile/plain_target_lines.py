"""Where the balance would stand if every target were met, one line for each version that was decided (facts.md 4.5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.reconcile.plain import CLOCKS, City, measured_year, owed, owed_by
from tests.reconcile.plain_targets import Target, in_force

Version = tuple[int, int, date]  # fiscal year, version, day of decision


@dataclass(frozen=True)
class Aim:
    """The targets of one version in yen, with what has no target as it stands on the last month-end of the year.

    In April and May the next year's book of a kind that closes on 31 May is open already: no target of this year's is
    for it.
    """

    target: int
    claims: int
    uncovered: int
    uncovered_claims: int
    following: int
    first_on: date
    last_on: date


def target_lines(
    city: City, targets: list[Target], claims: Iterable[str], until: date
) -> dict[Version, Aim]:
    """The lines of *claims* in a series that ends with *until*; a claim that no version decides anew keeps its target.

    A series of enterprise kinds alone changes its target on 1 April, any other on 1 June.
    """
    own = set(claims)
    here = {line.claim for line in city.lines(until)} & own
    clock = "E" if all(CLOCKS[claim] == "E" for claim in here) else "G"
    found: dict[Version, Aim] = {}
    for year in {measured_year(month, clock) for month in city.months if month <= until}:
        shown = [day for day in city.months if day <= until and measured_year(day, clock) == year]
        known = own & city.claims_by(shown[-1]).keys()
        for version, decided_on in {
            (each.version, each.decided_on) for each in targets if each.fiscal_year == year
        }:
            decided = [
                each for each in targets if (each.decided_on, each.version) <= (decided_on, version)
            ]
            aims = [aim for claim in known for aim in in_force(decided, claim, year, date.max)]
            if aims:
                found[year, version, decided_on] = _aim(city, aims, known, shown, year)
    return found


def _aim(city: City, aims: list[Target], known: set[str], shown: list[date], year: int) -> Aim:
    covered = {(aim.claim, part) for aim in aims for part in aim.parts}
    following, due = [], []
    for line in city.due(shown[-1]):
        if line.claim in known:
            is_next = line.book > year and CLOCKS[line.claim] == "G"
            (following if is_next else due).append(line)
    left = {
        key: yen for key, yen in owed_by(due, "claim", "part").items() if yen and key not in covered
    }
    return Aim(
        target=sum(aim.yen for aim in aims),
        claims=len({aim.claim for aim in aims}),
        uncovered=sum(left.values()),
        uncovered_claims=len({claim for claim, _ in left}),
        following=owed(following),
        first_on=shown[0],
        last_on=shown[-1],
    )


Decided = dict[tuple[int, str, tuple[str, ...]], tuple[int | None, int | None]]


def history(targets: list[Target], fiscal_year: int) -> Decided:
    """Version, claim and parts → what it sets as target, and which target it is that no longer holds; in yen."""
    own = [each for each in targets if each.fiscal_year == fiscal_year]
    found: Decided = {(each.version, each.claim, each.parts): (each.yen, None) for each in own}
    for former in own:
        later = [
            each.version
            for each in own
            if each.claim == former.claim
            and each.version > former.version
            and set(each.parts) & set(former.parts)
        ]
        if later:
            key = (min(later), former.claim, former.parts)
            found[key] = (found.get(key, (None, None))[0], former.yen)
    return found
