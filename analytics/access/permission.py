"""The decision: which fields of whose claims a reader may see, and on which basis. Pure, and default deny.

`existence` comes first: where it is not permitted the reader gets nothing, neither the name nor that there is a debt.
A head of department sees all of his own department; of others, what the pair (their kind → a kind that the debtor
owes in his department) permits. The office sees what rows to it, or consents to it, permit. The rest see no person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from analytics.access.consents import Consent, Debtor
from analytics.access.sharing import (
    BASIS_TYPES,
    FIELD_GROUPS,
    OFFICE,
    SUITS,
    THIRD_PERSON,
    Sharing,
    share_group,
)
from analytics.access.viewer import Viewer
from analytics.ledger.claim_kinds import ClaimKinds

OWN, ALWAYS, CONSENT = "own", "always", "consent"
BASES: Final = {OWN: "所管課", ALWAYS: "税どうし", CONSENT: "本人の同意", **BASIS_TYPES}
GRANTS: Final = pa.schema(  # what a question joins: no row, no sight
    [
        pa.field("from_department", pa.string(), nullable=False),
        pa.field("from_kind", pa.string(), nullable=False),
        # what the debtor has to owe to the department of a head; "": no matter
        pa.field("to_kind", pa.string(), nullable=False),
        pa.field("field_group", pa.string(), nullable=False),
        pa.field("basis", pa.string(), nullable=False),  # one of BASES
        pa.field("decision_no", pa.string(), nullable=False),
    ]
)
CONSENTED: Final = pa.schema([pa.field("debtor_key", pa.string(), nullable=False), *GRANTS])


@dataclass(frozen=True)
class Basis:
    """Why something may be seen: one of `BASES`, its words, and the number of the decision or of the consent."""

    kind: str
    words: str
    decision_no: str = ""


def permitted(
    sharing: Sharing,
    rules: ClaimKinds,
    viewer: Viewer,
    from_kind: str,
    from_department: str,
    to_kinds: Collection[str],
    on: date,
    consents: Iterable[Consent] = (),
) -> dict[str, Basis]:
    """Field group → basis, for what one debtor owes *from_department* of *from_kind*. Empty: not even that he does.

    *to_kinds*: what the same debtor owes the department of a head. *consents*: those that this debtor gave
    *from_department* and that hold. *sharing* is the table of the store's own municipality, *on* the day of the look.
    """
    if not viewer.sees_persons:
        return {}
    if not viewer.is_office and viewer.department == from_department:
        return dict.fromkeys(FIELD_GROUPS, Basis(OWN, BASES[OWN]))
    given = [*consents]  # no claim kind is the office, whatever a file calls it
    found: dict[str, Basis] = {}
    for to in [OFFICE] if viewer.is_office else sorted({*to_kinds} - {OFFICE}):
        met = {
            group: basis
            for group in FIELD_GROUPS
            if (basis := _basis(sharing, rules, (from_kind, to), group, on, given))
        }
        if "existence" in met:  # of this very pair
            found |= met
    return found


def grants(
    sharing: Sharing,
    rules: ClaimKinds,
    kinds_of: Mapping[str, Collection[str]],
    viewer: Viewer,
    on: date,
) -> pa.Table:
    """`permitted` for every department and kind at once, but for consents: a table for questions to join.

    *kinds_of*: department → the kinds of its claims. For a head, a row holds of a debtor who owes `to_kind` to his
    department. There is no row for a pair without `existence`.
    """
    if not viewer.sees_persons:
        return GRANTS.empty_table()
    rows = [
        {**pair, "field_group": group, "basis": basis.kind, "decision_no": basis.decision_no}
        for pair in _pairs(kinds_of, viewer)
        for group, basis in _of_pair(sharing, rules, viewer, pair, on).items()
    ]
    return pa.Table.from_pylist(rows, schema=GRANTS)


def consented(
    sharing: Sharing,
    rules: ClaimKinds,
    kinds_of: Mapping[str, Collection[str]],
    viewer: Viewer,
    on: date,
    consents: Mapping[Debtor, Iterable[Consent]],
) -> pa.Table:
    """All that may be seen of the debtors who gave *consents* (`Consents.holding`), beside `grants`.

    The same columns and the `debtor_key` of `from_department`: read it anew for each answer, and keep it nowhere.
    """
    if not viewer.sees_persons:
        return CONSENTED.empty_table()
    rows = [
        {"debtor_key": key, **pair, "field_group": group}
        | {"basis": basis.kind, "decision_no": basis.decision_no}
        for (department, key), given in consents.items()
        for pair in _pairs({department: kinds_of.get(department, ())}, viewer, kinds_of)
        for group, basis in _of_pair(sharing, rules, viewer, pair, on, given).items()
    ]
    return pa.Table.from_pylist(rows, schema=CONSENTED)


def _pairs(
    kinds_of: Mapping[str, Collection[str]],
    viewer: Viewer,
    all_kinds_of: Mapping[str, Collection[str]] | None = None,
) -> Iterator[dict[str, str]]:
    """Every holder that there is, with every kind by which the reader may come to see it."""
    own = sorted((all_kinds_of or kinds_of).get(viewer.department or "", ()))
    for department, kinds in sorted(kinds_of.items()):
        is_own = viewer.is_office or department == viewer.department
        for kind in sorted(kinds):
            for to in [""] if is_own else own:
                yield {"from_department": department, "from_kind": kind, "to_kind": to}


def _of_pair(
    sharing: Sharing,
    rules: ClaimKinds,
    viewer: Viewer,
    pair: Mapping[str, str],
    on: date,
    consents: Iterable[Consent] = (),
) -> dict[str, Basis]:
    holder, department, to = pair["from_kind"], pair["from_department"], pair["to_kind"]
    readers = [to] if to else []
    return permitted(sharing, rules, viewer, holder, department, readers, on, consents)


def _basis(
    sharing: Sharing,
    rules: ClaimKinds,
    pair: tuple[str, str],
    group: str,
    on: date,
    consents: Iterable[Consent],
) -> Basis | None:
    """Why *group* of a kind may be seen by a kind or the office (the *pair*); None: it may not."""
    from_kind, to = pair
    holder = share_group(rules, from_kind, on)
    reader = None if to == OFFICE else share_group(rules, to, on)
    need = sharing.need(holder, OFFICE if to == OFFICE else reader)
    if need is None:
        return None
    if need == "yes" and group != THIRD_PERSON:
        return Basis(ALWAYS, BASES[ALWAYS])
    readers = {to, reader} - {None}
    row = sharing.row_for({from_kind, holder}, readers, group, on, SUITS[need])
    if row:
        return Basis(row.basis_type, row.basis, row.decision_no)
    if group == THIRD_PERSON:
        return None
    for one in consents:
        if one.to in readers and one.field == group and one.given_on <= on:
            return Basis(CONSENT, BASES[CONSENT], f"同意の記録{one.number}")
    return None
