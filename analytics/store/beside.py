"""The tables beside the receivables: persons, actions, answers, meetings, a Delta table each.

A version of the store is a commit of the receivables. It names the version of each table beside them (`BESIDE` in its
metadata), so all become visible in the one moment of that commit. What a killed import left in a table that no commit
names is taken back before the next one writes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
from deltalake import DeltaTable, write_deltalake

from analytics.errors import StoreFault
from analytics.ledger.columns import RECORDS
from analytics.store.delta import KEEP_EVERYTHING, Version, saying, within

BESIDE = "beside"
KINDS = tuple(kind for kind in RECORDS if kind != "receivables")


def beside(version: Version | None) -> dict[str, int]:
    """Kind of record → the version of its table that belongs to *version* of the store."""
    named = version.metadata.get(BESIDE, "{}") if version else "{}"
    return {str(kind): int(number) for kind, number in json.loads(named).items()}


def files_beside(root: Path, kind: str, number: int | None) -> list[Path]:
    """The Parquet files of the table of *kind* as of its version *number*; none where there is no table."""
    if number is None:
        return []
    table = DeltaTable(_table_of(root, kind), version=number)
    return sorted(_table_of(root, kind) / Path(uri).name for uri in table.file_uris())


def write_beside(
    root: Path,
    former: Mapping[str, int],
    tables: Mapping[str, pa.Table],
    scopes: Collection[str],
) -> dict[str, int]:
    """Replace what *scopes* delivered before by *tables*, kind by kind; the versions to name in the commit.

    *former* are the versions that the commit before named.
    """
    named = dict(former)
    for kind in KINDS:
        rows = tables.get(kind)
        if rows is not None:
            named[kind] = _written(root, kind, former.get(kind), rows, scopes)
    return named


def _written(
    root: Path, kind: str, former: int | None, rows: pa.Table, scopes: Collection[str]
) -> int:
    place = _table_of(root, kind)
    if not (place / "_delta_log").is_dir():
        write_deltalake(place, rows, configuration=KEEP_EVERYTHING, **saying({}))
        table = DeltaTable(place)
    else:
        table = DeltaTable(place)
        _take_back(table, former)
        write_deltalake(
            table,
            rows,
            mode="overwrite",
            predicate=within(scopes),
            schema_mode="merge",
            **saying({}),
        )
    return int(table.version())


def _take_back(table: DeltaTable, former: int | None) -> None:
    """Make the table again what the last commit of the store named."""
    if former is None:
        table.delete(**saying({}))
    elif former > table.version():
        raise StoreFault(
            "保管庫の記録が欠けています。`zangaku snapshots verify` で調べてください。"
        )
    elif former < table.version():
        table.restore(former, **saying({}))


def _table_of(root: Path, kind: str) -> Path:
    return root / kind
