"""`zangaku figure`: a figure's card in words, or the very numbers of the screen for programs."""

from __future__ import annotations

from enum import StrEnum
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
from analytics.cli.printing import err, json_rows, out, print_csv, print_json, table
from analytics.cli.reading_as import (
    ReaderDepartmentOption,
    RoleOption,
    gate_for,
    this_moment,
    viewer_for,
)
from analytics.cli.stores import store_at
from analytics.errors import InputFault, LayoutFault
from analytics.figures import FIGURES, Figure, Selection, answer
from analytics.figures.persons import PERSON_FIGURES, Asked, person_answer
from analytics.figures.shown import writer
from analytics.figures.single_lines import told_to
from analytics.ledger.calendar import date_label
from analytics.ledger.survey import BREAKDOWNS, Breakdown
from analytics.settings import Settings
from analytics.store.reader import open_reader


class Breakdowns(StrEnum):
    """By what the answers of a survey are broken down."""

    RANK = BREAKDOWNS["rank_group"]
    DEPARTMENT = BREAKDOWNS["department_group"]

    @property
    def breakdown(self) -> Breakdown:
        """As the figures call it."""
        return "rank_group" if self is Breakdowns.RANK else "department_group"


SOURCES_NAMED = 8  # sixty months of eight departments are many files


def figure(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help=f"図の名前: {' / '.join(FIGURES)}。債務者ごとの図（--role が要る）: "
            f"{' / '.join(PERSON_FIGURES)}",
        ),
    ],
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
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    pair: Annotated[
        str | None,
        typer.Option("--pair", metavar="A/B", help="名寄せの表の組 （課か債権。 1つなら A だけ）"),
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="ID", help="名寄せの番号")
    ] = None,
    wave: Annotated[
        str | None, typer.Option("--wave", metavar="NAME", help="意識調査の回（省くと最後の回）")
    ] = None,
    by: Annotated[Breakdowns, typer.Option("--by", help="意識調査の分け方")] = Breakdowns.RANK,
    scale: Annotated[
        str | None, typer.Option("--scale", metavar="NAME", help="意識調査の尺度か設問")
    ] = None,
) -> None:
    """画面の図と同じ数字を出します。"""
    reader = open_reader(store_at(store).root, Settings.load().targets, version)
    chosen = Selection(
        day(as_of),
        department,
        claim_kind=kind,
        from_on=day(start),
        is_all=with_not_due,
        wave=wave,
        breakdown=by.breakdown,
        scale=scale,
    )
    if name in PERSON_FIGURES:
        at = this_moment()
        gate = gate_for(reader, role, reader_department, at)
        show(person_answer(name, gate, Asked(_pair(pair), person), chosen, at), form)
        for notice in gate.notices:
            err.print(f"※ {escape(notice)}")
        return
    viewer = viewer_for(reader, role, reader_department)
    shown = told_to(viewer, answer(name, reader, chosen), reader)
    if shown.fault:
        raise LayoutFault(shown.fault)
    show(shown, form)


def show(shown: Figure, form: Format) -> None:
    """Give *shown* out in this *form*."""
    if form is Format.CSV:
        print_csv(shown.frame, shown.labels)
    elif form is Format.JSON:
        print_json(_as_json(shown))
    else:
        _print(shown)


def _pair(said: str | None) -> tuple[str, str] | None:
    """The two members of ``A/B``; of ``A`` alone, it twice. Raises `InputFault` for more or none."""
    if said is None:
        return None
    members = [member.strip() for member in said.split("/")]
    if not 1 <= len(members) <= 2 or not all(members):
        raise InputFault(
            "組は --pair 101/201 のように、課か債権を1つか2つ、/ で区切って書いてください。"
        )
    return members[0], members[-1]


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
    for note in (*shown.notes, *shown.below):
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
        "notes": [*shown.notes, *shown.below],
        "sources": list(shown.sources),
        "facts": shown.facts,
        "empty": shown.empty,
    }
