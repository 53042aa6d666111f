"""What few people answered follows from nothing that anybody can get: figures, waves, breakdowns, scales, versions.

The attacker knows who is of which rank and group of departments, who answered which question, how many of each group
were asked, and how the product reckons. Unknown is only what they answered: of each cell of rank × group, how many gave
which answers to the questions of a scale. Each number that is handed out is an equation of these unknowns, and so are
the sums that a clever reader could tell from a weighted number (see `Attacker.strata`) or from Cronbach's α. The attack
succeeds where an unknown of few people, or of a hidden group, has a single value left: searched for by whole-number
programming and, apart from it, by the rank of the equations.

One thing is no secret: where everybody of a group of ten and more, which is shown, answered on one side, each of them
did (facts.md 7: "all of X owe" is told of X, since X is large enough). And where nobody answered, there is no answer.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, combinations, product
from numbers import Real
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from scipy import stats
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.access.few_answers import Answers, Hidden
from analytics.errors import NothingToShow
from analytics.figures import FIGURES, Figure, Selection, answer
from analytics.figures.export import to_csv
from analytics.figures.survey import estimates, offered, reliability
from analytics.figures.survey import given as given_module
from analytics.figures.survey import weights as weighing
from analytics.figures.survey.given import FEW
from analytics.figures.survey.waves import waves as listed
from analytics.intake.layouts import AnyLayout
from analytics.ledger.survey import BREAKDOWNS, Breakdown
from analytics.store.importing import take_in_month
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store
from tests.answers import (
    GROUPS,
    NAMES,
    QUESTIONS,
    RANKS,
    SCALES,
    UNKNOWN,
    Person,
    Wave,
    people,
    take_waves_in,
    write_catalogue,
    write_wave,
)

LEAST = 10
WHOLE = "全体"
OF_ANSWER = {5: "best_rate", 4: "good_rate", 3: "middle_rate", 2: "poor_rate", 1: "worst_rate"}
SURVEY = [name for name in FIGURES if name.startswith("survey_")]
FOLLOWED = [f"問{question}" for question in QUESTIONS]
NEARLY = 1e-9
PRIME = 2**31 - 1
Cell = tuple[str, str]
Pattern = tuple[int, ...]  # the answers of one person to the questions of a scale, 0 for none
Unknown = tuple[Cell, Pattern]


# What is handed out -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """All that can be got of one version: the figures of every selection, and the list of waves."""

    figures: Mapping[tuple[str, str, Breakdown, str], Figure]
    waves: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, reader: Reader) -> Told:
        found = {}
        rows = listed(reader)
        for name, (wave, *_), by, scale in product(SURVEY, rows, BREAKDOWNS, [*SCALES, *FOLLOWED]):
            if scale in FOLLOWED and name not in ("survey_course", "survey_questions"):
                continue  # only these look at a single question
            try:
                made = answer(name, reader, Selection(wave=wave, breakdown=by, scale=scale))
            except NothingToShow:
                continue
            found[name, wave, by, scale] = made
        return cls(found, rows)

    def rows(self, name: str, wave: str, by: Breakdown, scale: str) -> list[dict[str, object]]:
        """The whole frame of a figure, hidden columns and all, as `--format json` gives it."""
        figure = self.figures.get((name, wave, by, scale))
        if figure is None:
            return []
        records: list[dict[str, object]] = figure.frame.astype(object).to_dict("records")
        return records

    @property
    def texts(self) -> Iterator[str]:
        """Every sentence, and every cell of a CSV."""
        yield from (cell for row in self.waves for cell in row)
        for figure in self.figures.values():
            yield from (
                figure.title,
                figure.measure,
                figure.headline,
                figure.comparison,
                figure.alt,
            )
            yield from (*figure.notes, *figure.below, *figure.facts.values(), figure.empty)
            yield to_csv(figure.frame, figure.labels).decode("utf-8-sig")


@dataclass(frozen=True)
class Number:
    """Of the points of a scale: of whom, how many answered, the mean, its interval, and the mean without weights."""

    breakdown: Breakdown | None
    group: str
    count: int
    mean: float
    low: float
    high: float
    unweighted: float

    @property
    def half(self) -> float | None:
        """Of the interval; None where both of its ends were cut off at the ends of the scale."""
        ends = [(100, self.high - self.mean, self.high), (0, self.mean - self.low, self.low)]
        halves = [half for end, half, value in ends if not math.isclose(value, end, abs_tol=1e-12)]
        return max(halves, default=None)


def numbers(told: Told, wave: str, scale: str) -> list[Number]:
    """From the figures that show groups, whichever wave they were asked for."""
    found = {}
    for by in BREAKDOWNS:
        places = [("survey_groups", wave, "scale_name", NAMES[scale])]
        places += [("survey_course", name, "wave", wave) for name, *_ in told.waves]
        for figure, asked, column, value in places:
            for row in told.rows(figure, asked, by, scale):
                if row[column] == value and not pd.isna(row["score_points"]):
                    name = str(row["group_name"])
                    columns = ("score_points", "low_points", "high_points", "unweighted_points")
                    number = Number(
                        None if name == WHOLE else by,
                        name,
                        int(str(row["answered_count"])),
                        *(float(str(row[column])) for column in columns),
                    )
                    found[repr(number)] = number
    return list(found.values())


def shares(told: Told, wave: str, question: int) -> dict[str, float] | None:
    """The shares of one question, None where they are not told."""
    for by in BREAKDOWNS:
        for scale in SCALES:
            for row in told.rows("survey_questions", wave, by, scale):
                if row["question"] == f"問{question}" and not pd.isna(row["positive_rate"]):
                    columns = ("answered_count", "unweighted_rate", *OF_ANSWER.values())
                    return {name: float(str(row[name])) for name in columns}
    return None


def followed(
    told: Told, wave: str, question: int
) -> dict[tuple[Breakdown, str], tuple[int, float]]:
    """Group → how many answered one question, and the share of their favourable answers: from its course."""
    return {
        (by, str(row["group_name"])): (
            int(str(row["answered_count"])),
            float(str(row["score_points"])) / 100,
        )
        for by in BREAKDOWNS
        for name, *_ in told.waves
        for row in told.rows("survey_course", name, by, f"問{question}")
        if row["wave"] == wave and row["group_name"] != WHOLE and not pd.isna(row["score_points"])
    }


# The attack -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Alpha:
    """Cronbach's α as it is told: of those who answered every question."""

    patterns: np.ndarray  # the answers of each unknown, a row of zeros where one is left out
    told: float
    unit: float  # to which it is rounded

    @classmethod
    def of(cls, unknowns: Sequence[Unknown], told: float, unit: float) -> Alpha:
        rows = [pattern if all(pattern) else (0,) * len(pattern) for _, pattern in unknowns]
        return cls(np.array(rows, dtype=np.int64), told, unit)

    @property
    def size(self) -> int:
        return self.patterns.shape[1]

    def persons(self, solution: np.ndarray) -> int:
        return int(solution[self.patterns.all(axis=1)].sum())

    def holds(self, solution: np.ndarray) -> bool:
        """Whether it comes out as it is told, of this many persons of each unknown."""
        answers = np.repeat(self.patterns, solution * self.patterns.all(axis=1), axis=0)
        of_sum = answers.sum(axis=1).var(ddof=1)
        if of_sum < NEARLY:
            return False
        items = answers.var(axis=0, ddof=1).sum()
        steps = self._factor * (1 - items / of_sum) / self.unit
        return math.isclose(round(steps) * self.unit, self.told, abs_tol=NEARLY)

    def near(self, like: np.ndarray) -> list[LinearConstraint]:
        """That it comes out as it is told, and that each question has the same sum as in *like*."""
        sums, persons = self.patterns.T @ like, self.persons(like)
        squares, of_sums = (self.patterns**2).sum(axis=1), self.patterns.sum(axis=1) ** 2
        half = 0.5 * self.unit - NEARLY
        ends = [1 - (self.told + side * half) / self._factor for side in (-1, 1)]
        rows = [squares - end * of_sums for end in ends]
        at = [((sums**2).sum() - end * sums.sum() ** 2) / persons for end in ends]
        return [
            LinearConstraint(self.patterns.T, sums, sums),
            LinearConstraint(rows[0], -np.inf, at[0]),
            LinearConstraint(rows[1], at[1], np.inf),
        ]

    @property
    def _factor(self) -> float:
        return self.size / (self.size - 1)


@dataclass
class Equations:
    """Whole-number equations of the unknowns, and what of them can be reckoned."""

    unknowns: Sequence[Unknown]
    truth: np.ndarray  # how many persons each unknown really is: a solution
    rows: list[np.ndarray] = field(default_factory=list)
    alpha: Alpha | None = None

    def add(self, counted: Callable[[Cell, Pattern], int], value: float | None = None) -> None:
        """What *counted* adds up to over all persons is known; it must be *value*, which was handed out."""
        row = np.array([counted(*one) for one in self.unknowns], dtype=np.int64)
        if value is not None:
            assert math.isclose(row @ self.truth, value, rel_tol=1e-6, abs_tol=1e-4)
        if row.any():
            self.rows.append(row)

    def single(self, targets: Mapping[str, np.ndarray]) -> set[str]:
        """Those of *targets* for which no other solution is found that has another value."""
        return settled(targets, self.truth, self._others)

    def _others(self, aim: np.ndarray) -> Iterator[np.ndarray]:
        """Solutions in which *aim* is as small as it can be: with the α that is told."""
        other = self._least(aim)
        assert other is not None
        if self.alpha is None or self.alpha.holds(other):
            yield other
            return
        for like in (
            self.truth,
            other,
            (self.truth + other) // 2,
        ):  # whose sums α is looked for with
            found = self._least(aim, *self.alpha.near(like))
            if found is not None and self.alpha.holds(found):
                yield found

    def _least(self, aim: np.ndarray, *more: LinearConstraint) -> np.ndarray | None:
        matrix = np.array(self.rows)
        known = LinearConstraint(matrix, matrix @ self.truth, matrix @ self.truth)
        made = milp(
            aim,
            integrality=np.ones(len(aim)),
            bounds=Bounds(0, np.inf),
            constraints=[known, *more],
        )
        if made.status == 2 and more:  # there is none
            return None
        assert made.status == 0, made.message
        found = np.rint(made.x).astype(np.int64)
        assert not (matrix @ (found - self.truth)).any()
        return found

    def following(self, targets: Mapping[str, np.ndarray]) -> set[str]:
        """Those of *targets* that are a sum of the equations: by elimination modulo a prime, so nothing is rounded."""
        echelon: list[tuple[int, np.ndarray]] = []

        def rest(row: np.ndarray) -> np.ndarray:
            left = row % PRIME
            for column, own in echelon:
                left = (left - left[column] * own) % PRIME
            return left

        for row in self.rows:
            left = rest(row)
            if left.any():
                column = int(np.flatnonzero(left)[0])
                echelon.append((column, left * pow(int(left[column]), -1, PRIME) % PRIME))
        return {name for name, row in targets.items() if not rest(row).any()}


def settled(
    targets: Mapping[str, np.ndarray],
    truth: np.ndarray,
    others: Callable[[np.ndarray], Iterable[np.ndarray]],
) -> set[str]:
    """Those of *targets* that have the value they have in *truth* in all *others* that are found, small or large."""
    open_ones, found = dict(targets), set()
    while open_ones:
        name, row = next(iter(open_ones.items()))
        for other in chain.from_iterable(others(sign * row) for sign in (1, -1)):
            open_ones = {
                key: each for key, each in open_ones.items() if each @ other == each @ truth
            }
            if name not in open_ones:
                break
        else:
            found.add(name)
            del open_ones[name]
    return found


def partitions(items: Sequence[str]) -> Iterator[list[list[str]]]:
    """Every way to put *items* together, the fewest parts first."""
    yield from sorted(_partitions(items), key=len)


def _partitions(items: Sequence[str]) -> Iterator[list[list[str]]]:
    if not items:
        yield []
        return
    first, *others = items
    for parts in _partitions(others):
        yield [[first], *parts]
        for at, part in enumerate(parts):
            yield [*parts[:at], [first, *part], *parts[at + 1 :]]


@dataclass(frozen=True)
class Attacker:
    """Who holds all that is told of one scale of one wave against what is known of the staff."""

    told: Told
    name: str
    wave: Wave
    scale: str
    place: int = 0  # of the breakdown by which the whole is weighted

    @cached_property
    def questions(self) -> tuple[int, ...]:
        return SCALES[self.scale]

    @cached_property
    def given(self) -> list[tuple[Cell, Pattern]]:
        """Cell and answers of each person who answered anything of the scale."""
        found = [
            (one.cell, tuple(one.favour(question) for question in self.questions))
            for one in self.wave.people
        ]
        return [(cell, pattern) for cell, pattern in found if any(pattern)]

    @cached_property
    def numbers(self) -> list[Number]:
        return numbers(self.told, self.name, self.scale)

    @cached_property
    def shares(self) -> dict[int, dict[str, float]]:
        found = {one: shares(self.told, self.name, one) for one in self.questions}
        return {one: told for one, told in found.items() if told is not None}

    @cached_property
    def equations(self) -> Equations:
        masks = sorted({(cell, tuple(map(bool, pattern))) for cell, pattern in self.given})
        unknowns = [
            (cell, pattern)
            for cell, mask in masks
            for pattern in product(*(range(1, 6) if is_told else (0,) for is_told in mask))
        ]
        truth = np.array([self.given.count(one) for one in unknowns], dtype=np.int64)
        made = Equations(unknowns, truth)
        for cell, mask in masks:  # who answered which question
            made.add(lambda c, p, own=(cell, mask): (c, tuple(map(bool, p))) == own)
        for number in self.numbers:
            self._add_points(made, number)
        for question, told in self.shares.items():
            at, count = self.questions.index(question), told["answered_count"]
            made.add(lambda c, p, at=at: p[at] > 3, told["unweighted_rate"] * count)
            for (by, name), (count, share) in followed(self.told, self.name, question).items():
                place = list(BREAKDOWNS).index(by)
                made.add(
                    lambda c, p, at=at, place=place, name=name: c[place] == name and p[at] > 3,
                    share * count,
                )
        for part in self.strata:
            self._add_stratum(made, frozenset(part))
        assert all(self.is_of_shares(number) for number in self.numbers)
        assert all(self.is_spread_as_all(number, self.strata) for number in self.numbers)
        if self.alpha is not None:
            self._add_alpha(made, *self.alpha)
        return made

    def of_group(self, number: Number) -> list[tuple[Cell, Pattern]]:
        if number.breakdown is None:
            return self.given
        place = list(BREAKDOWNS).index(number.breakdown)
        return [(c, p) for c, p in self.given if c[place] == number.group]

    def _add_points(self, made: Equations, number: Number) -> None:
        """The sum of all answers of a group to the questions of the scale; how many these are is known."""
        own = self.of_group(number)
        cells = {cell for cell, _ in own}
        counts = [sum(bool(p[at]) for _, p in own) for at in range(len(self.questions))]
        assert number.count == min(counts)
        made.add(lambda c, p: sum(p) * (c in cells), (number.unweighted / 25 + 1) * sum(counts))

    def is_of_shares(self, number: Number) -> bool:
        """Whether the points of all are the mean of what the shares of the questions tell: so they add nothing."""
        if number.breakdown is not None:
            return True
        means = [
            sum(25 * (answer - 1) * told[column] for answer, column in OF_ANSWER.items())
            for told in self.shares.values()
        ]
        counts = [told["answered_count"] for told in self.shares.values()]
        is_plain = math.isclose(number.mean, number.unweighted, abs_tol=NEARLY)
        return len(means) == len(self.questions) and (
            is_plain or math.isclose(np.average(means, weights=counts), number.mean)
        )

    def is_spread_as_all(self, number: Number, parts: Sequence[Sequence[str]]) -> bool:
        """Whether the interval is made of α as it is told and of what everybody answered to each question alone."""
        if number.half is None:
            return True
        size = len(self.questions)
        variances = [np.var([p[at] for _, p in self.given if p[at]], ddof=1) for at in range(size)]
        if self.alpha is None:
            of_sum = sum(np.sqrt(variances)) ** 2
        else:
            of_sum = sum(variances) / (1 - self.alpha[0] * (size - 1) / size)
        is_plain = math.isclose(number.mean, number.unweighted, rel_tol=NEARLY)
        worths = [float(number.count)] if number.breakdown or is_plain else []
        if number.breakdown is None:
            worths.append(min(self._worth(at, parts) for at in range(size)))
        t = float(stats.t.ppf(0.975, number.count - 1))
        halves = [t * 25 / size * math.sqrt(of_sum / worth) for worth in worths]
        return any(math.isclose(number.half, half, rel_tol=1e-6, abs_tol=NEARLY) for half in halves)

    def _worth(self, at: int, parts: Sequence[Sequence[str]]) -> float:
        """How many even answers to a question the weighted ones are worth (Kish)."""
        told = [
            [(c, p) for c, p in self.given if c[self.place] in part and p[at]] for part in parts
        ]
        known = [(w, len(own)) for w, own in zip(self._weights(told), told, strict=True) if own]
        squares = sum(w * w / count for w, count in known)
        return sum(w for w, _ in known) ** 2 / squares if squares else math.inf

    def _add_stratum(self, made: Equations, part: frozenset[str]) -> None:
        for at, question in enumerate(self.questions):
            if question in self.shares:
                for given in OF_ANSWER:
                    made.add(
                        lambda c, p, at=at, given=given: (c[self.place] in part) * (p[at] == given)
                    )

    def _add_alpha(self, made: Equations, told: float, unit: float) -> None:
        made.alpha = Alpha.of(made.unknowns, told, unit)
        assert made.alpha.holds(made.truth)

    @cached_property
    def alpha(self) -> tuple[float, float] | None:
        """Cronbach's α as it is told, and the unit to which it is rounded; None where it is not told."""
        for row in self.told.rows("survey_scales", self.name, "rank_group", self.scale):
            if row["scale_name"] == NAMES[self.scale] and not pd.isna(row["alpha"]):
                printed = re.match(r"α (およそ)?−?\d+\.(\d+)（", str(row["alpha_words"]))
                assert printed
                about, decimals = printed.groups()
                unit = 0.01 if not about else 0.05 if len(decimals) == 2 else 0.1
                return float(str(row["alpha"])), unit
        return None

    @cached_property
    def strata(self) -> list[list[str]]:
        """The parts of the staff whose answers a weighted number tells one by one.

        It is a sum of whole numbers, each times a weight that is known, and the weights have no common measure: so
        one can try which whole numbers come to it, and finds only the true ones. Which ranks were put together,
        the number itself tells: it fits no other way.
        """
        names = sorted({cell[self.place] for cell, _ in self.given})
        return next(parts for parts in partitions(names) if self._fits(parts))

    def _fits(self, parts: Sequence[Sequence[str]]) -> bool:
        of = [[(c, p) for c, p in self.given if c[self.place] in part] for part in parts]
        for at, question in enumerate(self.questions):
            if question in self.shares:
                told = [[(c, p) for c, p in own if p[at]] for own in of]
                for given, column in OF_ANSWER.items():
                    values = [[float(p[at] == given) for _, p in own] for own in told]
                    if not _is_mean(values, self._weights(told), self.shares[question][column]):
                        return False
        return all(
            self.is_spread_as_all(one, parts) for one in self.numbers if one.breakdown is None
        )

    def _weights(self, told: Sequence[Sequence[tuple[Cell, Sequence[int]]]]) -> list[float]:
        """The part of each stratum, given who answered of it: who do not say their group by their answers."""
        names = [{cell[self.place] for cell, _ in own} for own in told]
        everybody = sum(map(len, told))
        apart = sum(len(own) for own, of in zip(told, names, strict=True) if of == {UNKNOWN})
        asked = [sum(self.asked.get(name, 0) for name in of) for of in names]
        return [
            len(own) / everybody
            if of == {UNKNOWN}
            else (1 - apart / everybody) * count / sum(asked)
            if sum(asked)
            else 0.0
            for own, of, count in zip(told, names, asked, strict=True)
        ]

    @cached_property
    def asked(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for cell, count in (self.wave.invited or {}).items():
            found[cell[self.place]] = found.get(cell[self.place], 0) + count
        return found

    # what is looked for

    @cached_property
    def shown(self) -> set[tuple[Breakdown, str]]:
        """The groups that are shown; where a scale tells of none since all are silent, those that are else."""
        if self.numbers:
            return {(one.breakdown, one.group) for one in self.numbers if one.breakdown}
        labels = {label: by for by, label in BREAKDOWNS.items()}
        return {
            (labels[str(row["group_label"])], str(row["group_name"]))
            for row in self.told.rows("survey_response", self.name, "rank_group", self.scale)
            if row["group_label"] and not pd.isna(row["answered_count"])
        }

    def targets(self) -> dict[str, np.ndarray]:
        """Of every hidden group, of every cell of fewer than ten, and of two such: how many answers are favourable.

        Of fewer than ten people, how many gave each answer, too.
        """
        found = {}
        cells = sorted({cell for cell, _ in self.given})
        hidden_ones = {
            (by, cell[at])
            for at, by in enumerate(BREAKDOWNS)
            for cell in cells
            if (by, cell[at]) not in self.shown
        }
        sets = {f"{cell}": {cell} for cell in cells}
        sets |= {
            f"{one} {other}": {one, other}
            for one, other in combinations(cells, 2)
            if one[0] == other[0] or one[1] == other[1]
        }
        sets |= {
            f"{by} {name}": {cell for cell in cells if name in cell} for by, name in hidden_ones
        }
        for name, own in sets.items():
            for at, question in enumerate(self.questions):
                answered = [p[at] for c, p in self.given if c in own and p[at]]
                is_few = 0 < len(answered) < LEAST
                if not answered or not (is_few or name.startswith(tuple(BREAKDOWNS))):
                    continue
                words = {"favourable": {4, 5}}
                if is_few:  # that nobody gave some answer may be seen in the picture of all
                    words |= {str(one): {one} for one in sorted(set(answered))}
                given_in = {c for c, p in self.given if c in own and p[at]}
                for word, answers in words.items():
                    if not all(self.is_no_secret(cell, at, answers) for cell in given_in):
                        found[f"{name} 問{question} {word}"] = np.array(
                            [int(c in own and p[at] in answers) for c, p in self.equations.unknowns]
                        )
        return found

    def is_no_secret(self, cell: Cell, at: int, answers: set[int]) -> bool:
        """Whether all of a shown group of ten and more, or all there are where none is hidden, gave one of *answers*.

        Or none of them did.
        """
        shown = self.shown
        groups = {(by, c[place]) for place, by in enumerate(BREAKDOWNS) for c, _ in self.given}
        around = [
            [p[at] for c, p in self.given if c[place] == cell[place] and p[at]]
            for place, by in enumerate(BREAKDOWNS)
            if (by, cell[place]) in shown
        ]
        if groups <= shown:
            around.append([p[at] for _, p in self.given if p[at]])
        return any(
            len(own) >= LEAST and len({given in answers for given in own}) == 1 for own in around
        )

    def recovered(self) -> set[str]:
        """What the attack finds out, by either way."""
        targets = self.targets()
        if not targets or not (self.numbers or self.shares):
            return set()
        return self.equations.following(targets) | self.equations.single(targets)


def _is_mean(values: Sequence[Sequence[float]], weights: Sequence[float], mean: float) -> bool:
    known = [(w, own) for w, own in zip(weights, values, strict=True) if own]
    if len(known) == 1:
        known = [(1.0, known[0][1])]
    total = sum(w for w, _ in known)
    if not total:
        return False
    made = sum(w / total * sum(own) / len(own) for w, own in known)
    return math.isclose(made, mean, rel_tol=NEARLY, abs_tol=NEARLY)


def counts_recovered(told: Told, name: str, wave: Wave) -> set[str]:
    """Numbers of answers below ten that follow, for a reader who knows only which cells there are.

    Unknown: how many of each cell answered at all, each scale, and each question; who answered a question, answered
    its scale, and who answered a scale, answered.
    """
    cells = sorted({one.cell for one in wave.people})
    things = ["", *SCALES, *map(str, QUESTIONS)]
    at = {key: place for place, key in enumerate(product(things, cells))}
    truth = np.array([sum(map(_answering(thing), _of(wave, cell))) for thing, cell in at])
    rows, equal = [], []

    def add(thing: str, chosen: Iterable[Cell], value: object) -> None:
        row = np.zeros(len(at))
        row[[at[thing, cell] for cell in chosen]] = 1
        assert row @ truth == int(str(value))
        equal.append(row)

    for scale, questions in SCALES.items():
        for upper, lower in [("", scale), *((scale, str(one)) for one in questions)]:
            for cell in cells:
                row = np.zeros(len(at))
                row[at[upper, cell]], row[at[lower, cell]] = 1, -1
                rows.append(row)
    for line in told.rows("survey_response", name, "rank_group", "one"):
        if not pd.isna(line["answered_count"]):
            label, group = str(line["group_label"]), str(line["group_name"])
            add("", _cells(cells, label, group), line["answered_count"])
    for question in QUESTIONS:
        for (by, group), (count, _) in followed(told, name, question).items():
            add(str(question), _cells(cells, BREAKDOWNS[by], group), count)
        found = shares(told, name, question)
        if found is not None:
            add(str(question), cells, int(found["answered_count"]))
    if not equal:
        return set()
    targets = {}
    for thing in things:
        for label, place in [*zip(BREAKDOWNS.values(), (0, 1), strict=True), ("", None)]:
            sets: dict[object, list[Cell]] = {}
            for cell in cells:
                sets.setdefault(cell if place is None else cell[place], []).append(cell)
            for key, own in sets.items():
                target = np.zeros(len(at))
                target[[at[thing, cell] for cell in own]] = 1
                if 0 < target @ truth < LEAST:
                    targets[f"{thing} {label} {key}"] = target
    known, value = np.array(equal), np.array(equal) @ truth
    at_least = [LinearConstraint(known, value, value), LinearConstraint(np.array(rows), 0, np.inf)]
    return settled(targets, truth, lambda aim: [_least(aim, at_least)])


def _least(aim: np.ndarray, constraints: list[LinearConstraint]) -> np.ndarray:
    """The whole numbers that make *aim* least."""
    made = milp(
        aim,
        integrality=np.ones(len(aim)),
        bounds=Bounds(0, np.inf),
        constraints=constraints,
    )
    return np.rint(made.x)


def _of(wave: Wave, cell: Cell) -> list[Person]:
    return [one for one in wave.people if one.cell == cell]


def _answering(thing: str) -> Callable[[Person], bool]:
    if not thing:
        return lambda one: any(one.answers.values())
    numbers = SCALES.get(thing) or (int(thing),)
    return lambda one: any(one.answers.get(number) for number in numbers)


def _cells(cells: Sequence[Cell], label: str, group: str) -> list[Cell]:
    if not label:
        return list(cells)
    place = list(BREAKDOWNS.values()).index(label)
    return [cell for cell in cells if cell[place] == group]


_PERSONS = re.compile(r"(?<!配布)(?<![\d,.])(\d{1,3}(?:,\d{3})*)人")


def small_counts(told: Told) -> list[str]:
    """Numbers of answers below ten, in any frame or sentence."""
    found = []
    for key, figure in told.figures.items():
        for column in figure.frame.columns:
            if column == "answered_count":
                small = figure.frame[column].dropna()
                found += [f"{key} {count}" for count in small if 0 < count < LEAST]
    for text in told.texts:
        found += [text for count in _PERSONS.findall(text) if int(count.replace(",", "")) < LEAST]
    return found


# of a row whose answers are hidden: what does not depend on them
APART = {"run", "invited_count", "question_count", "before_points", "before_rate"}
MAIN = {"survey_questions": "positive_rate", "survey_scales": "score_points"}


def beside_what_is_hidden(told: Told) -> list[str]:
    """Numbers in a row that has a reason not to show any, or whose main number is missing."""
    found = []
    for key, figure in told.figures.items():
        for row in figure.frame.astype(object).to_dict("records"):
            if row.get("reason") != FEW and not pd.isna(row.get(MAIN.get(key[0], ""), 0)):
                continue
            found += [
                f"{key} {name} {value}"
                for name, value in row.items()
                if isinstance(value, Real) and not pd.isna(value) and name not in APART
            ]
    return found


def only_in_comparisons(told: Told) -> list[str]:
    """Numbers of a wave that stand beside a later one, and not in the figures of that wave itself."""
    found = []
    names = [name for name, *_ in told.waves]
    for (figure, wave, *_), made in told.figures.items():
        if figure not in ("survey_scales", "survey_questions") or made.empty:
            continue
        own, before = (
            ("unweighted_points", "before_points")
            if figure == "survey_scales"
            else ("unweighted_rate", "before_rate")
        )
        weighted = own.replace("unweighted", "score" if figure == "survey_scales" else "positive")
        earlier = [
            value
            for name in names[: names.index(wave)]
            for scale in SCALES
            for row in told.rows(figure, name, "rank_group", scale)
            for value in (row[own], row[weighted])
        ]
        for row in made.frame.astype(object).to_dict("records"):
            close = [math.isclose(row[before], float(str(one)), abs_tol=NEARLY) for one in earlier]
            if not pd.isna(row[before]) and not any(close):
                found.append(f"{figure} {wave} {row[before]}")
            if pd.isna(row[before]) and not pd.isna(row[before.replace("before", "change")]):
                found.append(f"{figure} {wave} change without both")
        assert made.beside is None  # a chart draws the frame, and nothing besides
    return found


# Whatever the staff answered --------------------------------------------------------------------------

SIZES = [0, 1, 2, 3, 5, 6, 8, 9, 10, 12, 15, 20]
STYLES = [
    *["any"] * 6,
    "missing",
    "missing",
    "near",
    "near",
    "best",
    "good",
    "middle",
    "bad",
    "few",
]
STYLES += ["by cell", "by rank", "by group"]
MIXED = [
    *STYLES,
    *["by both"] * 12,
]  # of further surveys: so that the rank tells one thing and the group another
CELLS = [(rank, group) for rank in RANKS.values() for group in GROUPS.values()]
LISTS = ["none", "all", "all", "even", "more", "short", "by rank", "by group"]


def given_by(style: str, drawn: random.Random, cell: Cell, seed: int) -> int:
    """One person's answer to one question, in the *style* in which all of a wave answer it."""
    of_cell = random.Random(f"{seed} {cell}")
    of_rank = random.Random(f"{seed} {cell[0]}")
    of_group = random.Random(f"{seed} {cell[1]}")
    return {
        "any": lambda: drawn.choice([1, 2, 3, 4, 5]),
        "missing": lambda: drawn.choice([0, 0, 1, 2, 3, 4, 5]),
        "best": lambda: 5,
        "good": lambda: drawn.choice([4, 5]),
        "middle": lambda: 3,
        "bad": lambda: drawn.choice([1, 2, 3]),
        "near": lambda: 1 if drawn.random() < 0.04 else 5,
        "by cell": lambda: of_cell.choice([1, 5]),
        "by rank": lambda: of_rank.choice([1, 5, drawn.choice([1, 2, 3, 4, 5])]),
        "by group": lambda: of_group.choice([1, 5, drawn.choice([1, 2, 3, 4, 5])]),
        "by both": lambda: (of_rank if drawn.random() < 0.4 else of_group).choice([1, 2, 3, 4, 5]),
        "few": lambda: drawn.choice([0, 0, 0, 0, 0, 0, 3, 5]),
    }[style]()


FALLEN = {30, 61, 68, 117, 135, 157, 199}  # surveys that told something before it was mended
SURVEYS = 800


def waves(seed: int) -> list[Wave]:
    """Up to three waves, the same ones for the same *seed*; in every other survey some leave out a question or two."""
    drawn, careless = random.Random(seed), random.Random(f"careless {seed}")
    left_out = careless.choice([0, 0, 0.01, 0.03, 0.1])
    styles = STYLES if seed < 600 else MIXED
    made = [made_up(drawn, styles) for _ in range(drawn.randint(1, 3))]
    return [with_gaps(wave, left_out, careless) for wave in made]


def with_gaps(wave: Wave, left_out: float, careless: random.Random) -> Wave:
    """The same wave, in which such a part of the answers is missing."""
    made = [
        replace(
            one,
            answers={
                question: 0 if careless.random() < left_out else given
                for question, given in one.answers.items()
            },
        )
        for one in wave.people
    ]
    return replace(
        wave, people=tuple(one for one in made if any(one.answers.values())) or wave.people
    )


def made_up(drawn: random.Random, of: Sequence[str]) -> Wave:
    """A wave of some cells, many of them small or alone in their rank or group."""
    chosen = drawn.sample(CELLS, drawn.randint(drawn.choice([1, 4, 6]), 10))
    if drawn.randrange(4) == 0:
        chosen += [drawn.choice([(UNKNOWN, "税"), ("一般職員", UNKNOWN), (UNKNOWN, UNKNOWN)])]
    sizes = {cell: drawn.choice(SIZES) for cell in chosen}
    styles = {question: drawn.choice(of) for question in QUESTIONS}
    seed = drawn.randrange(10_000)
    made = [
        Person(*cell, {q: given_by(style, drawn, cell, seed) for q, style in styles.items()})
        for cell, size in sizes.items()
        for _ in range(size)
    ]
    answering = tuple(one for one in made if any(one.answers.values()))
    return Wave(
        answering or people("一般職員", "税", 3, 4),
        invited_by(drawn.choice(LISTS), sizes, drawn),
        drawn.random() < 0.5,
    )


def invited_by(
    kind: str, sizes: Mapping[Cell, int], drawn: random.Random
) -> dict[Cell, int] | None:
    """How many of each cell were asked, as the list tells it."""
    known = {cell: size for cell, size in sizes.items() if UNKNOWN not in cell}
    if kind == "none" or not known:
        return None
    asked = {cell: size + drawn.randrange(1, 8) for cell, size in known.items()}
    if kind == "even":
        asked = {cell: max(1, 2 * size) for cell, size in known.items()}
    if kind == "more":  # of nobody who answered
        asked |= {cell: 4 for cell in CELLS if cell not in sizes}
    if kind == "short":  # more answered than were asked
        asked = {cell: max(1, size // 2) for cell, size in known.items()}
    if kind in ("by rank", "by group"):
        at = ("by rank", "by group").index(kind)
        whole: dict[Cell, int] = {}
        for cell, count in asked.items():
            key = (cell[0], "") if at == 0 else ("", cell[1])
            whole[key] = whole.get(key, 0) + count
        return whole
    return asked


@pytest.fixture(scope="module")
def forms(layouts: list[AnyLayout]) -> list[AnyLayout]:
    """The layouts of the made-up city's survey: to look through all of them takes longer than the test."""
    return [one for one in layouts if one.name.startswith("kakuu-survey")]


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The small catalogue twice, for each breakdown by which the whole may be weighted."""
    return [write_catalogue(tmp_path_factory.mktemp(by), by) for by in BREAKDOWNS]


@pytest.fixture(scope="module", autouse=True)
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small catalogue in place of the one that ships."""
    folder = write_catalogue(tmp_path_factory.mktemp("catalogue"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZANGAKU_SURVEY", str(folder))
        yield folder


def told_of(made: Sequence[Wave], forms: list[AnyLayout]) -> Told:
    """Taken in, and looked at in every way."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        take_waves_in(store, Path(folder) / "files", made, forms)
        return Told.of(open_reader(store.root))


def attack(made: Sequence[Wave], told: Told, place: int = 0) -> set[str]:
    """Everything that can be found out of any wave."""
    found = {*small_counts(told), *beside_what_is_hidden(told), *only_in_comparisons(told)}
    for number, wave in enumerate(made, start=1):
        name = f"第{number}回"
        found |= {f"{name} {one}" for one in counts_recovered(told, name, wave)}
        for scale in SCALES:
            found |= {
                f"{name} {one}" for one in Attacker(told, name, wave, scale, place).recovered()
            }
    return found


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=() if seed < 24 or seed in FALLEN else pytest.mark.soak)
        for seed in range(SURVEYS)
    ],
)
def test_nothing_hidden_follows_from_all_that_is_told(
    seed: int, forms: list[AnyLayout], catalogues: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some made-up surveys each time, with those at which an earlier attempt fell, and hundreds in `make soak`."""
    place = int(seed % 4 == 3)
    monkeypatch.setenv("ZANGAKU_SURVEY", str(catalogues[place]))
    made = waves(seed)
    assert not attack(made, told_of(made, forms), place)


# Results that came counted ----------------------------------------------------------------------------

GRADES = ("SCS", "G6/7", "SEO/HEO", "EO", "AO/AA")
COUNTED = {"interest": "仕事に関心が持てる", "workload": "仕事の量が適切である"}
Counted = Mapping[tuple[str, str], tuple[int, int]]  # question and grade → answers, favourable ones


def write_counted(path: Path, waves: Mapping[str, Counted]) -> Path:
    """As the table of the civil service is, whose shares are told to many places."""
    head = "survey_year,grade,nearest_jp_role_our_judgement,theme,theme_note,item_code,scale,positive_pct"
    rows = [
        f"{wave},{grade},,{question},,,,{100 * good / count!r},{count},,"
        for wave, counted in waves.items()
        for (question, grade), (count, good) in counted.items()
    ]
    text = "\n".join([f"{head},respondents_in_grade,precision,source_url", *rows])
    path.write_text(text, "utf-8-sig")
    return path


def table(drawn: random.Random) -> dict[tuple[str, str], tuple[int, int]]:
    """Two questions and some grades, with a row for the whole or without one, which may be larger than the grades."""
    grades = drawn.sample(GRADES, drawn.randint(1, len(GRADES)))
    has_whole, others = drawn.random() < 0.5, drawn.choice([0, 0, 3, 12])
    made = {}
    for question in COUNTED:
        parts = {}
        for grade in grades:
            count = drawn.choice([1, 4, 6, 9, 10, 14, 30])
            parts[grade] = (count, round(drawn.choice([0, 0.3, 0.5, 0.9, 1]) * count))
        made |= {(question, grade): part for grade, part in parts.items()}
        if has_whole:
            count = others + sum(count for count, _ in parts.values())
            good = sum(good for _, good in parts.values()) + drawn.randint(0, others)
            made[question, WHOLE] = (count, good)
    return made


@pytest.fixture(scope="module")
def counted_forms(layouts: list[AnyLayout]) -> list[AnyLayout]:
    return [one for one in layouts if one.name == "uk-civil-service-survey"]


def test_no_few_follow_from_counted_results(
    tmp_path: Path, store: Store, counted_forms: list[AnyLayout]
) -> None:
    """Of a hidden grade neither the whole less the others, nor a remainder all alike, tells anything."""
    drawn = random.Random(1)
    made = {str(year): table(drawn) for year in range(1925, 2025)}
    path = write_counted(tmp_path / "uk_civil_service_survey_by_grade_x.csv", made)
    assert not take_in_month(store, [path], counted_forms).rejected
    frame = answer("survey_results", open_reader(store.root), Selection()).frame
    seen = Counter[bool]()
    for (year, counted), (question, text) in product(made.items(), COUNTED.items()):
        here = frame[(frame["wave"] == year) & (frame["question_text"] == text)]
        rows = here.dropna(subset=["positive_rate"])
        parts = {grade: told for (asked, grade), told in counted.items() if asked == question}
        shown = {
            next(one for one in parts if name.startswith(one))
            for name in rows["group_name"]
            if name != WHOLE
        }
        assert (rows["answered_count"] >= LEAST).all()
        if WHOLE not in set(rows["group_name"]):
            continue
        groups = {grade: told for grade, told in parts.items() if grade != WHOLE}
        whole = parts.get(WHOLE, tuple(map(sum, zip(*groups.values(), strict=True))))
        count, good = (
            of_all - sum(groups[grade][at] for grade in shown) for at, of_all in enumerate(whole)
        )
        hidden_ones = [size for grade, (size, _) in groups.items() if grade not in shown]
        seen[bool(hidden_ones)] += 1
        if hidden_ones:
            assert count >= LEAST
            assert good not in (0, count)
            assert len(hidden_ones) > 1 or count > sum(hidden_ones)  # with others, of no grade
    assert min(seen.values()) > 10


def test_counted_results_that_were_corrected_are_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, counted_forms: list[AnyLayout]
) -> None:
    """One more answer: the difference would tell it. A wave that a new file repeats as it was is told as before."""
    path = tmp_path / "uk_civil_service_survey_by_grade_x.csv"

    def waves_of(version: int) -> list[str]:
        return offered.waves(open_reader(store.root, version=version), is_counted=True)

    for told in [(20, 11), (20, 11), (21, 12)]:
        former = dict.fromkeys(product(COUNTED, GRADES), told)
        take_in_month(store, [write_counted(path, {"2024": former})], counted_forms)
    assert store.latest() == 1
    assert waves_of(0) == []
    assert waves_of(1) == ["2024"]
    said = "2024はのちに訂正されたため、この版では示しません"
    first = open_reader(store.root, version=0)
    assert said in offered.lacking(first, is_counted=True)
    assert said in answer("survey_results", first, Selection()).title
    later = dict.fromkeys(product(COUNTED, GRADES), (30, 11))
    write_counted(path, {"2024": former, "2025": later})
    assert not take_in_month(store, [path], counted_forms).rejected
    assert waves_of(1) == ["2024"]
    assert waves_of(2) == ["2025", "2024"]
    write_counted(path, {"2024": former, "2025": former})
    assert not take_in_month(store, [path], counted_forms).rejected
    assert waves_of(2) == ["2024"]
    (note,) = answer("survey_results", open_reader(store.root, version=2), Selection()).notes
    assert note.startswith("2025はのちに訂正されたため")


# One by one -------------------------------------------------------------------------------------------

SECRET = "山田太郎がこわいので何も言えません"
MANY = (
    *people("所管課長", "税", 10, {1: 4, 2: 2, 3: 5, 4: 3}),
    *people("所管課長", "税", 2, {1: 1, 2: 5, 3: 2, 4: 1}),
    *people("所管課長", "上下水道", 6, {1: 1, 2: 4, 3: 2, 4: 5}),
    *people("一般職員", "税", 9, {1: 5, 2: 1, 3: 4, 4: 2}),
    *people("一般職員", "上下水道", 9, {1: 2, 2: 5, 3: 1, 4: 4}),
    *people("一般職員", "上下水道", 6, {1: 4, 2: 1, 3: 5, 4: 2}),
    *people("一般職員", "福祉", 10, {1: 3, 2: 3, 3: 5, 4: 1}),
    *people("一般職員", "福祉", 4, {1: 5, 2: 2, 3: 2, 4: 4}),
    *people("係長・担当", "福祉", 8, {1: 4, 2: 2, 3: 3, 4: 5}),
    *people("係長・担当", "福祉", 5, {1: 1, 2: 4, 3: 1, 4: 2}),
    *people("係長・担当", "会計", 1, {1: 1, 2: 5, 3: 1, 4: 1}),
    *people("係長・担当", "会計", 2, {1: 4, 2: 2, 3: 5, 4: 4}),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def handed_in(store: Store, folder: Path, wave: Wave, forms: list[AnyLayout]) -> Told:
    """The first wave taken in, or taken in once more, and all that is then told."""
    taken = take_in_month(store, write_wave(folder, 1, wave), forms)
    assert not taken.rejected
    return Told.of(open_reader(store.root))


def only_the_few(answers: Answers, least: int, already: Hidden = frozenset()) -> Hidden:
    """Hides groups of few answers, and forgets that the whole less the others tells them."""
    groups = {(by, cell[at]) for at, by in enumerate(BREAKDOWNS) for cell in answers.cells}
    counts = {
        group: answers.count(
            frozenset(c for c in answers.cells if c[list(BREAKDOWNS).index(group[0])] == group[1])
        )
        for group in groups
    }
    return already | {group for group, count in counts.items() if count < least}


def weighted_apart(survey: Any, wave: str, counted: Any, found: Hidden) -> weighing.Weights:
    """Weighs each hidden rank for itself."""
    return weights(survey, wave, counted, frozenset())


weights = weighing.weights
FEW_CHIEFS = (
    *people("所管課長", "税", 4, {1: 4, 2: 2, 3: 5, 4: 3}),
    *people("係長・担当", "税", 12, {1: 1, 2: 4, 3: 2, 4: 5}),
    *people("一般職員", "税", 15, {1: 5, 2: 1, 3: 4, 4: 2}),
)
ALIKE = (
    *people("所管課長", "税", 3, {1: 4, 2: 2, 3: 4, 4: 4}),
    *people("一般職員", "税", 17, {1: 4, 2: 2, 3: 4, 4: 4}),
    *people("一般職員", "会計", 3, {1: 4, 2: 2, 3: 4, 4: 4}),
)
ASKED = {("所管課長", "税"): 5, ("係長・担当", "税"): 19, ("一般職員", "税"): 31}


def one_left_out_a_question() -> Wave:
    """The only chief of his group answered question 3 and not 2; everybody else, here and there, both."""
    drawn = random.Random(3)
    sizes = {
        ("所管課長", "税"): 1,
        ("係長・担当", "税"): 12,
        ("一般職員", "税"): 14,
        ("係長・担当", "福祉"): 11,
        ("一般職員", "福祉"): 13,
        ("所管課長", "福祉"): 9,
    }
    return Wave(
        tuple(
            Person(
                *cell,
                {
                    q: 0 if size == 1 and q == 2 else drawn.choice([1, 2, 3, 4, 5])
                    for q in QUESTIONS
                },
            )
            for cell, size in sizes.items()
            for _ in range(size)
        )
    )


CARELESS = {  # what is left undone, and a survey that it betrays
    "complement": (given_module, "hidden", only_the_few, Wave(MANY)),
    "weights": (estimates, "weights", weighted_apart, Wave(FEW_CHIEFS, ASKED)),
    "alike": (
        given_module,
        "is_silent",
        lambda *_: False,
        Wave(ALIKE),
    ),
    "alpha": (reliability, "_others", lambda *_: (), one_left_out_a_question()),
}


@pytest.mark.parametrize("left_out", CARELESS)
def test_the_attack_succeeds_where_care_is_left_out(
    left_out: str, forms: list[AnyLayout], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is no idle one: with one of the precautions gone, it finds the answers of the few."""
    module, name, careless, wave = CARELESS[left_out]
    assert not attack([wave], told_of([wave], forms))
    monkeypatch.setattr(module, name, careless)
    assert attack([wave], told_of([wave], forms))


def test_free_text_is_nowhere(store: Store, tmp_path: Path, forms: list[AnyLayout]) -> None:
    """Neither what was written nor the sender is in a table, a figure, a finding or a receipt.

    What arrived is kept as it arrived, in `sources`.
    """
    told = handed_in(store, tmp_path, Wave(MANY, opinions=[SECRET] * len(MANY)), forms)
    assert told.figures
    assert not [text for text in told.texts if SECRET[:4] in text or "mail.example" in text]
    kept = [
        path for path in store.root.rglob("*") if path.is_file() and "sources" not in path.parts
    ]
    assert any(path.parent.name == "survey" for path in kept)
    for path in kept:
        held = (
            str(pq.read_table(path).to_pylist())
            if path.suffix == ".parquet"
            else path.read_text("utf-8")
        )
        assert SECRET[:4] not in held, path
        assert "mail.example" not in held, path


@pytest.mark.parametrize(
    "where", ["あなたの職位", "あなたの所属", "残額を減らす責任は、自分にもある"]
)
def test_free_text_in_another_column_is_not_repeated(
    store: Store, tmp_path: Path, forms: list[AnyLayout], where: str
) -> None:
    """Somebody wrote where he should have chosen: the finding tells the row, and not what it says."""
    (path,) = write_wave(tmp_path, 1, Wave(MANY))
    head, first, *rows = path.read_text("utf-8-sig").splitlines()
    cells = first.split(",")
    cells[head.split(",").index(where)] = f"{SECRET} taro@mail.example 0000-12-3456"
    path.write_text("\n".join([head, ",".join(cells), *rows]), "utf-8-sig")
    taken = take_in_month(store, [path], forms)
    (rejected,) = taken.rejected
    assert rejected.errors
    for word in ("山田", "太郎", "mail.example", "12-3456"):
        assert word not in str(rejected.findings)


def test_a_corrected_wave_is_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout]
) -> None:
    """One more person answered: the difference of both versions would be what that person said."""
    late = Person("一般職員", "福祉", {1: 5, 2: 5, 3: 5, 4: 5})
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    assert handed_in(store, tmp_path, Wave((*MANY, late)), forms).figures
    former = open_reader(store.root, version=0)
    assert Told.of(former) == Told({}, [])
    with pytest.raises(NothingToShow):
        answer("survey_groups", former, Selection(wave="第1回"))


def test_other_groups_of_the_same_answers_are_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout], monkeypatch: pytest.MonkeyPatch
) -> None:
    """会計 of 3 joined to 税: the difference of both versions would be the three."""
    folder = write_catalogue(tmp_path / "catalogue")
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    staff = folder / "staff.toml"
    text = staff.read_text("utf-8").replace('"税務課"', '"税務課", "会計課"')
    staff.write_text(text.replace('words = ["会計課"]', ""), "utf-8")
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    assert Told.of(open_reader(store.root, version=0)) == Told({}, [])


def test_a_wave_of_few_tells_its_days_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout]
) -> None:
    """Nine answered: no figure has a row, and the list says only that they are few."""
    told = handed_in(store, tmp_path, Wave(people("一般職員", "税", 9, 4)), forms)
    assert [row[4] for row in told.waves] == ["10人未満"]
    assert all(figure.frame.empty and figure.empty for figure in told.figures.values())


def test_commands_tell_what_the_figures_do(
    store: Store, tmp_path: Path, forms: list[AnyLayout], zangaku: Callable[..., Any]
) -> None:
    """Every figure as table, CSV and JSON, and the list of waves: the same numbers, no free text, nobody of few."""
    told = handed_in(store, tmp_path, Wave(MANY, opinions=[SECRET] * len(MANY)), forms)
    said = [zangaku("survey", "--store", store.root)]
    for (name, wave, by, scale), made in told.figures.items():
        if scale not in ("one", "問2"):
            continue
        of = ("--store", store.root, "--wave", wave, "--by", BREAKDOWNS[by], "--scale", scale)
        table, file, record = (
            zangaku("figure", name, *of, "--format", form) for form in ("table", "csv", "json")
        )
        said += [table, file, record]
        assert file.out == to_csv(made.frame, made.labels).decode("utf-8")
        rows = json.loads(record.out)["rows"]
        assert len(rows) == len(made.frame)
        missing = [[value is None for value in row.values()] for row in rows]
        assert missing == made.frame[list(rows[0])].isna().to_numpy().tolist() if rows else True
    assert len(said) > 2 * 2 * len(SURVEY)
    for done in said:
        assert done.code == 0
        assert SECRET[:4] not in done.said
        assert not [
            count for count in _PERSONS.findall(done.out) if int(count.replace(",", "")) < LEAST
        ]
