"""How the command speaks: lines, tables, CSV and JSON on the terminal, errors and progress beside them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Column, Table

from analytics.figures.export import to_csv
from analytics.store.steps import Step, silent

WIDE = 400  # columns on a pipe, where nobody wraps: no figure may be cut short

_is_seen = sys.stdout is not None and sys.stdout.isatty()  # there is none under some schedulers
out = Console(soft_wrap=True, highlight=False, width=None if _is_seen else WIDE)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def table(*headers: str) -> Table:
    """An empty table that wraps long cells and never cuts them."""
    return Table(*(Column(header, overflow="fold") for header in headers))


def good(words: str) -> None:
    """A line that says it worked."""
    out.print(f"[green]✓[/] {escape(words)}")


def bad(words: object) -> None:
    """A line that says what is wrong, on the error stream."""
    err.print(f"[bold red]✗[/] {escape(str(words))}")


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
    if isinstance(value, list):  # of month-ends, for a small line
        return [_plain(each) for each in value]
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        is_day = value.tz is None and value == value.normalize()
        return value.date().isoformat() if is_day else value.isoformat()
    return value.item() if hasattr(value, "item") else value


@contextmanager
def steps(subject: str) -> Iterator[Step]:
    """A spinner that names the step; on a pipe it says nothing."""
    if not err.is_terminal:
        yield silent
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), console=err, transient=True
    ) as progress:
        task = progress.add_task(subject)
        yield lambda words: progress.update(task, description=f"{subject} {words}")
