"""What one delivered file says by one layout: its tables, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.books import Books, source_scope
from analytics.intake.findings import Finding, Severity, errors_in
from analytics.intake.layout import Layout
from analytics.intake.layouts import AnyLayout
from analytics.intake.records.fields import AnyRecord
from analytics.intake.records.rejected import Rejected
from analytics.intake.tables.source import Source
from analytics.ledger.columns import AMOUNTS, RECEIVABLES


@dataclass(frozen=True)
class Control:
    """What a file should hold: detail rows, and yen of 収入未済額; None where it is not said."""

    count: int | None
    yen: int | None


@dataclass(frozen=True)
class Reading:
    """One file, read. Of a settlement with errors there are no tables; of records, those of the accepted rows.

    With errors none of it may be stored.
    """

    source: Source
    layout: AnyLayout
    sent: Source | None = None  # what arrived, where it held only corrected rows of another file
    encoding: str = ""
    books: Books | None = None
    tables: Mapping[str, pa.Table] = field(default_factory=dict)  # kind of record → its rows
    findings: tuple[Finding, ...] = ()
    rows_read: int = 0
    accepted_rows: int = 0
    repaired_rows: int = 0  # among the accepted
    rejected_rows: int = 0
    set_aside_rows: int = 0  # totals and notes, among the accepted
    rejected: Collection[Rejected] = ()  # of records: the rows that were kept out
    above: tuple[list[str], ...] = ()  # of records: the rows down to the head
    details_yen: int | None = None  # 収入未済額 of all details, where each could be read
    control: Control | None = None  # what its department says it holds

    @property
    def name(self) -> str:
        """The file's name."""
        return self.source.name

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes."""
        return self.source.sha256

    @property
    def is_completed(self) -> bool:
        """Whether corrected rows alone arrived, so that the rest is of a file that was held."""
        return self.sent is not None and self.sent.path != self.source.path

    @property
    def record(self) -> AnyRecord:
        """What kind of record the file holds."""
        return "receivables" if isinstance(self.layout, Layout) else self.layout.record

    @property
    def scope(self) -> str:
        """What the file covers. Only a reading that knows its books has one."""
        assert self.books is not None
        return source_scope(self.layout, self.books)

    @property
    def detail_rows(self) -> int:
        """Rows that are neither totals nor notes, accepted or not."""
        return self.rows_read - self.set_aside_rows

    @property
    def owed_yen(self) -> int:
        """収入未済額 of all details; of the accepted claims where not every amount could be read."""
        return self.totals["outstanding_yen"] if self.details_yen is None else self.details_yen

    @property
    def receivables(self) -> pa.Table:
        """The claim lines; none of a file that holds no money."""
        return self.tables.get("receivables", RECEIVABLES.empty_table())

    @property
    def errors(self) -> list[Finding]:
        """What keeps the file out."""
        return errors_in(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        """What is kept with the version."""
        return [finding for finding in self.findings if finding.severity is Severity.WARNING]

    @property
    def claim_rows(self) -> int:
        """Lines that are receivables."""
        return int(self.receivables.num_rows)

    @property
    def totals(self) -> dict[str, int]:
        """Each amount's sum over the debtor claims, in yen."""
        owed = self.receivables.filter(pc.field("is_debtor_claim"))
        return {name: pc.sum(owed[name]).as_py() or 0 for name in AMOUNTS}
