"""How the command speaks: findings, figures and records on the terminal, errors and progress beside them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Column, Table

from analytics.figures import Figure
from analytics.figures.export import to_csv
from analytics.figures.shown import writer
from analytics.intake.delivered import Reading
from analytics.intake.findings import Severity, in_order
from analytics.ledger.calendar import date_label, moment_label, year_label
from analytics.ledger.columns import AMOUNTS
from analytics.ledger.money import exact
from analytics.store.snapshots import Version

SHOWN_OF_A_KIND = 20  # of findings; every kind is shown, so that one run tells all there is to do

WIDE = 400  # columns on a pipe, where nobody wraps: no figure may be cut short

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.REPAIR: "cyan"}
_is_seen = sys.stdout is not None and sys.stdout.isatty()  # there is none under some schedulers
out = Console(soft_wrap=True, highlight=False, width=None if _is_seen else WIDE)
err = Console(stderr=True, soft_wrap=True, highlight=False)

SOURCES_NAMED = 8  # sixty months of eight departments are many files
SHOWN_METADATA = {
    "source_scope": "取り込みの単位",
    "as_of": "基準日",
    "fiscal_year": "年度",
    "municipality": "自治体",
    "municipality_code": "団体コード",
    "source_name": "ファイル",
    "size_bytes": "大きさ（バイト）",
    "sha256": "SHA-256",
    "encoding": "文字コード",
    "layout": "レイアウト",
    "layout_version": "レイアウトの版",
    "layout_title": "内容",
    "layout_sha256": "レイアウトのSHA-256",
    "imported_at": "取込日時",
    "version": "版",
    "rows_read": "読んだ行数",
    "accepted_rows": "受け入れた行数",
    "rejected_rows": "受け入れなかった行数",
    "set_aside_rows": "合計などの行数",
    "claim_rows": "債権の行数",
    **{name: f"{label}（円）" for name, label in AMOUNTS.items()},
    "warning_count": "注意の数",
    "publisher": "公表者",
    "licence": "利用条件",
    "attribution": "出典の表示",
    "url": "公表場所",
}


def table(*headers: str) -> Table:
    """An empty table that wraps long cells and never cuts them."""
    return Table(*(Column(header, overflow="fold") for header in headers))


def good(words: str) -> None:
    """A line that says it worked."""
    out.print(f"[green]✓[/] {escape(words)}")


def bad(words: object) -> None:
    """A line that says what is wrong, on the error stream."""
    err.print(f"[bold red]✗[/] {escape(str(words))}")


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
    claims, owed = (
        "－",
        "－",
    )  # with errors nothing is totalled: a sum of what could be read would mislead
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


def print_figure(shown: Figure) -> None:
    """The card in words: finding, value, as-of date, comparison, the table, notes and source."""
    out.print(f"[bold]{escape(shown.title)}[/]")
    as_of = f"（{date_label(shown.as_of)}現在）" if shown.as_of else ""
    out.print(f"{shown.measure} {shown.headline}{as_of} {shown.comparison}")
    rows = table(*shown.labels.values())
    writers = [writer(column) for column in shown.labels]
    for row in shown.frame[list(shown.labels)].itertuples(index=False):
        rows.add_row(*(escape(write(value)) for write, value in zip(writers, row, strict=True)))
    out.print(rows)
    for note in shown.notes:
        out.print(f"※ {escape(note)}")
    more = len(shown.sources) - SOURCES_NAMED
    named = "、".join(shown.sources[:SOURCES_NAMED]) + (f" ほか{more}件" if more > 0 else "")
    out.print(escape(f"版 {shown.version} 出典 {named}"))


def restored_words(version: Version) -> list[str]:
    """That *version* is a former one brought back; nothing for an import."""
    former = version.restored_from
    return [] if former is None else [f"版 {former} を復元"]


def print_version(version: Version, names: Sequence[str] = ()) -> None:
    """The record of one version: what it is called, file, hash, layout, rows, totals."""
    rows = table("項目", "値")
    for label, words in (("復元", restored_words(version)), ("名前", names)):
        if words:
            rows.add_row(label, escape("、".join(words)))
    says = version.metadata | {"imported_at": moment_label(version.committed_at)}
    for name, label in SHOWN_METADATA.items():
        rows.add_row(label, escape(says.get(name, "")))
    out.print(rows)


def print_csv(frame: pd.DataFrame, labels: Mapping[str, str]) -> None:
    """*frame* as the file that the screen gives out, byte for byte."""
    sys.stdout.buffer.write(to_csv(frame, labels))


def print_json(said: object) -> None:
    """*said* for programs."""
    print(json.dumps(said, ensure_ascii=False, indent=2))


def json_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of *frame* as JSON holds them."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    """A value as JSON holds it: missing is null, a day is ``2024-05-31``, no digit of a number is lost."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        is_day = value.tz is None and value == value.normalize()
        return value.date().isoformat() if is_day else value.isoformat()
    return value.item() if hasattr(value, "item") else value


def as_json(shown: Figure) -> dict[str, Any]:
    """The figure as JSON would hold it: every slot, and the frame as rows."""
    return {
        "name": shown.name,
        "title": shown.title,
        "measure": shown.measure,
        "headline": shown.headline,
        "comparison": shown.comparison,
        "as_of": shown.as_of.isoformat() if shown.as_of else None,
        "version": shown.version,
        "labels": shown.labels,
        "rows": json_rows(shown.frame),
        "notes": list(shown.notes),
        "sources": list(shown.sources),
        "facts": shown.facts,
        "empty": shown.empty,
    }


@contextmanager
def steps(subject: str) -> Iterator[Callable[[str], None]]:
    """A spinner that names the step; on a pipe it says nothing."""
    if not err.is_terminal:
        yield lambda words: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True
    ) as progress:
        task = progress.add_task(subject)
        yield lambda words: progress.update(task, description=f"{subject} {words}")
