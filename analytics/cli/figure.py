"""`zangaku figure`: a figure's card in words, or the very numbers of the screen for programs."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.markup import escape

from analytics.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    FromOption,
    KindOption,
    NotDueOption,
    StoreOption,
    VersionOption,
    day,
)
from analytics.cli.printing import json_rows, out, print_csv, print_json, table
from analytics.cli.stores import store_at
from analytics.errors import LayoutFault
from analytics.figures import FIGURES, Figure, Selection, answer
from analytics.figures.shown import writer
from analytics.ledger.calendar import date_label
from analytics.settings import Settings
from analytics.store.reader import open_reader

SOURCES_NAMED = 8  # sixty months of eight departments are many files


def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"図の名前: {' / '.join(FIGURES)}")],
    store: StoreOption = None,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="CODE", help="所管課コード（省くと全庁）")
    ] = None,
    kind: KindOption = None,
    start: FromOption = None,
    with_not_due: NotDueOption = False,
    form: FormatOption = Format.TABLE,
) -> None:
    """画面の図と同じ数字を出します。"""
    reader = open_reader(store_at(store).root, Settings.load().targets, version)
    chosen = Selection(
        day(as_of), department, claim_kind=kind, from_on=day(start), is_all=with_not_due
    )
    shown = answer(name, reader, chosen)
    if shown.fault:
        raise LayoutFault(shown.fault)
    if form is Format.CSV:
        print_csv(shown.frame, shown.labels)
    elif form is Format.JSON:
        print_json(_as_json(shown))
    else:
        _print(shown)


def _print(shown: Figure) -> None:
    """The card in words: finding, value, as-of date, comparison, the table, notes and source."""
    out.print(f"[bold]{escape(shown.title)}[/]")
    as_of = f"（{date_label(shown.as_of)}現在）" if shown.as_of else ""
    out.print(f"{shown.measure} {shown.headline}{as_of} {shown.comparison}")
    rows = table(*shown.labels.values())
    writers = [writer(column) for column in shown.labels]
    for row in shown.frame[list(shown.labels)].itertuples(index=False):
        rows.add_row(*(escape(write(value)) for write, value in zip(writers, row, strict=True)))
    out.print(rows)
    for name, fact in shown.facts.items():
        out.print(f"[bold]{escape(name)}[/] {escape(fact)}")
    for note in shown.notes:
        out.print(f"※ {escape(note)}")
    named = shown.files(SOURCES_NAMED)
    out.print(escape(f"版 {shown.version} 出典 {named}"))


def _as_json(shown: Figure) -> dict[str, Any]:
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
