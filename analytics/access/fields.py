"""Which column belongs to which field group of the sharing table, by its name.

A column that no group knows is not to be shown of another department's debtor: somebody has to put it here first. So
it is with the free text of measures (`note`), where anything may stand, also about third persons.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "existence": frozenset(
        {"department", "department_name", "booked_department", "account", "claim_kind", "claim"}
        | {"claim_group", "debtor_key", "person_id", "as_of", "fiscal_year", "basis"}
        | {"is_debtor_claim", "only_if_owed", "source_scope", "source_name", "source_row"}
    ),
    "amount": frozenset(  # besides `_AMOUNTS`
        {"part", "levy_year", "instalment", "due_on", "oldest_due_on", "balances"}
    ),
    "state": frozenset(
        {"state", "reminded_on", "acknowledged_on", "suspended_on", "last_paid_on", "expires_on"}
        | {"contracted_on", "done_on", "action", "pledged_on", "pledge_kept"}
        | {"measure_count", "last_measure_on", "last_measure", "last_contact_on"}
        | {"expiry_end", "expiry_event", "counted_on", "limit_years", "law_basis", "demanded_on"}
        | {"expiry_missing", "is_unconfirmed"}
    ),
    "contact": frozenset(
        {"resident_key", "name", "name_kana", "born_on", "postal_code", "address", "phone"}
    ),
    "assets": frozenset({"assets", "asset_kind", "asset_yen", "seized_on"}),
    "guarantor": frozenset({"guarantor"}),
}
_AMOUNTS = ("_yen", "_count")  # how the names of sums and of numbers of lines end


def group_of(column: str) -> str | None:
    """The field group that *column* belongs to; None for one that no group knows.

    >>> [group_of(column) for column in ("name", "outstanding_yen", "asset_yen", "note")]
    ['contact', 'amount', 'assets', None]
    """
    for group, columns in FIELDS.items():
        if column in columns:
            return group
    return "amount" if column.endswith(_AMOUNTS) else None


def withheld(columns: Collection[str], permitted: Collection[str]) -> list[str]:
    """Those of *columns* that a reader may not have who is *permitted* these field groups, in their order."""
    return [column for column in columns if group_of(column) not in permitted]
