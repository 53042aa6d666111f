"""A layout of a survey's answers: which columns say who answered and when. The others are questions of the catalogue.

The catalogue and the table of staff are read when a file is, so that a mistake in them stops no other file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from analytics.errors import LayoutFault
from analytics.intake.checked import Pattern, Words
from analytics.intake.layout.base import LayoutFile
from analytics.intake.layout.parts import About, Table
from analytics.intake.records.layout import RecordForm
from analytics.ledger.survey import Catalogue, Staff
from analytics.ledger.survey_file import (
    QUESTIONS_FILE,
    STAFF_FILE,
    read_catalogue,
    read_staff,
)
from analytics.settings import Settings

Who = Literal["rank_group", "department_group", "respondent", "answered_on", "wave"]
LABELS: dict[Who, str] = {
    "rank_group": "職位",
    "department_group": "所属",
    "respondent": "回答者の番号",
    "answered_on": "回答日時",
    "wave": "回",
}
USELESS = ("texts", "set_aside", "departments", "claims", "changes")
USELESS_OF_FILE = ("header_rows", "zero_marks", "fill_down", "missing")


class SurveyAbout(About):
    """`[layout]` of a survey's answers."""

    record: Literal["survey"]


class Answers(Table):
    """`[answers]`: which wave a file is of, and what to do with two answers of one person."""

    wave: Pattern = r"第\d+回"  # in the file's name; else a column says it, else the month
    twice: Literal["error", "last"] = "error"  # last: the one that stands further down counts
    choices: str = ""  # the set of words, where those of a file would fit several


class SurveyLayout(LayoutFile, frozen=True):
    """One layout of answers, whole. Each of its columns may be called by one of several headers."""

    layout: SurveyAbout
    file: RecordForm = RecordForm()
    columns: dict[Who, Words] = Field(default_factory=dict)
    answers: Answers = Answers()

    def _wrong(self) -> Iterable[str]:
        given = {"columns": [name for names in self.columns.values() for name in names]}
        if len(given["columns"]) != len(set(given["columns"])):
            yield "[columns] の同じ見出しが、2つの項目にあります"
        of_file = [
            f"file の {name}" for name in USELESS_OF_FILE if name in self.file.model_fields_set
        ]
        for name in [*(name for name in USELESS if name in self.model_fields_set), *of_file]:
            yield f"{name} は意識調査の回答では効きません。消してください"

    @property
    def record(self) -> Literal["survey"]:
        """What its rows are."""
        return self.layout.record

    @property
    def headers(self) -> list[str]:
        """By which a file is recognised: its own columns, and the questions in their newest words."""
        try:
            questions = [one.text for one in self.catalogue.questions]
        except LayoutFault:  # said when a file is read by it
            questions = []
        return [names[0] for names in self.columns.values()] + questions

    @property
    def catalogue(self) -> Catalogue:
        """What is asked. Raises `LayoutFault` for a faulty file."""
        folder = Settings.load().survey
        return _catalogue(folder, _bytes(folder / QUESTIONS_FILE))

    @property
    def staff(self) -> Staff:
        """Who is asked. Raises `LayoutFault` for a faulty file."""
        return read_staff(Settings.load().survey)

    @property
    def fingerprint(self) -> str:
        """A hash that changes when the layout does, the catalogue or the table of staff."""
        folder = Settings.load().survey
        beside = [_bytes(folder / name) for name in (QUESTIONS_FILE, STAFF_FILE)]
        return hashlib.sha256(b"\0".join([super().fingerprint.encode(), *beside])).hexdigest()


@lru_cache(maxsize=4)  # it is asked for with every row of a file that may be the head
def _catalogue(folder: Path, content: bytes) -> Catalogue:
    """The catalogue in *folder*, read again when its *content* is another."""
    return read_catalogue(folder)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
