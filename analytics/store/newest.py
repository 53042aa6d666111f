"""The newest version, as deliveries are held against it: looked at once for all files of a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.store.delta import Version
from analytics.store.documents import read_documents
from analytics.store.questions import ask
from analytics.store.snapshots import Store
from analytics.store.summaries import lines, summaries


@dataclass(frozen=True)
class Newest:
    """Number and contents of the newest version of a store; without a number there is none yet."""

    store: Store
    versions: tuple[Version, ...]
    _months: dict[date, pa.Table] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, store: Store) -> Newest:
        """The newest version of *store*, if there is any."""
        return cls(store, tuple(store.versions()))

    @property
    def number(self) -> int | None:
        """Its number."""
        return self.versions[-1].number if self.versions else None

    @cached_property
    def documents(self) -> dict[str, pa.Table]:
        """What is kept of each delivered file."""
        return {} if self.number is None else read_documents(self.store, self.number)

    @property
    def names(self) -> set[str]:
        """The names of the files that it has."""
        return (
            set(self.documents["sources"]["source_name"].to_pylist()) if self.documents else set()
        )

    @cached_property
    def summaries(self) -> dict[str, pa.Table]:
        """What its lines come to."""
        assert self.number is not None
        return summaries(self.store, self.number, self.documents["changes"])

    def lines_of(self, scope: str, as_of: date) -> pa.Table:
        """The lines that *scope* delivered as of the day *as_of*."""
        assert self.number is not None
        if as_of not in self._months:
            recent = lines(self.store.files(self.number, since=as_of))
            self._months[as_of] = ask(recent, "checks/lines_of_day", {"as_of": as_of})
        return self._months[as_of].filter(pc.field("source_scope") == scope)

    def holds(self, reading: Reading) -> bool:
        """Whether the very bytes of *reading*, read by the same layout, are there."""
        if self.number is None:
            return False
        alike = (
            (pc.field("source_scope") == reading.scope)
            & (pc.field("sha256") == reading.sha256)
            & (pc.field("layout_sha256") == reading.layout.fingerprint)
        )
        return bool(self.documents["sources"].filter(alike).num_rows)
