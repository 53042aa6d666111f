"""Which bands of a balance are withheld, in every view of a month at once: city, department, kind, or both.

A view's whole balance is public, as in the settlement; so are its bands unless few persons are behind one of them
(facts.md 7). All views are decided together, for one less others must not tell what is withheld. A delivery that stands
for several months is decided when it comes, and stays so: the same number is never shown in one month and withheld in
the next.

Numbers of persons are those at least: with a debtor in two bands, or two kinds, never more than there are.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import pandas as pd

from analytics.access.small_numbers import FEWEST
from analytics.access.suppression import DOMINANCE, Partition, suppressed

Band = Hashable
NOTE = (
    f"残額のある人が{FEWEST}人未満の区分、1人が大半を占める区分と、引き算でそれが分かってしまう区分は、"
    "金額も示しません（－）。"
)
SILENT = (
    "{place}は、残額のある人が少ないか、1人が大半を占めるため、{what}は示しません"
    "（個人が分からないようにするため）。"
)


@dataclass(frozen=True, order=True)
class Unit:
    """What one department is owed of one kind, as delivered on one day (of a month or before it)."""

    department: str
    claim_kind: str
    as_of: Hashable


Units = frozenset[Unit]  # a view is the units that it sums up
Cell = tuple[Units, Band]


@dataclass(frozen=True)
class Share:
    """What is behind a cell: its yen, how many persons at least, and the most that one of them owes."""

    yen: int
    persons: int
    largest: int

    @property
    def is_telling(self) -> bool:
        """Whether it would show what few persons owe."""
        return self.persons < FEWEST or self.largest > DOMINANCE * abs(self.yen)


@dataclass(frozen=True)
class Month:
    """The bands of every unit of a month, and of every department as a whole, whose persons may owe several kinds.

    *sums* are bands of bands that are shown as well, of whole departments alone.
    """

    units: Mapping[tuple[Unit, Band], Share]
    departments: Mapping[tuple[str, Band], Share]
    sums: Mapping[str, Collection[Band]]

    @cached_property
    def every(self) -> Units:
        """All units that are owed anything."""
        return frozenset(unit for unit, _ in self.units)

    @cached_property
    def bands(self) -> list[Band]:
        """All bands in which anything is owed."""
        return list(dict.fromkeys(band for _, band in self.units))

    def view(self, department: str | None, claim_kind: str | None) -> Units:
        """The units of a department and of a kind; None stands for all."""
        return self._named.get((department, claim_kind), frozenset())

    @cached_property
    def _named(self) -> dict[tuple[str | None, str | None], Units]:
        """The views by the names that a reader chooses them by."""
        found: dict[tuple[str | None, str | None], set[Unit]] = {}
        for unit in self.every:
            for name in product((None, unit.department), (None, unit.claim_kind)):
                found.setdefault(name, set()).add(unit)
        return {name: frozenset(units) for name, units in found.items()}

    @cached_property
    def of_departments(self) -> frozenset[Units]:
        """The views of whole departments."""
        return frozenset(
            view for (name, kind), view in self._named.items() if name is not None and kind is None
        )

    @cached_property
    def views(self) -> list[Units]:
        """Every view that there is, the smallest first: those that sum up the same units are one."""
        found = {*self._named.values(), *(frozenset([unit]) for unit in self.every)}
        return sorted(found, key=lambda units: (len(units), sorted(units)))

    def share(self, view: Units, band: Band) -> Share | None:
        """What is behind *band* of *view*; None where nothing is owed."""
        if band in self.sums:
            return self._of_sum(view, self.sums[str(band)])
        by_department: dict[str, dict[Unit, Share]] = {}
        for unit in view:
            if (unit, band) in self.units:
                own = by_department.setdefault(unit.department, {})
                own[unit] = self.units[unit, band]
        if not by_department:
            return None
        found = [self._of_department(name, own, band) for name, own in by_department.items()]
        yen, persons = sum(one.yen for one in found), sum(one.persons for one in found)
        return Share(yen, persons, max(one.largest for one in found))

    def _of_sum(self, view: Units, bands: Collection[Band]) -> Share | None:
        """What is behind several bands, of which persons of one department may have more than one."""
        parts = [part for each in bands if (part := self.share(view, each))]
        return _together(parts) if parts else None

    def _of_department(self, name: str, own: Mapping[Unit, Share], band: Band) -> Share:
        """Several kinds of one department, whose persons may be the same."""
        told = _together(list(own.values()))
        whole = self.departments.get((name, band))
        every = sum((unit, band) in self.units for unit in self.view(name, None))
        if whole is None or len(own) < every or len({unit.as_of for unit in own}) > 1:
            return told
        most = sum(share.persons for share in own.values())
        return Share(told.yen, max(min(whole.persons, most), told.persons), whole.largest)


@dataclass(frozen=True)
class Known:
    """What was decided, of this month and of those whose deliveries stand in it, and how the cells sum up."""

    cells: Mapping[Cell, bool]
    shares: Mapping[Cell, Share]
    partitions: tuple[Partition, ...]
    public: frozenset[frozenset[Cell]]  # the bands of each view, whose whole is public


@dataclass(frozen=True)
class Decided:
    """What is withheld of a month."""

    month: Month
    cells: Mapping[Cell, bool]  # of every band of every view that is owed anything: withheld
    silent: frozenset[Units]  # views of which no band may be shown, not even that one is empty
    known: Known  # what everybody knows of it, for the months in which its deliveries still stand

    def is_silent(self, department: str | None, claim_kind: str | None) -> bool:
        """Whether nothing of a view may be shown beside its whole balance."""
        return self.month.view(department, claim_kind) in self.silent

    def hides(self, department: str | None, claim_kind: str | None, band: Band) -> bool:
        """Whether *band* of a view is withheld: every one of a silent view, else none in which nothing is owed."""
        view = self.month.view(department, claim_kind)
        return view in self.silent or self.cells.get((view, band), False)

    def hides_of_kinds(self, view: Units, kinds: Collection[str], band: Band) -> bool:
        """Whether *band* of the units of *view* that are of *kinds* is withheld.

        They need be no view: what is shown may still tell them, as a view that is shown less the rest of it.
        """
        own = frozenset(unit for unit in view if unit.claim_kind in kinds)
        others = view - own
        if (own, band) in self.cells or self.month.share(own, band) is None:
            return self.cells.get((own, band), False)
        if self.month.share(others, band) is None:
            return self.cells.get((view, band), True)
        return self.cells.get((view, band), True) or self.cells.get((others, band), True)


def decide(month: Month, before: Collection[Decided] = ()) -> Decided:
    """Which cells of *month* are withheld. *before* was decided of the deliveries that stand from earlier months.

    What was shown then is shown still; with it, nothing withheld in either month may follow.
    """
    shares = {
        (view, band): share
        for view in month.views
        for band in (*month.bands, *(month.sums if view in month.of_departments else ()))
        if (share := month.share(view, band)) is not None
    }
    rows = {
        view: [(view, band) for band in month.bands if (view, band) in shares]
        for view in month.views
    }
    wholes = [
        cell for view, row in rows.items() for cell in _wholes(month, view, [b for _, b in row])
    ]
    settled: dict[Hashable, bool] = dict.fromkeys(wholes, False)
    for each in before:
        settled.update(each.known.cells.items())
    every = shares | {cell: share for each in before for cell, share in each.known.shares.items()}
    partitions = dict.fromkeys([*_partitions(month, shares), *_earlier(before)])
    public = frozenset(map(frozenset, rows.values())).union(*(each.known.public for each in before))
    result = suppressed(
        _table(month, every),
        list(partitions),
        largest="largest_yen",
        place="place",
        rank="rank",
        settled=settled,
        public=public,
    )
    hidden = {cell: cell in result.withheld for cell in shares}
    if result.untold:  # nothing is left to hide behind, and sums are sums all the same
        hidden = {cell: settled.get(cell, True) for cell in shares}
    silent = {view for view, row in rows.items() if _is_silent(row, hidden, shares)}
    told = {cell: hidden.get(cell, settled.get(cell, True)) for cell in every}
    known = Known(told, every, tuple(partitions), public)
    return Decided(month, hidden, frozenset(silent), known)


def _earlier(before: Collection[Decided]) -> list[Partition]:
    return [one for each in before for one in each.known.partitions]


def _is_silent(row: list[Cell], hidden: Mapping[Cell, bool], shares: Mapping[Cell, Share]) -> bool:
    """Whether no band of a view is left to be shown, or its only one would say where few persons are."""
    return all(map(hidden.__getitem__, row)) or (len(row) == 1 and shares[row[0]].is_telling)


def _wholes(month: Month, view: Units, own: list[Band]) -> Iterator[Cell]:
    """The bands, and sums of bands, that are all of *view*: they are public."""
    if len(own) == 1:
        yield view, own[0]
    for name, parts in month.sums.items():
        if view in month.of_departments and set(own) <= set(parts):
            yield view, name


def _partitions(month: Month, shares: Mapping[Cell, Share]) -> Iterator[Partition]:
    """How the cells sum up: the bands of a view to its whole, its units to the view, bands to a sum of bands."""
    for at, view in enumerate(month.views):
        row = tuple((view, band) for band in month.bands if (view, band) in shares)
        yield Partition(f"row {at}", row)
        for number, (name, parts) in enumerate(month.sums.items()):
            if (view, name) in shares:
                own = tuple((view, band) for band in parts if (view, band) in shares)
                yield Partition(f"sum {at} {number}", own, (view, name))
        if len(view) == 1:
            continue
        for number, band in enumerate(month.bands):
            units = tuple(
                cell for unit in sorted(view) if (cell := (frozenset([unit]), band)) in shares
            )
            if units:
                yield Partition(f"column {at} {number}", units, (view, band))


def _table(month: Month, shares: Mapping[Cell, Share]) -> pd.DataFrame:
    """The cells with what is behind them. Those of the city and of several departments are kept longest, and sums."""
    index = pd.Index(list(shares), tupleize_cols=False)
    columns = {
        "person_count": [share.persons for share in shares.values()],
        "outstanding_yen": [share.yen for share in shares.values()],
        "largest_yen": [share.largest for share in shares.values()],
        "place": [_department(view) or view for view, _ in shares],
        "rank": [
            (len(view) > 1) + 2 * (not _department(view)) + (band in month.sums)
            for view, band in shares
        ],
    }
    return pd.DataFrame(columns, index=index)


def _department(view: Units) -> str:
    """The department whose persons a view is of; "" for several."""
    names = {unit.department for unit in view}
    return names.pop() if len(names) == 1 else ""


def _together(shares: Collection[Share]) -> Share:
    """Several cells that may be of the same persons."""
    return Share(
        sum(share.yen for share in shares),
        max(share.persons for share in shares),
        sum(share.largest for share in shares),
    )
