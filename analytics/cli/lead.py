"""`zangaku lead`: decide which department acts first for a debtor, and see which decisions stand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from analytics.cli.figure import show
from analytics.cli.options import AsOfOption, Format, FormatOption, StoreOption, day
from analytics.cli.printing import good
from analytics.cli.reading_as import (
    PersonArgument,
    ReaderDepartmentOption,
    RoleOption,
    gate_for,
    this_moment,
)
from analytics.cli.stores import store_at
from analytics.errors import InputFault
from analytics.figures import Selection
from analytics.figures.persons import decide_lead, leads
from analytics.ledger.calendar import date_label
from analytics.store.reader import open_reader

lead = typer.Typer(
    no_args_is_help=True,
    help="先行部署を決める・決定を見る",
    epilog="例: zangaku lead list --role 室長",
)
NONE = "なし"


@lead.command(
    "decide",
    epilog="例: zangaku lead decide P0123456789abcde --department 101 --action 差押の予告 "
    "--review-on 2027-01-31 --by 山田 --role 室長",
)
def decide(
    person: PersonArgument,
    department: Annotated[
        str,
        typer.Option(
            "--department", metavar="CODE", help=f"先に動く課のコード（決めないなら {NONE}）"
        ),
    ],
    action: Annotated[str, typer.Option("--action", metavar="TEXT", help="何をするか")],
    review_on: Annotated[
        datetime,
        typer.Option("--review-on", metavar="DATE", formats=["%Y-%m-%d"], help="見直す日"),
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="決めた人の名前")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="メモ")] = "",
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
) -> None:
    """先行部署を決めて、そのときの案とともに記録します。"""
    at = this_moment()
    gate = gate_for(open_reader(store_at(store).root), role, reader_department, at)
    review = day(review_on)
    if review is None:
        raise InputFault("見直す日が要ります。--review-on 2027-01-31 のように書いてください。")
    made = decide_lead(
        gate,
        person,
        Selection(),
        department=None if department == NONE else department,
        action=action,
        review_on=review,
        decided_by=by,
        at=at,
        note=note,
    )
    good(f"先行部署の決定を記録しました。見直す日は{date_label(made.review_on)}です。")


@lead.command("list", epilog="例: zangaku lead list --role 室長 --format csv")
def list_leads(
    as_of: AsOfOption = None,
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """いま立っている決定を出します。 人を見ない役割には人数だけです。"""
    at = this_moment()
    gate = gate_for(open_reader(store_at(store).root), role, reader_department, at)
    show(leads(gate, Selection(day(as_of)), at), form)
