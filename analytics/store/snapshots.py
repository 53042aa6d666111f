"""Snapshots on disk: a Delta table of receivables, the source files beside it, and the summaries of each version.

<store>/receivables/            the Delta table; a commit is the one moment at which a version becomes visible
<store>/sources/<sha256>/NAME   each source file as it arrived
<store>/marts/<version>/*.parquet   what pages read; complete before the version's commit, so a reader never
                                sees a version without them, and a killed import leaves nothing visible
<store>/.lock                   held by the process that writes; released by the system when it dies
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import NothingToShow, StoreFault
from analytics.store.delta import (
    Version,
    commit,
    names_of,
    no_such_version,
    opened,
    table_of,
    versions_of,
)
from analytics.store.holding import held

__all__ = ["Store", "Version", "empty_store"]

DEFINITION = b"definition"  # in the metadata of a summary's file


class Store:
    """The folder of a city's snapshots."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # -- reading ------------------------------------------------------------------------------------------------

    def latest(self) -> int | None:
        """The number of the newest version, or None for an empty store."""
        table = opened(self.root)
        return None if table is None else int(table.version())

    def begun(self) -> bool:
        """Whether an import got as far as keeping a file, finished or not."""
        return any((self.root / "sources").glob("*/*"))

    def versions(self) -> list[Version]:
        """Every version, oldest first."""
        table = opened(self.root)
        return [] if table is None else versions_of(table)

    def version(self, number: int) -> Version:
        """Version *number*. Raises `NothingToShow` when there is none."""
        for version in self.versions():
            if version.number == number:
                return version
        raise no_such_version(number)

    def files(self, number: int, since: date | None = None) -> list[Path]:
        """The Parquet files that make up version *number*: all, or those that may hold lines as of *since* or later."""
        table = opened(self.root, number)
        if table is None:
            raise empty_store(self.root)
        # by name: the addresses are percent-encoded, and a folder may be called 保管庫 or 100%
        return sorted(table_of(self.root) / name for name in names_of(table, since))

    def mart_file(self, number: int, name: str) -> Path:
        """Where summary or document *name* of version *number* is kept."""
        return self.root / "marts" / str(number) / f"{name}.parquet"

    def mart(self, number: int, name: str) -> pa.Table:
        """One summary or document of version *number*. Raises `StoreFault` when it is missing or damaged."""
        file = self.mart_file(number, name)
        if not file.is_file():
            raise StoreFault(
                f"版 {number} の要約（{file.name}）がありません。"
                "控えから戻すか、新しいフォルダを --store で指定して sources/ の元のファイルを取り込み直してください。"
            )
        try:
            table = pq.read_table(file)
            table.validate(full=True)
            return table
        except (OSError, pa.ArrowException) as problem:
            raise StoreFault(
                f"版 {number} の要約（{name}.parquet）を読めません。"
                "`zangaku snapshots verify` で保管庫を調べてください。"
            ) from problem

    def definition(self, number: int, name: str) -> str:
        """The fingerprint of what made summary *name* of version *number*; "" for none that can be read."""
        try:
            metadata = pq.read_schema(self.mart_file(number, name)).metadata or {}
        except (OSError, pa.ArrowException):
            return ""
        return str(metadata.get(DEFINITION, b""), "ascii", "replace")

    def source(self, sha256: str, name: str) -> Path:
        """Where the source file of that hash is kept."""
        return self.root / "sources" / sha256 / name

    # -- writing ------------------------------------------------------------------------------------------------

    def writing(self) -> AbstractContextManager[None]:
        """Hold the store for one import. Raises `StoreFault` when it is held already or cannot be written."""
        return held(self.root)

    def keep_source(self, sha256: str, name: str, content: bytes) -> bool:
        """Put the source file beside the table, unchanged. Whole or not at all. False when it is there already."""
        kept = self.source(sha256, name)
        if kept.is_file() and kept.read_bytes() == content:
            return False
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_name(f".{name}.part")
        unfinished.write_bytes(content)
        os.replace(unfinished, kept)
        return True

    def keep_marts(self, number: int, tables: Mapping[str, pa.Table], definition: str) -> None:
        """Write the summaries and documents of the version that is about to be committed: not visible before that.

        *definition* is the fingerprint of what made them.
        """
        folder = self.root / "marts" / str(number)
        shutil.rmtree(folder, ignore_errors=True)  # left by an import that was killed
        folder.mkdir(parents=True)
        for name, table in tables.items():
            marked = table.replace_schema_metadata({DEFINITION: definition.encode()})
            pq.write_table(marked, self.mart_file(number, name))

    def commit(
        self, receivables: pa.Table, scope: str, number: int, metadata: Mapping[str, object]
    ) -> None:
        """Replace what *scope* delivered before by *receivables*, as version *number*. This is the visible step."""
        commit(self.root, receivables, scope, number, metadata)


def empty_store(root: Path) -> NothingToShow:
    """What to say of a store with nothing in it."""
    return NothingToShow(
        f"保管庫 {root} にはまだ何も取り込まれていません。`zangaku import ファイル名` で取り込んでください。"
    )
