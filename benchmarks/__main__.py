"""Every measure of speed, beside the floor and a plain pandas app: `python -m benchmarks` or `make bench`.

Each number is a median, and what is judged are ratios between apps measured in turn on the same machine in the same
minutes. The times that the product is meant to stay under get a verdict of their own; they hold for a quiet machine
with two cores, so a busy one may miss them without anything being wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from benchmarks import clicks
from benchmarks.browser import chromium
from benchmarks.komae import product
from benchmarks.load import readers_at_once
from benchmarks.serving import FLOOR, PANDAS, PRODUCT, ROOT, App, running

ROUNDS = 2
RESULTS = ROOT / ".bench" / "speed.json"
Times = dict[str, list[float]]  # measure → what each round found, in milliseconds


@dataclass(frozen=True)
class Measure:
    """One line of the table: how it is called, what it should stay under, and how far from the other two apps."""

    name: str
    target_ms: float | None = None
    most_of_floor: float | None = None
    most_of_pandas: float | None = None


MEASURES = (
    Measure("click to first chart", target_ms=80, most_of_pandas=0.8),
    Measure("click to settled page", target_ms=120, most_of_floor=6.0, most_of_pandas=0.8),
    Measure("filter to first chart", target_ms=80, most_of_pandas=0.8),
    Measure("filter to settled page", target_ms=120, most_of_floor=6.0, most_of_pandas=0.8),
    Measure("first load to first chart", target_ms=1_000, most_of_pandas=0.9),
    Measure("first load to settled page", most_of_floor=3.0, most_of_pandas=0.9),
    Measure("process start to first chart", target_ms=5_000, most_of_pandas=1.2),
    Measure("30 readers: median", most_of_floor=12.0, most_of_pandas=0.1),
    Measure("30 readers: 95 of 100", most_of_floor=20.0, most_of_pandas=0.1),
    Measure("30 readers: processor per click", most_of_floor=8.0, most_of_pandas=0.25),
)


def measure(browser: Browser, app: App, charts: bool) -> Times:
    """One round of everything for one app."""
    found: Times = {one.name: [] for one in MEASURES}

    def laps(name: str, taken: list[clicks.Lap]) -> None:
        found[f"{name} to first chart"] += [lap.chart for lap in taken if lap.chart is not None]
        found[f"{name} to settled page"] += [lap.settled for lap in taken]

    starts = [clicks.start_to_chart(browser, app, charts) for _ in range(clicks.STARTS)]
    found["process start to first chart"] = starts
    with running(app) as server:
        laps(
            "first load", [clicks.first_load(browser, server, charts) for _ in range(clicks.LOADS)]
        )
        to_pages, to_filters = clicks.walk(browser, server, charts)
        laps("click", to_pages)
        laps("filter", to_filters)
        load = readers_at_once(server)
    found["30 readers: median"].append(load.median)
    found["30 readers: 95 of 100"].append(load.most)
    found["30 readers: processor per click"].append(load.cpu_ms)
    return found


def all_rounds(
    browser: Browser, apps: dict[App, bool], say: Callable[[str], None]
) -> dict[str, Times]:
    """The apps in turn, several times, so that a busy minute does not fall on one of them alone."""
    found: dict[str, Times] = {app.name: {one.name: [] for one in MEASURES} for app in apps}
    for turn in range(ROUNDS):
        for app, charts in apps.items():
            say(f"round {turn + 1} of {ROUNDS}: {app.name}")
            for name, times in measure(browser, app, charts).items():
                found[app.name][name] += times
    return found


def middle(found: dict[str, Times], app: App, name: str) -> float | None:
    """The median of a measure, or None where the app was not measured or has nothing of the kind."""
    times = found.get(app.name, {}).get(name)
    return median(times) if times else None


def judge(found: dict[str, Times]) -> tuple[Table, list[str], list[str]]:
    """The table, the targets missed and the ratios broken."""
    table = Table(title="Medians in ms, and ratios of the product to the other two", box=SIMPLE)
    for head in (
        "measure",
        PRODUCT.name,
        FLOOR.name,
        PANDAS.name,
        "to floor",
        "to pandas",
        "target",
    ):
        table.add_column(
            head, justify="left" if head == "measure" else "right", no_wrap=head == "measure"
        )
    missed: list[str] = []
    broken: list[str] = []
    for one in MEASURES:
        ours, floor, plain = (middle(found, app, one.name) for app in (PRODUCT, FLOOR, PANDAS))
        to_floor = ours / floor if ours and floor else None
        to_plain = ours / plain if ours and plain else None
        target = "–"
        if one.target_ms:
            target = f"< {one.target_ms:,.0f}"
            if ours and ours >= one.target_ms:
                missed.append(f"{one.name}: {ours:,.0f} ms, target {target} ms")
        for ratio, most, other in (
            (to_floor, one.most_of_floor, FLOOR),
            (to_plain, one.most_of_pandas, PANDAS),
        ):
            if ratio and most and ratio > most:
                broken.append(f"{one.name}: {ratio:.2f} times the {other.name}, at most {most}")
        shown = [f"{at:,.0f}" if at else "–" for at in (ours, floor, plain)]
        ratios = [f"{at:.2f}" if at else "–" for at in (to_floor, to_plain)]
        table.add_row(one.name, *shown, *ratios, target)
    return table, missed, broken


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a ratio is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure speed.")
    parser.add_argument(
        "--json", action="store_true", help="also write every time to .bench/speed.json"
    )
    chosen = parser.parse_args(arguments)
    console = Console(
        width=100
    )  # wide enough for every column, also when the answer goes to a file
    with product() as ours, chromium() as browser, console.status("…") as status:
        found = all_rounds(browser, {ours: True, FLOOR: False, PANDAS: True}, status.update)
    table, missed, broken = judge(found)
    console.print(table)
    for line in missed:
        console.print(f"[yellow]target missed[/yellow]  {line}")
    for line in broken:
        console.print(f"[red]ratio broken[/red]   {line}")
    if not missed and not broken:
        console.print("[green]all targets and ratios kept[/green]")
    if chosen.json:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
