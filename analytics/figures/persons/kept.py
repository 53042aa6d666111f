"""The decisions on 先行部署 as the store keeps them: `<store>/journals/leads.jsonl`, written once and never changed.

Beside each decision stands which parts of the debtor it was made of and which field groups of them. Only who may see
all of that may see the decision: that there is one says already that the debtor owes several departments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Final

from analytics.figures.persons.parts import Key, Part
from analytics.ledger.lead_decisions import LeadDecision, from_record
from analytics.store.chain import Record
from analytics.store.journal import Journal

GROUPS: Final = ("existence", "amount", "state")  # what a proposal is made of
GUARANTOR = "guarantor"  # and where one is known
_NAMES = [field.name for field in fields(LeadDecision)]


@dataclass(frozen=True)
class Kept:
    """One decision, what it was made of (part → field groups), and what those parts came to then (past due)."""

    decision: LeadDecision
    made_of: dict[Key, frozenset[str]]
    balance_yen: int | None  # None: it could not be seen

    def is_seen(self, parts: dict[Key, Part]) -> bool:
        """Whether a reader of *parts* may see all that it was made of."""
        return all(
            key in parts and parts[key].shows(*groups) for key, groups in self.made_of.items()
        )


def keep(
    root: Path,
    decision: LeadDecision,
    parts: Sequence[Part],
    guaranteed: Collection[Key],
    at: datetime,
) -> None:
    """Write *decision*, made of *parts*, into the store at *root*; of those *guaranteed* a guarantor was known.

    Raises `StoreFault` when that cannot be.
    """
    groups = {
        part.key: (*GROUPS, GUARANTOR) if part.key in guaranteed else GROUPS for part in parts
    }
    yen = [part.yen for part in parts]
    beside = {
        "of_departments": [part.department for part in parts],
        "of_kinds": [part.claim_kind for part in parts],
        "of_keys": [part.debtor_key for part in parts],
        "of_fields": [
            ",".join(group for group in groups[part.key] if part.shows(group)) for part in parts
        ],
        "balance_yen": None if None in yen else sum(each or 0 for each in yen),
    }
    _journal(root).append([decision.as_record() | beside], at)


def decisions(root: Path) -> list[Kept]:
    """Every decision, the oldest first. Raises `StoreFault` for a journal that was changed."""
    return _journal(root).read(_kept)


def by_holder(told: Iterable[Kept], parts: Iterable[Part]) -> dict[str, list[Kept]]:
    """Person → the decisions about what is that person's now, the oldest first; of unknown *parts* whose it was.

    Two persons who were found to be one bear one name since, and what was decided about either is about that one.
    """
    now = {part.key: part.person_id for part in parts}
    found: dict[str, list[Kept]] = {}
    for each in told:
        known = (now[key] for key in each.made_of if key in now)
        found.setdefault(next(known, each.decision.person_id), []).append(each)
    return found


def seen(told: Iterable[Kept], parts: Iterable[Part]) -> list[Kept]:
    """Those that a reader of *parts*, which are of one person, may see."""
    known = {part.key: part for part in parts}
    return [each for each in told if each.is_seen(known)]


def _kept(record: Record) -> Kept:
    decision = from_record({name: record[name] for name in _NAMES if name in record})
    keys = zip(record["of_departments"], record["of_kinds"], record["of_keys"], strict=True)
    groups = [frozenset(str(told).split(",")) for told in record["of_fields"]]
    made_of = dict(zip([*keys], groups, strict=True))
    yen = record["balance_yen"]
    return Kept(decision, made_of, yen if type(yen) is int else None)


def _journal(root: Path) -> Journal:
    return Journal(root / "journals" / "leads.jsonl")
