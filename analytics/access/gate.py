"""The gate of one opened version for one reader: what has to be asked before persons are shown, in one place.

A figure of persons joins `grants` (and `consented`, anew each time), takes only the columns whose field group is
granted, writes its reads down, and then gives out its frame.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import pyarrow as pa

from analytics.access.audit import Audit, Read
from analytics.access.consents import Consents, Debtor
from analytics.access.permission import Basis, consented, grants, permitted
from analytics.access.sharing import NOTHING, Sharing
from analytics.access.sharing_file import NAME, read_sharing
from analytics.access.viewer import Viewer
from analytics.errors import LayoutFault
from analytics.store.reader import Reader

SHUT = (
    f"情報共有の表（{NAME}）に、いま徴収対策室に見せる行がないため、同意のある人のほかは、債務者ごとの内容が見えません。"
    "各課と決めた行を書いてください。"
)


@dataclass(frozen=True)
class Gate:
    """One reader before one version, on the day *on* of the look; `fault`: why the sharing table permits nothing."""

    reader: Reader
    viewer: Viewer
    on: date
    sharing: Sharing
    fault: str = field(repr=False)

    @property
    def notices(self) -> list[str]:
        """What whoever looks after the sharing table has to know: its mistakes, rows that have run out, no row."""
        if self.fault:
            return [self.fault]
        is_shut = self.viewer.is_office and not len(self.grants)
        return [*self.sharing.expired(self.on), *([SHUT] if is_shut else [])]

    @cached_property
    def kinds_of(self) -> dict[str, set[str]]:
        """Department → the kinds of its claims."""
        found: dict[str, set[str]] = {}
        for row in self.reader.ask("kinds_of_departments").to_pylist():
            found.setdefault(row["department"], set()).add(row["claim_kind"])
        return found

    @cached_property
    def grants(self) -> pa.Table:
        """What the table lets the reader see, for questions to join (`analytics.access.permission.grants`)."""
        return grants(self.sharing, self.reader.rules, self.kinds_of, self.viewer, self.on)

    def consented(self) -> pa.Table:
        """What consents add to that as they are this moment. Raises `StoreFault` for a damaged journal."""
        held = self._consents.holding(self.on) if self.viewer.sees_persons else {}
        rules = self.reader.rules
        return consented(self.sharing, rules, self.kinds_of, self.viewer, self.on, held)

    def permitted(
        self, debtor: Debtor, kind: str, to_kinds: Collection[str] = ()
    ) -> dict[str, Basis]:
        """What may be seen of what one *debtor* owes of *kind*; *to_kinds*: what the same owes the reader's department.

        Raises `StoreFault` for a damaged journal of consents.
        """
        if not self.viewer.sees_persons:
            return {}
        rules, held = self.reader.rules, self._consents.of(debtor, self.on)
        return permitted(self.sharing, rules, self.viewer, kind, debtor[0], to_kinds, self.on, held)

    def write_down(self, reads: Sequence[Read], purpose: str, at: datetime) -> None:
        """Put *reads* into the audit trail. Raises `StoreFault` when that cannot be, and nothing is to be shown."""
        Audit(self.reader.store.root).record(self.viewer, at, reads, purpose)

    @property
    def _consents(self) -> Consents:
        return Consents(self.reader.store.root, self.reader.rules)


def open_gate(reader: Reader, viewer: Viewer, on: date) -> Gate:
    """The gate of the version in *reader*. A mistake in the sharing table leaves a head's own department only."""
    try:
        told = read_sharing(reader.rules, reader.rules_in / NAME)
        return Gate(reader, viewer, on, told.of(_municipality(reader)), "")
    except LayoutFault as fault:
        return Gate(reader, viewer, on, NOTHING, str(fault))


def _municipality(reader: Reader) -> str:
    """Whose records the version holds; "" when they are of several, so that no city's rows hold for another's."""
    names = set(reader.ask("sources", {"as_of": None})["municipality"].to_pylist())
    return str(names.pop() or "") if len(names) == 1 else ""
