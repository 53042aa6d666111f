"""One matching of names judged: the steps of the product on records whose truth is known, and what came of it.

The automatic band are the records that the product puts together by itself; the review band are the pairs that it puts
before people, with a reason.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from analytics.matching import engine
from analytics.matching.changing import changed_hands
from analytics.matching.people import REASONS, settled
from analytics.matching.records import read_letters, records
from analytics.matching.weighing import weighed
from analytics.settings import Settings
from benchmarks.known import Key, Known
from benchmarks.scoring import Score, obvious_rule, score

STEPS = ("fold", "train", "score", "settle")


@dataclass(frozen=True)
class Judged:
    """What came of one set of records, beside what the obvious rule makes of them. Shares are between 0 and 1."""

    record_count: int
    found: Score  # of the automatic band
    obvious: Score
    review_count: int  # pairs put before people
    review_share: float  # of the true pairs that were not found: those put before people; 1 where none is left
    seconds: Mapping[str, float]  # step → how long it took

    @property
    def together(self) -> float:
        """Seconds of all steps."""
        return sum(self.seconds.values())


@dataclass(frozen=True)
class Promise:
    """What was promised of a set of records; None is not promised."""

    f1: float | None = None
    precision: float | None = None
    recall: float | None = None
    review_share: float | None = None
    households_merged: float | None = None  # at most; the others but the seconds are at least
    seconds: float | None = None  # at most

    def broken(self, name: str, judged: Judged) -> list[str]:
        """What *judged* misses."""
        found, merged = judged.found, judged.found.households_merged_share
        at_least = (
            ("F1", found.f1, self.f1),
            ("precision", found.precision, self.precision),
            ("recall", found.recall, self.recall),
            ("true pairs left that are put before people", judged.review_share, self.review_share),
        )
        missed = [
            f"{name}: {what} {value:.4f}, promised ≥ {least}"
            for what, value, least in at_least
            if least is not None and value < least
        ]
        most = self.households_merged
        if most is not None and merged is not None and merged >= most:
            missed.append(f"{name}: households merged {merged:.2%}, promised < {most:.1%}")
        if self.seconds is not None and judged.together >= self.seconds:
            missed.append(f"{name}: {judged.together:.0f} s, promised < {self.seconds:.0f} s")
        return missed


def judged(known: Known) -> Judged:
    """Match *known* as `analytics.matching.matching.match` does where nothing was matched before."""
    seconds: dict[str, float] = {}
    with _timed(seconds, "fold"):
        letters = read_letters(Settings.load().rules)
        newest = newest_of_each(known.persons)
        compared = records(newest, letters)
        changed = changed_hands(known.persons, letters)
    with _timed(seconds, "train"):
        model = engine.train(compared)
    with _timed(seconds, "score"):
        pairs = weighed(compared, model, None)
    with _timed(seconds, "settle"):
        made = settled(compared, pairs, {}, changed)
    debtors = compared.select(["department", "debtor_key"])
    links = debtors.append_column("person_id", pa.array(made.groups, pa.int64()))
    found = score(links, known.truth, known.household)
    keys = zip(*(debtors[name].to_pylist() for name in debtors.column_names), strict=True)
    persons = [known.truth[key] for key in keys]
    sides = list(zip(pairs["record_l"].to_pylist(), pairs["record_r"].to_pylist(), strict=True))
    shown = [pair for pair, why in zip(sides, made.reasons, strict=True) if why in REASONS]
    return Judged(
        len(compared),
        found,
        score(obvious_rule(newest), known.truth, known.household),
        len(shown),
        review_share(found, made.groups, persons, shown),
        seconds,
    )


def review_share(
    found: Score, groups: Sequence[int], persons: Sequence[int], shown: Sequence[tuple[int, int]]
) -> float:
    """Of the true pairs of *found* that the automatic band lacks, the share of those in *shown*.

    *groups* and *persons* have the found and the true person of each record.
    """
    left = round(found.pairs_true * (1 - found.recall))
    right = sum(persons[a] == persons[b] and groups[a] != groups[b] for a, b in shown)
    return right / left if left else 1.0


def newest_of_each(persons: pa.Table) -> pa.Table:
    """The last row of each debtor; *persons* are in the order of their days."""
    keys: list[Key] = list(
        zip(persons["department"].to_pylist(), persons["debtor_key"].to_pylist(), strict=True)
    )
    return persons.take(list({key: place for place, key in enumerate(keys)}.values()))


@contextmanager
def _timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[step] = time.perf_counter() - began
