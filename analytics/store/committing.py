"""Sound files into the store as one version: sources kept, summaries written, lines committed. All or nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.ledger.columns import RECORDS
from analytics.store.documents import next_documents, seals
from analytics.store.former import Row
from analytics.store.newest import Newest
from analytics.store.snapshots import Store, Version
from analytics.store.steps import Step
from analytics.store.summaries import definition, extended

FILES = "files"  # in the metadata of a commit of several files: the hash of each, and its name
STEPS = ("保管", "要約", "確定")  # what a commit says of itself, in this order


@dataclass(frozen=True)
class Import:
    """What an import did: the version that now holds the file, whether that is new, and whether a lost file is back."""

    reading: Reading
    version: int
    changed: bool
    restored: bool = False


def committed(newest: Newest, readings: Sequence[Reading], step: Step) -> list[Import]:
    """Commit those of *readings* that are not there already as one version. Nothing of it is visible before its end.

    The store must be held (`Store.writing`).
    """
    step(STEPS[0])
    done = {}
    new = []
    for reading in readings:
        restored = _restored(newest.store, reading, newest.versions)
        if newest.number is not None and (restored or newest.holds(reading)):
            done[reading.scope] = Import(reading, newest.number, changed=False, restored=restored)
        else:
            new.append(reading)
    if new:
        number = 0 if newest.number is None else newest.number + 1
        _commit(newest, new, number, step)
        done |= {reading.scope: Import(reading, number, changed=True) for reading in new}
    return [done[reading.scope] for reading in readings]


def _commit(newest: Newest, readings: Sequence[Reading], number: int, step: Step) -> None:
    store = newest.store
    for reading in readings:
        store.keep_source(reading.source)
    documents = next_documents(store, newest.number, readings, number)
    step(STEPS[1])
    tables = {
        kind: pa.concat_tables(
            [reading.tables[kind] for reading in readings if kind in reading.tables]
        )
        for kind in RECORDS
        if any(kind in reading.tables for reading in readings)
    }
    receivables = tables.get("receivables", RECORDS["receivables"].empty_table())
    made = extended(store, newest.number, receivables, documents["changes"])
    store.keep_marts(number, made | documents, definition())
    step(STEPS[2])
    scopes = [reading.scope for reading in readings]
    records = documents["sources"].filter(pc.field("source_scope").isin(scopes)).to_pylist()
    store.commit(tables, scopes, number, _described(records) | seals(store, number))


def _described(records: Sequence[Row]) -> dict[str, object]:
    """What a commit says of its files: all of one, of several what they have in common and come to."""
    if len(records) == 1:
        return dict(records[0])
    as_of = max(str(record["as_of"]) for record in records)
    sums = {
        name: sum(record[name] or 0 for record in records)
        for name in ("rows_read", "claim_rows", "outstanding_yen", "warning_count")
    }
    return {
        "as_of": as_of,
        "source_name": f"{as_of[:7]}（{len(records)}ファイル）",
        "municipality": records[0]["municipality"],
        "municipality_code": records[0]["municipality_code"],
        FILES: json.dumps({record["sha256"]: record["source_name"] for record in records}),
        **sums,
    }


def _restored(store: Store, reading: Reading, versions: Sequence[Version]) -> bool:
    """Whether a version's source file was gone or changed, and is back with these very bytes.

    Bringing it back is no delivery: it may have been corrected since.
    """
    names = {files_of(version).get(reading.sha256, "") for version in versions} - {""}
    sources = [replace(reading.source, name=name) for name in sorted(names)]
    return any([store.keep_source(source) for source in sources])


def files_of(version: Version) -> dict[str, str]:
    """The hash of each file that *version* took in, and its name."""
    says = version.metadata
    if FILES in says:
        return dict(json.loads(says[FILES]))
    return {says["sha256"]: says["source_name"]} if "sha256" in says else {}
