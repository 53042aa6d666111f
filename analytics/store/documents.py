"""What is kept of each delivered file beside its lines: its record, its findings, and the documented changes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.delivered import Reading
from analytics.ledger.columns import DOCUMENTS
from analytics.store.snapshots import Store

Rows = list[dict[str, object]]


def read_documents(store: Store, number: int) -> dict[str, pa.Table]:
    """The documents of version *number*, one table each. What an earlier release did not write down is null."""
    return {name: read_document(store, number, name) for name in DOCUMENTS}


def read_document(store: Store, number: int, name: str) -> pa.Table:
    """One document of version *number*, in the columns of today."""
    return _as_of_today(store.mart(number, name), DOCUMENTS[name])


def _as_of_today(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """*table* with just the columns of *schema*."""
    empty = pa.nulls(table.num_rows)
    columns = [table[name] if name in table.column_names else empty for name in schema.names]
    return pa.table(columns, names=schema.names).cast(schema)


def seals(store: Store, number: int) -> dict[str, str]:
    """The hashes of the documents of version *number*, for its commit: a change made afterwards is found by them."""
    return {
        f"{name}_sha256": hashlib.sha256(store.mart_file(number, name).read_bytes()).hexdigest()
        for name in DOCUMENTS
    }


def next_documents(
    store: Store, latest: int | None, readings: Sequence[Reading], number: int
) -> dict[str, pa.Table]:
    """The documents as they will be in version *number*, once *readings* have replaced what their scopes had."""
    new: dict[str, Rows] = {
        "sources": [_record(reading, number) for reading in readings],
        "findings": [row for reading in readings for row in _findings(reading)],
        "changes": [row for reading in readings for row in _changes(reading)],
    }
    others = ~pc.field("source_scope").isin([reading.scope for reading in readings])
    before = {} if latest is None else read_documents(store, latest)
    return {
        name: pa.concat_tables(
            [
                *([before[name].filter(others)] if before else []),
                pa.Table.from_pylist(new[name], schema=schema),
            ]
        )
        for name, schema in DOCUMENTS.items()
    }


def _record(reading: Reading, number: int) -> dict[str, object]:
    """What a file was, how it was read and what it came to: its row in `sources`."""
    assert reading.books is not None
    about, source = reading.layout.layout, reading.layout.source
    return {
        "source_scope": reading.scope,
        "as_of": reading.books.as_of,
        "fiscal_year": reading.books.fiscal_year,
        "municipality": about.municipality,
        "municipality_code": about.municipality_code,
        "source_name": reading.name,
        "size_bytes": reading.source.size_bytes,
        "sha256": reading.sha256,
        "encoding": reading.encoding,
        "layout": about.name,
        "layout_version": about.version,
        "layout_title": about.title,
        "layout_sha256": reading.layout.fingerprint,
        "imported_at": datetime.now(UTC).replace(microsecond=0),
        "version": number,
        "rows_read": reading.rows_read,
        "accepted_rows": reading.accepted_rows,
        "rejected_rows": reading.rejected_rows,
        "set_aside_rows": reading.set_aside_rows,
        "claim_rows": reading.claim_rows,
        "record": reading.record,
        "repaired_rows": reading.repaired_rows,
        "record_rows": sum(table.num_rows for table in reading.tables.values()),
        **reading.totals,
        "warning_count": len(reading.warnings),
        "publisher": source.publisher,
        "licence": source.licence,
        "attribution": source.attribution,
        "url": source.url,
        "department_names": "、".join(_departments(reading)),
        "control_count": reading.control and reading.control.count,
        "control_yen": reading.control and reading.control.yen,
    }


def _departments(reading: Reading) -> list[str]:
    """The names of the departments that the file is of: of its claims, or the one that its layout is for."""
    names = sorted(reading.receivables["department_name"].unique().to_pylist())
    fixed = reading.layout.departments.fixed
    return names or ([fixed.name] if fixed else [])


def _findings(reading: Reading) -> Rows:
    return [
        {
            "source_scope": reading.scope,
            "source_name": reading.name,
            "severity": finding.severity.value,
            "code": finding.code,
            "row": finding.row,
            "column": finding.column,
            "message": finding.message,
            "todo": finding.todo,
            "count": finding.count,
            "cause": finding.cause,
        }
        for finding in reading.findings
    ]


def _changes(reading: Reading) -> Rows:
    """The layout's documented changes for the year of the file."""
    assert reading.books is not None
    return [
        {"source_scope": reading.scope, **change.model_dump()}
        for change in reading.layout.changes
        if change.fiscal_year == reading.books.fiscal_year
    ]
