"""Findings grouped by their cause: one line for what may be said of a thousand rows, with the first of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analytics.intake.findings import IN_ORDER, Finding, Severity

EXAMPLES = 3  # rows and columns that a line calls by name


@dataclass(frozen=True)
class Cause:
    """What was found for one reason. `examples` are what it says of the first rows, each with its place."""

    severity: Severity
    message: str
    todo: str
    columns: tuple[str, ...]
    count: int  # rows; of several columns, those of the one with most
    rows: tuple[int, ...]  # the first of them
    examples: tuple[str, ...]

    @property
    def where(self) -> str:
        """``「納期限」「督促日」ほか2列　4・5・6行目``, or ``ファイル全体``."""
        named = "".join(f"「{column}」" for column in self.columns[:EXAMPLES])
        more = len(self.columns) - EXAMPLES
        columns = named + (f"ほか{more}列" if more > 0 else "")
        some = "など" if self.count > len(self.rows) else ""
        rows = f"{'・'.join(map(str, self.rows))}行目{some}" if self.rows else ""
        return "　".join(filter(None, (columns, rows))) or "ファイル全体"


def by_cause(findings: Iterable[Finding]) -> list[Cause]:
    """*findings* with those of one cause together: errors first, then in the order in which they were found."""
    groups: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in findings:
        said = finding.cause or ("" if finding.row else finding.message)
        groups.setdefault((finding.severity, finding.code, said), []).append(finding)
    causes = [_cause(group) for group in groups.values()]
    return sorted(causes, key=lambda cause: IN_ORDER[cause.severity])


def _cause(group: list[Finding]) -> Cause:
    first = group[0]
    counts: Counter[str] = Counter()
    for finding in group:
        counts[finding.column] += finding.count
    rows = {row for finding in group for row in finding.rows or (finding.row,) if row}
    examples: tuple[str, ...]
    if first.cause:
        examples = (f"例: {first.example}",) if first.example else ()
    else:
        examples = tuple(f"{other.place}: {other.message}" for other in group[1:])
    return Cause(
        first.severity,
        first.cause or first.message,
        first.todo,
        tuple(column for column in counts if column),
        max(counts.values()),
        tuple(sorted(rows)[:EXAMPLES]),
        examples[: EXAMPLES - 1],
    )
