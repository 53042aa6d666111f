"""The newest version, as deliveries are held against it: looked at once for all files of a month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from analytics.store.documents import read_documents
from analytics.store.duck import Database
from analytics.store.snapshots import Store
from analytics.store.summaries import lines, summaries


@dataclass(frozen=True)
class Newest:
    """Number and contents of the newest version of a store; without a number there is none yet."""

    store: Store
    number: int | None

    @classmethod
    def of(cls, store: Store) -> Newest:
        """The newest version of *store*, if there is any."""
        return cls(store, store.latest())

    @cached_property
    def documents(self) -> dict[str, pa.Table]:
        """What is kept of each delivered file."""
        return {} if self.number is None else read_documents(self.store, self.number)

    @cached_property
    def stored(self) -> list[Path]:
        """The files with its lines."""
        return [] if self.number is None else self.store.files(self.number)

    @cached_property
    def summaries(self) -> dict[str, pa.Table]:
        """What its lines come to."""
        assert self.number is not None
        return summaries(self.store, self.number, self.documents["changes"])

    @cached_property
    def lines(self) -> Database:
        """Its lines."""
        return lines(self.stored)
