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

AMOUNTS: Final = (
    "assessed_yen",
    "received_yen",
    "refund_pending_yen",
    "written_off_yen",
    "outstanding_yen",
)

LABELS: Final = {
    "assessed_yen": "調定額",
    "received_yen": "収入済額",
    "refund_pending_yen": "還付未済額",
    "written_off_yen": "不納欠損額",
    "outstanding_yen": "収入未済額",
    "case_count": "件数",
    "department": "所管課",
    "fiscal_year": "年度",
}

PARTS: Final = {
    "current": "現年度分",
    "carried_over": "滞納繰越分",
    "undivided": "区分なし",
}
