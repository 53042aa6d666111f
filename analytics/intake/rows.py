"""Every row of a sheet is read: a detail becomes claim lines, a total is held against the details, a note is left."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from analytics.intake.amounts import read_amounts
from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, errors_in
from analytics.intake.head import Row
from analytics.intake.layout import Layout
from analytics.intake.lines import Line, claim_lines, said_part
from analytics.intake.totals import Entry, Totals
from analytics.intake.words import WordedRow, set_aside_by, worded_rows


@dataclass
class RowsRead:
    """What became of the rows: every one has something wrong, or is a detail, or was set aside."""

    lines: list[Line] = field(default_factory=list)
    details: list[Line] = field(default_factory=list)  # one per whole detail row, right or wrong
    findings: list[Finding] = field(default_factory=list)
    read: int = 0
    rejected_rows: set[int] = field(default_factory=set)
    set_aside: int = 0

    @property
    def are_mostly_read(self) -> bool:
        """Whether most details have all their cells: else nobody knows what is missing."""
        return 2 * len(self.details) >= self.read - self.set_aside

    def details_with(self, codes: Collection[str]) -> set[int]:
        """The details in which findings of *codes* are."""
        details = {line.row for line in self.details}
        return {each.row for each in self.findings if each.code in codes and each.row in details}


def read_rows(sheet: Sheet, layout: Layout) -> RowsRead:
    """Read every row of *sheet*. Never stops at the first problem."""
    result = RowsRead(read=len(sheet.rows))
    totals = Totals(layout)
    seen: dict[tuple[str, ...], int] = {}
    is_complete = sheet.position.keys() >= {*layout.headers}  # else rows may differ unseen
    for worded in worded_rows(sheet, layout):
        place = set_aside_by(worded, layout)
        result.set_aside += place is not None
        if place is not None and layout.set_aside[place].check == "none":
            continue
        lines: list[Line] = []
        if not sheet.has_all_cells(worded.row):
            problems = [_ragged(worded.row, sheet)]
            entry = _unknown(worded, layout)
        elif place is None:
            lines, problems = claim_lines(worded, sheet, layout)
            entry = _detail(worded, lines, layout)
        else:
            entry, problems = _total(worded, sheet, layout)
        if place is not None:
            totals.compare(place, entry)
        else:
            again = _repeated(worded, lines, seen) if is_complete else []
            problems += again
            totals.add(entry, is_again=bool(again))
            result.details += lines[:1]
            result.lines += [] if errors_in(problems) else lines
        result.findings += problems
        if errors_in(problems):
            result.rejected_rows.add(worded.row.number)
    if _knows_totals(sheet, layout):
        result.findings += totals.finish()
        result.rejected_rows |= totals.differing_rows
    return result


def _knows_totals(sheet: Sheet, layout: Layout) -> bool:
    """Whether every column is there that tells totals from details: a missing one is said once, with the head."""
    keys = {*layout.file.fill_down, *([layout.part.column] if layout.part else [])}
    for rule in layout.set_aside:
        keys |= {rule.column, *rule.same, *rule.unless} - {""}
    return all(layout.texts[key].header in sheet.position for key in keys)


def _repeated(
    worded: WordedRow, lines: list[Line], seen: dict[tuple[str, ...], int]
) -> list[Finding]:
    """The same words and amounts twice are one line exported twice, unless there is no money in it."""
    key = (*worded.words.values(), *(cell.strip() for cell in worded.row.cells))
    first = seen.setdefault(key, worded.row.number)
    if first == worded.row.number or not any(any(line.amounts.values()) for line in lines):
        return []
    return [
        error(
            "repeated",
            f"{first}行目とまったく同じ行です",
            "二重に出力されていないかを確かめ、片方を消してください",
            worded.row.number,
        )
    ]


def _ragged(row: Row, sheet: Sheet) -> Finding:
    return error(
        "ragged",
        f"列の数が {len(row.cells)} で、見出しの {sheet.width} と違います",
        "行が途中で切れていないか、区切り文字がセルの中にないかを確かめてください",
        row.number,
    )


def _unknown(worded: WordedRow, layout: Layout) -> Entry:
    """A row whose amounts are unknown: no total can be held against them."""
    return Entry(worded.row.number, worded.words, "", [{} for _ in layout.amounts])


def _detail(worded: WordedRow, lines: list[Line], layout: Layout) -> Entry:
    """What a detail adds to its totals."""
    rule = lines[0].rule
    part = said_part(worded.words, layout) or (rule.part if rule else "")
    return Entry(worded.row.number, worded.words, part, [line.amounts for line in lines])


def _total(worded: WordedRow, sheet: Sheet, layout: Layout) -> tuple[Entry, list[Finding]]:
    """What a total row claims. Its part is what the row alone says."""
    read = [read_amounts(worded.row, each, sheet, layout) for each in layout.amounts]
    is_of_one_part = layout.part is not None and bool(worded.own[layout.part.column])
    part = said_part(worded.own, layout) if is_of_one_part else ""
    amounts = [amounts for amounts, _ in read]
    problems = [problem for _, wrong in read for problem in wrong]
    return Entry(worded.row.number, worded.words, part, amounts), problems
