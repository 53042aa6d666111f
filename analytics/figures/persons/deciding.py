"""A person decides who acts first for a debtor: the proposal as it stood is kept beside what was decided."""

from __future__ import annotations

from datetime import date, datetime

from analytics.access.gate import Gate
from analytics.errors import InputFault, NothingToShow
from analytics.figures.figure import Selection
from analytics.figures.persons import kept
from analytics.figures.persons.card import GROUPS, open_debtor
from analytics.figures.persons.looking import REFUSED
from analytics.ledger.lead import NOTHING_TO_AGREE
from analytics.ledger.lead_decisions import LeadDecision, checked, decided

PURPOSE = "先行部署の決定"


def decide_lead(
    gate: Gate,
    person_id: str,
    selection: Selection,
    *,
    department: str | None,
    action: str,
    review_on: date,
    decided_by: str,
    at: datetime,
    note: str = "",
) -> LeadDecision:
    """Keep that *department* (its code; None: none) leads for the debtor *person_id* until *review_on*.

    Only the office and a head of department decide, and only on what they may see. Raises `InputFault` for anybody
    else, a debtor who is not among those seen, and for all that is wrong; `LayoutFault` for faulty rules;
    `StoreFault` when it cannot be written.
    """
    if not gate.viewer.sees_persons:
        raise InputFault(REFUSED)
    try:
        opened = open_debtor(gate, person_id, selection)
    except NothingToShow as nobody:
        raise InputFault(str(nobody)) from nobody
    parts = [each.part for each in opened.owing]
    departments = {part.department for part in parts}
    if len(departments) < 2:
        raise InputFault(NOTHING_TO_AGREE)
    made = decided(
        opened.proposal,
        person_id=person_id,
        decided_on=gate.on,
        decided_by=decided_by,
        department=department,
        action=action,
        review_on=review_on,
        snapshot_version=gate.reader.version,
        note=note,
    )
    decision = checked(made, departments)
    opened.look.write_down(parts, GROUPS, PURPOSE, at)
    guaranteed = [
        part.key
        for part in parts
        if opened.written.get((part.department, part.debtor_key), {}).get("guarantor")
    ]
    kept.keep(gate.reader.store.root, decision, parts, guaranteed, at)
    return decision
