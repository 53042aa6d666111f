"""A file's bytes → the sheet that a layout sees in them: its rows of text cells, and where each header stands."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace

from analytics.intake.breaks import BREAKS, cut_short, delimited_otherwise, unreadable_row
from analytics.intake.characters import check_characters
from analytics.intake.decoding import LINE_END, UNREADABLE, decode, other_delimiter
from analytics.intake.findings import Finding, error
from analytics.intake.head import Row, check_head, find_head, rows_in
from analytics.intake.layout import Layout
from analytics.intake.text import fold

SHORT = 3  # rows of a table too short to say what most of them are


@dataclass(frozen=True)
class Sheet:
    """The detail rows below the head, and where each header of the layout stands."""

    rows: list[Row]
    position: dict[str, int]  # header of the layout → index of its column
    head_row: int
    headers: list[str]  # of every column
    encoding: str
    is_whole: bool  # False when it was found to end too early
    above: list[str]  # the lines above the head, each as one word: the table's title, its unit
    year: int | None  # the {年度} of its headers

    @property
    def width(self) -> int:
        """How many columns the head has."""
        return len(self.headers)

    def has_all_cells(self, row: Row) -> bool:
        """Whether *row* has as many cells as the head; blank ones may follow."""
        surplus = row.cells[self.width :]
        return len(row.cells) >= self.width and not any(cell.strip() for cell in surplus)

    def column_at(self, header: str) -> int | None:
        """The index of the column called *header*: the one that is read, or the only one so called."""
        if header in self.position:
            return self.position[header]
        return self.headers.index(header) if self.headers.count(header) == 1 else None

    def located(self, finding: Finding) -> Finding:
        """*finding* with the index of its column."""
        if finding.at is not None or not finding.column:
            return finding
        return replace(finding, at=self.column_at(finding.column))


def read_sheet(content: bytes, layout: Layout) -> tuple[Sheet | None, list[Finding]]:
    """The sheet in *content* as *layout* sees it, with everything wrong about its form.

    The sheet is None when there is no head to go by. A missing column leaves the rest readable, so that one run
    reports every problem.
    """
    decoded = decode(content, layout)
    if isinstance(decoded, Finding):
        return None, [decoded]
    text, encoding, findings = decoded
    if other := other_delimiter(text, layout):
        return None, [*findings, delimited_otherwise(other, layout)]
    said = UNREADABLE if findings else ""
    rows, breaks = _whole_rows(text, layout)
    findings += breaks
    head = find_head(rows, layout)
    below = head.index + layout.file.header_rows if head else len(rows)
    strange = [*check_characters(rows[:below], [], said)]
    strange += check_characters(rows[below:], head.cells if head else [], said)
    if not said and _are_mostly_lost(rows):
        return None, [*findings, _all_damaged()]
    findings += strange
    if head is None:
        return None, [*findings, _no_head(layout)]
    findings += check_head(head, layout)
    details = [row for row in rows[below:] if any(cell.strip() for cell in row.cells)]
    if not details and not any(finding.code in BREAKS for finding in breaks):
        findings.append(
            error("empty", "見出しの下に行がありません", "明細のあるファイルを選んでください")
        )
    is_whole = bool(details) and not breaks
    above = [fold("".join(row.cells)) for row in rows[: head.index]]
    return Sheet(
        details, head.position, head.number, head.cells, encoding, is_whole, above, head.year
    ), findings


def _are_mostly_lost(rows: list[Row]) -> bool:
    """Whether most rows hold letters that were lost before the file came here."""
    lost = sum(any(UNREADABLE in cell for cell in row.cells) for row in rows)
    return 2 * lost > len(rows) > SHORT


def _all_damaged() -> Finding:
    return error(
        "damaged",
        "ほとんどの行に壊れた文字があります。文字コードを取り違えて保存し直され、文字が失われています",
        "元のシステムから出力し直したままのファイルを選んでください",
    )


def _no_head(layout: Layout) -> Finding:
    return error(
        "header",
        f"レイアウト「{layout.name}」の見出しの行が見つかりません",
        "別の自治体や別の様式のファイルでないか確かめ、必要なら新しいレイアウトを用意してください",
    )


def _whole_rows(text: str, layout: Layout) -> tuple[list[Row], list[Finding]]:
    """The rows that can be told apart, and what shows that the file ends or breaks too early."""
    findings = []
    if layout.file.ends_with_newline and not text.endswith(("\n", "\r")):
        findings.append(cut_short(len(LINE_END.findall(text)) + 1))
    rows: list[Row] = []
    try:
        rows.extend(rows_in(text, layout.file.delimiter))
    except csv.Error as problem:
        findings.append(unreadable_row(problem, rows[-1].number + 1 if rows else 1))
    return rows, findings
