"""From pairs to people: the strongest pair first, and never two records together that contradict each other.

A chain of alike records must not join strangers: two groups become one only if no record of the one contradicts one of
the other. What people decided comes before everything: their "same" joins, their "different" keeps apart for good.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

Pair = tuple[int, int]


@dataclass(frozen=True)
class Traits:
    """What two records of one person cannot well differ in; None is not known."""

    born: str | None = None  # YYYYMMDD
    given: str | None = None
    readings: tuple[str, ...] = ()  # all that the given name may be read as

    def contradicts(self, other: Traits) -> bool:
        """Whether these cannot well be one person: another birth date, or another given name."""
        return self.is_far_from(other) or self.has_other_name(other)

    def is_far_from(self, other: Traits) -> bool:
        """Whether the birth dates share neither the year nor the day, and are more than one slip apart."""
        one, two = self.born, other.born
        if one is None or two is None:
            return False
        return one[:4] != two[:4] and one[4:] != two[4:] and not _slip(one, two)

    def has_other_name(self, other: Traits) -> bool:
        """Twins and brothers share much, often a letter of their names: letters that differ are another name."""
        are_read_alike = bool(set(self.readings) & set(other.readings))
        if are_read_alike or (self.given is not None and self.given == other.given):
            return False
        if self.given is not None and other.given is not None:
            return True
        readings = [
            (one, two)
            for one in self.readings
            for two in other.readings
            if not (one + two).isascii()  # Latin names are abbreviated, and stand in either order
        ]
        return bool(readings) and not any(_slip(*each) and len(each[0]) > 2 for each in readings)


def _slip(one: str, other: str) -> bool:
    """Whether one letter is changed, lost or added, or two beside each other have changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return True
    rests = (
        (one[at + 1 :], other[at + 1 :]),
        (one[at + 1 :], other[at:]),
        (one[at:], other[at + 1 :]),
    )
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or any(a == b for a, b in rests)


@dataclass
class People:
    """Records grouped into people, a group at first for each record."""

    traits: Sequence[Traits]
    # pairs of records, the smaller first, that are two people
    apart: set[Pair] = field(default_factory=set)
    groups: list[int] = field(init=False)
    members: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.groups = list(range(len(self.traits)))
        self.members = {record: [record] for record in self.groups}

    def join(self, one: int, other: int) -> bool:
        """Make the groups of both records one, if nothing speaks against it; whether they are one now.

        Their own birth dates were weighed already; those of the others in their groups must not contradict.
        """

        def may(a: int, b: int) -> bool:
            if (a, b) in ((one, other), (other, one)):
                return self._is_allowed(a, b) and not self.traits[a].has_other_name(self.traits[b])
            return self._is_allowed(a, b) and not self.traits[a].contradicts(self.traits[b])

        return self._joined(one, other, may)

    def decree(self, one: int, other: int) -> bool:
        """As `join`, whatever the records say; only what was decided to be two people stays two."""
        return self._joined(one, other, self._is_allowed)

    def _joined(self, one: int, other: int, may: Callable[[int, int], bool]) -> bool:
        first, second = self.groups[one], self.groups[other]
        if first == second:
            return True
        pairs = ((a, b) for a in self.members[first] for b in self.members[second])
        if not all(may(*pair) for pair in pairs):
            return False
        if len(self.members[first]) < len(self.members[second]):
            first, second = second, first
        for record in self.members[second]:
            self.groups[record] = first
        self.members[first] += self.members.pop(second)
        return True

    def _is_allowed(self, one: int, other: int) -> bool:
        return (min(one, other), max(one, other)) not in self.apart


def traits(records: pa.Table) -> list[Traits]:
    """The traits of each of *records* (columns of `RECORDS`)."""
    columns = (records[name].to_pylist() for name in ("born", "given", "given_readings"))
    return [
        Traits(born, given, tuple(read or ())) for born, given, read in zip(*columns, strict=True)
    ]


def contradictory(same: Iterable[Pair], different: Iterable[Pair]) -> list[Pair]:
    """Those pairs of *same* that together make one person of a pair that is *different*.

    Which of the decisions is wrong nobody but their makers can tell, so none of them is followed.
    """
    known = list(same)
    places = {
        record: place for place, record in enumerate(dict.fromkeys(r for p in known for r in p))
    }
    chained = People([Traits()] * len(places))
    for one, other in known:
        chained.decree(places[one], places[other])
    groups = {record: chained.groups[place] for record, place in places.items()}
    broken = {
        groups[one]
        for one, other in different
        if one in groups and groups[one] == groups.get(other, -1)
    }
    return [pair for pair in known if groups[pair[0]] in broken]
