"""`zangaku targets`: what was decided when, and a file of targets taken into the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from analytics.cli.importing import with_each
from analytics.cli.options import Files
from analytics.cli.printing import good, out, table
from analytics.intake.targets import read_targets
from analytics.ledger.calendar import date_label, year_label
from analytics.ledger.money import exact
from analytics.settings import Settings
from analytics.store.targeting import Version, take_in_targets, versions

FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--targets", metavar="DIR", readable=False, help="目標のフォルダ（既定 data/targets）"
    ),
]

targets = typer.Typer(
    invoke_without_command=True,
    help="目標の版の一覧を出します。import で目標のファイルを加えます。",
    epilog="例: zangaku targets ／ zangaku targets import 目標_令和8年度.xlsx",
)


@targets.callback()
def list_targets(context: typer.Context, folder: FolderOption = None) -> None:
    """目標の版の一覧を出します。import で目標のファイルを加えます。"""
    if context.invoked_subcommand is not None:
        context.obj = folder
        return
    found = versions(read_targets(_place(folder)).to_pylist())
    if not found:
        out.print(
            "目標の登録がありません。`zangaku targets import ファイル名` で加えてください"
            "（書き方は docs/目標の書き方.md）。"
        )
        return
    rows = table(
        *("自治体", "年度", "版", "決定日", "債権数", "目標額計", "目標件数計", "ファイル")
    )
    for version in found:
        rows.add_row(*map(escape, _cells(version)))
    out.print(rows)


@targets.command("import", epilog="例: zangaku targets import 目標_令和8年度.xlsx")
def import_targets(context: typer.Context, files: Files, folder: FolderOption = None) -> None:
    """目標のファイルを、いまの目標と合わせて点検し、加えます。"""
    place = _place(folder or context.obj)

    def take(path: Path) -> int:
        done = take_in_targets(place, path)
        if done.path is None:
            good(f"{path.name} の目標は、すべてすでにあります（変更なし）。")
            return 0
        known = done.draft.known_count
        rest = f"同じ内容の{known}行は、すでにあるので加えていません。" if known else ""
        listed = "、".join(
            f"{year_label(year)}の版 {number}" for year, number in done.draft.versions
        )
        good(
            f"{path.name} の{len(done.draft.rows)}行（{listed}）を {done.path} に書きました。{rest}"
        )
        return 0

    with_each(files, take)


def _place(given: Path | None) -> Path:
    return given or Settings.load().targets


def _cells(version: Version) -> tuple[str, ...]:
    cases = version.target_case_count
    return (
        version.municipality or "（すべて）",
        year_label(version.fiscal_year),
        str(version.version),
        "、".join(map(date_label, version.days)),
        f"{version.claim_count:,}",
        exact(version.target_yen),
        "－" if cases is None else f"{cases:,}",
        "、".join(version.files),
    )
