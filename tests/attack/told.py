"""All that can be got of a version with surveys, as an attacker holds it, and what in it is wrong at first sight."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from numbers import Real

import pandas as pd

from analytics.errors import NothingToShow
from analytics.figures import FIGURES, Figure, Selection, answer
from analytics.figures.export import to_csv
from analytics.figures.survey.given import FEW
from analytics.figures.survey.waves import waves as listed
from analytics.ledger.survey import BREAKDOWNS, Breakdown
from analytics.store.reader import Reader
from tests.answers import (
    NAMES,
    QUESTIONS,
    SCALES,
)

LEAST = 10
WHOLE = "全体"
OF_ANSWER = {5: "best_rate", 4: "good_rate", 3: "middle_rate", 2: "poor_rate", 1: "worst_rate"}
SURVEY = [name for name in FIGURES if name.startswith("survey_")]
FOLLOWED = [f"問{question}" for question in QUESTIONS]
NEARLY = 1e-9
Cell = tuple[str, str]


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


PERSONS = re.compile(r"(?<!配布)(?<![\d,.])(\d{1,3}(?:,\d{3})*)人")


def small_counts(told: Told) -> list[str]:
    """Numbers of answers below ten, in any frame or sentence."""
    found = []
    for key, figure in told.figures.items():
        for column in figure.frame.columns:
            if column == "answered_count":
                small = figure.frame[column].dropna()
                found += [f"{key} {count}" for count in small if 0 < count < LEAST]
    for text in told.texts:
        found += [text for count in PERSONS.findall(text) if int(count.replace(",", "")) < LEAST]
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
