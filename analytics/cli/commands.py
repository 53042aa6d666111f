"""The commands of `zangaku`. Exit codes by cause stand in `analytics.errors`."""

from __future__ import annotations

import io
import json
import os
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn
from typer import rich_utils

from analytics.cli.printing import (
    as_json,
    bad,
    err,
    good,
    misuse,
    out,
    print_figure,
    print_reading,
    print_version,
    steps,
    table,
    unforeseen,
)
from analytics.errors import InputFault, NothingToShow, StoreFault, ZangakuError
from analytics.figures import FIGURES, Selection, answer
from analytics.figures.export import to_csv
from analytics.intake.layout import Layout, read_layouts
from analytics.ledger.money import exact
from analytics.serving import serve_dashboard
from analytics.settings import DATA, Settings
from analytics.store.importing import Rejected, examine, take_in
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from analytics.store.verify import verify

USAGE = 2  # exit code of a command that was not understood
OPEN_DATA = DATA / "open" / "komae"

rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
rich_utils.OPTIONS_PANEL_TITLE = "オプション"
rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
rich_utils.DEFAULT_STRING = "［既定: {}］"
rich_utils.REQUIRED_LONG_STRING = "［必須］"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # main() speaks
    rich_markup_mode="rich",
    help="残額（ZANGAKU）: 各課の未収残額を取り込み、図の数字を出し、画面を開きます。",
    epilog="例: [bold]zangaku demo[/bold] ／ [bold]zangaku figure balance_by_year[/bold]",
)
snapshots = typer.Typer(no_args_is_help=True, help="取り込んだ版を見る・調べる")
app.add_typer(snapshots, name="snapshots")

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", metavar="DIR", help="保管庫のフォルダ（既定 data/snapshots）"),
]
LayoutOption = Annotated[
    str | None,
    typer.Option("--layout", metavar="NAME", help="レイアウトの名前（省くと見出しから選ぶ）"),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="基準日（例 2024-05-31）"),
]
VersionOption = Annotated[
    int | None, typer.Option("--version", metavar="N", help="版の番号（省くと最新）")
]


class Format(StrEnum):
    """How `figure` writes its frame."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@app.command("import", epilog="例: zangaku import 132195_kessan2023sainyu.csv --as-of 2024-05-31")
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="取り込むファイル（複数可）")
    ],
    layout: LayoutOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """ファイルを点検し、誤りがなければ1ファイルを1つの版として取り込みます。"""
    layouts, target = _layouts(), _store(store)
    failures: list[ZangakuError] = []
    for path in files:
        try:
            _import_one(target, path, layouts, layout, as_of)
        except ZangakuError as problem:
            failures.append(problem)
            bad(problem)
    if failures:
        raise typer.Exit(max(problem.exit_code for problem in failures))


@app.command(epilog="例: zangaku check 132195_kessan2023sainyu.csv")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="調べるファイル（複数可）")],
    layout: LayoutOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
) -> None:
    """取り込まずに点検だけをします。誤りがあれば終了コードは3です。"""
    layouts, target, code = _layouts(), _store(store), 0
    for path in files:
        try:
            with steps(path.name) as step:
                reading = examine(target, path, layouts, layout, _day(as_of), step)
            print_reading(reading)
            code = max(code, InputFault.exit_code if reading.errors else 0)
        except ZangakuError as problem:
            bad(problem)
            code = max(code, problem.exit_code)
    raise typer.Exit(code)


@app.command(
    epilog="例: zangaku figure balance_by_year --format csv ／ zangaku figure bridge --as-of 2023-05-31"
)
def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"図の名前: {' / '.join(FIGURES)}")],
    store: StoreOption = None,
    version: VersionOption = None,
    as_of: AsOfOption = None,
    department: Annotated[
        str | None, typer.Option("--department", metavar="CODE", help="所管課コード（省くと全庁）")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="書き出す形")] = Format.TABLE,
) -> None:
    """画面の図と同じ数字を出します。"""
    settings = Settings.load()
    reader = open_reader(store or settings.store, settings.targets, version)
    shown = answer(name, reader, Selection(_day(as_of), department))
    if form is Format.CSV:
        sys.stdout.buffer.write(to_csv(shown.frame, shown.labels))
    elif form is Format.JSON:
        print(json.dumps(as_json(shown), ensure_ascii=False, indent=2))
    else:
        print_figure(shown)


@app.command(epilog="例: zangaku layouts")
def layouts() -> None:
    """使えるレイアウト（ファイルの読み方）の一覧を出します。"""
    rows = table("名前", "版", "内容", "自治体", "文字コード", "ファイル名")
    for layout in _layouts():
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


@app.command(epilog="例: zangaku serve --port 8600")
def serve(
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="ポート番号")] = None,
    store: StoreOption = None,
) -> None:
    """ダッシュボードを開きます（127.0.0.1だけで受け付けます）。"""
    settings = Settings.load()
    serve_dashboard(port or settings.port, store or settings.store)


@app.command(epilog="例: zangaku demo")
def demo(
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="ポート番号")] = None,
    store: StoreOption = None,
) -> None:
    """狛江市の公表データを取り込み、ダッシュボードを開きます。"""
    target = _store(store)
    files = sorted(OPEN_DATA.glob("*sainyu.csv"))
    layouts = _layouts()
    with Progress(TextColumn("{task.description}"), BarColumn(), console=err) as progress:
        task = progress.add_task("公表データの準備", total=len(files))
        for path in files:
            progress.update(task, description=f"公表データの準備 {path.name}")
            take_in(target, path, layouts)
            progress.advance(task)
    settings = Settings.load()
    serve_dashboard(port or settings.port, target.root)


@snapshots.command("list", epilog="例: zangaku snapshots list")
def list_snapshots(store: StoreOption = None) -> None:
    """版の一覧を出します。"""
    rows = table("版", "取込日時", "基準日", "ファイル", "債権の行", "未収残額")
    for version in _store(store).versions():
        says = version.metadata
        rows.add_row(
            str(version.number),
            f"{version.committed_at.astimezone():%Y-%m-%d %H:%M}",
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
    """1つの版の記録（ファイル、ハッシュ、レイアウト、行数、金額）を出します。"""
    target = _store(store)
    print_version(target.version(number))
    for path in target.files(number):
        out.print(f"  {path.relative_to(target.root)}")


@snapshots.command("verify", epilog="例: zangaku snapshots verify")
def verify_snapshots(store: StoreOption = None) -> None:
    """保管庫のすべての版を、元のファイル・行・合計・要約まで調べ直します。"""
    target = _store(store)
    with steps("調べています") as step:
        faults = verify(target, step)
    if target.latest() is None:
        out.print("まだ何も取り込まれていません。調べる版はありません。")
        return
    if faults:
        for fault in faults:
            bad(fault)
        raise StoreFault(
            f"{len(faults)}件の異常があります。控えから戻すか、"
            "新しいフォルダを --store で指定して、元のファイルを取り込み直してください。"
        )
    good(f"異常はありません（{len(target.versions())}版を調べました）。")


def main() -> None:
    """Run the command; what Zangaku can explain ends in one sentence and an exit code of its own."""
    for stream in (sys.stdout, sys.stderr):
        # an old console may lack a letter; that is no reason to stop
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        sys.exit(app(prog_name="zangaku", standalone_mode=False))
    except typer.TyperException as problem:
        if said := misuse(problem):
            bad(said)
        sys.exit(USAGE)
    except ZangakuError as problem:
        bad(problem)
        sys.exit(problem.exit_code)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as problem:
        if os.environ.get("ZANGAKU_DEBUG"):
            raise
        bad(unforeseen(problem))
        sys.exit(ZangakuError.exit_code)


def _import_one(
    store: Store, path: Path, layouts: list[Layout], layout: str | None, as_of: datetime | None
) -> None:
    try:
        with steps(path.name) as step:
            done = take_in(store, path, layouts, layout, _day(as_of), step)
    except Rejected as rejected:
        print_reading(rejected.reading)
        raise
    print_reading(done.reading)
    if done.changed:
        good(f"{path.name} を版 {done.version} として取り込みました。")
    else:
        good(
            f"{path.name} は同じ内容がすでに取り込まれています（版 {done.version} のまま、変更なし）。"
        )


def _layouts() -> list[Layout]:
    found = read_layouts(Settings.load().layouts)
    if not found:
        raise NothingToShow("レイアウトがありません。data/layouts/ に *.toml を置いてください。")
    return found


def _store(given: Path | None) -> Store:
    return Store(given or Settings.load().store)


def _day(given: datetime | None) -> date | None:
    if given is not None and not 1990 <= given.year <= 2100:
        raise InputFault(f"基準日 {given.date().isoformat()} は扱えません。例: 2024-05-31")
    return given.date() if given else None
