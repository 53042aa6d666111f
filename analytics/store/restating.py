"""Restatements (訂正): what was delivered again with other content, and by how much the balance changed.

They are derived from the versions themselves and kept nowhere: each version's `sources` say what it holds, so a scope
that holds something else than in the version before was replaced. Both values stay readable by their version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from analytics.ledger.calendar import JAPAN
from analytics.store.documents import read_document
from analytics.store.questions import ask
from analytics.store.sides import both, unshared
from analytics.store.snapshots import Store, Version

CORRECTED, UNDONE, RETURNED = "訂正", "取り消し", "取り込み直し"


@dataclass(frozen=True)
class Replacement:
    """One delivery that took the place of another, or was taken back."""

    source_scope: str
    restated_on: date  # in Japan
    kind: str
    layout: str
    old_version: int  # the last one with the former content
    new_version: int
    old_name: str  # "" where there was none
    new_name: str


REPLACEMENTS = pa.schema(
    [
        ("source_scope", pa.string()),
        ("restated_on", pa.date32()),
        ("kind", pa.string()),
        ("layout", pa.string()),
        ("old_version", pa.int64()),
        ("new_version", pa.int64()),
        ("old_name", pa.string()),
        ("new_name", pa.string()),
    ]
)
_READ = ("sha256", "layout_sha256", "layout", "source_name")
Row = dict[str, object]
# a version's number, and when it was committed: of another store both may not agree
Moment = tuple[int, datetime]
Delivered = dict[str, list[Row]]  # scope → its rows in `sources`


def restatements(store: Store, number: int) -> pa.Table:
    """Every restatement up to version *number*, newest first, as `analytics/sql/restatements.sql` answers it."""
    replaced = [
        (version, tuple(rows))
        for version, rows in _by_version(store, number)
        if rows  # a first delivery replaces nothing
    ]
    found = [_restated(store.root, version, rows) for version, rows in reversed(replaced)]
    return pa.concat_tables(found or [_compared(store, ())])


def _by_version(store: Store, number: int) -> Iterator[tuple[Moment, list[Replacement]]]:
    """What each version up to *number* replaced or took back, oldest first."""
    before: Delivered = {}
    known: set[str] = set()
    for version in store.versions():
        if version.number > number:
            return
        moment = version.number, version.committed_at
        now = _delivered(store.root, moment)
        replaced = [
            _replacement(scope, version, before.get(scope, []), now.get(scope, []))
            for scope in sorted(known)
            if _content(before.get(scope, [])) != _content(now.get(scope, []))
        ]
        yield moment, replaced
        known |= now.keys()
        before = now


@lru_cache(maxsize=4096)
def _delivered(root: Path, moment: Moment) -> Delivered:
    """What a version holds. It never changes, so it is read once."""
    found: Delivered = {}
    for row in read_document(Store(root), moment[0], "sources").to_pylist():
        found.setdefault(row["source_scope"], []).append({name: row[name] for name in _READ})
    return found


def _content(rows: list[Row]) -> set[tuple[object, object]]:
    """What was delivered, and how it was read."""
    return {(row["sha256"], row["layout_sha256"]) for row in rows}


def _replacement(scope: str, version: Version, old: list[Row], new: list[Row]) -> Replacement:
    kind = CORRECTED if old else RETURNED
    return Replacement(
        source_scope=scope,
        restated_on=version.committed_at.astimezone(JAPAN).date(),
        kind=kind if version.restored_from is None else UNDONE,
        layout=str((new or old)[0]["layout"]),
        old_version=version.number - 1,
        new_version=version.number,
        old_name=_names(old),
        new_name=_names(new),
    )


def _names(rows: list[Row]) -> str:
    return "、".join(sorted({str(row["source_name"]) for row in rows}))


@lru_cache(maxsize=1024)
def _restated(root: Path, moment: Moment, replaced: tuple[Replacement, ...]) -> pa.Table:
    """The claims that differ over one version's replacements. They never change, so they are compared once."""
    return _compared(Store(root), replaced)


def _compared(store: Store, replaced: tuple[Replacement, ...]) -> pa.Table:
    """The claims that differ over the replacements of one version; with none, the empty answer."""
    numbers = (replaced[0].old_version, replaced[0].new_version) if replaced else ()
    files = [store.files(number) for number in numbers] or [[], []]
    told = pa.Table.from_pylist([asdict(each) for each in replaced], schema=REPLACEMENTS)
    return ask(both(*unshared(*files), {"replacements": told}), "restatements")
