"""`zangaku snapshots`: the versions of the store, looked at, compared, verified and brought back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from analytics.cli.differences import print_difference
from analytics.cli.matching import match_after
from analytics.cli.options import Format, FormatOption, StoreOption, VersionArgument
from analytics.cli.printing import bad, good, out, steps, table
from analytics.cli.stores import store_at
from analytics.errors import StoreFault
from analytics.ledger.calendar import date_label, moment_label
from analytics.ledger.columns import AMOUNTS
from analytics.ledger.money import exact
from analytics.store.differing import difference
from analytics.store.pins import numbered, pin_faults, pins
from analytics.store.restoring import restore
from analytics.store.snapshots import Version
from analytics.store.verify import outdated, verify

snapshots = typer.Typer(
    no_args_is_help=True, help="取り込んだ版を見る・比べる・名付ける・戻す・調べる"
)


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


@snapshots.command("list", epilog="例: zangaku snapshots list")
def list_snapshots(store: StoreOption = None) -> None:
    """版の一覧を出します。"""
    target = store_at(store)
    names = defaultdict(list)
    for one in pins(target):
        names[one.version].append(one.name)
    rows = table("版", "取込日時", "基準日", "ファイル", "債権の行", "未収残額", "名前など")
    for version in target.versions():
        says = version.metadata
        rows.add_row(
            str(version.number),
            moment_label(version.committed_at),
            says["as_of"],
            escape(says["source_name"]),
            f"{int(says['claim_rows']):,}",
            exact(int(says["outstanding_yen"])),
            escape("、".join([*_restored(version), *names[version.number]])),
        )
    out.print(rows)


@snapshots.command(
    "show", epilog="例: zangaku snapshots show 3 ／ zangaku snapshots show 第43回徴収対策会議"
)
def show_snapshot(chosen: VersionArgument, store: StoreOption = None) -> None:
    """1つの版の記録（ファイル、レイアウト、行数、金額）を出します。"""
    target = store_at(store)
    number = numbered(target, chosen)
    named = [one for one in pins(target) if one.version == number]
    _print_version(target.version(number), [one.name for one in named])
    for path in target.files(number):
        out.print(f"  {path.relative_to(target.root)}")
    for one in named:
        faults = [*pin_faults(target, one)]
        for fault in faults:
            bad(f"「{one.name}」: {fault}")
        if not faults:
            good(f"「{one.name}」の数字は、名前を付けた{date_label(one.pinned_on)}と同じです。")


def _restored(version: Version) -> list[str]:
    """That *version* is a former one brought back; nothing for an import."""
    former = version.restored_from
    return [] if former is None else [f"版 {former} を復元"]


def _print_version(version: Version, names: Sequence[str] = ()) -> None:
    """The record of one version: what it is called, file, hash, layout, rows, totals."""
    rows = table("項目", "値")
    for label, words in (("復元", _restored(version)), ("名前", names)):
        if words:
            rows.add_row(label, escape("、".join(words)))
    says = version.metadata | {"imported_at": moment_label(version.committed_at)}
    for name, label in SHOWN_METADATA.items():
        rows.add_row(label, escape(says.get(name, "")))
    out.print(rows)


@snapshots.command(
    "diff", epilog="例: zangaku snapshots diff 3 5 ／ zangaku snapshots diff 第43回徴収対策会議 5"
)
def compare_snapshots(
    former: Annotated[str, typer.Argument(metavar="A", help="前の版の番号か名前")],
    later: Annotated[str, typer.Argument(metavar="B", help="後の版の番号か名前")],
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """2つの版の残額の違いを、わけを添えて1円まで出します。"""
    target = store_at(store)
    numbers = numbered(target, former), numbered(target, later)
    print_difference(difference(target, *numbers), numbers, form)


@snapshots.command("restore", epilog="例: zangaku snapshots restore 3")
def restore_snapshot(
    number: Annotated[str, typer.Argument(metavar="N", help="戻す版の番号か名前")],
    store: StoreOption = None,
) -> None:
    """取り消し: 前の版の内容を新しい版として戻します。"""
    target = store_at(store)
    with steps("復元しています") as step:
        done = restore(target, numbered(target, number), step)
    undone = done.undone.number
    good(
        f"版 {done.former.number}（{_made_of(done.former)}）の内容を、版 {done.version} として復元しました。"
        f"版 {undone} の数字は `--version {undone}` を付けると、これからも見られます。"
    )
    match_after(target)


def _made_of(version: Version) -> str:
    """What was taken in with *version*."""
    says = version.metadata
    return f"{says.get('source_name', '')}、基準日 {says.get('as_of', '')} を取り込んだ時点"


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
    named = f"、名前の付いた版 {len(kept)}つ" if (kept := pins(target)) else ""
    good(f"異常はありません（{len(target.versions())}版{named}を調べました）。")
    if older := outdated(target):
        numbers = "、".join(map(str, older))
        out.print(
            f"版 {numbers} の要約は、以前の版のZangakuの定義で作られています。読むたびに今の定義で作り直すので、"
            "そのままで構いません。"
        )
