"""`zangaku import` and `zangaku check`: files one by one, or a month's folder at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from analytics.cli.matching import match_after
from analytics.cli.options import AsOfOption, Files, LayoutOption, StoreOption, day
from analytics.cli.printing import bad, err, good, out, steps
from analytics.cli.readings import print_reading
from analytics.cli.stopping import file_by_file, interrupted
from analytics.cli.stores import known_layouts, store_at
from analytics.errors import InputFault, StoreFault, ZangakuError, reason
from analytics.intake.controls import read_controls, sorted_out
from analytics.intake.delivered import Control, Reading
from analytics.intake.giving_back import give_back
from analytics.intake.layouts import AnyLayout
from analytics.store.correcting import hold
from analytics.store.examining import examine
from analytics.store.importing import Month, Rejected, take_in, take_in_month
from analytics.store.newest import Newest
from analytics.store.snapshots import Store

ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="DIR",
        readable=False,
        help="受け入れなかった行を書き出すフォルダ",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="結果をプログラムで読める形で出す")]


def import_files(
    files: Files,
    layout: LayoutOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    report: ReportOption = None,
) -> None:
    """ファイルか1か月のフォルダを点検し、取り込みます。"""
    layouts, target = known_layouts(), store_at(store)
    back = report or target.root / "returned"

    def take(path: Path) -> int:
        if path.is_dir():
            return _import_month(target, path, layouts, as_of, back)
        return _import_one(target, path, layouts, layout, as_of, back)

    newest = target.latest()
    try:
        with_each(files, take)
    finally:
        if target.latest() != newest:
            match_after(target)


def check(
    files: Files,
    layout: LayoutOption = None,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    report: ReportOption = None,
    as_json: JsonOption = False,
) -> None:
    """取り込まずに点検だけをします。誤りがあれば終了コードは3です。"""
    layouts, target = known_layouts(), store_at(store)

    def look(path: Path) -> int:
        with steps(path.name) as step:
            reading = examine(Newest.of(target), path, layouts, layout, day(as_of), step)
        print_reading(reading, as_json=as_json)
        if report is not None:
            _give_back(target, reading, report, err if as_json else out)
        return InputFault.exit_code if reading.errors else 0

    with_each(files, look)


def with_each(files: Iterable[Path], work: Callable[[Path], int]) -> None:
    """Do *work* with each of *files*, whatever becomes of the others. The worst exit code ends the command."""
    code = 0
    for path in files:
        try:
            code = max(code, work(path))
        except ZangakuError as problem:
            if interrupted(problem):
                raise
            bad(problem)
            code = max(code, problem.exit_code)
    if code:
        raise typer.Exit(code)


def _import_one(
    store: Store,
    path: Path,
    layouts: list[AnyLayout],
    layout: str | None,
    as_of: datetime | None,
    back: Path,
) -> int:
    """Import the file at *path*; the exit code."""
    try:
        with file_by_file(), steps(path.name) as step:
            done = take_in(store, path, layouts, layout, day(as_of), step)
    except Rejected as rejected:
        print_reading(rejected.reading)
        _give_back(store, rejected.reading, back)
        raise
    print_reading(done.reading)
    if done.restored:
        good(
            f"{path.name} を、失われていた元のファイルとして戻しました（版 {done.version} のまま）。"
        )
    elif done.changed:
        good(f"{path.name} を版 {done.version} として取り込みました。")
    else:
        good(
            f"{path.name} は同じ内容がすでに取り込まれています（版 {done.version} のまま、変更なし）。"
        )
    return 0


def _import_month(
    store: Store, folder: Path, layouts: list[AnyLayout], as_of: datetime | None, back: Path
) -> int:
    """Import what is in *folder*; the exit code."""
    files, controls = delivered_in(folder)
    began = perf_counter()
    with file_by_file(), steps(folder.name) as step:
        month = take_in_month(store, files, layouts, controls, day(as_of), step)
    for done in month.imports:
        print_reading(done.reading)
    for reading in month.rejected:
        print_reading(reading)
        _give_back(store, reading, back)
    for _, problem in month.unread:
        bad(problem)
    _say_what_became(month, folder, perf_counter() - began)
    is_whole = not (month.rejected or month.unread or month.missing)
    return 0 if is_whole else InputFault.exit_code


def delivered_in(folder: Path) -> tuple[list[Path], dict[str, Control]]:
    """The files in *folder* by name, and the control totals given with them. Raises `InputFault`."""
    try:
        files, lists = sorted_out(path for path in folder.iterdir() if not path.is_dir())
    except OSError as problem:
        raise InputFault(
            f"フォルダ {folder} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    if not files:
        raise InputFault(
            f"フォルダ {folder} に取り込むファイルがありません。月ごとのフォルダを指定してください。"
        )
    controls: dict[str, Control] = {}
    for path in lists:
        controls |= read_controls(path)
    return files, controls


def _say_what_became(month: Month, folder: Path, seconds: float) -> None:
    new = month.new
    if new:
        rows = sum(done.reading.rows_read for done in new)
        good(
            f"{folder.name} の{len(new)}ファイル（{rows:,}行、毎秒{rows / seconds:,.0f}行）を"
            f"版 {new[0].version} として取り込みました。"
        )
    elif month.imports:
        good(f"{folder.name} は同じ内容がすでに取り込まれています（変更なし）。")
    kept_out = [*(reading.name for reading in month.rejected), *(name for name, _ in month.unread)]
    if kept_out:
        bad(
            f"{folder.name} のうち{len(kept_out)}ファイルは取り込みませんでした（{'、'.join(kept_out)}）。"
            "その課の数字は、画面では前の月のものと示されます。直してもう一度実行してください。"
        )
    if month.missing:
        bad(
            f"{folder.name} の件数・金額の控えにある {'、'.join(month.missing)} が、届いていません。"
            "所管課に確かめて、フォルダに置いてください（控えのファイル名が違うなら、直してください）。"
        )


def _give_back(store: Store, reading: Reading, folder: Path, on: Console = out) -> None:
    """Write the rejected rows, and say where."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise StoreFault(
            f"フォルダ {folder} を作れません（{reason(problem)}）。--report で別の場所を指定してください。"
        ) from problem
    path = give_back(reading, folder)
    if path is not None:
        hold(store, reading)
        said = f"受け入れなかった {reading.rejected_rows:,}行を {path} に書き出しました。直して送り直せます。"
        on.print(escape(said))
