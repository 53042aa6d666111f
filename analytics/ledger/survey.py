"""意識調査: what is asked, in which scale, in which words, and which words answer it (`data/survey/questions.toml`).

An answer is kept as it was given, 5 for the strongest yes. Which end is the desirable one, a question's scale says: a
scale that should decline is read the other way round, and so is a reversed question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from unicodedata import normalize

import pyarrow as pa

from analytics.ledger.score_words import rounded

Direction = Literal["grow", "decline"]
Breakdown = Literal["rank_group", "department_group"]

DIRECTIONS: Final[dict[Direction, str]] = {
    "decline": "薄れてほしい意識",
    "grow": "育ってほしい意識",
}
BREAKDOWNS: Final[dict[Breakdown, str]] = {"rank_group": "職位", "department_group": "部署群"}
BEST, WORST = 5, 1  # of an answer; BEST + WORST - answer reads it the other way round
POINTS_A_STEP = 25.0  # from one answer to the next: 0 the least desirable, 100 the most
FAVOURABLE: Final = (4, 5)  # of an answer read in the desirable direction (facts.md 7: % positive)
ANSWER_RATES: Final = {  # answer read in the desirable direction → the column of its share, and its words
    5: ("best_rate", "望ましい答え（強い）"),
    4: ("good_rate", "望ましい答え"),
    3: ("middle_rate", "どちらともいえない"),
    2: ("poor_rate", "望ましくない答え"),
    1: ("worst_rate", "望ましくない答え（強い）"),
}
BEYOND_CHANCE: Final = "偶然の幅を超える"
POINTS_MEASURE: Final = "望ましさの得点（0〜100。100が最も望ましい）"
SHARE_MEASURE: Final = "望ましい答えの割合（％）"
LEAST_ANSWERS, FLOOR = 10, 5  # facts.md 7: a city may set another number, none below the floor
WHOLE = "全体"  # all who answered, beside the groups
UNKNOWN_GROUP = "不明"  # who did not say, or whose words no table knows

_IN_BRACKETS = r"[(\[【](?:必須|任意|単一選択)[)\]】]"  # what a form says of a question
_MARKS = re.compile(rf"^(?:\*|※|{_IN_BRACKETS})+|(?:\*|※|。|必須|{_IN_BRACKETS})+$")
QUESTIONS = pa.schema(  # the catalogue as questions find it
    [
        pa.field("question", pa.string(), nullable=False),
        pa.field("scale", pa.string(), nullable=False),
        pa.field("is_turned", pa.bool_(), nullable=False),  # 1 is the desirable end
    ]
)


def as_asked(text: str) -> str:
    """*text* as questions are compared: width, spaces and the marks of a form do not make two of one.

    >>> as_asked("※ 責任が　ある（必須）")
    '責任がある'
    """
    return _MARKS.sub("", fold_word(text))


def fold_word(text: str) -> str:
    """*text* without white space, and in one width."""
    return normalize("NFKC", "".join(normalize("NFKC", text).split()))


@dataclass(frozen=True)
class Choices:
    """Words for the answers: those of 5, of 4 … of 1. A question is answered in the words of one set."""

    name: str
    words: tuple[tuple[str, ...], ...]

    def values(self) -> dict[str, int]:
        """Word → answer, as the words are written."""
        return {word: BEST - at for at, same in enumerate(self.words) for word in same}


@dataclass(frozen=True)
class Scale:
    """Questions that ask for one thing: its key, name, desirable direction, and what it is about."""

    key: str
    name: str
    direction: Direction
    about: str

    def moved(self, points: float) -> str:
        """How the scale moved as it is printed, in a word; *points* are of the desirable direction.

        >>> Scale("no_trouble", "事なかれ意識", "decline", "").moved(3.0)
        '薄れた'
        """
        if not float(rounded(abs(points))):
            return "変わらない"
        words = {"decline": ("薄れた", "強まった"), "grow": ("育った", "弱まった")}
        return words[self.direction][points < 0]


@dataclass(frozen=True)
class Wording:
    """One wording of a question; `since` is the day from which it is used, None from the first."""

    version: int
    text: str
    since: date | None = None


@dataclass(frozen=True)
class Question:
    """One question: its number, its scale, whether it asks the other way round, and its wordings, oldest first."""

    number: int
    scale: str
    wordings: tuple[Wording, ...]
    is_reversed: bool = False

    @property
    def name(self) -> str:
        """As it is called: ``問3``."""
        return f"問{self.number}"

    @property
    def text(self) -> str:
        """The newest wording."""
        return self.wordings[-1].text

    def text_on(self, day: date) -> str:
        """The wording that was used on *day*."""
        used = [one for one in self.wordings if one.since is None or one.since <= day]
        return (used or list(self.wordings))[-1].text


@dataclass(frozen=True)
class Catalogue:
    """The questions of a survey in their order, their scales, and the words of their answers."""

    title: str
    least_answers: int
    weight_by: Breakdown
    choices: tuple[Choices, ...]
    no_answer: tuple[str, ...]
    scales: tuple[Scale, ...]
    questions: tuple[Question, ...]

    def scale(self, key: str) -> Scale:
        """The scale called *key*. Raises `KeyError`."""
        return {one.key: one for one in self.scales}[key]

    def question(self, name: str) -> Question | None:
        """The question called *name* (``問3``), None where there is none."""
        return next((one for one in self.questions if one.name == name), None)

    def questions_of(self, scale: str) -> list[Question]:
        """The questions of *scale*, in their order."""
        return [one for one in self.questions if one.scale == scale]

    def is_turned(self, question: Question) -> bool:
        """Whether the strongest no is the desirable answer."""
        return (self.scale(question.scale).direction == "decline") != question.is_reversed

    def as_table(self) -> pa.Table:
        """The catalogue as questions of the store ask it: QUESTIONS, a row for each question."""
        rows = [
            {"question": one.name, "scale": one.scale, "is_turned": self.is_turned(one)}
            for one in self.questions
        ]
        return pa.Table.from_pylist(rows, QUESTIONS)


@dataclass(frozen=True)
class Rank:
    """A rank, and the words that mean it in files; of every city that has no ranks of its own, or of one."""

    name: str
    words: tuple[str, ...] = ()
    municipality: str = ""


@dataclass(frozen=True)
class Group:
    """Departments of one city that are looked at together, the words that mean it, and the codes of its balances."""

    municipality: str
    name: str
    words: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Staff:
    """Ranks and groups of departments, in the order in which they are shown."""

    ranks: tuple[Rank, ...]
    groups: tuple[Group, ...]

    def ranks_in(self, municipality: str) -> list[Rank]:
        """Those of one city, or where it has none of its own, of every city."""
        own = [one for one in self.ranks if one.municipality == municipality]
        return own or [one for one in self.ranks if not one.municipality]

    def groups_in(self, municipality: str) -> list[Group]:
        """Those of one city."""
        return [one for one in self.groups if one.municipality == municipality]

    def order(self, breakdown: Breakdown, municipality: str) -> list[str]:
        """The names of one breakdown, in the order of the table."""
        if breakdown == "rank_group":
            return [one.name for one in self.ranks_in(municipality)]
        return [one.name for one in self.groups_in(municipality)]
