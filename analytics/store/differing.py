"""The difference of two versions, explained to the yen: period by period, department by department, and why.

Only what the two do not share is compared line by line, so the cost follows what changed, not what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.store.questions import ask
from analytics.store.sides import both, unshared
from analytics.store.snapshots import Store

NEW, RESTATED, GONE = "新しい資料", "訂正", "なくなった資料"
Yen = int | None  # None: that version has nothing of it


@dataclass(frozen=True)
class Difference:
    """What differs from one version to another.

    `balances` and `claims` are the answers to `checks/version_balances` and `checks/version_differences`.
    """

    balances: pa.Table
    claims: pa.Table

    @cached_property
    def periods(self) -> dict[date, tuple[Yen, Yen]]:
        """As-of date → the balance (yen) in the one version and in the other, oldest first."""
        return _sums(self.balances, "as_of")

    @cached_property
    def newest(self) -> tuple[int, int]:
        """The balance (yen) of either version: what each layout delivered last, added up."""
        totals = [0, 0]
        for delivered in self._by_layout.values():
            for side in (0, 1):
                totals[side] += _newest(delivered, side)[1]
        return totals[0], totals[1]

    @cached_property
    def steps(self) -> dict[tuple[str, date], int]:
        """What leads from the newest balance of the one to that of the other, in yen: (kind, as-of date) → change.

        The parts sum to the difference of `newest`, exactly.
        """
        parts: dict[tuple[str, date], int] = defaultdict(int)
        for delivered in self._by_layout.values():
            (old_on, old), (new_on, new) = _newest(delivered, 0), _newest(delivered, 1)
            if old_on is None and new_on is not None:
                parts[NEW, new_on] += new
            elif old_on is not None and new_on is None:
                parts[GONE, old_on] -= old
            elif old_on is not None and new_on is not None:
                on = min(old_on, new_on)  # the last period that both may have
                was, is_ = delivered[on]
                if was is not None and is_ is not None:
                    parts[RESTATED, on] += is_ - was
                if new_on > old_on:
                    parts[NEW, new_on] += new - (old if is_ is None else is_)
                elif new_on < old_on:
                    parts[GONE, old_on] += (new if was is None else was) - old
        return {part: yen for part, yen in sorted(parts.items(), key=lambda item: item[0][1])}

    @cached_property
    def earlier(self) -> dict[date, int]:
        """Corrections of what was no layout's newest delivery: as-of date → change in yen. No part of `newest`."""
        changes: dict[date, int] = defaultdict(int)
        for delivered in self._by_layout.values():
            last = min(filter(None, (_newest(delivered, 0)[0], _newest(delivered, 1)[0])))
            for as_of, (old, new) in delivered.items():
                if as_of < last and (old or 0) != (new or 0):
                    changes[as_of] += (new or 0) - (old or 0)
        return {as_of: changes[as_of] for as_of in sorted(changes)}

    @cached_property
    def _by_layout(self) -> dict[str, dict[date, tuple[Yen, Yen]]]:
        layouts = sorted(set(self.balances["layout"].to_pylist()))
        return {
            layout: _sums(self.balances.filter(pc.field("layout") == layout), "as_of")
            for layout in layouts
        }


def difference(store: Store, former: int, later: int) -> Difference:
    """How version *later* differs from version *former*. Raises `NothingToShow` for an unknown version."""
    for number in (former, later):
        store.version(number)
    return compare(store.files(former), store.files(later))


def compare(former: Sequence[Path], later: Sequence[Path]) -> Difference:
    """How the lines in the files *later* differ from those in *former*."""
    balances = ask(both(former, later), "checks/version_balances")
    alone = both(*unshared(former, later), {"balances": balances})
    return Difference(balances, ask(alone, "checks/version_differences"))


def _sums(balances: pa.Table, by: str) -> dict[date, tuple[Yen, Yen]]:
    sums = balances.group_by(by).aggregate(
        [(name, "sum") for name in ("old_lines", "new_lines", "old_yen", "new_yen")]
    )
    return {
        row[by]: (
            row["old_yen_sum"] if row["old_lines_sum"] else None,
            row["new_yen_sum"] if row["new_lines_sum"] else None,
        )
        for row in sums.sort_by(by).to_pylist()
    }


def _newest(delivered: dict[date, tuple[Yen, Yen]], side: int) -> tuple[date | None, int]:
    """The last period that *side* has of a layout, and its balance (yen)."""
    for as_of in sorted(delivered, reverse=True):
        yen = delivered[as_of][side]
        if yen is not None:
            return as_of, yen
    return None, 0
