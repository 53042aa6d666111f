"""Files into the store: read, compare with what is there, write the summaries, commit. Each file all or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import InputFault
from analytics.intake.controls import Control
from analytics.intake.delivered import Reading
from analytics.intake.layouts import AnyLayout
from analytics.intake.reading import choose_layout, read_source
from analytics.intake.tables.source import open_source
from analytics.ledger.columns import RECORDS
from analytics.store.delta import FILES
from analytics.store.documents import next_documents, seals
from analytics.store.examining import compared, examine
from analytics.store.newest import Newest
from analytics.store.snapshots import Store, Version
from analytics.store.steps import Step, silent
from analytics.store.summaries import definition, extended
from analytics.store.together import beside_each_other

__all__ = ["Import", "Month", "Rejected", "examine", "take_in", "take_in_month"]


@dataclass(frozen=True)
class Import:
    """What an import did: the version that now holds the file, whether that is new, and whether a lost file is back."""

    reading: Reading
    version: int
    changed: bool
    restored: bool = False


@dataclass(frozen=True)
class Month:
    """What became of the files of a folder: taken in as one version, there already, or kept out with their reasons."""

    imports: tuple[Import, ...]
    rejected: tuple[Reading, ...]
    unread: tuple[tuple[str, InputFault], ...]  # name of a file that is no table at all, and why


class Rejected(InputFault):
    """A file with errors was kept out. `reading` holds all of them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        super().__init__(
            f"{reading.name} は取り込みませんでした（誤り {len(reading.errors):,}件）。保管庫は変わっていません。"
            "指摘を直してから、もう一度実行してください。"
        )


def take_in(
    store: Store,
    path: Path,
    layouts: Sequence[AnyLayout],
    wanted: str | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Import:
    """Import *path* as one new version, or say that its very bytes are already there, read by the same layout.

    Raises `Rejected` when the file has errors (the store is untouched), `InputFault` when there is no file or no
    layout for it, `StoreFault` when the store is busy.
    """
    with store.writing():
        reading = examine(store, path, layouts, wanted, as_of, step)
        if reading.errors:
            raise Rejected(reading)
        (done,) = _committed(store, Newest.of(store), [reading], step)
        return done


def take_in_month(
    store: Store,
    paths: Sequence[Path],
    layouts: Sequence[AnyLayout],
    controls: Mapping[str, Control] | None = None,
    as_of: date | None = None,
    step: Step = silent,
) -> Month:
    """Import the files at *paths*, all of one month, as one new version: those without errors, whatever the others are.

    *controls* are the totals given with the files, by name. Raises `StoreFault` when the store is busy.
    """
    with store.writing():
        newest = Newest.of(store)
        read: list[Reading] = []
        unread = []
        for path in paths:
            step(path.name)
            try:
                source = open_source(path)
                reading = read_source(source, choose_layout(source, layouts), as_of)
                read.append(compared(reading, newest, (controls or {}).get(path.name)))
            except InputFault as problem:
                unread.append((path.name, problem))
        read = beside_each_other(read, newest)
        sound = [reading for reading in read if not reading.errors]
        rejected = [reading for reading in read if reading.errors]
        imports = _committed(store, newest, sound, step) if sound else []
        return Month(tuple(imports), tuple(rejected), tuple(unread))


def _committed(
    store: Store, newest: Newest, readings: Sequence[Reading], step: Step
) -> list[Import]:
    """Commit those of *readings* that are not there already as one version. Nothing of it is visible before its end."""
    step("保管")
    versions = store.versions()
    done = {}
    new = []
    for reading in readings:
        restored = _restored(store, reading, versions)
        if newest.number is not None and (restored or _already_there(reading, newest)):
            done[reading.scope] = Import(reading, newest.number, changed=False, restored=restored)
        else:
            new.append(reading)
    if new:
        number = 0 if newest.number is None else newest.number + 1
        _commit(store, newest, new, number, step)
        done |= {reading.scope: Import(reading, number, changed=True) for reading in new}
    return [done[reading.scope] for reading in readings]


def _commit(
    store: Store, newest: Newest, readings: Sequence[Reading], number: int, step: Step
) -> None:
    for reading in readings:
        store.keep_source(reading.source)
    documents = next_documents(store, newest.number, readings, number)
    step("要約")
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
    step("確定")
    scopes = [reading.scope for reading in readings]
    records = documents["sources"].filter(pc.field("source_scope").isin(scopes)).to_pylist()
    store.commit(tables, scopes, number, _described(records) | seals(store, number))


def _described(records: Sequence[Mapping[str, object]]) -> dict[str, object]:
    """What a commit says of its files: all of one, of several what they have in common and come to."""
    if len(records) == 1:
        return dict(records[0])
    as_of = max(str(record["as_of"]) for record in records)
    sums = {
        name: sum(int(str(record[name] or 0)) for record in records)
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
    names = {_files(version).get(reading.sha256, "") for version in versions} - {""}
    sources = [replace(reading.source, name=name) for name in sorted(names)]
    return any([store.keep_source(source) for source in sources])


def _files(version: Version) -> dict[str, str]:
    """The hash of each file that *version* took in, and its name."""
    says = version.metadata
    if FILES in says:
        return dict(json.loads(says[FILES]))
    return {says["sha256"]: says["source_name"]} if "sha256" in says else {}


def _already_there(reading: Reading, newest: Newest) -> bool:
    there = newest.documents["sources"].filter(
        (pc.field("source_scope") == reading.scope)
        & (pc.field("sha256") == reading.sha256)
        & (pc.field("layout_sha256") == reading.layout.fingerprint)
    )
    return bool(there.num_rows)
