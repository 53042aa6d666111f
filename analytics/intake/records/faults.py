"""What is wrong with rows, told by cause: one sentence for all rows of a kind, a reason for each row kept out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analytics.intake.findings import Finding, Severity
from analytics.intake.records.grid import Grid, Rows

EXAMPLES = 5  # rows that a cause calls by number


@dataclass(frozen=True)
class Cause:
    """Rows with the same thing about them."""

    severity: Severity
    code: str
    message: str  # of one such row
    todo: str
    column: str
    rows: Rows
    example: str = ""  # of a cell: what it looks like, never what it says


@dataclass
class Faults:
    """What has been found so far in the rows of a grid."""

    grid: Grid
    causes: list[Cause] = field(default_factory=list)

    def reject(
        self, code: str, rows: Rows, message: str, todo: str, column: str = "", example: str = ""
    ) -> None:
        """Keep *rows* out, where there are any."""
        self._note(Severity.ERROR, code, rows, message, todo, column, example)

    def warn(
        self, code: str, rows: Rows, message: str, todo: str, column: str = "", example: str = ""
    ) -> None:
        """Say something of *rows*, which are taken in all the same."""
        self._note(Severity.WARNING, code, rows, message, todo, column, example)

    def repair(self, code: str, rows: Rows, message: str, column: str, example: str = "") -> None:
        """Say what was put right in *rows*."""
        self._note(Severity.REPAIR, code, rows, message, "", column, example)

    def _note(
        self,
        severity: Severity,
        code: str,
        rows: Rows,
        message: str,
        todo: str,
        column: str,
        example: str,
    ) -> None:
        if rows.any():
            self.causes.append(Cause(severity, code, message, todo, column, rows, example))

    def of(self, severity: Severity) -> Rows:
        """The rows with something of that *severity*."""
        found = np.zeros(self.grid.count, np.bool_)
        for cause in self.causes:
            if cause.severity is severity:
                found |= cause.rows
        return found

    @property
    def rejected(self) -> Rows:
        """The rows that are kept out."""
        return self.of(Severity.ERROR)

    @property
    def repaired(self) -> Rows:
        """The rows that are taken in with something put right."""
        return self.of(Severity.REPAIR) & ~self.rejected

    def findings(self) -> list[Finding]:
        """One finding for each cause, with how many rows and the first of them."""
        return [_told(cause, self.grid) for cause in self.causes]


def _told(cause: Cause, grid: Grid) -> Finding:
    rows = grid.numbers[cause.rows]
    first, count = [int(row) for row in rows[:EXAMPLES]], len(rows)
    example = f"（例: {cause.example}）" if cause.example else ""
    where = "・".join(map(str, first)) + ("行目など" if count > len(first) else "行目")
    counted = f"（{count:,}行: {where}）" if count > 1 else ""
    return Finding(
        cause.severity,
        cause.code,
        f"{cause.message}{example}{counted}",
        cause.todo,
        first[0],
        cause.column,
        count=count,
        cause=cause.message,
        rows=tuple(first),
        example=cause.example,
    )
