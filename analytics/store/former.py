"""What the same layout delivered before: the month before, and the file whose place another takes (訂正)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Row = Mapping[str, Any]  # of a document, column by column


@dataclass(frozen=True)
class Former:
    """An earlier delivery: its day, the version that took it in, its detail rows, and 収入未済額 in yen.

    Of records that hold no money `yen` is None.
    """

    scope: str
    source_name: str
    as_of: date
    version: int
    rows: int
    yen: int | None


def month_before(sources: pa.Table, layout: str, as_of: date) -> Former | None:
    """The last delivery of *layout* before *as_of* among *sources*."""
    earlier = sources.filter((pc.field("layout") == layout) & (pc.field("as_of") < as_of))
    return _last(earlier)


def replaced(sources: pa.Table, scope: str) -> Former | None:
    """What *scope* holds among *sources*."""
    return _last(sources.filter(pc.field("source_scope") == scope))


def _last(rows: pa.Table) -> Former | None:
    if not rows.num_rows:
        return None
    row = rows.sort_by([("as_of", "descending"), ("version", "descending")]).slice(0, 1)
    (found,) = row.to_pylist()
    return Former(
        found["source_scope"],
        found["source_name"],
        found["as_of"],
        found["version"],
        detail_rows(found),
        owed_yen(found),
    )


def detail_rows(source: Row) -> int:
    """Of a row of `sources`: the rows of the file that are neither totals nor notes."""
    return int(source["rows_read"] - (source["set_aside_rows"] or 0))


def owed_yen(source: Row) -> int | None:
    """Of a row of `sources`: 収入未済額 in yen; None for records that hold no money."""
    return source["outstanding_yen"] if source["record"] in (None, "receivables") else None
