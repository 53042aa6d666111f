"""One debtor at one department for one kind of claim, as far as the reader may see it, and what withholds the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from analytics.access.fields import withheld
from analytics.access.permission import BASES, Basis

Row = dict[str, Any]
Key = tuple[str, str, str]  # department, claim kind, debtor key


@dataclass(frozen=True)
class Part:
    """What one debtor owes one department of one kind, as far as that it exists may be seen; `met`: and what else."""

    person_id: str
    department: str
    claim_kind: str
    debtor_key: str
    outstanding_yen: (
        int  # past due at the chosen month-end: not to be shown without the group `amount`
    )
    met: dict[str, Basis]

    @property
    def key(self) -> Key:
        """Which one it is."""
        return self.department, self.claim_kind, self.debtor_key

    @property
    def is_owing(self) -> bool:
        """Whether anything is past due at the chosen month-end."""
        return self.outstanding_yen > 0

    def shows(self, *groups: str) -> bool:
        """Whether all of the field *groups* may be seen."""
        return self.met.keys() >= {*groups}

    @property
    def yen(self) -> int | None:
        """The balance as it may be shown."""
        return self.outstanding_yen if self.shows("amount") else None

    @property
    def basis(self) -> str:
        """Why it may be seen, in words."""
        why = dict.fromkeys(
            f"{BASES.get(each.kind, each.kind)} {each.decision_no}".strip()
            for each in self.met.values()
        )
        return "、".join(why)


def masked(row: Row, groups: Collection[str]) -> Row:
    """*row* without what a reader may not have who is permitted the field *groups*."""
    return row | dict.fromkeys(withheld([*row], groups))


def by_person(parts: Iterable[Part]) -> dict[str, list[Part]]:
    """Person → parts, in their order."""
    found: dict[str, list[Part]] = {}
    for part in parts:
        found.setdefault(part.person_id, []).append(part)
    return found


def first(values: Sequence[date | None]) -> date | None:
    """The earliest day that is known."""
    return min((value for value in values if value), default=None)


def last(values: Sequence[date | None]) -> date | None:
    """The latest day that is known."""
    return max((value for value in values if value), default=None)
