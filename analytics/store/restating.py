"""Restatements (訂正): what was delivered again with other content, and by how much the balance changed.

They are derived from the versions themselves and kept nowhere: each version's `sources` say what it holds, so a scope
that holds something else than in the version before was replaced. Both values stay readable by their version.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pyarrow as pa

from analytics.ledger.calendar import JAPAN
from analytics.store.documents import read_document
from analytics.store.questions import ask
from analytics.store.sides import both, unshared
from analytics.store.snapshots import Store, Version

CORRECTED, UNDONE, RETURNED = "訂正", "取り消し", "取り込み直し"
REPLACEMENTS = pa.schema(
    [
        ("source_scope", pa.string()),
        ("restated_on", pa.date32()),  # in Japan
        ("kind", pa.string()),
        ("layout", pa.string()),
        ("old_version", pa.int64()),  # the last one with the former content
        ("new_version", pa.int64()),
        ("old_name", pa.string()),  # "" where there was none
        ("new_name", pa.string()),
    ]
)
Row = dict[str, object]
Delivered = dict[str, list[Row]]  # scope → its rows in `sources`


def restatements(store: Store, number: int) -> pa.Table:
    """Every restatement up to version *number*, newest first, as `analytics/sql/restatements.sql` answers it."""
    found = [
        _restated(store, list(replaced))
        for _, replaced in groupby(replacements(store, number), lambda row: row["new_version"])
    ]
    if not found:
        found = [_restated(store, [])]
    return pa.concat_tables(reversed(found))


def replacements(store: Store, number: int) -> Iterator[Row]:
    """Each delivery up to version *number* that took the place of another or was taken back, oldest first."""
    before: Delivered = {}
    known: set[str] = set()
    for version in store.versions():
        if version.number > number:
            return
        now = _delivered(store, version.number)
        for scope in sorted(before.keys() | now.keys()):
            old, new = before.get(scope, []), now.get(scope, [])
            if scope in known and _content(old) != _content(new):
                yield _replacement(scope, version, old, new)
        known |= now.keys()
        before = now


def _delivered(store: Store, number: int) -> Delivered:
    found: Delivered = {}
    for row in read_document(store, number, "sources").to_pylist():
        found.setdefault(row["source_scope"], []).append(row)
    return found


def _content(rows: list[Row]) -> set[tuple[object, object]]:
    """What was delivered, and how it was read."""
    return {(row["sha256"], row["layout_sha256"]) for row in rows}


def _replacement(scope: str, version: Version, old: list[Row], new: list[Row]) -> Row:
    kind = CORRECTED if old else RETURNED
    return {
        "source_scope": scope,
        "restated_on": version.committed_at.astimezone(JAPAN).date(),
        "kind": kind if version.restored_from is None else UNDONE,
        "layout": (new or old)[0]["layout"],
        "old_version": version.number - 1,
        "new_version": version.number,
        "old_name": _names(old),
        "new_name": _names(new),
    }


def _names(rows: list[Row]) -> str:
    return "、".join(sorted({str(row["source_name"]) for row in rows}))


def _restated(store: Store, replaced: list[Row]) -> pa.Table:
    """The claims that differ over one version's replacements; with none, the empty answer."""
    files = [
        store.files(int(str(replaced[0][name]))) if replaced else []
        for name in ("old_version", "new_version")
    ]
    tables = {"replacements": pa.Table.from_pylist(replaced, schema=REPLACEMENTS)}
    return ask(both(*unshared(*files), tables), "restatements")
