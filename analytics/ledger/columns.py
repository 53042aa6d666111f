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
        # of a debtor's line; a published settlement has none of these
        pa.field("basis", pa.string(), nullable=True),  # one of BASES; null: settlement
        pa.field("debtor_key", pa.string(), nullable=True),
        pa.field("levy_year", pa.int32(), nullable=True),
        pa.field("instalment", pa.string(), nullable=True),
        pa.field("due_on", pa.date32(), nullable=True),
        pa.field("contracted_on", pa.date32(), nullable=True),
        pa.field("state", pa.string(), nullable=True),  # one of STATES
        pa.field("reminded_on", pa.date32(), nullable=True),
        pa.field("acknowledged_on", pa.date32(), nullable=True),
        pa.field("suspended_on", pa.date32(), nullable=True),
        pa.field("last_paid_on", pa.date32(), nullable=True),
    ]
)

_ORIGIN: Final = [  # where a record of a monthly delivery stands
    pa.field("source_scope", pa.string(), nullable=False),
    pa.field("source_name", pa.string(), nullable=False),
    pa.field("source_row", pa.int64(), nullable=False),
]
PERSONS: Final = pa.schema(  # one debtor as one department writes them
    [
        pa.field("as_of", pa.date32(), nullable=False),
        pa.field("department", pa.string(), nullable=False),
        pa.field("debtor_key", pa.string(), nullable=False),
        pa.field("resident_key", pa.string()),
        pa.field("name", pa.string()),
        pa.field("name_kana", pa.string()),
        pa.field("born_on", pa.date32()),
        pa.field("postal_code", pa.string()),
        pa.field("address", pa.string()),
        pa.field("phone", pa.string()),
        pa.field("guarantor", pa.string()),
        *_ORIGIN,
    ]
)
ACTIONS: Final = pa.schema(  # one measure taken, やってPR
    [
        pa.field("as_of", pa.date32(), nullable=False),
        pa.field("department", pa.string(), nullable=False),
        pa.field("claim_kind", pa.string()),
        pa.field("done_on", pa.date32(), nullable=False),
        pa.field("action", pa.string(), nullable=False),
        pa.field("debtor_key", pa.string()),
        pa.field("case_count", pa.int64()),
        pa.field("concerned_yen", pa.int64()),
        pa.field("note", pa.string()),
        *_ORIGIN,
    ]
)
SURVEY: Final = pa.schema(  # one answer of one member of staff
    [
        pa.field("wave", pa.string(), nullable=False),
        pa.field("fielded_on", pa.date32(), nullable=False),
        pa.field("rank_group", pa.string()),
        pa.field("department_group", pa.string()),
        pa.field("question", pa.string(), nullable=False),  # 問3
        pa.field("wording", pa.string()),  # as it was asked
        pa.field("answer", pa.int64()),  # 1–5; null: not answered
        *_ORIGIN,  # all answers of one row are of one person
    ]
)
SURVEY_INVITED: Final = pa.schema(  # how many were asked in one group of one wave
    [
        pa.field("wave", pa.string(), nullable=False),
        pa.field("started_on", pa.date32(), nullable=False),
        pa.field("fielded_on", pa.date32(), nullable=False),  # the last day
        pa.field("rank_group", pa.string()),
        pa.field("department_group", pa.string()),
        pa.field("invited_count", pa.int64(), nullable=False),
        *_ORIGIN,
    ]
)
SURVEY_RESULTS: Final = pa.schema(  # one share of a survey that somebody else counted
    [
        pa.field("wave", pa.string(), nullable=False),
        pa.field("fielded_on", pa.date32()),
        pa.field("rank_group", pa.string()),
        pa.field("department_group", pa.string()),
        pa.field("question", pa.string(), nullable=False),
        pa.field("item", pa.string()),  # where one question of a wave was asked in two ways
        pa.field("positive_percent", pa.float64(), nullable=False),  # 0–100, of the answers
        pa.field("answered_count", pa.int64(), nullable=False),
        *_ORIGIN,
    ]
)
MEETINGS: Final = pa.schema(  # one review by the task force
    [
        pa.field("held_on", pa.date32(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("snapshot_name", pa.string()),  # the pinned version it looked at
        pa.field("decisions", pa.string()),
        pa.field("follow_ups", pa.string()),
        *_ORIGIN,
    ]
)
RECORDS: Final = {  # what is kept in a Delta table of its own
    "receivables": RECEIVABLES,
    "persons": PERSONS,
    "actions": ACTIONS,
    "survey": SURVEY,
    "survey_invited": SURVEY_INVITED,
    "survey_results": SURVEY_RESULTS,
    "meetings": MEETINGS,
}

BASES: Final = {  # facts.md 4.3: never mixed in one series
    "settlement": "決算",
    "due": "納期到来分",
    "all": "納期未到来を含む",
}
STATES: Final = {  # facts.md 4.7: exclusive, and they sum to the balance
    "seized": "差押中（換価前）",
    "instalments": "分納・猶予",
    "negotiating": "交渉中",
    "nothing_left": "換価済・残なし",
    "suspended": "執行停止・徴収停止",
    "time_barred": "時効期間経過",
    "destitute": "生活困窮",
    "untouched": "その他・未着手",
}

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
TARGET_PARTS: Final = PARTS | {"total": "計"}  # what a target may be for

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

LINKS: Final = pa.schema(  # one department's debtor → one person
    [
        pa.field("department", pa.string(), nullable=False),
        pa.field("debtor_key", pa.string(), nullable=False),
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("method", pa.string(), nullable=False),  # one of LINK_METHODS
        pa.field("probability", pa.float64()),  # by the model, of the pair that linked it
        pa.field("decided_by", pa.string()),
        pa.field("decided_on", pa.date32()),
    ]
)
LINK_METHODS: Final = {
    "alone": "ほかの課にいない",
    "resident_key": "宛名番号が同じ",
    "model": "名寄せの計算",
    "decision": "担当者の判断",
}
SHARED: Final = pa.schema(  # persons who owe just these members, by month-end
    [
        pa.field("period_on", pa.date32(), nullable=False),
        pa.field("view", pa.string(), nullable=False),  # department or claim_kind
        pa.field("members", pa.string(), nullable=False),  # all of them, joined by /
        pa.field("member", pa.string(), nullable=False),  # one of them
        pa.field("size", pa.int64(), nullable=False),  # how many they are
        pa.field("person_count", pa.int64(), nullable=False),
        pa.field(
            "outstanding_yen", pa.int64(), nullable=False
        ),  # that those persons owe the member, past due
        pa.field("largest_yen", pa.int64(), nullable=False),  # of one person
    ]
)

# What the law says of a kind of claim (`analytics.ledger.claim_kinds`).
CLAIM_RULES: Final = pa.schema(
    [
        pa.field("claim_kind", pa.string(), nullable=False),
        pa.field("class", pa.string(), nullable=False),  # one of CLASSES
        pa.field("years", pa.int32(), nullable=False),  # of limitation
        pa.field("needs_invocation", pa.bool_(), nullable=False),
        pa.field("closing_clock", pa.string()),  # G or E; null: not known
        pa.field("share_group", pa.string(), nullable=False),  # one of SHARE_GROUPS
        pa.field("contracted_from", pa.date32()),
        pa.field("contracted_before", pa.date32()),
        pa.field("valid_from", pa.date32()),  # null: always
        pa.field("confirmed_on", pa.date32()),  # null: by nobody yet
        pa.field("law_basis", pa.string(), nullable=False),
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
        ("record", pa.string()),  # one of RECORDS; null: receivables
        ("repaired_rows", pa.int64()),
        ("record_rows", pa.int64()),  # of every kind of record
        *((name, pa.int64()) for name in AMOUNTS),
        ("warning_count", pa.int64()),
        ("publisher", pa.string()),
        ("licence", pa.string()),
        ("attribution", pa.string()),
        ("url", pa.string()),
        ("department_names", pa.string()),  # joined by 、; "" where it is of no one department
        ("control_count", pa.int64()),  # what the department said of it; null: nothing
        ("control_yen", pa.int64()),
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
        ("count", pa.int64()),  # rows that it is said of
        ("cause", pa.string()),  # the message without examples and numbers of rows
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
