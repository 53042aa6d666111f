"""How good and how fast 名寄せ is: `python -m benchmarks.matching`, a part of `make bench`.

Five sets of records of whom it is known who is who, each beside the obvious rule (the same full name, and the same
birth date, address or telephone), and one of 200,000 records for the time. Febrl 4 is public; the made-up city is that
of the demonstration, without its numbers; the made-up Japanese are of a generator that shares nothing with the product.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from benchmarks.judging import STEPS, Judged, Promise, judged
from benchmarks.known import Known, febrl, made_up, made_up_city

CITY_RESIDENTS, CITY_MONTHS = 70_000, 60
LARGE = 115_000  # persons, who are 200,000 records
MOST_SECONDS = 180.0
Say = Callable[[str], None]


@dataclass(frozen=True)
class Case:
    """A set of records, how it is come by, and what was promised of it."""

    name: str
    make: Callable[[Say], Known]
    promise: Promise


JAPANESE = Promise(f1=0.96)
CASES = {
    "febrl": Case("Febrl 4", lambda say: febrl(False), Promise(f1=0.99)),
    "febrl-number": Case("Febrl 4, its number known", lambda say: febrl(True), Promise(f1=0.99)),
    "city": Case(
        f"made-up city of {CITY_RESIDENTS:,}",
        partial(made_up_city, CITY_RESIDENTS, CITY_MONTHS),
        Promise(precision=0.99, recall=0.95, review_share=0.5, households_merged=0.001),
    ),
    "people-1": Case("made-up Japanese, seed 1", lambda say: made_up(5_000, 1), JAPANESE),
    "people-7": Case("made-up Japanese, seed 7", lambda say: made_up(3_000, 7), JAPANESE),
    "large": Case(
        "made-up, 8 departments",
        lambda say: made_up(LARGE, 11, of_eight=True),
        Promise(seconds=MOST_SECONDS),
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching")
    parser.add_argument(
        "cases", nargs="*", choices=[*CASES, []], default=[], help="default: all of them"
    )
    chosen = parser.parse_args(arguments).cases or list(CASES)
    console = Console(width=150)  # wide enough for every column, also in a file
    found: dict[str, Judged] = {}
    missing: list[str] = []
    with console.status("…") as status:
        for case in (CASES[name] for name in chosen):
            status.update(case.name)
            try:
                known = case.make(status.update)
            except FileNotFoundError as problem:
                missing.append(f"{case.name}: {problem}")
                continue
            status.update(f"{case.name}: matched")
            found[case.name] = judged(known)
    console.print(quality(found))
    console.print(speed(found))
    for line in missing:
        console.print(f"[yellow]not measured[/yellow]     {line}")
    promises = {case.name: case.promise for case in CASES.values()}
    broken = [line for name, one in found.items() for line in promises[name].broken(name, one)]
    for line in broken:
        console.print(f"[red]promise broken[/red]   {line}")
    if not broken:
        console.print("[green]all promises kept[/green]")
    return 1 if broken else 0


def quality(found: dict[str, Judged]) -> Table:
    """How many of the pairs that are one person were put together, and how many of those put together are not.

    "Rest shown" is the share of the true pairs left that people are asked about, "shown" all the pairs they are asked
    about, "homes merged" the share of the pairs of members of one household that were made one person.
    """
    table = _table(
        "Who is who, as pairs of records: put together; missed and shown to people; by the obvious rule",
        ("records", "true pairs", "precision", "recall", "F1"),
        ("rest shown", "shown", "homes merged"),
        ("rule: prec.", "recall", "F1"),
    )
    for name, one in found.items():
        merged = one.found.households_merged_share
        table.add_row(
            name,
            f"{one.record_count:,}",
            f"{one.found.pairs_true:,}",
            *(f"{share:.4f}" for share in (one.found.precision, one.found.recall, one.found.f1)),
            f"{one.review_share:.1%}",
            f"{one.review_count:,}",
            "–" if merged is None else f"{merged:.2%}",
            *(
                f"{share:.3f}"
                for share in (one.obvious.precision, one.obvious.recall, one.obvious.f1)
            ),
        )
    return table


def speed(found: dict[str, Judged]) -> Table:
    """How long each step took; the promise holds for a quiet machine with two cores."""
    table = _table("Seconds", ("records", *STEPS, "together", "target"))
    targets = {case.name: case.promise.seconds for case in CASES.values()}
    for name, one in found.items():
        most = targets[name]
        table.add_row(
            name,
            f"{one.record_count:,}",
            *(f"{one.seconds[step]:.1f}" for step in STEPS),
            f"{one.together:.1f}",
            f"< {most:.0f}" if most else "–",
        )
    return table


def _table(title: str, *heads: tuple[str, ...]) -> Table:
    table = Table(title=title, box=SIMPLE)
    table.add_column("data", no_wrap=True)
    for head in (head for group in heads for head in group):
        table.add_column(head, justify="right", no_wrap=True)
    return table


if __name__ == "__main__":
    sys.exit(main())
