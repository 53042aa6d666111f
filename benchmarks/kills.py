"""Imports killed and imports at once: `python -m benchmarks.kills`, a part of `make soak`.

A month of a small made-up city is imported over and over into copies of a store, and ended with SIGKILL at a random
moment; then two processes import at once. After each round every version is there, readable, clean and exactly what an
undisturbed import makes of it, and what a process said it had committed is there.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from rich.console import Console

from analytics.cli.importing import delivered_in
from analytics.intake.layouts import read_layouts
from analytics.ledger.columns import RECORDS
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from benchmarks.running import Running

KILLS, ROUNDS = 100, 20
RESIDENTS, MONTHS = 3_000, 3


def contents(store: Store, number: int) -> dict[str, dict[str, tuple[int, int]]]:
    """What version *number* holds: for each table and delivery its rows, and its yen where it has any."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for kind in RECORDS:
        files = store.files(number) if kind == "receivables" else store.files_beside(number, kind)
        sums: Counter[str] = Counter()
        rows: Counter[str] = Counter()
        for file in files:
            table = pq.read_table(file)
            scopes = table["source_scope"].to_pylist()
            rows.update(scopes)
            if kind == "receivables":
                for scope, yen in zip(scopes, table["outstanding_yen"].to_pylist(), strict=True):
                    sums[scope] += yen
        found[kind] = {scope: (rows[scope], sums[scope]) for scope in sorted(rows)}
    return found


class City:
    """The months of a made-up city, and what the versions of an undisturbed store hold after each of them."""

    def __init__(self, work: Path) -> None:
        self.work = work
        make_city(work / "city", Plan(RESIDENTS, *first_month_of("2026-10", MONTHS), 1))
        self.months = sorted((work / "city").glob("20*"))
        self.store = Store(work / "store")
        self.layouts = read_layouts(DATA / "layouts")
        self.take_in(self.store, self.months[0])
        self.before = contents(self.store, 0)
        whole = self.copy("whole")
        running = Running.of(whole.root, self.months[1])
        began = time.perf_counter()
        assert running.heard() == 1
        self.seconds = time.perf_counter() - began  # which an import takes that is left alone
        self.one_more = contents(whole, 1)
        self.take_in(whole, self.months[2])
        self.all = contents(whole, 2)
        other = self.copy("other")
        self.take_in(other, self.months[2])
        self.other_more = contents(other, 1)

    def take_in(self, store: Store, folder: Path) -> None:
        files, controls = delivered_in(folder)
        assert not take_in_month(store, files, self.layouts, controls).rejected

    def copy(self, name: str) -> Store:
        """A store of its own with the first month in it."""
        root = self.work / name
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.store.root, root)
        return Store(root)


def killed(city: City, turn: int, chance: Random) -> str:
    """One import ended at a random moment; what was found. Raises `AssertionError` when anything is not whole."""
    store = city.copy("killed")
    running = Running.of(store.root, city.months[1])
    early, late = chance.uniform(0, 1), chance.uniform(0.75, 1.15)  # what is visible comes last
    time.sleep(chance.choice((early, late)) * city.seconds)
    running.kill()
    committed = running.heard()
    latest = store.latest()
    assert latest in (0, 1), f"version {latest}"
    assert committed is None or latest == committed == 1, "said to be committed, and not there"
    assert contents(store, 0) == city.before, "the old version has changed"
    assert latest == 0 or contents(store, 1) == city.one_more, "half a version"
    assert verify(store) == [], verify(store)
    if turn % 5 == 0:  # and it can be done again
        city.take_in(store, city.months[1])
        assert store.latest() == 1
        assert contents(store, 1) == city.one_more, "another version after the second try"
        assert verify(store) == []
    if committed is not None:
        return "after its end"
    return "committed, not told" if latest else "nothing of it"


def at_once(city: City, turn: int) -> str:
    """Two processes import at once: different months, or (every fourth time) the same one."""
    store = city.copy("twice")
    folders = city.months[1], city.months[1 if turn % 4 == 3 else 2]
    both = [Running.of(store.root, folder) for folder in folders]
    told = [running.heard() for running in both]
    for running in both:
        running.process.join()
        assert running.process.exitcode == 0, "an import failed"
    assert contents(store, 0) == city.before
    assert verify(store) == [], verify(store)
    if folders[0] == folders[1]:
        assert told == [1, 1]
        assert store.latest() == 1
        assert contents(store, 1) == city.one_more
        return "the same month"
    assert sorted(map(str, told)) == ["1", "2"]
    assert store.latest() == 2
    assert contents(store, 1) == (city.one_more if told[0] == 1 else city.other_more)
    assert contents(store, 2) == city.all
    return "first come, first served" if told[0] == 1 else "the second one first"


def main(arguments: list[str] | None = None) -> int:
    """Kill and collide; ends with an `AssertionError` that names the seed when a version is not whole."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    chosen = parser.parse_args(arguments)
    console = Console()
    console.print(f"kills: seed {chosen.seed}")
    chance = Random(chosen.seed)
    began = time.perf_counter()
    with TemporaryDirectory(prefix="zangaku-kills-") as folder, console.status("…") as status:
        city = City(Path(folder))
        found: Counter[str] = Counter()
        for turn in range(chosen.kills):
            status.update(f"kill {turn + 1} of {chosen.kills}")
            found[killed(city, turn, chance)] += 1
        met: Counter[str] = Counter()
        for turn in range(chosen.rounds):
            status.update(f"two at once {turn + 1} of {chosen.rounds}")
            met[at_once(city, turn)] += 1
    console.print(f"kills: {found.total()} ({_told(found)}); every version whole, none lost")
    console.print(f"two at once: {met.total()} ({_told(met)}); every version whole, none lost")
    console.print(f"kills and rounds took {time.perf_counter() - began:,.0f} s")
    return 0


def _told(found: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in found.most_common())


if __name__ == "__main__":
    sys.exit(main())
