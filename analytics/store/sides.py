"""Two versions side by side: `both_lines`, on which every question about their difference builds.

What counts is what the screens count: claims that somebody owes, and of them what has fallen due (facts.md 4.3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import RECEIVABLES
from analytics.store.duck import Database

COUNTED = """
    SELECT *
    FROM (
        SELECT false AS is_later, * FROM former_lines
        UNION ALL BY NAME
        SELECT true AS is_later, * FROM later_lines
        UNION ALL BY NAME -- no line, but all columns: older files lack those that came later
        SELECT false AS is_later, * FROM no_lines
    )
    WHERE is_debtor_claim AND (due_on IS NULL OR due_on < as_of)
"""


def both(
    former: Sequence[Path], later: Sequence[Path], tables: Mapping[str, pa.Table] | None = None
) -> Database:
    """`both_lines`: the counted lines in the files *former* and, with `is_later`, those in *later*, beside *tables*."""
    none = RECEIVABLES.empty_table()
    sides = {"former_lines": former, "later_lines": later}
    files = {name: paths for name, paths in sides.items() if paths}
    empty = {name: none for name in sides if name not in files}
    return Database(files, {"no_lines": none, **empty, **(tables or {})}, {"both_lines": COUNTED})


def unshared(former: Sequence[Path], later: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """What each side has alone. A file of both holds the same lines on both, and nothing about their difference."""
    shared = set(former) & set(later)
    alone, other = ([path for path in side if path not in shared] for side in (former, later))
    return alone, other
