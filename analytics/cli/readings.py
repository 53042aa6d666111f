"""How the command tells of one file: every finding with its place and what to do, then the file's counts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.console import Console
from rich.markup import escape

from analytics.cli.printing import out, print_json
from analytics.intake.delivered import Reading
from analytics.intake.findings import Severity, in_order
from analytics.ledger.calendar import date_label, year_label
from analytics.ledger.money import exact

SHOWN_OF_A_KIND = 20  # of findings; every kind is shown, so that one run tells all there is to do
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.REPAIR: "cyan"}


def print_reading(reading: Reading, *, as_json: bool = False, on: Console = out) -> None:
    """Every finding with its place and what to do, then the counts of the file."""
    if as_json:
        print_json(_reading_as_json(reading))
        return
    seen: Counter[str] = Counter()
    findings = in_order(reading.findings)  # the store may have added some
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] > SHOWN_OF_A_KIND:
            continue
        colour = COLOURS[finding.severity]
        todo = f"→ {finding.todo}。" if finding.todo else ""
        said = f"{reading.name} {finding.place}: {finding.message}。{todo}"
        on.print(f"[{colour}]{finding.severity.label}[/] {escape(said)}")
    for code, count in seen.items():
        if count > SHOWN_OF_A_KIND:
            first = next(finding for finding in findings if finding.code == code)
            rest = f"ほか {count - SHOWN_OF_A_KIND:,}件、{first.place}と同じ種類の指摘があります"
            on.print(escape(rest))
    on.print(escape(_counts(reading)))


def _counts(reading: Reading) -> str:
    """One line: whose books, by which layout, how many rows, how much, how many findings."""
    books, layout = reading.books, reading.layout
    as_of = f" {year_label(books.fiscal_year)} {date_label(books.as_of)}現在" if books else ""
    claims = owed = "－"  # a sum of what could be read of a file with errors would mislead
    if not reading.errors:
        claims, owed = f"{reading.claim_rows:,}", exact(reading.totals["outstanding_yen"])
    return (
        f"{reading.name}:{as_of} レイアウト {layout.name} 版{layout.layout.version}、"
        f"読んだ行 {reading.rows_read:,}（受け入れ {reading.accepted_rows:,}{_of_these(reading)}、"
        f"受け入れず {reading.rejected_rows:,}）、"
        f"債権の行 {claims}、未収残額 {owed}、誤り {len(reading.errors):,}、注意 {len(reading.warnings):,}"
    )


def _of_these(reading: Reading) -> str:
    """What the accepted rows were: some put right, some no details."""
    said = [
        f"{word} {count:,}"
        for word, count in (
            ("うち直して読んだ行", reading.repaired_rows),
            ("うち計・注記", reading.set_aside_rows),
        )
        if count
    ]
    return f"〔{'、'.join(said)}〕" if said else ""


def _reading_as_json(reading: Reading) -> dict[str, Any]:
    return {
        "file": reading.name,
        "layout": reading.layout.name,
        "record": reading.record,
        "as_of": reading.books.as_of.isoformat() if reading.books else None,
        "rows_read": reading.rows_read,
        "accepted_rows": reading.accepted_rows,
        "repaired_rows": reading.repaired_rows,
        "set_aside_rows": reading.set_aside_rows,
        "rejected_rows": reading.rejected_rows,
        "claim_rows": reading.claim_rows,
        "totals": reading.totals,
        "findings": [
            {
                "severity": finding.severity.value,
                "code": finding.code,
                "row": finding.row,
                "column": finding.column,
                "count": finding.count,
                "message": finding.message,
                "todo": finding.todo,
            }
            for finding in in_order(reading.findings)
        ],
        "rejected": [{"row": each.row, "reasons": each.reasons} for each in reading.rejected],
    }
