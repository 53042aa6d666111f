"""Who holds what is told of one scale of one wave against what is known of the staff."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np
import pandas as pd
from scipy import stats

from analytics.ledger.survey import BREAKDOWNS, Breakdown
from tests.answers import (
    NAMES,
    SCALES,
    UNKNOWN,
    Wave,
)
from tests.attack.equations import Alpha, Cell, Equations, Pattern, partitions
from tests.attack.told import LEAST, NEARLY, OF_ANSWER, Number, Told, followed, numbers, shares


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
