"""Memory and processor time over thousands of runs, once for each way of collecting garbage.

    python -m benchmarks.soak                       every policy, 2,000 runs each, as a table
    python -m benchmarks.soak shipped --runs 20000  a long look at the one we ship

Readers come, look at ten pages and leave, as in an office. Streamlit keeps up to 128 sessions of readers who left, so
memory rises until then and must stay level after. The check is a ratio: memory at the end over memory at 40 % of it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import sys
import threading
from dataclasses import dataclass, replace
from importlib import import_module

import uvicorn
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from streamlit import config

from benchmarks.komae import product
from benchmarks.serving import HOST, Server, running
from benchmarks.wire import Viewer

RUNS = 2_000
READERS = 4
PAGES_PER_VISIT = 10
LEVEL_FROM = 0.4  # share of the runs after which memory has to stay level
MOST_GROWTH = 1.15


@dataclass(frozen=True)
class Policy:
    """One way of collecting garbage."""

    says: str
    after_every_run: bool = False
    freeze: bool = True
    threshold: tuple[int, int, int] | None = None
    idle_every: float | None = None

    def apply(self) -> None:
        """Set this process up; called after Streamlit's settings are read and before the app is loaded."""
        config.set_option("runner.postScriptGC", self.after_every_run)
        if not self.freeze:
            gc.freeze = _nothing
        if self.threshold:
            gc.set_threshold(*self.threshold)
        if self.idle_every:
            gc.disable()
            threading.Thread(target=_collect_every, args=(self.idle_every,), daemon=True).start()


POLICIES = {
    "streamlit": Policy(
        "after every run (Streamlit's default)", after_every_run=True, freeze=False
    ),
    "frozen-every-run": Policy("after every run, start-up frozen", after_every_run=True),
    "python": Policy("Python's own only", freeze=False),
    "shipped": Policy("Python's own, start-up frozen"),
    "lazy": Policy(
        "Python's own, first threshold 10,000, start-up frozen", threshold=(10_000, 10, 10)
    ),
    "periodic": Policy("every 10 s, start-up frozen", idle_every=10.0),
}


def _nothing() -> None:
    """Stand in for `gc.freeze` where a policy goes without."""


def _collect_every(seconds: float) -> None:
    """Collect in a thread of its own, for as long as the process lives."""
    while not threading.Event().wait(seconds):
        gc.collect()


@dataclass
class Course:
    """What was seen over one policy's runs."""

    runs: list[int]
    memory_mb: list[float]
    cpu_ms_per_run: float
    seconds: list[float]

    @property
    def growth(self) -> float:
        """Memory at the end over memory once readers who left have filled Streamlit's list."""
        level = next(at for at, run in enumerate(self.runs) if run >= LEVEL_FROM * self.runs[-1])
        return self.memory_mb[-1] / self.memory_mb[level]


async def visit(port: int, seconds: list[float]) -> None:
    """One reader comes, looks at ten pages and leaves."""
    async with Viewer(port) as viewer:
        await viewer.open()
        for page in range(1, PAGES_PER_VISIT):
            seconds.append(await viewer.go(page))
        if viewer.errors:
            raise RuntimeError(f"the app failed during the soak: {viewer.errors[0]}")


async def soak(server: Server, runs: int) -> Course:
    """`runs` runs by a few readers at a time, with the memory at ten points on the way."""
    course = Course([0], [server.memory_mb()], 0.0, [])
    batch = READERS * PAGES_PER_VISIT
    cpu = server.cpu_seconds()
    for done in range(batch, runs + batch, batch):
        await asyncio.gather(*(visit(server.port, course.seconds) for _ in range(READERS)))
        if done - course.runs[-1] >= runs / 10:
            course.runs.append(done)
            course.memory_mb.append(server.memory_mb())
    course.cpu_ms_per_run = (server.cpu_seconds() - cpu) / runs * 1000
    return course


def serve(policy: Policy, application: str, port: int) -> None:
    """Serve the app in this process under `policy`."""
    loaded = import_module(application)
    policy.apply()
    uvicorn.run(loaded.application, host=HOST, port=port, log_level="warning", access_log=False)


def report(courses: dict[str, Course], console: Console) -> None:
    """One row for each policy, ratios against Streamlit's default where it was measured."""
    points = next(iter(courses.values())).runs
    picked = sorted({1, len(points) // 2, len(points) - 1})
    table = Table(
        title="Memory (MB) after so many runs; CPU and answer (ms) of one run", box=SIMPLE
    )
    table.add_column("policy", no_wrap=True)
    heads = ["0", *(f"{points[at]:,}" for at in picked), "growth", "CPU", "ratio", "p50", "p99"]
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    base = courses.get("streamlit")
    for name, course in courses.items():
        table.add_row(
            name,
            *(f"{course.memory_mb[at]:.0f}" for at in (0, *picked)),
            f"{course.growth:.2f}",
            f"{course.cpu_ms_per_run:.1f}",
            f"{course.cpu_ms_per_run / base.cpu_ms_per_run:.2f}" if base else "–",
            f"{statistics.median(course.seconds) * 1000:.0f}",
            f"{statistics.quantiles(course.seconds, n=100)[98] * 1000:.0f}",
        )
    console.print(table)
    for name in courses:
        console.print(f"{name}: {POLICIES[name].says}", style="dim")


def main(arguments: list[str] | None = None) -> int:
    """Run the soak; 1 when the memory of the shipped policy does not stay level."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.soak", description=__doc__.splitlines()[0]
    )
    parser.add_argument(
        "policies", nargs="*", choices=[*POLICIES, []], default=[], help="default: all of them"
    )
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument(
        "--app", default="asgi", help="module with the ASGI application (default: asgi)"
    )
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.serve:
        serve(POLICIES[chosen.policies[0]], chosen.app, chosen.port)
        return 0
    console = Console()
    courses: dict[str, Course] = {}
    with product() as komae:
        for name in chosen.policies or POLICIES:
            command = (
                sys.executable,
                "-m",
                "benchmarks.soak",
                name,
                "--serve",
                "--app",
                chosen.app,
            )
            app = replace(komae, name=name, command=command)
            with console.status(f"{name}: {chosen.runs:,} runs"), running(app) as server:
                courses[name] = asyncio.run(soak(server, chosen.runs))
    report(courses, console)
    shipped = courses.get("shipped")
    if shipped and shipped.growth > MOST_GROWTH:
        console.print(f"Memory grew {shipped.growth:.2f} times, more than {MOST_GROWTH}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
