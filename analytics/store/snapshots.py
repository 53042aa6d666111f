"""Snapshots on disk: a Delta table of receivables, the source files beside it, and the summaries of each version.

<store>/receivables/            the Delta table; a commit is the one moment at which a version becomes visible
<store>/sources/<sha256>/NAME   each source file as it arrived
<store>/marts/<version>/*.parquet   what pages read; complete before the version's commit, so a reader never
                                sees a version without them, and a killed import leaves nothing visible
<store>/.lock                   held by the process that writes; released by the system when it dies
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError
from filelock import FileLock, Timeout

from analytics.errors import NothingToShow, StoreFault, reason

KEEP_EVERYTHING = {  # old versions stay readable by their number for good
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
# delta-rs cannot open a folder named with these
UNUSABLE = re.compile(r"[][|^\\\n#?]|%[0-9A-Fa-f]{2}")
DEFINITION = b"definition"  # in the metadata of a summary's file


@dataclass(frozen=True)
class Version:
    """One commit: its number, when it was made, and what its metadata says of the file that made it."""

    number: int
    committed_at: datetime
    metadata: dict[str, str]


class Store:
    """The folder of a city's snapshots."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.table = root / "receivables"

    # -- reading ------------------------------------------------------------------------------------------------

    def latest(self) -> int | None:
        """The number of the newest version, or None for an empty store."""
        table = self._open(None)
        return None if table is None else int(table.version())

    def begun(self) -> bool:
        """Whether an import got as far as keeping a file, finished or not."""
        return any((self.root / "sources").glob("*/*"))

    def versions(self) -> list[Version]:
        """Every version, oldest first."""
        table = self._open(None)
        if table is None:
            return []
        return sorted(map(_version, table.history()), key=lambda version: version.number)

    def version(self, number: int) -> Version:
        """Version *number*. Raises `NothingToShow` when there is none."""
        for version in self.versions():
            if version.number == number:
                return version
        raise NothingToShow(
            f"版 {number} はありません。`zangaku snapshots list` で版を確かめてください。"
        )

    def files(self, number: int) -> list[Path]:
        """The Parquet files that make up version *number*."""
        table = self._open(number)
        if table is None:
            raise empty_store(self.root)
        # by name: the addresses are percent-encoded, and a folder may be called 保管庫 or 100%
        return sorted(self.table / Path(uri).name for uri in table.file_uris())

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

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store for one import.

        Raises `StoreFault` at once when another process holds it, and when it cannot be written (a full disk, no
        permission): what was there before stays as it is.
        """
        self._make_root()
        lock = FileLock(self.root / ".lock")
        try:
            with lock.acquire(timeout=0):
                yield
        except Timeout as problem:
            raise StoreFault(
                "別の取り込みが動いています。終わってからもう一度実行してください。"
            ) from problem
        except (OSError, DeltaError) as problem:
            raise StoreFault(
                f"保管庫 {self.root} に書けません（{reason(problem)}）。前からある版は変わっていません。"
                "空き容量と権限を確かめて、もう一度実行してください。"
            ) from problem

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
        self, receivables: pa.Table, scope: str, number: int, metadata: Mapping[str, Any]
    ) -> None:
        """Replace what *scope* delivered before by *receivables*, as version *number*. This is the visible step."""
        properties = CommitProperties(custom_metadata={k: str(v) for k, v in metadata.items()})
        # no checkpoint or clean-up may follow a commit: the log is short, and a kill must find nothing half done
        hooks = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
        first: dict[str, Any] = {"configuration": KEEP_EVERYTHING}
        later: dict[str, Any] = {
            "mode": "overwrite",
            "predicate": f"source_scope = '{scope}'",
            "schema_mode": "merge",  # an older store lacks the columns that were added since
        }
        write_deltalake(
            self.table,
            receivables,
            commit_properties=properties,
            post_commithook_properties=hooks,
            **(first if number == 0 else later),
        )
        if self.latest() != number:
            raise StoreFault(
                "版の番号が予定と違います。`zangaku snapshots verify` で調べてください。"
            )

    # -- inside -------------------------------------------------------------------------------------------------

    def _make_root(self) -> None:
        unusable = UNUSABLE.search(str(self.root.resolve()).replace(os.sep, "/"))
        if unusable:
            raise StoreFault(
                f"保管庫 {self.root} の場所の名前に使えない文字「{unusable[0]}」があります。"
                "ほかの名前のフォルダを --store で指定してください。"
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreFault(
                f"保管庫 {self.root} を作れません（{reason(problem)}）。置き場所と権限を確かめてください。"
            ) from problem

    def _open(self, number: int | None) -> DeltaTable | None:
        try:
            if (self.table / "_delta_log").is_dir():
                return DeltaTable(self.table, version=number)
        except TableNotFoundError:
            pass
        except DeltaError as problem:
            if number is not None:
                raise NothingToShow(
                    f"版 {number} はありません。`zangaku snapshots list` で版を確かめてください。"
                ) from problem
            raise StoreFault(
                f"保管庫 {self.root} の記録を読めません。控えから戻すか、新しいフォルダに取り込み直してください。"
            ) from problem
        if (self.root / "marts" / "1").is_dir():  # a second version is begun only after a first one
            raise StoreFault(
                f"保管庫 {self.root} の記録（receivables）がなくなっています。控えから戻すか、"
                "新しいフォルダを --store で指定して sources/ の元のファイルを取り込み直してください。"
            )
        return None


def empty_store(root: Path) -> NothingToShow:
    """What to say of a store with nothing in it."""
    return NothingToShow(
        f"保管庫 {root} にはまだ何も取り込まれていません。`zangaku import ファイル名` で取り込んでください。"
    )


def _version(entry: dict[str, Any]) -> Version:
    metadata = {key: str(value) for key, value in entry.items()}
    made = datetime.fromtimestamp(entry["timestamp"] / 1000, tz=UTC)
    return Version(int(entry["version"]), made, metadata)
