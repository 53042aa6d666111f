"""`zangaku audit`: who looked at which debtor, and whether the records are still as they were written."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from analytics.access.audit import HEADERS, Audit
from analytics.cli.options import StoreOption
from analytics.cli.printing import bad, good, out, table
from analytics.cli.stores import store_at
from analytics.errors import StoreFault
from analytics.store.journal import journals

audit = typer.Typer(
    no_args_is_help=True,
    help="だれがどの債務者を見たかの記録を見る・調べる",
    epilog="例: zangaku audit verify",
)


@audit.command("verify", epilog="例: zangaku audit verify")
def verify_journals(store: StoreOption = None) -> None:
    """閲覧・同意などの記録が、書かれたときのままかを調べます。"""
    found = journals(store_at(store).root)
    if not found:
        out.print("まだ何も記録されていません。調べる記録はありません。")
        return
    faults = [fault for journal in found for fault in journal.verify()]
    for fault in faults:
        bad(fault)
    if faults:
        raise StoreFault(
            f"記録が書かれたときのままでないところが{len(faults)}か所あります。"
            "だれがいつ変えたかを確かめ、journals フォルダを控えから戻してください。"
        )
    count = sum(len(journal.records()) for journal in found)
    names = "、".join(journal.path.name for journal in found)
    good(f"異常はありません（{names} の記録 {count:,}件を調べました）。")


@audit.command("list", epilog="例: zangaku audit list --last 50")
def list_reads(
    last: Annotated[
        int, typer.Option("--last", metavar="N", min=1, help="新しいほうから何件か")
    ] = 20,
    store: StoreOption = None,
) -> None:
    """だれがどの債務者番号を見たかを、新しい順に出します。"""
    found = Audit(store_at(store).root).latest(last)
    if not found:
        out.print("債務者ごとの閲覧は、まだ1件も記録されていません。")
        return
    rows = table(*HEADERS)
    for read in found:
        rows.add_row(*map(escape, read))
    out.print(rows)
