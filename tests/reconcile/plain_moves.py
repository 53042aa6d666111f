"""How the balance moved, line by line from one delivery of a department to its next (facts.md 4.2, decision 0017)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from itertools import pairwise

from tests.reconcile.plain import City, Line, Lines, owed


@dataclass(frozen=True)
class Moves:
    """A bridge in yen; every move but `adjustments` and `unexplained` is told without its sign."""

    opening: int = 0
    newly_arisen: int = 0
    collected: int = 0
    written_off: int = 0
    adjustments: int = 0
    unexplained: int = 0
    closing: int = 0

    @property
    def gap(self) -> int:
        """What is missing between the opening with its moves, and the closing: nought, or the bridge does not close."""
        moved = self.newly_arisen - self.collected - self.written_off
        return self.opening + moved + self.adjustments + self.unexplained - self.closing

    def beside(self, other: Moves) -> Moves:
        """Two bridges of the same months as one: the sum."""
        return Moves(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def then(self, later: Moves) -> Moves:
        """This bridge and the one that follows on it as one: the first opening, the last closing, the moves of both."""
        assert later.opening == self.closing
        _, *moves, _ = astuple(self.beside(later))
        return Moves(self.opening, *moves, later.closing)


def moves_between(
    before: Iterable[Line], after: Iterable[Line], since: date, is_first: bool = False
) -> Moves:
    """The moves of one claim kind from the lines of one delivery, of the day *since*, to those of the next.

    *is_first*: the kind was never delivered before, and *since* is the month-end before it came.
    """
    was, now = _due(before), _due(after)
    arisen = collected = lost = adjusted = 0
    unexplained = -sum(line.owed for key, line in was.items() if key not in now)
    for key, line in now.items():
        old, paid = was.get(key), 0
        if old is not None and old.book == line.book:
            paid = line.net - old.net
            lost += line.written_off - old.written_off
            adjusted += line.assessed - old.assessed
        elif old is not None:  # carried over: it starts again with what was left
            paid = line.net
            lost += line.written_off
            adjusted += line.assessed - old.owed
        elif _fell_due(line, since):
            arisen += line.assessed - line.net
            lost += line.written_off
        elif is_first:
            adjusted += line.owed
        else:
            unexplained += line.owed
        collected += paid if paid > 0 else 0
        adjusted -= (
            paid if paid < 0 else 0
        )  # money given back: no collecting, and no debt that arose
    opening, closing = owed(was.values()), owed(now.values())
    return Moves(opening, arisen, collected, lost, adjusted, unexplained, closing)


def _due(lines: Iterable[Line]) -> dict[object, Line]:
    listed = [line for line in lines if line.is_due]
    found: dict[object, Line] = {line.key: line for line in listed}
    assert len(found) == len(listed)  # a line is in a file once
    return found


def _fell_due(line: Line, since: date) -> bool:
    """Whether the line was not due yet on *since*; one without a day is new when it is not of an earlier year."""
    return line.part != "carried_over" if line.due_on is None else line.due_on >= since


def step(city: City, before: date, month: date, claim: str) -> Moves:
    """What moved *claim* from the month-end *before* to the next there is, *month*."""
    compared = _compared(city, before, month, claim)
    if compared is None:  # its last numbers again
        department = city.claims[claim]
        old = city.months[before].get(department, [])
        standing = owed(line for line in old if line.claim == claim and line.is_due)
        return Moves(opening=standing, closing=standing)
    return moves_between(*compared)


def unmatched(city: City, before: date, month: date, claim: str) -> list[tuple[int, Line]]:
    """What nothing explains, line by line: less by what went unpaid, more by what came after its day. In yen."""
    compared = _compared(city, before, month, claim)
    if compared is None:
        return []
    was, now = _due(compared[0]), _due(compared[1])
    gone = [(-line.owed, line) for key, line in was.items() if key not in now]
    came = [
        (line.owed, line)
        for key, line in now.items()
        if key not in was and not compared[3] and not _fell_due(line, compared[2])
    ]
    return [(yen, line) for yen, line in (*gone, *came) if yen]


def _compared(
    city: City, before: date, month: date, claim: str
) -> tuple[Lines, Lines, date, bool] | None:
    """The arguments of `moves_between`; None where the department delivered nothing for *month*."""
    department = city.claims[claim]
    if city.is_stale(month, department):
        return None
    old, new = (city.months[day].get(department, []) for day in (before, month))
    was = _of(old, claim)
    since = max((line.as_of for line in was), default=before)
    earlier = [day for day in city.months if day < month]
    is_first = not any(_of(city.months[day].get(department, []), claim) for day in earlier)
    return was, _of(new, claim), since, is_first


def _of(lines: Lines, claim: str) -> Lines:
    return [line for line in lines if line.claim == claim]


Steps = dict[
    tuple[date, str], Moves
]  # month-end and claim kind → what moved it since the month-end before


def steps(city: City) -> Steps:
    """The moves of every claim kind over every month, from its first delivery on."""
    return {
        (month, claim): step(city, before, month, claim)
        for before, month in pairwise(sorted(city.months))
        for claim in city.claims_by(month)
    }


def bridge(told: Steps, claim: str, since: date, until: date) -> Moves:
    """The bridge of *claim* between two month-ends: its monthly *told* moves, one after another."""
    months = sorted(month for month, kind in told if kind == claim and since < month <= until)
    first, *others = (told[month, claim] for month in months)
    for each in others:
        first = first.then(each)
    return first


def together(bridges: Iterable[Moves]) -> Moves:
    """The bridges of several claim kinds as one."""
    total = Moves()
    for each in bridges:
        total = total.beside(each)
    return total


# The first month = 100 -----------------------------------------------------------------------------


def indexes(balances: dict[date, int]) -> dict[date, float | None]:
    """Each balance with the first as 100; none where the first is nought."""
    first = balances[min(balances)]
    return {month: 100 * yen / first if first else None for month, yen in balances.items()}


def like_for_like(city: City, claims: Iterable[str], is_all: bool = False) -> dict[date, int]:
    """The balance of those of *claims* that are delivered in every month in which any of them is.

    *is_all*: with what is not yet due.
    """
    asked = set(claims)
    held = {month: asked & {line.claim for line in city.lines(month)} for month in city.months}
    always = asked.intersection(*filter(None, held.values()))
    return {
        month: owed(
            line for line in (city.lines if is_all else city.due)(month) if line.claim in always
        )
        for month, kinds in held.items()
        if kinds
    }
