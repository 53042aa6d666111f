"""Columns that stand under wrong headers: the mistake is said, and the file is read as it would be without it."""

from __future__ import annotations

from collections import Counter

from analytics.intake.causes.misplaced import find_misplaced
from analytics.intake.causes.swapped import find_swapped
from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding
from analytics.intake.layout import Layout
from analytics.intake.rows import RowsRead, read_rows


def columns_put_right(
    sheet: Sheet, rows: RowsRead, layout: Layout
) -> tuple[list[Finding], Sheet, RowsRead]:
    """The columns that stand under wrong headers, said; the sheet as it would be without that mistake, and its rows.

    So everything else that is wrong can be told as well, and nothing that only follows.
    """
    said = []
    for find in (find_misplaced, find_swapped):
        found = find(sheet, rows, layout)
        if found is None:
            continue
        cause, moved = found
        read = read_rows(moved, layout)
        if len(read.findings) < len(rows.findings) and _totals_hold_as_well(read, rows):
            said.append(sheet.located(cause))
            read.rejected_rows |= rows.rejected_rows
            sheet, rows = moved, read
    return said, sheet, rows


def _totals_hold_as_well(read: RowsRead, before: RowsRead) -> bool:
    """Whether no more totals differ or are missing than *before*: columns wrongly put right would spoil them."""
    now, then = (Counter(finding.code for finding in each.findings) for each in (read, before))
    return all(now[code] <= then[code] for code in ("total", "no_total"))
