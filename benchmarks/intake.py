"""How fast and how large the intake is: `python -m benchmarks.intake`, a part of `make bench`.

A tax office's list of 1,000,000 lines (CP932) and a workbook of 100,000 go the whole way, each in a process of its own
that ends with what it used: read, normalised, checked, summed up and committed. Then the made-up city is prepared month
by month, as the demonstration does it.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from analytics.cli.importing import delivered_in
from analytics.intake.layouts import read_layouts
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from analytics.store.importing import take_in, take_in_month
from analytics.store.snapshots import Store
from benchmarks.deliveries import large_csv, large_workbook, month_of_city

CSV_ROWS, WORKBOOK_ROWS = 1_000_000, 100_000
MOST_SECONDS, MOST_MB = 30.0, 2_000.0
CITY_RESIDENTS, CITY_MONTHS = 70_000, 60


@dataclass(frozen=True)
class Took:
    """What one delivery took, in a process of its own: seconds from its first byte to its commit, and peak memory."""

    rows: int
    seconds: float
    memory_mb: float

    def exceeded(self, name: str) -> list[str]:
        """What is beyond what was promised."""
        found = []
        if self.seconds >= MOST_SECONDS:
            found.append(f"{name}: {self.seconds:.1f} s, promised < {MOST_SECONDS:.0f} s")
        if self.memory_mb >= MOST_MB:
            found.append(f"{name}: {self.memory_mb:,.0f} MB, promised < {MOST_MB:,.0f} MB")
        return found


def take(path: Path) -> Took:
    """Take *path* into a new store, here and now."""
    layouts = read_layouts(DATA / "layouts")
    with TemporaryDirectory(prefix="zangaku-intake-") as folder:
        began = time.perf_counter()
        done = take_in(Store(Path(folder)), path, layouts)
        seconds = time.perf_counter() - began
    # of a workbook another process reads the cells, while this one is there
    used = sum(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Took(done.reading.rows_read, seconds, used / 1000)


def taken(path: Path) -> Took:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.intake", "--take", str(path)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return Took(**json.loads(answer.stdout))


@dataclass(frozen=True)
class Prepared:
    """The made-up city: the seconds that writing its files took, and each month's rows and seconds in the intake."""

    written: float
    months: list[tuple[int, float]]

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.months)

    @property
    def seconds(self) -> float:
        return sum(seconds for _, seconds in self.months)

    def growth(self) -> float:
        """The seconds per row of the last quarter of the months over those of the first."""
        quarter = max(1, len(self.months) // 4)
        each = [seconds / rows for rows, seconds in self.months]
        return median(each[-quarter:]) / median(each[:quarter])


def prepare(months: int, residents: int, say: Callable[[str], None]) -> Prepared:
    """Make the city, and take in its months one after the other, each as one version."""
    layouts = read_layouts(DATA / "layouts")
    with TemporaryDirectory(prefix="zangaku-city-") as folder:
        city, store = Path(folder) / "city", Store(Path(folder) / "store")
        say("the made-up city is written")
        began = time.perf_counter()
        make_city(city, Plan(residents, *first_month_of("2026-10", months), 1))
        written = time.perf_counter() - began
        took = []
        for month in sorted(city.glob("20*")):
            say(f"{month.name} is taken in")
            files, controls = delivered_in(month)
            began = time.perf_counter()
            done = take_in_month(store, files, layouts, controls)
            if done.rejected or done.unread:
                raise RuntimeError(f"a file of {month.name} was kept out")
            rows = sum(each.reading.rows_read for each in done.imports)
            took.append((rows, time.perf_counter() - began))
    return Prepared(written, took)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake")
    parser.add_argument("--take", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--months", type=int, default=CITY_MONTHS, help="of the made-up city")
    parser.add_argument("--residents", type=int, default=CITY_RESIDENTS)
    chosen = parser.parse_args(arguments)
    if chosen.take:
        print(json.dumps(asdict(take(chosen.take))))
        return 0
    console = Console(width=100)
    took: dict[str, Took] = {}
    with TemporaryDirectory(prefix="zangaku-large-") as folder, console.status("…") as status:
        status.update("large files are written")
        month = month_of_city(Path(folder) / "city")
        files = {
            "CSV (CP932)": large_csv(month, Path(folder), CSV_ROWS),
            "Excel": large_workbook(month, Path(folder), WORKBOOK_ROWS),
        }
        for name, path in files.items():
            status.update(f"{name} is taken in")
            took[name] = taken(path)
        city = prepare(chosen.months, chosen.residents, status.update)
    console.print(_table(took))
    console.print(
        f"made-up city of {chosen.residents:,}, {chosen.months} months: written in {city.written:.0f} s; "
        f"{city.rows:,} rows taken in within {city.seconds:.0f} s ({city.rows / city.seconds:,.0f} rows/s); "
        f"a row of the last months {city.growth():.2f} times one of the first"
    )
    broken = [line for name, one in took.items() for line in one.exceeded(name)]
    for line in broken:
        console.print(f"[red]promise broken[/red]   {line}")
    if not broken:
        console.print("[green]all promises kept[/green]")
    return 1 if broken else 0


def _table(took: dict[str, Took]) -> Table:
    table = Table(title="Taken in: read, normalised, checked, summed up, committed", box=SIMPLE)
    table.add_column("file")
    for head in ("rows", "seconds", "target", "rows/s", "peak MB", "target"):
        table.add_column(head, justify="right")
    for name, one in took.items():
        table.add_row(
            name,
            f"{one.rows:,}",
            f"{one.seconds:.1f}",
            f"< {MOST_SECONDS:.0f}",
            f"{one.rows / one.seconds:,.0f}",
            f"{one.memory_mb:,.0f}",
            f"< {MOST_MB:,.0f}",
        )
    return table


if __name__ == "__main__":
    sys.exit(main())
