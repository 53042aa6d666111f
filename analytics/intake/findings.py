"""What was found in a file: every problem at once, each with file, row, column and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from analytics.intake.headers import is_letter, letter


class Severity(StrEnum):
    """An error keeps the whole file out; a warning, or what was put right, travels with the version."""

    ERROR = "error"
    WARNING = "warning"
    REPAIR = "repair"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {"error": "誤り", "warning": "注意", "repair": "直し"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One problem. `row` counts lines of the file from 1, as a spreadsheet shows them; None means the whole file."""

    severity: Severity
    code: str
    message: str
    todo: str
    row: int | None = None
    column: str = ""  # its header
    at: int | None = None  # its index, where the file has one column of that header
    gaps: tuple[int, ...] = ()  # the yen by which something is off, one number per column
    unknown: str = ""  # the words that nobody knows
    count: int = 1  # rows that it is said of
    cause: str = ""  # the message without examples and numbers of rows, where it is said of many
    rows: tuple[int, ...] = ()  # the first of many
    example: str = ""  # a word of the first, nothing personal

    @property
    def place(self) -> str:
        """``12行目「調定額（G列）」``, or ``ファイル全体``."""
        row = f"{self.row}行目" if self.row else ""
        column = f"「{named_with_letter(self.column, self.at)}」" if self.column else ""
        return row + column or "ファイル全体"


def named_with_letter(header: str, at: int | None) -> str:
    """*header* with the letter that a spreadsheet shows above it: ``調定額（G列）``."""
    return header if at is None or is_letter(header) else f"{header}（{letter(at)}）"


def error(
    code: str,
    message: str,
    todo: str,
    row: int | None = None,
    column: str = "",
    *,
    gaps: tuple[int, ...] = (),
    unknown: str = "",
) -> Finding:
    """A finding that keeps the file out."""
    return Finding(Severity.ERROR, code, message, todo, row, column, gaps=gaps, unknown=unknown)


def warning(
    code: str, message: str, todo: str, row: int | None = None, column: str = ""
) -> Finding:
    """A finding that is kept with the version."""
    return Finding(Severity.WARNING, code, message, todo, row, column)


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Those of *findings* that keep the file out."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]


IN_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.REPAIR: 2}


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """*findings* as one works through them: errors first, then as they stand in the file; what was put right last."""

    def place(finding: Finding) -> tuple[int, int, int, str]:
        at = -1 if finding.at is None else finding.at
        return IN_ORDER[finding.severity], finding.row or 0, at, finding.column

    return sorted(findings, key=place)
