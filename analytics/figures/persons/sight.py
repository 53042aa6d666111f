"""Which debtors a reader may look at by name while pairs are reviewed: `existence` and `contact`, or nothing at all.

The office looks by the rows to it; a head of department at his own debtors, and at another department's only where
the matching has found already that the debtor owes his department, and a row or a consent permits it. That a pair
*may* be one person is no ground to show the one to the other's department.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from analytics.access.audit import Read
from analytics.access.gate import Gate
from analytics.access.permission import Basis
from analytics.matching.decisions import Debtor
from analytics.matching.keeping import Generation
from analytics.store.matched import owing_of
from analytics.store.snapshots import Store

NEEDED = ("existence", "contact")


@lru_cache(maxsize=2)  # a version never changes, and each click asks anew
def _kinds_of(root: Path, version: int) -> Mapping[Debtor, set[str]]:
    found: dict[Debtor, set[str]] = defaultdict(set)
    for row in owing_of(Store(root), version).to_pylist():
        found[(row["department"], row["debtor_key"])].add(row["claim_kind"])
    return dict(found)


class Sight:
    """What the reader of *gate* may see of the debtors of *made*. Make one for each look: consents can be withdrawn."""

    def __init__(self, gate: Gate, made: Generation) -> None:
        self._gate = gate
        self._links = made.tables["links"]

    def may(self, debtor: Debtor) -> bool:
        """Whether *debtor* may be looked at; quick, for a list of many."""
        viewer = self._gate.viewer
        if not viewer.sees_persons:
            return False
        if viewer.department == debtor[0] and not viewer.is_office:
            return True
        readers = {"", *self._owed_to_reader.get(self._person_of.get(debtor, ""), ())}
        kinds = self._kinds.get(debtor, set())
        pairs = [(kind, to) for kind in kinds for to in readers]
        return any(
            (debtor[0], *pair) in self._granted or (debtor, *pair) in self._consented
            for pair in pairs
        )

    def met(self, debtor: Debtor) -> dict[str, Basis]:
        """On which basis *debtor* may be looked at, as the gate itself says it; empty: not at all."""
        if not self.may(debtor):
            return {}
        to = self._owed_to_reader.get(self._person_of.get(debtor, ""), set())
        for kind in sorted(self._kinds.get(debtor, {""})):
            found = self._gate.permitted(debtor, kind, to)
            if all(group in found for group in NEEDED):
                return {group: found[group] for group in NEEDED}
        return {}

    def read(self, debtor: Debtor) -> Read:
        """The look at *debtor*, to be written down."""
        return Read(*debtor, self.met(debtor))

    @cached_property
    def _kinds(self) -> Mapping[Debtor, set[str]]:
        """Debtor → the kinds that are in arrears now."""
        return _kinds_of(self._gate.reader.store.root, self._gate.reader.version)

    @cached_property
    def _person_of(self) -> Mapping[Debtor, str]:
        names = ("department", "debtor_key", "person_id")
        rows = zip(*(self._links[name].to_pylist() for name in names), strict=True)
        return {(department, key): person for department, key, person in rows}

    @cached_property
    def _owed_to_reader(self) -> Mapping[str, set[str]]:
        """Person → the kinds that are owed to the department of a head; nothing for the office."""
        department = self._gate.viewer.department
        found: dict[str, set[str]] = defaultdict(set)
        for debtor, person in self._person_of.items() if department else ():
            if debtor[0] == department:
                found[person] |= self._kinds.get(debtor, set())
        return dict(found)

    @cached_property
    def _granted(self) -> set[tuple[str, str, str]]:
        """Department, kind and the reader's kind for which the table permits all that is needed."""
        met: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for row in self._gate.grants.to_pylist():
            met[(row["from_department"], row["from_kind"], row["to_kind"])].add(row["field_group"])
        return {pair for pair, groups in met.items() if groups.issuperset(NEEDED)}

    @cached_property
    def _consented(self) -> set[tuple[Debtor, str, str]]:
        """The same of single debtors, by their consent."""
        met: dict[tuple[Debtor, str, str], set[str]] = defaultdict(set)
        for row in self._gate.consented().to_pylist():
            debtor = (row["from_department"], row["debtor_key"])
            met[(debtor, row["from_kind"], row["to_kind"])].add(row["field_group"])
        return {pair for pair, groups in met.items() if groups.issuperset(NEEDED)}
