"""The audit trail: every look at a person is written down before it is shown, or is not shown.

Who looked, when, at whose debt in which department, at which field groups, and on which basis; for a debtor, the key
of the department and nothing else. A journal of the store keeps it (`analytics.store.journal`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from analytics.access.permission import BASES, Basis
from analytics.access.sharing import FIELD_GROUPS
from analytics.access.viewer import ROLES, Viewer, who
from analytics.errors import StoreFault
from analytics.ledger.calendar import moment_label
from analytics.store.journal import Journal, Value

HEADERS = ("日時", "見た人", "役割", "所管課", "債務者番号", "項目", "根拠", "目的")


@dataclass(frozen=True)
class Read:
    """One debtor of one department that is about to be shown: field group → why it may be (`permitted`)."""

    department: str
    debtor_key: str
    met: Mapping[str, Basis]


class Audit:
    """The trail of the store at *root*."""

    def __init__(self, root: Path) -> None:
        self._journal = _trail(root)

    def record(self, viewer: Viewer, at: datetime, reads: Sequence[Read], purpose: str) -> None:
        """Write down that *viewer* is shown *reads* at *at*; *purpose*: the page or figure, never a name.

        Call it before anything is shown: raises `StoreFault` when it cannot be written, and then nobody may look.
        """
        try:
            self._journal.append([_record(viewer, read, purpose) for read in reads], at)
        except StoreFault as problem:
            raise StoreFault(
                f"だれが見たかを記録できないので、債務者ごとの内容は出しません。{problem}"
            ) from problem

    def latest(self, count: int) -> list[tuple[str, ...]]:
        """The last *count* looks below `HEADERS`, newest first. Raises `StoreFault` for a damaged trail."""
        records = self._journal.records()[-count:] if count > 0 else []
        return [_told(record) for record in reversed(records)]


def lost_looks(root: Path) -> list[str]:
    """A Japanese sentence where the trail of the store at *root* begins after the first decision on 先行部署.

    A trail that was taken away whole, its head too, leaves nothing to tell by but that: such a decision is kept only
    after a look at the debtor was written. Taking up a new trail does not hide it. What is broken in itself is told by
    `Journal.verify` and passed over here.
    """
    trail, leads = _trail(root), Journal(root / "journals" / "leads.jsonl")
    decided = None if trail.verify() or leads.verify() else _begun(leads)
    if decided is None:
        return []
    begun = _begun(trail)
    if begun is None:
        return [
            f"{trail.path.name} 閲覧の記録が1件もないのに、{leads.path.name} があります。消されています"
        ]
    if decided < begun:
        return [
            f"{trail.path.name} 始め: {leads.path.name} の最初の記録より前の閲覧の記録がありません。消されています"
        ]
    return []


def _trail(root: Path) -> Journal:
    return Journal(root / "journals" / "audit.jsonl")


def _begun(journal: Journal) -> datetime | None:
    """When its first record was written; None for a journal without any. Raises `StoreFault` for a broken one."""
    records = journal.records()
    return datetime.fromisoformat(records[0]["at"]) if records else None


def _record(viewer: Viewer, read: Read, purpose: str) -> dict[str, Value]:
    fields = [group for group in FIELD_GROUPS if group in read.met]
    bases = [f"{read.met[group].kind} {read.met[group].decision_no}".strip() for group in fields]
    return {
        "who": who(viewer.name),
        "role": viewer.role,
        "reader_department": viewer.department or "",
        "department": read.department,
        "debtor_key": read.debtor_key,
        "fields": list(fields),
        "basis": list(dict.fromkeys(bases)),
        "purpose": who(purpose),
    }


def _told(record: Mapping[str, object]) -> tuple[str, ...]:
    """One record in words; what a newer program wrote otherwise is told as far as it goes."""
    role, reader = str(record.get("role", "")), str(record.get("reader_department", ""))
    fields, bases = _words(record.get("fields")), _words(record.get("basis"))
    kinds = [base.partition(" ") for base in bases]
    return (
        moment_label(datetime.fromisoformat(str(record["at"]))),
        str(record.get("who", "")) or "（名前なし）",
        ROLES.get(role, role) + (f"（{reader}）" if reader else ""),
        str(record.get("department", "")),
        str(record.get("debtor_key", "")),
        "、".join(FIELD_GROUPS.get(field, field) for field in fields),
        "、".join(f"{BASES.get(kind, kind)} {number}".strip() for kind, _, number in kinds),
        str(record.get("purpose", "")),
    )


def _words(listed: object) -> list[str]:
    return [str(one) for one in listed] if isinstance(listed, list) else []
