"""What is kept of each delivered file beside its lines: its record, its findings, and the documented changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.reading import Reading
from analytics.ledger.columns import AMOUNTS
from analytics.store.snapshots import Store

SOURCES = pa.schema(
    [
        ("source_scope", pa.string()),
        ("as_of", pa.date32()),
        ("fiscal_year", pa.int32()),
        ("municipality", pa.string()),
        ("municipality_code", pa.string()),
        ("source_name", pa.string()),
        ("size_bytes", pa.int64()),
        ("sha256", pa.string()),
        ("encoding", pa.string()),
        ("layout", pa.string()),
        ("layout_version", pa.int64()),
        ("layout_title", pa.string()),
        ("layout_sha256", pa.string()),
        ("imported_at", pa.timestamp("s", tz="UTC")),
        ("version", pa.int64()),
        ("rows_read", pa.int64()),
        ("accepted_rows", pa.int64()),
        ("rejected_rows", pa.int64()),
        ("set_aside_rows", pa.int64()),
        ("claim_rows", pa.int64()),
        *((name, pa.int64()) for name in AMOUNTS),
        ("warning_count", pa.int64()),
        ("publisher", pa.string()),
        ("licence", pa.string()),
        ("attribution", pa.string()),
        ("url", pa.string()),
    ]
)
FINDINGS = pa.schema(
    [
        ("source_scope", pa.string()),
        ("source_name", pa.string()),
        ("severity", pa.string()),
        ("code", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("message", pa.string()),
        ("todo", pa.string()),
    ]
)
CHANGES = pa.schema(
    [
        ("source_scope", pa.string()),
        ("fiscal_year", pa.int32()),
        ("claim", pa.string()),
        ("reason", pa.string()),
    ]
)
DOCUMENTS = {"sources": SOURCES, "findings": FINDINGS, "changes": CHANGES}


def read_documents(store: Store, number: int) -> dict[str, pa.Table]:
    """The documents of version *number*, one table each."""
    return {name: store.mart(number, name).cast(schema) for name, schema in DOCUMENTS.items()}


def next_documents(
    store: Store, latest: int | None, reading: Reading, number: int
) -> dict[str, pa.Table]:
    """The documents as they will be in version *number*, once *reading* has replaced what its scope had."""
    assert reading.books is not None
    scope = reading.scope
    about, source = reading.layout.layout, reading.layout.source
    new: dict[str, list[dict[str, object]]] = {
        "sources": [
            {
                "source_scope": scope,
                "as_of": reading.books.as_of,
                "fiscal_year": reading.books.fiscal_year,
                "municipality": about.municipality,
                "municipality_code": about.municipality_code,
                "source_name": reading.name,
                "size_bytes": len(reading.content),
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
                **reading.totals,
                "warning_count": len(reading.warnings),
                "publisher": source.publisher,
                "licence": source.licence,
                "attribution": source.attribution,
                "url": source.url,
            }
        ],
        "findings": [
            {
                "source_scope": scope,
                "source_name": reading.name,
                "severity": finding.severity.value,
                "code": finding.code,
                "row": finding.row,
                "column": finding.column,
                "message": finding.message,
                "todo": finding.todo,
            }
            for finding in reading.findings
        ],
        "changes": [
            {"source_scope": scope, **change.model_dump()}
            for change in reading.layout.changes
            if change.fiscal_year == reading.books.fiscal_year
        ],
    }
    before = {} if latest is None else read_documents(store, latest)
    return {
        name: pa.concat_tables(
            [
                *([before[name].filter(pc.field("source_scope") != scope)] if before else []),
                pa.Table.from_pylist(new[name], schema=schema),
            ]
        )
        for name, schema in DOCUMENTS.items()
    }
