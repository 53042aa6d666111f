"""How old, how large, in what state and of which year's levy the debts are, and who owes them (facts.md 4.3, 4.7).

Ages are whole months since the day of payment. The size of a debt is all that one debtor owes one department. A cohort
is what one year's levy has become since the books of that year closed, each claim kind by its own clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from tests.reconcile.plain import City, Line, Lines, owed, plus_months

AGES = {3: "months_0_3", 12: "months_3_12", 24: "years_1_2", 36: "years_2_3", 60: "years_3_5"}
SIZES = {10_000: "under_1", 50_000: "from_1", 100_000: "from_5", 500_000: "from_10"}
SIZES[1_000_000] = "from_50"
TO_COLLECT = ("seized", "instalments", "negotiating")
TO_SETTLE = ("nothing_left", "suspended", "time_barred", "destitute")


def age_band(line: Line) -> str:
    """How long *line* has been due on the day of its delivery."""
    if line.due_on is None:
        return "unknown"
    if not line.is_due:
        return "not_due"
    for months, band in AGES.items():
        if line.as_of < plus_months(line.due_on, months):
            return band
    return "years_5"


def size_of(yen: int) -> str:
    """The band of a debt of *yen*."""
    return next((band for limit, band in SIZES.items() if yen < limit), "from_100")


def size_bands(lines: Iterable[Line]) -> dict[Line, str]:
    """Every line of one month with the band of all that its debtor owes its department by then."""
    lines = list(lines)
    total: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        total[line.department, line.debtor] += line.owed if line.is_due else 0
    return {
        line: size_of(total[line.department, line.debtor]) if line.debtor else "unknown"
        for line in lines
    }


def states(delivery: Lines) -> dict[Line, str]:
    """Every line of one delivery with its state; without one it is untouched, or unknown where no line has any."""
    unsaid = "untouched" if any(line.state for line in delivery) else "unknown"
    return {line: line.state or unsaid for line in delivery}


def management(state: str) -> str:
    """Whether a debt in *state* is to be collected or to be settled; "" is neither."""
    return "to_collect" if state in TO_COLLECT else "to_settle" if state in TO_SETTLE else ""


# department, claim kind, part, levy year, whether due, age band, size band, state
Makeup = tuple[str, str, str, int | None, bool, str, str, str]


def makeup(city: City, month: date) -> dict[Makeup, tuple[int, int]]:
    """What the deliveries of *month* are made up of: yen and number of lines. Stale numbers are left out."""
    found: dict[Makeup, tuple[int, int]] = {}
    for department, lines in city.months[month].items():
        if city.is_stale(month, department):
            continue
        sizes, told = size_bands(lines), states(lines)
        for line in lines:
            whose = (department, line.claim, line.part, line.levy_year)
            key = (*whose, line.is_due, age_band(line), sizes[line], told[line])
            yen, count = found.get(key, (0, 0))
            found[key] = (yen + line.owed, count + 1)
    return found


@dataclass(frozen=True)
class Share:
    """What one band holds of a balance: yen, lines that owe something, and debtors of what is due."""

    yen: int
    lines: int
    persons: int


BANDS: dict[str, Callable[[Lines], dict[Line, str]]] = {
    "age": lambda delivery: {line: age_band(line) for line in delivery},
    "size": size_bands,
    "state": states,
}
Banded = dict[date, list[list[tuple[Line, str]]]]  # month-end → deliveries → lines with their band


def banded(city: City, dimension: str) -> Banded:
    """The lines that owe something at every month-end, each with its band among all of its delivery."""
    found: dict[int, list[tuple[Line, str]]] = {}
    for delivery in (own for month in city.months.values() for own in month.values()):
        if id(delivery) not in found:  # which may stand for months
            told = BANDS[dimension](delivery)
            found[id(delivery)] = [(line, told[line]) for line in delivery if line.owed]
    return {
        month: [found[id(own)] for own in standing.values()]
        for month, standing in city.months.items()
    }


def split(
    deliveries: Iterable[list[tuple[Line, str]]], is_all: bool, **of: str
) -> dict[str, Share]:
    """A balance by band, of the lines with the fields *of*; persons are counted in each delivery.

    *is_all*: with what is not yet due. Who owes nothing that is due is no debtor.
    """
    found: dict[str, Share] = {}
    for delivery in deliveries:
        bands: dict[str, Lines] = defaultdict(list)
        for line, band in delivery:
            if (line.is_due or is_all) and all(getattr(line, key) == of[key] for key in of):
                bands[band].append(line)
        for band, own in bands.items():
            was = found.get(band, Share(0, 0, 0))
            lines, persons = was.lines + len(own), was.persons + len(debtors(own))
            found[band] = Share(was.yen + owed(own), lines, persons)
    return found


# Who owes ------------------------------------------------------------------------------------------


def debtors(lines: Iterable[Line]) -> dict[str, int]:
    """Debtor → due balance in yen, for those whose balance is not nought; *lines* are of one department."""
    total: dict[str, int] = defaultdict(int)
    for line in lines:
        if line.is_due and line.debtor:
            total[line.debtor] += line.owed
    return {debtor: yen for debtor, yen in total.items() if yen}


@dataclass(frozen=True)
class Comings:
    """Debtors who came to owe a department, and who came to owe it nothing any more; their balance in yen."""

    arrived: int
    arrived_yen: int
    left: int
    left_yen: int


def comings(city: City, before: date, month: date, department: str) -> Comings | None:
    """From the delivery that stood at *before* to that of *month*; None where there are no two to compare."""
    is_new = not city.is_stale(month, department)
    if not is_new or department not in city.months[before]:
        return None
    was, now = (debtors(city.months[day][department]) for day in (before, month))
    arrived = {debtor: yen for debtor, yen in now.items() if debtor not in was}
    left = {debtor: yen for debtor, yen in was.items() if debtor not in now}
    return Comings(len(arrived), sum(arrived.values()), len(left), sum(left.values()))
