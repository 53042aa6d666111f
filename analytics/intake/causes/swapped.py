"""Two columns of words or codes whose contents were swapped, found by trying: read the other way round, every row of
the file is somebody's claim again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, named_with_letter
from analytics.intake.layout import Layout
from analytics.intake.lines import Line, claim_lines
from analytics.intake.rows import RowsRead
from analytics.intake.text import fold
from analytics.intake.words import set_aside_by, worded_rows

AT_LEAST = 4  # rows that nobody knows; fewer are mistakes of their own


def find_swapped(sheet: Sheet, rows: RowsRead, layout: Layout) -> tuple[Finding, Sheet] | None:
    """The two columns that have to be read the other way round, said, and the sheet read so.

    None unless it leaves no row whose claim, part or department nobody knows.
    """
    departments = _departments(layout)
    strangers = rows.details_with(("unknown_claim", "unknown_part"))
    strangers |= {
        line.row for line in rows.details if not _has_department(line, layout, departments)
    }
    is_strange = len(strangers) >= AT_LEAST or (not rows.details and rows.read >= AT_LEAST)
    if not is_strange or _is_known(sheet, layout):
        return None
    at = sheet.position
    for one, other in _pairs(sheet, layout):
        swapped = replace(sheet, position=at | {one: at[other], other: at[one]})
        if _is_known(swapped, layout):
            return _finding(one, other, len(strangers), sheet), swapped
    return None


def _finding(one: str, other: str, strangers: int, sheet: Sheet) -> Finding:
    now = (
        f"どの債権や課か分からない行が{strangers:,}行あります"
        if strangers
        else "明細が1行もありません"
    )
    both = (f"「{named_with_letter(header, sheet.position[header])}」" for header in (one, other))
    return error(
        "swapped",
        f"{'と'.join(both)}の中身が入れ替わっているようです。見出しのとおりに読むと{now}が、"
        "入れ替えて読めばすべての明細が分かります",
        "見出しと中身の列を元の帳票と見比べ、列をそろえて出力し直してください",
        sheet.head_row,
        one,
    )


def _pairs(sheet: Sheet, layout: Layout) -> Iterable[tuple[str, str]]:
    """Two columns of words, by one of which at least a row is known."""
    keys = {key for rule in layout.claims.rules for key in rule.when}
    keys |= {layout.departments.column} | ({layout.part.column} if layout.part else set())
    telling = {layout.texts[key].header for key in keys if key}
    headers = dict.fromkeys(column.header for column in layout.texts.values())
    filled = [header for header in headers if _has_words(header, sheet)]
    for pair in combinations(filled, 2):
        if telling & {*pair}:
            yield pair


def _has_words(header: str, sheet: Sheet) -> bool:
    """Whether anything stands in the column: one that is blank was not swapped with another."""
    at = sheet.position.get(header)
    return at is not None and any(
        at < len(row.cells) and row.cells[at].strip() for row in sheet.rows
    )


def _is_known(sheet: Sheet, layout: Layout) -> bool:
    """Whether the claim, part and department of every detail are known (in any year), with all expected claims."""
    departments = _departments(layout)
    kinds = set()
    for worded in worded_rows(sheet, layout):
        if set_aside_by(worded, layout) is not None or not sheet.has_all_cells(worded.row):
            continue
        lines, findings = claim_lines(worded, sheet, layout)
        if any(finding.code.startswith("unknown_") for finding in findings):
            return False
        if not _has_department(lines[0], layout, departments):
            return False
        if lines[0].rule is not None:
            kinds.add(lines[0].rule.kind)
    return bool(kinds) and kinds >= {*layout.claims.expected}


def _departments(layout: Layout) -> set[str]:
    return {fold(department.code) for department in layout.departments.known}


def _has_department(line: Line, layout: Layout, known: set[str]) -> bool:
    code = layout.departments.column
    return not code or line.words[code] in known
