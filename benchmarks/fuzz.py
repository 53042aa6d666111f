"""Spoiled department files by the thousand: `python -m benchmarks.fuzz`, a part of `make soak`.

Each is read as `zangaku check` reads it, and some go into a store of their own. Whatever they hold: no exception but
those that carry a Japanese sentence, no answer later than 30 s, and every row read is accepted or rejected, once. What
failed is named by its seed and number, and comes again with `--seed S --only N`.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from types import FrameType

from rich.console import Console

from analytics.errors import ZangakuError
from analytics.intake.delivered import Reading
from analytics.intake.fitting import choose_layout
from analytics.intake.giving_back import give_back
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.intake.reading import read_source
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.source import open_source
from analytics.settings import DATA
from analytics.store.importing import Rejected, take_in
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from benchmarks.inputs import Spoiled, samples, spoiled
from benchmarks.tables import tables_by_hypothesis

INPUTS = 10_000
GENERATED = 0.2  # share of the inputs that Hypothesis makes
MOST_SECONDS = 30
STORED_EVERY = 25  # one of so many goes into a store
GIVEN_BACK_EVERY = 5
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


class Hang(BaseException):
    """An input took longer than it may."""


def check(path: Path, layouts: list[AnyLayout], rows: int | None, back: bool) -> Reading | None:
    """Read *path*; None when it is refused with a Japanese sentence. Raises `AssertionError` for a row unaccounted."""
    try:
        source = open_source(path)
        reading = read_source(source, choose_layout(source, layouts))
        account(reading, rows)
        if back:
            give_back(reading, path.parent)
    except ZangakuError as problem:
        told_in_japanese(problem)
        return None
    return reading


def told_in_japanese(problem: ZangakuError) -> None:
    """Raises `AssertionError` for a refusal that people cannot read."""
    assert JAPANESE.search(str(problem)), "a sentence that is not Japanese"


def account(reading: Reading, rows: int | None = None) -> None:
    """Every row read of records is in a table, set aside, or rejected with a reason: once."""
    assert reading.accepted_rows + reading.rejected_rows == reading.rows_read
    for finding in reading.findings:
        assert JAPANESE.search(finding.message), "a finding that is not Japanese"
    if not isinstance(reading.layout, RecordLayout):
        return
    kept_out = [each.row for each in reading.rejected]
    assert kept_out == sorted(set(kept_out)), "a row rejected twice"
    assert len(kept_out) == reading.rejected_rows
    assert all(each.reasons for each in reading.rejected), "a row rejected without a reason"
    for kind, table in reading.tables.items():
        taken = table.column("source_row").to_pylist()
        assert len(taken) == len(set(taken)), "a row taken in twice"
        assert not set(taken) & set(kept_out), "a row taken in and rejected"
        if kind == reading.record and kind != "persons":  # of a person there may be several rows
            assert len(taken) + reading.set_aside_rows == reading.accepted_rows
    unread = {"too_long", "unreadable", "cut_short"}  # said, and from there on nothing is read
    if rows is not None and reading.tables and not {f.code for f in reading.errors} & unread:
        assert reading.rows_read == rows, f"{reading.rows_read} rows read of {rows}"


def store_it(path: Path, folder: Path, layouts: list[AnyLayout]) -> str:
    """Take *path* into a store of its own; what became of it. The store is clean in any case."""
    store = Store(folder / "store")
    try:
        became = f"version {take_in(store, path, layouts).version}"
    except Rejected:
        became = "rejected"
    except ZangakuError as problem:
        told_in_japanese(problem)
        became = "refused"
    assert (store.latest() is None) == (became in ("rejected", "refused"))
    faults = [] if store.latest() is None else verify(store)
    assert not faults, faults
    return became


@contextmanager
def in_time() -> Iterator[None]:
    """Raises `Hang` after 30 s."""

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise Hang

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(MOST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)


@dataclass
class Course:
    """What has been seen so far."""

    became: Counter[str]
    failed: list[str]
    slowest: float = 0.0


class Fuzz:
    """The inputs of one seed, and what becomes of them."""

    def __init__(self, seed: int, work: Path) -> None:
        self.seed = seed
        self.work = work
        self.layouts = read_layouts(DATA / "layouts")
        self.samples = samples(work / "city", self.layouts)
        self.course = Course(Counter(), [])

    def one(self, number: int) -> None:
        """Input *number* of this seed."""
        chance = Random(f"{self.seed}:{number}")
        self.run(spoiled(chance.choice(self.samples), chance), number, f"--only {number}")

    def run(self, given: Spoiled, number: int, again: str) -> None:
        """Read it, now and then store it, and note what became of it."""
        began = time.perf_counter()
        with TemporaryDirectory(dir=self.work) as folder:
            path = Path(folder) / given.name
            path.write_bytes(given.content)
            try:
                with in_time():
                    reading = check(path, self.layouts, given.rows, number % GIVEN_BACK_EVERY == 0)
                    became = "refused" if reading is None else "read"
                    if reading is not None:
                        became = "with errors" if reading.errors else "sound"
                    if number % STORED_EVERY == 0:
                        became = f"stored: {store_it(path, Path(folder), self.layouts)}"
            except (Hang, Exception):
                last = traceback.format_exc(limit=-3)
                self.course.failed.append(f"--seed {self.seed} {again}\n{last}")
                became = "FAILED"
        self.course.became[became] += 1
        self.course.slowest = max(self.course.slowest, time.perf_counter() - began)


def main(arguments: list[str] | None = None) -> int:
    """Fuzz; 1 when an input failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz")
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--only", type=int, help="one spoiled file alone, by its number")
    chosen = parser.parse_args(arguments)
    console = Console()
    console.print(f"fuzz: seed {chosen.seed}")
    began = time.perf_counter()
    with TemporaryDirectory(prefix="zangaku-fuzz-") as folder:
        fuzz = Fuzz(chosen.seed, Path(folder))
        if chosen.only is not None:
            fuzz.one(chosen.only)
        else:
            generated = int(chosen.inputs * GENERATED)
            with console.status("…") as status:
                for number in range(chosen.inputs - generated):
                    fuzz.one(number)
                    if number % 100 == 0:
                        status.update(f"{number:,} spoiled files, {len(fuzz.course.failed)} failed")
                status.update(f"{generated:,} tables by Hypothesis")
                tables_by_hypothesis(
                    chosen.seed,
                    generated,
                    lambda name, content, number: fuzz.run(
                        Spoiled(name, content), number, f"(table {number} by Hypothesis)"
                    ),
                )
    course = fuzz.course
    for line in course.failed[:20]:
        console.print(line, markup=False, style="red")
    told = ", ".join(f"{count:,} {became}" for became, count in course.became.most_common())
    console.print(
        f"fuzz: {course.became.total():,} inputs in {time.perf_counter() - began:,.0f} s ({told}); "
        f"slowest {course.slowest:.1f} s; {len(course.failed)} failed"
    )
    return 1 if course.failed else 0


if __name__ == "__main__":
    sys.exit(main())
