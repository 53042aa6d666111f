"""The Delta table of receivables: the one thing in the store that has versions.

An imported file is one commit, and a version is that commit's number (docs/decisions/0004). Nothing is vacuumed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from analytics.errors import NothingToShow, StoreFault

KEEP_EVERYTHING = {  # old versions stay readable by their number for good
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
RESTORED_FROM = "restored_from"  # in the metadata of a commit that brought a former version back
# what Delta itself notes of a commit, beside what was given with it
_ENGINE_NOTES = {
    "timestamp",
    "version",
    "readVersion",
    "operation",
    "operationParameters",
    "operationMetrics",
    "engineInfo",
    "clientVersion",
    "isolationLevel",
    "isBlindAppend",
    "userName",
    "userId",
}


@dataclass(frozen=True)
class Version:
    """One commit: its number, when it was made, and what its metadata says of the file that made it.

    Of a version that was brought back, the metadata are those of the version it came from.
    """

    number: int
    committed_at: datetime
    metadata: dict[str, str]

    @property
    def restored_from(self) -> int | None:
        """The number of the version that this one brought back; None for an import."""
        number = self.metadata.get(RESTORED_FROM)
        return None if number is None else int(number)

    @property
    def given(self) -> dict[str, str]:
        """The metadata that were given with the commit."""
        return {key: said for key, said in self.metadata.items() if key not in _ENGINE_NOTES}


def opened(root: Path, number: int | None = None) -> DeltaTable | None:
    """The table of the store at *root* as of version *number*, or the newest; None where nothing was ever imported.

    Raises `NothingToShow` for a number there is not, `StoreFault` for a log that is damaged or gone.
    """
    try:
        if (table_of(root) / "_delta_log").is_dir():
            return DeltaTable(table_of(root), version=number)
    except TableNotFoundError:
        pass
    except DeltaError as problem:
        if number is not None:
            raise no_such_version(number) from problem
        raise StoreFault(
            f"保管庫 {root} の記録を読めません。控えから戻すか、新しいフォルダに取り込み直してください。"
        ) from problem
    if (root / "marts" / "1").is_dir():  # a second version is begun only after a first one
        raise StoreFault(
            f"保管庫 {root} の記録（receivables）がなくなっています。控えから戻すか、"
            "新しいフォルダを --store で指定して sources/ の元のファイルを取り込み直してください。"
        )
    return None


def table_of(root: Path) -> Path:
    """Where the store at *root* keeps its table."""
    return root / "receivables"


def names_of(table: DeltaTable, since: date | None = None, until: date | None = None) -> list[str]:
    """The names of the files of *table*: all, or those that may hold lines as of *since* to *until*.

    The log says between which days the lines of a file lie; where it does not, the file may hold any.
    """
    if since is None and until is None:
        return [Path(uri).name for uri in table.file_uris()]
    actions = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    return [
        Path(action["path"]).name
        for action in actions
        if (action.get("max.as_of") or date.max) >= (since or date.min)
        and (action.get("min.as_of") or date.min) <= (until or date.max)
    ]


def no_such_version(number: int) -> NothingToShow:
    """What to say of a version that was never made."""
    return NothingToShow(
        f"版 {number} はありません。`zangaku snapshots list` で版を確かめてください。"
    )


def versions_of(table: DeltaTable) -> list[Version]:
    """Every version of *table*, oldest first."""
    return sorted(map(_version, table.history()), key=lambda version: version.number)


def newest_of(table: DeltaTable) -> Version:
    """The version that *table* was opened at, if that is the newest."""
    return _version(table.history(1)[0])


def commit(
    root: Path,
    table: DeltaTable | None,
    receivables: pa.Table,
    scopes: Collection[str],
    number: int,
    metadata: Mapping[str, object],
) -> None:
    """Replace what *scopes* delivered before by *receivables*, as version *number*. This is the visible step.

    *table* is the table of the store at *root* as it was opened just now; None where there is none yet.
    """
    first: dict[str, Any] = {"configuration": KEEP_EVERYTHING}
    later: dict[str, Any] = {
        "mode": "overwrite",
        "predicate": within(scopes),
        "schema_mode": "merge",  # an older store lacks the columns that were added since
    }
    write_deltalake(
        table_of(root) if table is None else table,
        receivables,
        **saying(metadata),
        **(first if number == 0 else later),
    )
    _expect(opened(root) if table is None else table, number)


def within(scopes: Collection[str]) -> str:
    """The rows that *scopes* delivered, as a condition."""
    quoted = ", ".join("'" + scope.replace("'", "''") + "'" for scope in sorted(scopes))
    return f"source_scope IN ({quoted})"


def commit_again(root: Path, former: int, number: int, metadata: Mapping[str, object]) -> None:
    """Commit the lines of version *former* again, as version *number*. This is the visible step.

    Nothing is copied: the new version names the files of the former one.
    """
    table = opened(root)
    if table is None:
        raise no_such_version(former)
    table.restore(former, **saying({**metadata, RESTORED_FROM: former}))
    _expect(table, number)


def saying(metadata: Mapping[str, object]) -> dict[str, Any]:
    """How a commit is made that says *metadata*.

    No checkpoint or clean-up may follow it: the log is short, and a kill must find nothing half done.
    """
    return {
        "commit_properties": CommitProperties(
            custom_metadata={key: str(value) for key, value in metadata.items()}
        ),
        "post_commithook_properties": PostCommitHookProperties(
            create_checkpoint=False, cleanup_expired_logs=False
        ),
    }


def _expect(table: DeltaTable | None, number: int) -> None:
    if table is None or table.version() != number:
        raise StoreFault("版の番号が予定と違います。`zangaku snapshots verify` で調べてください。")


def _version(entry: dict[str, Any]) -> Version:
    metadata = {key: str(value) for key, value in entry.items()}
    made = datetime.fromtimestamp(entry["timestamp"] / 1000, tz=UTC)
    return Version(int(entry["version"]), made, metadata)
