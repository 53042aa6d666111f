"""The answers of a version, and which groups of them may be told: whoever shows a survey asks here and nowhere else.

Shares and points are made of it in `analytics.figures.survey.estimates` alone, for groups that are not hidden: which
these are, `analytics.access.few_answers` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.access.few_answers import Answers, Cell, Hidden, hidden, in_group, is_silent
from analytics.errors import NothingToShow
from analytics.figures.base import records, typed
from analytics.figures.survey.asked import Asked, Wave, hidden_people, of_asked
from analytics.figures.survey.deliveries import (
    corrected_later,
    delivered,
    opened,
    shares_by_wave,
)
from analytics.figures.survey.reliability import Pattern, Reliability, reliability
from analytics.ledger.survey import BREAKDOWNS, WHOLE, Breakdown, Catalogue, Staff
from analytics.ledger.survey_file import read_catalogue, read_staff
from analytics.settings import Settings
from analytics.store.documents import read_document
from analytics.store.questions import ask
from analytics.store.reader import Reader

FEW = "回答が少ないか、引き算で分かるため"
NOT_ASKED, NOT_THERE = "この回では聞いていない", "この回にない"
NONE_YET = (
    "意識調査の回答がまだありません。フォームから書き出した表を「取込」に置くか、"
    "zangaku survey import ファイル名 で取り込んでください（docs/意識調査の書き方.md）。"
)


class Survey:
    """All waves of a version. Raises `LayoutFault` for a faulty catalogue or table of staff, when it is opened."""

    def __init__(self, reader: Reader) -> None:
        folder = Settings.load().survey
        self.catalogue: Catalogue = read_catalogue(folder)
        self.staff: Staff = read_staff(folder)
        self.municipality = str(_first(reader, "municipality") or "")
        self.least = self.catalogue.least_answers
        self._reader = reader
        self._database = opened(reader.store, reader.version, self.catalogue)
        self._lost = corrected_later(reader, self.catalogue)
        self._hidden: dict[tuple[str, str], Hidden] = {}

    @classmethod
    def of(cls, reader: Reader) -> Survey:
        """That of *reader*, opened once."""
        if "survey" not in reader.reckoned:
            reader.reckoned["survey"] = cls(reader)
        found: Survey = reader.reckoned["survey"]
        return found

    def ask(self, name: str) -> pd.DataFrame:
        """The answer to `analytics/sql/survey/<name>.sql`, before anything is hidden: never to be shown as it is."""
        return typed(ask(self._database, f"survey/{name}"))

    # -- waves --------------------------------------------------------------------------------------------------

    @cached_property
    def waves(self) -> list[Wave]:
        """Those that may be looked at, oldest first; also such as are too small to be shown."""
        return [
            Wave(
                row["wave"],
                row["started_on"].date(),
                row["fielded_on"].date(),
                None if pd.isna(row["invited_count"]) else int(row["invited_count"]),
                int(row["answered_count"]),
            )
            for row in records(self.ask("waves"))
            if row["wave"] not in self._lost
        ]

    @property
    def corrected_later(self) -> list[str]:
        """Waves of this version that are not shown since a later version corrects them."""
        return sorted(self._lost)

    def is_shown(self, wave: Wave) -> bool:
        """Whether enough people answered."""
        return wave.answered_count >= self.least

    @property
    def shown(self) -> list[Wave]:
        """The waves that may be shown, oldest first."""
        return [wave for wave in self.waves if self.is_shown(wave)]

    def wave(self, name: str | None) -> Wave | None:
        """The wave called *name*; for None the last that may be shown, or None. Raises `NothingToShow`."""
        if name is None:
            return self.shown[-1] if self.shown else None
        for wave in self.waves:
            if wave.name == name:
                return wave
        known = "、".join(wave.name for wave in self.waves)
        there = f"あるのは {known} です。" if known else "見られる回がありません。"
        raise NothingToShow(f"意識調査の「{name}」はありません。{there}")

    def chosen(self, name: str | None) -> Wave | None:
        """The wave called *name*; for None the last that may be shown, else the last. Raises `NothingToShow`."""
        return self.wave(name) or (self.waves[-1] if self.waves else None)

    def before(self, wave: Wave) -> Wave | None:
        """The last wave before *wave* that may be shown."""
        earlier = [one for one in self.shown if one.fielded_on < wave.fielded_on]
        return earlier[-1] if earlier else None

    # -- what was answered --------------------------------------------------------------------------------------

    @cached_property
    def asked(self) -> dict[tuple[str, str], Asked]:
        """Wave and question → the answers, by cell."""
        found: dict[tuple[str, str], tuple[set[str], dict[Cell, Counter[int]]]] = {}
        for row in records(self.ask("counts")):
            wordings, counts = found.setdefault((row["wave"], row["question"]), (set(), {}))
            if isinstance(row["wording"], str):
                wordings.add(row["wording"])
            cell = counts.setdefault(_cell(row), Counter())
            if not pd.isna(row["favour"]):
                cell[int(row["favour"])] += int(row["answered_count"])
        return {
            (wave, name): Asked(name, frozenset(wordings), counts)
            for (wave, name), (wordings, counts) in found.items()
        }

    @cached_property
    def reliabilities(self) -> dict[tuple[str, str], Reliability]:
        """Wave and scale → α, for scales that are told."""
        found: dict[tuple[str, str], dict[Cell, dict[Pattern, int]]] = {}
        for row in records(self.ask("reliability")):
            pattern = tuple(None if pd.isna(each) else int(each) for each in row["favours"])
            cells = found.setdefault((row["wave"], row["scale"]), {})
            cells.setdefault(_cell(row), {})[pattern] = int(row["person_count"])
        return {key: reliability(cells, self.least) for key, cells in found.items()}

    @cached_property
    def people(self) -> dict[str, dict[Cell, tuple[int | None, int]]]:
        """Wave → cell → how many were asked (None: not told) and how many answered."""
        found: dict[str, dict[Cell, tuple[int | None, int]]] = {}
        for row in records(self.ask("respondents")):
            asked = None if pd.isna(row["invited_count"]) else int(row["invited_count"])
            found.setdefault(row["wave"], {})[_cell(row)] = (asked, int(row["answered_count"]))
        return found

    def questions_of(self, wave: str, scale: str) -> list[Asked]:
        """The questions of *scale* that were asked in *wave*, in the order of the catalogue."""
        keys = [(wave, one.name) for one in self.catalogue.questions_of(scale)]
        return [self.asked[key] for key in keys if key in self.asked]

    @cached_property
    def results(self) -> list[dict[str, Any]]:
        """The shares that came counted, but of waves that a later version tells otherwise."""
        lost = self.corrected_results
        return [row for wave, own in self._counted.items() if wave not in lost for row in own]

    @cached_property
    def corrected_results(self) -> list[str]:
        """Waves whose counted results are not shown since a later version tells them otherwise."""
        store, number = self._reader.store, self._reader.version
        mine, waiting = delivered(store, number, "survey_results"), set(self._counted)
        lost = []
        for later in range(store.latest() or 0, number, -1):
            if not waiting or delivered(store, later, "survey_results") == mine:
                break
            told = shares_by_wave(opened(store, later, self.catalogue))
            lost += [one for one in waiting & told.keys() if told[one] != self._counted[one]]
            waiting -= told.keys()
        return sorted(lost)

    @cached_property
    def _counted(self) -> dict[str, list[dict[str, Any]]]:
        return shares_by_wave(self._database)

    # -- what may be told of it ---------------------------------------------------------------------------------

    def hidden_people(self, wave: str) -> Hidden:
        """The groups of *wave* of which not even the number of answers is told."""
        return self._kept((wave, ""), lambda: hidden_people(self.people[wave], self.least))

    def hidden(self, wave: str, scale: str) -> Hidden:
        """The groups of *wave* that are not shown in *scale*, in none of its questions and not in its points.

        They are the same throughout a scale: else its points and one question would tell the other question. From the
        points of a single question one can reckon how many gave which answer. Where a group is hidden since some of it
        left out a question, how many did is guarded as their answers are: else it follows from how many there are.
        """
        return self._kept((wave, scale), lambda: self._hidden_in(wave, scale))

    def _kept(self, key: tuple[str, str], found: Callable[[], Hidden]) -> Hidden:
        if key not in self._hidden:
            self._hidden[key] = found()
        return self._hidden[key]

    def _hidden_in(self, wave: str, scale: str) -> Hidden:
        few = found = self.hidden_people(wave)
        questions = self.questions_of(wave, scale)
        guarded = [each for one in questions for each in (one.answers, *one.of_answer)]
        guarded += filter(None, (self._of_asked(wave, one) for one in questions))
        while True:
            more = found
            for answers in guarded:
                more = hidden(answers, self.least, more)
            for own in (one.answers for one in questions):
                groups = (in_group(own.answered, group) for group in more - few)
                if any(own.count(cells) < self.least for cells in groups):
                    there = self.present(wave).answered
                    more = hidden(Answers(there, own.answered), self.least, more)
            if more == found:
                return found
            found = more

    def _of_asked(self, wave: str, asked: Asked) -> Answers | None:
        """How many answered a question, of those who were asked."""
        answered = asked.answers.answered
        people = self.people[wave].items()
        return of_asked({cell: (listed, answered.get(cell, 0)) for cell, (listed, _) in people})

    def present(self, wave: str) -> Answers:
        """How many of each cell answered anything."""
        return Answers({cell: count for cell, (_, count) in self.people[wave].items()})

    def is_silent(self, wave: str, scale: str, question: str) -> bool:
        """Whether not even the answers of all to *question*, which is of *scale*, may be told."""
        answers = self.asked[wave, question].answers
        return is_silent(answers, self.least, self.hidden(wave, scale))

    def why_missing(
        self, wave: Wave, scale: str, breakdown: Breakdown, name: str, question: str = ""
    ) -> str:
        """Why a group (or all) has no number in a scale of *wave*, or in a *question* of it.

        Of the hidden ones not more than that they are, and of a wave that is not shown neither.
        """
        if not self.is_shown(wave):
            return FEW
        asked = self.questions_of(wave.name, scale)
        if not any(question in ("", one.question) for one in asked):
            return NOT_ASKED
        if name not in [WHOLE, *self.names(breakdown, [wave.name])]:
            return NOT_THERE
        return FEW

    def names(self, breakdown: Breakdown, waves: Iterable[str]) -> list[str]:
        """The groups of *breakdown* in any of *waves*, in the order of the table of staff, the unknown ones last."""
        at = list(BREAKDOWNS).index(breakdown)
        here = {cell[at] for wave in waves for cell in self.people.get(wave, {})} - {""}
        order = self.staff.order(breakdown, self.municipality)
        return [name for name in order if name in here] + sorted(here - set(order))


def _cell(row: Mapping[str, Any]) -> Cell:
    return str(row["rank_group"]), str(row["department_group"])


def _first(reader: Reader, column: str) -> object:
    """A value of the first source: a store is of one city."""
    table = read_document(reader.store, reader.version, "sources")
    return table[column][0].as_py() if table.num_rows else None
