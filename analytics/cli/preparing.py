"""The made-up city of the demo: its files written by one process, taken in month by month by another."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from analytics.cli.importing import delivered_in
from analytics.cli.matching import match_after
from analytics.cli.printing import bad, good
from analytics.cli.stores import known_layouts
from analytics.errors import InputFault, ZangakuError
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.months import folder_name
from analytics.sample.plan import BASE_RESIDENTS, CITY, UNTIL
from analytics.store.importing import take_in, take_in_month
from analytics.store.snapshots import Store

MADE_UP = ("kakuu", "架空市（全機能）")
MONTHS = 60
WAIT = 0.2  # seconds between two looks for the next month
SURVEY, BESIDE = "意識調査", "会議"  # folders whose files are taken in after the months


@dataclass(frozen=True)
class Places:
    """Where the made-up city is kept: its files, its store, and how far the preparation has come."""

    files: Path
    store: Path

    @property
    def targets(self) -> Path:
        """Its targets, as its office would have written them."""
        return self.files / "目標"

    @property
    def progress(self) -> Path:
        """A file with a sentence, there as long as the preparation is not done."""
        return self.store.with_name(f"{self.store.name}-preparing.txt")

    @property
    def done(self) -> Path:
        """A file that is there once all of it has been taken in; it says of what."""
        return self.store.with_name(f"{self.store.name}-prepared.txt")

    @property
    def written(self) -> Path:
        """A file that is there once the files are all written."""
        return self.files.with_name(f"{self.files.name}-written.txt")


def places(beside: Path) -> Places:
    """The places for a demo whose real city's store is *beside*."""
    root = beside.resolve()
    return Places(root.with_name(f"{root.name}-kakuu-files"), root.with_name(f"{root.name}-kakuu"))


def plan() -> Plan:
    """The city that is made: the default of `zangaku sample`."""
    return Plan(BASE_RESIDENTS, *first_month_of(UNTIL, MONTHS), 1)


def is_prepared(beside: Path) -> bool:
    """Whether all of it has been taken in already, by a plan like today's."""
    done = places(beside).done
    return done.is_file() and done.read_text(encoding="utf-8") == repr(plan())


def write_city(beside: str) -> None:
    """Write the files anew, unless they are all there."""
    where = places(Path(beside))
    with _ending_with_the_demo():
        if where.written.is_file() and where.written.read_text(encoding="utf-8") == repr(plan()):
            return
        where.written.unlink(missing_ok=True)
        shutil.rmtree(where.files, ignore_errors=True)
        make_city(where.files, plan())
        where.written.write_text(repr(plan()), encoding="utf-8")


def take_city_in(beside: str) -> None:
    """Take each month in as soon as its folder is there, then what stands beside the months."""
    where = places(Path(beside))
    with _ending_with_the_demo():
        began, rows = time.perf_counter(), 0
        store, layouts = Store(where.store), known_layouts()
        _say(where, 0)
        for number, folder in enumerate(_months(where), start=1):
            files, controls = delivered_in(folder)
            month = take_in_month(store, files, layouts, controls)
            if month.rejected or month.unread:
                raise InputFault(f"見本の {folder.name} を取り込めませんでした。")
            rows += sum(done.reading.rows_read for done in month.imports)
            _say(where, number)
        for wave in waves_in(where.files / SURVEY):
            taken = take_in_month(store, wave, layouts)
            rows += sum(done.reading.rows_read for done in taken.imports)
        for path in sorted((where.files / BESIDE).glob("*.csv")):
            rows += take_in(store, path, layouts).reading.rows_read
        seconds = time.perf_counter() - began
        match_after(store)
        where.done.write_text(repr(plan()), encoding="utf-8")
        where.progress.unlink(missing_ok=True)
        good(
            f"{CITY}の準備ができました: {MONTHS}か月、{rows:,}行を{seconds:,.0f}秒で取り込みました"
            f"（毎秒{rows / seconds:,.0f}行）。"
        )


def _months(where: Places) -> Iterator[Path]:
    """The folder of each month, oldest first, as it appears."""
    for month in plan().months:
        folder = where.files / folder_name(month)
        while not folder.is_dir():
            time.sleep(WAIT)
        yield folder
    while not where.written.is_file():
        time.sleep(WAIT)


def waves_in(folder: Path) -> list[list[Path]]:
    """The files of each wave: its answers, and how many were asked; one version each."""
    paths = sorted(folder.iterdir())
    names = dict.fromkeys(path.stem.removesuffix("_配布数") for path in paths)
    return [[path for path in paths if path.stem.startswith(name)] for name in names]


def _say(where: Places, months: int) -> None:
    unfinished = where.progress.with_suffix(".part")
    unfinished.write_text(
        f"{CITY}の見本を準備しています（{MONTHS}か月のうち{months}か月）。できた月までの数字を示しています。",
        encoding="utf-8",
    )
    os.replace(unfinished, where.progress)


@contextmanager
def _ending_with_the_demo() -> Iterator[None]:
    """End when the process that started this one has; say what went wrong as the command would."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        os._exit(0)
    except ZangakuError as problem:
        bad(f"{CITY}の準備が止まりました。{problem}")
        sys.exit(problem.exit_code)


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)
