"""The commands of `zangaku`, those on the store's versions aside. Exit codes by cause stand in `analytics.errors`."""

from __future__ import annotations

from typing import Annotated

import typer

from analytics.cli.demo import demo
from analytics.cli.help import in_japanese
from analytics.cli.importing import check, import_files
from analytics.cli.layouts import layouts
from analytics.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    PortOption,
    StoreOption,
    VersionOption,
    day,
)
from analytics.cli.pinning import naming
from analytics.cli.printing import (
    as_json,
    print_csv,
    print_figure,
    print_json,
)
from analytics.cli.sampling import sample
from analytics.cli.snapshots import snapshots
from analytics.cli.stores import store_at
from analytics.figures import FIGURES, Selection, answer
from analytics.serving import serve_dashboard
from analytics.settings import Settings
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # main() speaks
    rich_markup_mode="rich",
    help="残額（ZANGAKU）: 各課の未収残額を取り込み、図の数字を出し、画面を開きます。",
    epilog="例: [bold]zangaku demo[/bold] ／ [bold]zangaku figure balance_by_year[/bold]",
)


@app.command(
    epilog="例: zangaku figure balance_by_year --format csv ／ zangaku figure bridge --as-of 2023-05-31 ／ "
    "zangaku figure ranking --version 第43回徴収対策会議"
)
def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"図の名前: {' / '.join(FIGURES)}")],
    store: StoreOption = None,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="CODE", help="所管課コード（省くと全庁）")
    ] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """画面の図と同じ数字を出します。"""
    reader = open_reader(store_at(store).root, Settings.load().targets, version)
    shown = answer(name, reader, Selection(day(as_of), department))
    if form is Format.CSV:
        print_csv(shown.frame, shown.labels)
    elif form is Format.JSON:
        print_json(as_json(shown))
    else:
        print_figure(shown)


@app.command(epilog="例: zangaku serve --port 8600")
def serve(port: PortOption = None, store: StoreOption = None) -> None:
    """ダッシュボードを開きます（127.0.0.1だけで受け付けます）。"""
    _serve(port, store_at(store))


snapshots.add_typer(naming)
app.command(
    "import", epilog="例: zangaku import 2026-10 ／ zangaku import 132195_kessan2023sainyu.csv"
)(import_files)
app.command(epilog="例: zangaku demo")(demo)
app.command(epilog="例: zangaku check 132195_kessan2023sainyu.csv")(check)
app.command(epilog="例: zangaku sample --out 架空市 --months 24")(sample)
app.add_typer(layouts, name="layouts")
app.add_typer(snapshots, name="snapshots")
in_japanese(app)


def _serve(port: int | None, store: Store) -> None:
    serve_dashboard(Settings.load().port if port is None else port, store.root)
