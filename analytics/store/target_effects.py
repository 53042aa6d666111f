"""What targets that are about to be written would change: each department's sum before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.intake.targets import Row
from analytics.store.target_drafts import Draft, Known, standing

NOBODYS = "（残額の資料にない債権）"
WHOLE = "計"


@dataclass(frozen=True)
class Effect:
    """The targets of one department in one fiscal year, in yen, as they stand and as they would."""

    fiscal_year: int
    department_name: str
    before_yen: int
    after_yen: int


def effects(
    draft: Draft, municipality: str, fiscal_year: int, owners: Mapping[Known, str]
) -> list[Effect]:
    """The effects of *draft* by department, in the order of *owners*: (account, claim), folded → its name.

    Of several departments the whole follows them.
    """
    before = _sums(draft.there, municipality, fiscal_year, owners)
    after = _sums([*draft.there, *draft.rows], municipality, fiscal_year, owners)
    found = [
        Effect(fiscal_year, name, before.get(name, 0), after.get(name, 0))
        for name in dict.fromkeys([*owners.values(), NOBODYS])
        if name in before or name in after
    ]
    if len(found) > 1:
        found.append(Effect(fiscal_year, WHOLE, sum(before.values()), sum(after.values())))
    return found


def _sums(
    rows: Sequence[Row], municipality: str, year: int, owners: Mapping[Known, str]
) -> dict[str, int]:
    sums: dict[str, int] = {}
    for (account, claim), held in standing(rows, municipality, year, owners).items():
        known = None if account is None else owners.get((account, claim))
        name = known or NOBODYS
        sums[name] = sums.get(name, 0) + sum(row["target_yen"] for row in held)
    return sums
