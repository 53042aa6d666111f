"""`zangaku layouts`: how files are read, as a list, and as a first draft for a file that nobody knows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from analytics.cli.options import AsOfOption, day
from analytics.cli.printing import err, out, steps, table
from analytics.cli.readings import print_reading
from analytics.cli.stores import known_layouts
from analytics.errors import InputFault, reason
from analytics.intake.suggesting.suggest import Suggestion
from analytics.intake.suggesting.suggest import suggest as suggest_layout
from analytics.intake.suggesting.table import GUIDE
from analytics.intake.tables.source import open_source
from analytics.intake.text import shown_name

layouts = typer.Typer(
    invoke_without_command=True,
    help="使えるレイアウト（ファイルの読み方）の一覧を出します。suggest で新しい様式の下書きを作ります。",
    epilog="例: zangaku layouts ／ zangaku layouts suggest 滞納一覧_202610.csv",
)


@layouts.callback()
def list_layouts(context: typer.Context) -> None:
    """使えるレイアウト（ファイルの読み方）の一覧を出します。suggest で新しい様式の下書きを作ります。"""
    if context.invoked_subcommand is not None:
        return
    rows = table("名前", "版", "内容", "自治体", "文字コード", "ファイル名")
    for layout in known_layouts():
        about = layout.layout
        words = (
            about.name,
            str(about.version),
            about.title,
            about.municipality,
            "・".join(layout.file.encodings),
            layout.source.file_name,
        )
        rows.add_row(*map(escape, words))
    out.print(rows)


@layouts.command(
    epilog="例: zangaku layouts suggest 滞納一覧_202610.csv --out data/layouts/aoba-water.toml"
)
def suggest(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", readable=False, help="レイアウトのない明細のファイル")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="TOML",
            readable=False,
            help="下書きを書く新しいファイル（省くと画面に）",
        ),
    ] = None,
    as_of: AsOfOption = None,
) -> None:
    """知らない様式の明細から下書きを作り、試します。"""
    if to is not None and to.exists():
        raise InputFault(
            f"{shown_name(to)} は、もうあります。上書きはしません。--out に別の名前を指定してください。"
        )
    with steps(file.name) as step:
        step("を調べています")
        drafted = suggest_layout(open_source(file), day(as_of))
    if to is None:
        print(drafted.text, end="")
    else:
        _write(drafted.text, to)
    _say_how_good(drafted, to)


def _write(text: str, to: Path) -> None:
    try:
        with to.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except (OSError, ValueError) as problem:  # ValueError: a path with NUL
        raise InputFault(
            f"{shown_name(to)} に書けません（{reason(problem)}）。--out に別の場所を指定してください。"
        ) from problem


def _say_how_good(drafted: Suggestion, to: Path | None) -> None:
    """What the draft makes of its own file, and what is left to do: beside the draft, not in it."""
    err.print("下書きで同じファイルを読んだ結果:")
    print_reading(drafted.reading, on=err)
    where = "画面の下書き" if to is None else shown_name(to)
    err.print(
        escape(
            f"{where} に「要確認」が {drafted.to_confirm}行あります。"
            f"1つずつ元の表と照らしてください（{GUIDE}）。"
        )
    )
