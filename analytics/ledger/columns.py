"""The columns of every table, with the words the field uses for them (architecture.md, facts.md 1.1)."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

RECEIVABLES: Final = pa.schema(
    [
        pa.field("as_of", pa.date32(), nullable=False),
        pa.field("fiscal_year", pa.int32(), nullable=False),
        pa.field("department", pa.string(), nullable=False),  # who answers for the claim
        pa.field("department_name", pa.string(), nullable=False),  # its name in that year
        pa.field("booked_department", pa.string(), nullable=False),  # who booked this line
        pa.field("claim_kind", pa.string(), nullable=False),
        pa.field("claim", pa.string(), nullable=False),  # what is followed from year to year
        pa.field("claim_group", pa.string(), nullable=False),
        pa.field("account", pa.string(), nullable=False),
        pa.field("is_debtor_claim", pa.bool_(), nullable=False),
        pa.field("only_if_owed", pa.bool_(), nullable=False),
        pa.field("part", pa.string(), nullable=False),
        pa.field("assessed_yen", pa.int64(), nullable=False),
        pa.field("received_yen", pa.int64(), nullable=False),
        pa.field("refund_pending_yen", pa.int64(), nullable=False),
        pa.field("written_off_yen", pa.int64(), nullable=False),
        pa.field("outstanding_yen", pa.int64(), nullable=False),
        pa.field("case_count", pa.int64(), nullable=True),
        pa.field("source_scope", pa.string(), nullable=False),  # which delivery the line belongs to
        pa.field("source_name", pa.string(), nullable=False),
        pa.field("source_row", pa.int64(), nullable=False),
    ]
)

AMOUNTS: Final = {  # column → the word of a settlement for it
    "assessed_yen": "調定額",
    "received_yen": "収入済額",
    "refund_pending_yen": "還付未済額",
    "written_off_yen": "不納欠損額",
    "outstanding_yen": "収入未済額",
}

PARTS: Final = {
    "current": "現年度分",
    "carried_over": "滞納繰越分",
    "undivided": "区分なし",
}

TARGETS: Final = pa.schema(
    [
        ("municipality", pa.string()),  # "" applies to any store
        ("fiscal_year", pa.int32()),
        ("version", pa.int32()),
        ("decided_on", pa.date32()),
        ("account", pa.string()),  # null: not written
        ("claim", pa.string()),
        ("part", pa.string()),  # one of PARTS, or "total"
        ("target_yen", pa.int64()),
        ("target_case_count", pa.int64()),
        ("status", pa.string()),
        ("rule", pa.string()),
        ("source_name", pa.string()),  # where it is written
        ("source_row", pa.int64()),
    ]
)

# What is kept of each delivered file beside its lines.
SOURCES: Final = pa.schema(
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
FINDINGS: Final = pa.schema(
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
CHANGES: Final = pa.schema(
    [
        ("source_scope", pa.string()),
        ("fiscal_year", pa.int32()),
        ("claim", pa.string()),
        ("reason", pa.string()),
    ]
)
DOCUMENTS: Final = {"sources": SOURCES, "findings": FINDINGS, "changes": CHANGES}
