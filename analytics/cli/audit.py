"""`zangaku audit`: who looked at which debtor, and whether the records are still as they were written.

`verify` names no debtor and is for everybody. `list` is for the 室長 alone, who answers for the looks and so sees all
of them, whatever the sharing table grants him. That he read the list is not written down: it shows which debtors were
looked at, and nothing of what they owe.
"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from analytics.access.audit import HEADERS, Audit, lost_looks
from analytics.access.viewer import CHIEF
from analytics.cli.options import StoreOption
from analytics.cli.printing import bad, good, out, table
from analytics.cli.reading_as import ReaderDepartmentOption, RoleOption, viewer_for
from analytics.cli.stores import store_at
from analytics.errors import NothingToShow, StoreFault
from analytics.store.journal import journals
from analytics.store.reader import open_reader

CHIEF_ONLY = "だれがどの債務者を見たかの一覧を見られるのは、室長だけです。"

audit = typer.Typer(
    no_args_is_help=True,
    help="だれがどの債務者を見たかの記録を見る・調べる",
    epilog="例: zangaku audit verify",
)


@audit.command("verify", epilog="例: zangaku audit verify")
def verify_journals(store: StoreOption = None) -> None:
    """閲覧・同意などの記録が、書かれたときのままかを調べます。"""
    root = store_at(store).root
    found = journals(root)
    if not found:
        out.print("まだ何も記録されていません。調べる記録はありません。")
        return
    faults = [fault for journal in found for fault in journal.verify()] + lost_looks(root)
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


@audit.command("list", epilog="例: zangaku audit list --last 50 --role 室長")
def list_reads(
    last: Annotated[
        int, typer.Option("--last", metavar="N", min=1, help="新しいほうから何件か")
    ] = 20,
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
) -> None:
    """だれがどの債務者番号を見たかを、新しい順に出します。 室長だけが見られます。"""
    root = store_at(store).root
    if viewer_for(open_reader(root), role, reader_department).role != CHIEF:
        raise NothingToShow(CHIEF_ONLY)
    found = Audit(root).latest(last)
    if not found:
        out.print("債務者ごとの閲覧は、まだ1件も記録されていません。")
        return
    rows = table(*HEADERS)
    for read in found:
        rows.add_row(*map(escape, read))
    out.print(rows)
