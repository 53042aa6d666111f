"""The summaries that pages read: what `analytics/sql/marts/*.sql` make of the lines of a version.

They are written with their version and bear the fingerprint of their definition. A release that defines them otherwise
leaves what is there alone and makes them anew, in memory, whenever it opens the version (docs/decisions/0004).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import CHANGES, RECEIVABLES
from analytics.store.duck import Database
from analytics.store.questions import ask, question
from analytics.store.snapshots import Store

SUMMARIES = ("claims", "movements")
REPLACED = """
    SELECT * FROM stored_lines WHERE source_scope NOT IN (SELECT source_scope FROM incoming_lines)
    UNION ALL BY NAME
    SELECT * FROM incoming_lines
"""


@cache
def definition() -> str:
    """Sixteen characters that change when the SQL of a summary does, or the columns it is made of."""
    columns = [f"{field.name} {field.type}" for field in (*RECEIVABLES, *CHANGES)]
    told = [*columns, *(question(f"marts/{name}").sql for name in SUMMARIES)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def lines(stored: Sequence[Path], incoming: pa.Table | None = None) -> Database:
    """`receivables`: the lines in the files *stored*, once *incoming* has replaced what its scope delivered before.

    A column that the files do not have yet is empty.
    """
    new = RECEIVABLES.empty_table() if incoming is None else incoming
    if not stored:
        return Database({}, {"receivables": new})
    return Database({"stored_lines": stored}, {"incoming_lines": new}, {"receivables": REPLACED})


def build(receivables: Database, changes: pa.Table) -> dict[str, pa.Table]:
    """The summaries of *receivables*, with the documented *changes* of claims."""
    claims = ask(receivables, "marts/claims")
    movements = ask(Database({}, {"claims": claims, "changes": changes}), "marts/movements")
    return {"claims": claims, "movements": movements}


def current(store: Store, number: int) -> dict[str, list[Path]]:
    """The files of version *number*'s summaries; none unless all are there and made by today's definition."""
    made_by = {name: store.definition(number, name) for name in SUMMARIES}
    if set(made_by.values()) != {definition()}:
        return {}
    return {name: [store.mart_file(number, name)] for name in SUMMARIES}


def summaries(store: Store, number: int, changes: pa.Table) -> dict[str, pa.Table]:
    """The summaries of version *number* by today's definition: as stored, or else made anew."""
    if current(store, number):
        return {name: store.mart(number, name) for name in SUMMARIES}
    return build(lines(store.files(number)), changes)
