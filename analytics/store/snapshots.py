"""Snapshots on disk: a Delta table of receivables, the source files beside it, and the summaries of each version.

<store>/receivables/            the Delta table; a commit is the one moment at which a version becomes visible
<store>/persons/, actions/, …    the tables beside it (`analytics.store.beside`), of the versions that a commit names
<store>/sources/<sha256>/NAME   each source file as it arrived
<store>/marts/<version>/*.parquet   what pages read; complete before the version's commit, so a reader never
                                sees a version without them, and a killed import leaves nothing visible
<store>/matching/<version>/       who is one person in it (`analytics.matching.keeping`)
<store>/pins/*.json             names given to versions for good (`analytics.store.pins`)
<store>/journals/*.jsonl         what was seen, agreed to and decided (`analytics.store.journal`)
<store>/.lock                   held by the process that writes; released by the system when it dies
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.errors import InputFault, NothingToShow, StoreFault
from analytics.intake.tables.source import Source
from analytics.ledger.columns import RECEIVABLES
from analytics.store.beside import BESIDE, beside, files_beside, write_beside
from analytics.store.delta import (
    Version,
    commit,
    commit_again,
    names_of,
    newest_of,
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

    def files(
        self, number: int, since: date | None = None, until: date | None = None
    ) -> list[Path]:
        """The Parquet files that make up version *number*: all, or those that may hold lines *since* … *until*."""
        table = opened(self.root, number)
        if table is None:
            raise empty_store(self.root)
        # by name: the addresses are percent-encoded, and a folder may be called 保管庫 or 100%
        return sorted(table_of(self.root) / name for name in names_of(table, since, until))

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
            table = pq.ParquetFile(file).read(use_threads=False)  # small: a dataset costs more
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
        """Hold the store for one change. Raises `StoreFault` when it is held already or cannot be written."""
        return held(self.root)

    def keep_source(self, source: Source) -> bool:
        """Put the source file beside the table, unchanged. Whole or not at all. False when it is there already.

        Raises `InputFault` when it is not what it was when it was read.
        """
        kept = self.source(source.sha256, source.name)
        if kept.is_file() and _sha256(kept) == source.sha256:
            return False
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_name(f".{source.name}.part")
        shutil.copyfile(source.path, unfinished)
        if _sha256(unfinished) != source.sha256:
            unfinished.unlink()
            raise InputFault(
                f"{source.name} が、取り込みの途中で書き換えられました。もう一度実行してください。"
            )
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
        self,
        tables: Mapping[str, pa.Table],
        scopes: Collection[str],
        number: int,
        metadata: Mapping[str, object],
    ) -> None:
        """Replace what *scopes* delivered before by *tables*, as version *number*. Its last step is the visible one."""
        table = opened(self.root)
        former = beside(None if table is None else newest_of(table))
        named = write_beside(self.root, former, tables, scopes)
        receivables = tables.get("receivables", RECEIVABLES.empty_table())
        said = {**metadata, BESIDE: json.dumps(named)}
        commit(self.root, table, receivables, scopes, number, said)

    def files_beside(self, number: int, kind: str) -> list[Path]:
        """The Parquet files with the records of *kind* (a key of `RECORDS`) in version *number*."""
        return files_beside(self.root, kind, beside(self.version(number)).get(kind))

    def commit_again(self, former: Version, number: int) -> None:
        """Commit the lines of version *former* again, as version *number*, with what was said of it then.

        This is the visible step.
        """
        commit_again(self.root, former.number, number, former.given)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def empty_store(root: Path) -> NothingToShow:
    """What to say of a store with nothing in it."""
    return NothingToShow(
        f"保管庫 {root} にはまだ何も取り込まれていません。`zangaku import ファイル名` で取り込んでください。"
    )
