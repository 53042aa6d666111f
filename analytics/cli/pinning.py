"""`zangaku snapshots pin`, `pins` and `unpin`: the figures of that meeting, kept under its name for good."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from analytics.cli.options import StoreOption, VersionOption
from analytics.cli.printing import good, out, table
from analytics.cli.stores import store_at
from analytics.errors import InputFault
from analytics.intake.targets import read_targets
from analytics.ledger.calendar import books_label, date_label
from analytics.settings import Settings
from analytics.store.pins import numbered, pin, pins, unpin

naming = typer.Typer()


@naming.command(
    "pin",
    epilog="例: zangaku snapshots pin 第43回徴収対策会議 ／ zangaku snapshots pin 8月報告 --version 5",
)
def pin_snapshot(
    name: Annotated[str, typer.Argument(metavar="NAME", help="短い名前（例 第43回徴収対策会議）")],
    version: VersionOption = None,
    note: Annotated[
        str, typer.Option("--note", metavar="TEXT", help="メモ（誰が何のために）")
    ] = "",
    store: StoreOption = None,
) -> None:
    """版に名前を付け、その日の数字と目標を残します。"""
    target = store_at(store)
    number = None if version is None else numbered(target, version)
    made = pin(target, name, number, read_targets(Settings.load().targets), note)
    good(
        f"版 {made.version}（{books_label(made.newest)}まで）に「{made.name}」と名前を付けました。"
        f"`zangaku figure balance_by_year --version {made.typed}` で、この数字をいつでも出せます。"
    )


@naming.command("pins", epilog="例: zangaku snapshots pins")
def list_pins(store: StoreOption = None) -> None:
    """版に付けた名前の一覧を出します。"""
    found = pins(store_at(store))
    if not found:
        out.print(
            "名前の付いた版はありません。`zangaku snapshots pin 第43回徴収対策会議` のように付けます。"
        )
        return
    rows = table("名前", "版", "付けた日", "基準日", "メモ")
    for one in found:
        days = date_label(one.pinned_on), books_label(one.newest)
        rows.add_row(escape(one.name), str(one.version), *days, escape(one.note))
    out.print(rows)


@naming.command("unpin", epilog="例: zangaku snapshots unpin 第43回徴収対策会議 --yes")
def unpin_snapshot(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="付けた名前（例 第43回徴収対策会議）")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="外してよい")] = False,
    store: StoreOption = None,
) -> None:
    """版に付けた名前を外します。版は残ります。"""
    if not yes:
        raise InputFault(
            f"「{name}」を外すと、その名前のリンクでは見られなくなります。外してよければ --yes を付けてください。"
        )
    gone = unpin(store_at(store), name)
    good(f"「{gone.name}」を外しました。版 {gone.version} は残っています。")
