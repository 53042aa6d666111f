"""`zangaku snapshots`: the versions of the store, looked at and verified."""

from __future__ import annotations

from typing import Annotated

import typer

from analytics.cli.options import StoreOption
from analytics.cli.printing import bad, good, out, print_version, steps, table
from analytics.cli.stores import store_at
from analytics.errors import StoreFault
from analytics.ledger.calendar import moment_label
from analytics.ledger.money import exact
from analytics.store.verify import outdated, verify

snapshots = typer.Typer(no_args_is_help=True, help="取り込んだ版を見る・調べる")


@snapshots.command("list", epilog="例: zangaku snapshots list")
def list_snapshots(store: StoreOption = None) -> None:
    """版の一覧を出します。"""
    rows = table("版", "取込日時", "基準日", "ファイル", "債権の行", "未収残額")
    for version in store_at(store).versions():
        says = version.metadata
        rows.add_row(
            str(version.number),
            moment_label(version.committed_at),
            says["as_of"],
            says["source_name"],
            f"{int(says['claim_rows']):,}",
            exact(int(says["outstanding_yen"])),
        )
    out.print(rows)


@snapshots.command("show", epilog="例: zangaku snapshots show 3")
def show_snapshot(
    number: Annotated[int, typer.Argument(metavar="N", help="版の番号")], store: StoreOption = None
) -> None:
    """1つの版の記録（ファイル、レイアウト、行数、金額）を出します。"""
    target = store_at(store)
    print_version(target.version(number))
    for path in target.files(number):
        out.print(f"  {path.relative_to(target.root)}")


@snapshots.command("verify", epilog="例: zangaku snapshots verify")
def verify_snapshots(store: StoreOption = None) -> None:
    """すべての版を、元のファイル・行・合計・要約まで調べ直します。"""
    target = store_at(store)
    with steps("調べています") as step:
        faults = verify(target, step)
    if target.latest() is None:
        out.print("まだ何も取り込まれていません。調べる版はありません。")
        if target.begun():
            out.print(
                "途中で止まった取り込みの跡があります。同じファイルをもう一度取り込んでください。"
                "取り込んだ覚えがあるときは、記録（receivables）が失われています。控えから戻してください。"
            )
        return
    if faults:
        for fault in faults:
            bad(fault)
        raise StoreFault(
            f"{len(faults)}件の異常があります。控えから戻すか、"
            "新しいフォルダを --store で指定して、元のファイルを取り込み直してください。"
        )
    good(f"異常はありません（{len(target.versions())}版を調べました）。")
    if older := outdated(target):
        numbers = "、".join(map(str, older))
        out.print(
            f"版 {numbers} の要約は、以前の版のZangakuの定義で作られています。読むたびに今の定義で作り直すので、"
            "そのままで構いません。"
        )
