"""Amounts that stand under the wrong header, found by trying: in a file whose columns were swapped, or have moved by
one, the identity fails in row after row, and holds in all of them once the columns are read where they really are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from analytics.intake.amounts import MUST_HOLD, check_identity, read_amounts
from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, named_with_letter
from analytics.intake.head import Row
from analytics.intake.layout import AmountSet, Layout
from analytics.intake.rows import RowsRead

WRONG = ("identity", "not_an_amount")  # without any of these no file is taken for a wrong one
FAULTS = (*WRONG, "refund_inferred", "refund_side", "rounded")
AT_LEAST = 4  # rows with wrong amounts; fewer are mistakes of their own
TRIED = 50  # rows on which a guess is tried
MENDED = 0.95  # share of them that it has to mend


@dataclass(frozen=True)
class Guess:
    """Where the columns may really be, said in Japanese, with the header that is to be looked at."""

    says: str
    header: str
    position: dict[str, int]


def find_misplaced(sheet: Sheet, rows: RowsRead, layout: Layout) -> tuple[Finding, Sheet] | None:
    """What makes the details with wrong amounts right, said, and the sheet with its columns put right.

    A guess that spoils what is right is none.
    """
    wrong_rows = rows.details_with(FAULTS)
    if len(rows.details_with(WRONG)) < AT_LEAST or _may_be_refunds(rows, layout):
        return None
    details = {line.row for line in rows.details}
    wrong = [row for row in sheet.rows if row.number in wrong_rows]
    others = (row for row in sheet.rows if row.number in details - wrong_rows)
    right = _some([row for row in others if _tells(row, sheet, layout)])
    for amount_set in layout.amounts:
        for guess in _guesses(amount_set, sheet):
            moved = replace(sheet, position=guess.position)
            if _holds_in_most(_some(wrong), moved, layout) and _holds_in_most(right, moved, layout):
                mended = sum(not _faults(row, moved, layout) for row in wrong)
                return _finding(guess, mended, len(wrong), sheet), moved
    return None


def _may_be_refunds(rows: RowsRead, layout: Layout) -> bool:
    """Whether all is too high in a table without refunds: then they are in it, unsaid, and no column moved."""
    if any(each.refund_pending_yen for each in layout.amounts):
        return False
    wrong = [each for each in rows.findings if each.code in WRONG]
    return all(each.code == "identity" and each.gaps[0] > 0 for each in wrong)


def _some(rows: list[Row]) -> list[Row]:
    """At most as many as are tried, from all over the file."""
    return rows[:: max(1, len(rows) // TRIED)]


def _tells(row: Row, sheet: Sheet, layout: Layout) -> bool:
    """Whether its amounts are not all nothing: else any reading is right."""
    sets = (read_amounts(row, each, sheet, layout)[0] for each in layout.amounts)
    return any(any(amounts.values()) for amounts in sets)


def _guesses(amount_set: AmountSet, sheet: Sheet) -> Iterable[Guess]:
    """Two columns swapped; or those from one on moved by one to the right, or to the left."""
    columns = amount_set.columns
    headers = [
        header
        for name in (*MUST_HOLD, "refund_pending_yen")
        if name in columns
        for header in columns[name].header
        if header in sheet.position
    ]
    at = sheet.position

    def named(header: str) -> str:
        return f"「{named_with_letter(header, at[header])}」"

    for one, other in combinations(headers, 2):
        yield Guess(
            f"{named(one)}と{named(other)}の中身が入れ替わっている",
            one,
            at | {one: at[other], other: at[one]},
        )
    for first in sorted(headers, key=lambda header: at[header]):
        for step, side in ((1, "右"), (-1, "左")):
            moved = {each: at[each] + step for each in headers if at[each] >= at[first]}
            if max(moved.values()) < sheet.width and min(moved.values()) >= 0:
                yield Guess(
                    f"{named(first)}から右の金額が、見出しより1列{side}にずれている",
                    first,
                    at | moved,
                )


def _holds_in_most(rows: list[Row], sheet: Sheet, layout: Layout) -> bool:
    """Whether the amounts of nearly all *rows* are right."""
    return sum(not _faults(row, sheet, layout) for row in rows) >= MENDED * len(rows)


def _faults(row: Row, sheet: Sheet, layout: Layout) -> list[Finding]:
    faults = []
    for amount_set in layout.amounts:
        amounts, wrong = read_amounts(row, amount_set, sheet, layout)
        faults += wrong or check_identity(amounts, amount_set, layout, row.number)
    return faults


def _finding(guess: Guess, mended: int, wrong: int, sheet: Sheet) -> Finding:
    many = "すべて" if mended == wrong else f"{mended:,}行が"
    return error(
        "misplaced",
        f"{guess.says}ようです。見出しのとおりに読むと合わない{wrong:,}行が、そう読めば{many}合います",
        "見出しと中身の列を元の帳票と見比べ、列をそろえて出力し直してください",
        sheet.head_row,
        guess.header,
    )
