"""What was found in a file: every problem at once, each with file, row, column and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps the whole file out; a warning travels with the version."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The word on the screen."""
        return {"error": "誤り", "warning": "注意"}[self.value]


@dataclass(frozen=True)
class Finding:
    """One problem. `row` counts lines of the file from 1, as a spreadsheet shows them; None means the whole file."""

    severity: Severity
    code: str
    message: str
    todo: str
    row: int | None = None
    column: str = ""

    @property
    def place(self) -> str:
        """``12行目「調定額」``, or ``ファイル全体``."""
        row = f"{self.row}行目" if self.row else ""
        column = f"「{self.column}」" if self.column else ""
        return row + column or "ファイル全体"


def error(code: str, message: str, todo: str, row: int | None = None, column: str = "") -> Finding:
    """A finding that keeps the file out."""
    return Finding(Severity.ERROR, code, message, todo, row, column)


def warning(
    code: str, message: str, todo: str, row: int | None = None, column: str = ""
) -> Finding:
    """A finding that is kept with the version."""
    return Finding(Severity.WARNING, code, message, todo, row, column)


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Those of *findings* that keep the file out."""
    return [finding for finding in findings if finding.severity is Severity.ERROR]
