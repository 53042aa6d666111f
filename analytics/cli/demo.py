"""`zangaku demo`: two cities to look at. The real one opens the page, the made-up one is prepared meanwhile.

Two processes of their own prepare it, one writing the files of the departments month by month, one taking each month in
as soon as it is whole, all through the real intake. They end with the command that started them.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rich.progress import BarColumn, Progress, TextColumn

from analytics.cli.options import PortOption, StoreOption
from analytics.cli.preparing import MADE_UP, is_prepared, places
from analytics.cli.printing import err
from analytics.cli.stopping import file_by_file
from analytics.cli.stores import known_layouts, store_at
from analytics.serving import serve_dashboard
from analytics.settings import DATA, City, Settings
from analytics.store.importing import take_in
from analytics.store.snapshots import Store

OPEN_DATA = DATA / "open" / "komae"
REAL = ("komae", "狛江市（公開決算・実データ）")
_START = "from analytics.cli.preparing import {job}; {job}(__import__('sys').argv[1])"
JOBS = ("write_city", "take_city_in")


def demo(port: PortOption = None, store: StoreOption = None) -> None:
    """狛江市と架空市の見本でダッシュボードを開きます。"""
    settings, real = Settings.load(), store_at(store)
    _take_in_published(real)
    made_up = places(real.root)
    cities = (
        City(*REAL, real.root.resolve(), settings.targets.resolve()),
        City(*MADE_UP, made_up.store, made_up.targets, made_up.progress),
    )
    with _prepared_meanwhile(real.root):
        serve_dashboard(settings.port if port is None else port, real.root, cities)


def _take_in_published(target: Store) -> None:
    files, layouts = sorted(OPEN_DATA.glob("*sainyu.csv")), known_layouts()
    columns = TextColumn("{task.description}"), BarColumn()
    with file_by_file(), Progress(*columns, console=err) as progress:
        task = progress.add_task("公表データの準備", total=len(files))
        for path in files:
            progress.update(task, description=f"公表データの準備 {path.name}")
            take_in(target, path, layouts)
            progress.advance(task)


@contextmanager
def _prepared_meanwhile(beside: Path) -> Iterator[None]:
    """The made-up city is prepared while the page is open; what is unfinished then goes on with the next demo."""
    if is_prepared(beside):
        yield
        return
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _START.format(job=job), str(beside.resolve())],
            stdin=subprocess.PIPE,  # it closes when this process ends, however it ends
        )
        for job in JOBS
    ]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)  # seconds
