"""What the staff of 架空市 answered: a form's export and the list of who was asked, wave by wave.

A member of staff has a mood of their own, a department one of its own, and both rise a little from wave to wave, more
where they do not collect so well yet. Two small offices answer, too: too few to be shown, as in real cities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from analytics.ledger.survey import BEST, WORST, Catalogue, Question
from analytics.ledger.survey_file import read_catalogue
from analytics.sample import draws
from analytics.sample.exports.columns import Table
from analytics.sample.exports.textfile import write_table
from analytics.sample.exports.workbook import workbook
from analytics.sample.kinds import DEPARTMENTS
from analytics.sample.months import as_date, first_days, on_a_working_day
from analytics.sample.plan import CITY, Plan
from analytics.settings import DATA

WAVES = (25, 13, 1)  # months before the last file
RUNS = timedelta(days=18)  # from the first day of a wave to its last
Ranks = tuple[tuple[str, int, float, int], ...]
RANKS: Ranks = (  # as the form calls them, how many in a department, which share answers, their lead (hundredths)
    ("課長級", 2, 0.95, 18),
    ("係長級", 4, 0.88, 8),
    ("一般職員", 14, 0.78, 0),
    ("会計年度任用職員", 5, 0.62, -6),
)
OTHERS = ("総務課", "財政課", "市民課", "建設課")  # that collect nothing
SMALL = ("会計課", "議会事務局")
SMALL_RANKS: Ranks = (("課長級", 1, 1.0, 18), ("係長級", 1, 1.0, 8), ("一般職員", 5, 0.9, 0))
WORDS = (
    "そう思わない",
    "どちらかといえばそう思わない",
    "どちらともいえない",
    "どちらかといえばそう思う",
    "そう思う",
)
SILENT = 60  # of one answer in so many there is none
ASKED = ("あなたの職位", "あなたの所属")
BOOK_HEAD = (
    "ID",
    "開始時刻",
    "完了時刻",
    "メール",
    "名前",
    "職位",
    "所属",
)  # of the tool of the second wave
FREE = "ご意見があれば書いてください"
OPINIONS = ("", "", "", "", "研修の機会を増やしてほしい", "他の課の取り組みを知りたい", "特になし")
INVITED = ("回", "実施開始日", "実施終了日", "職位", "所属", "配布数")


@dataclass(frozen=True)
class _Member:
    """One member of staff who was asked: who they are, and the numbers by which they are drawn."""

    department: str
    rank: str
    code: int  # of the department
    number: int
    answering: float
    lead: int


def write_answers(folder: Path, plan: Plan) -> None:
    """The folder 意識調査 in *folder*: for each wave the answers, and how many were asked."""
    catalogue = read_catalogue(DATA / "survey")
    place = folder / "意識調査"
    place.mkdir(exist_ok=True)
    fielded = [plan.last - back for back in WAVES if plan.last - back >= plan.first]
    for number, month in enumerate(fielded, start=1):
        start = as_date(int(on_a_working_day(int(first_days(month)) + 1)))
        name = f"{CITY}_意識調査_第{number}回"
        asked = list(_staff(plan.seed, month))
        _write_invited(place / f"{name}_配布数.csv", number, start, asked)
        wave = _Wave(plan, number, start, catalogue)
        if number == 2:
            wave.write_book(place / f"{name}.xlsx", asked)
        else:
            wave.write_text(place / f"{name}.csv", asked)


def _staff(seed: int, month: int) -> Iterator[_Member]:
    named = [(each.name_in(month), RANKS) for each in DEPARTMENTS]
    named += [(name, RANKS) for name in OTHERS] + [(name, SMALL_RANKS) for name in SMALL]
    for code, (department, ranks) in enumerate(named, start=1):
        for place, (rank, size, answering, lead) in enumerate(ranks):
            is_small = department in SMALL
            more = 0 if is_small else draws.one_below(size, seed, f"staff {rank}", code)
            for number in range(size + more):
                yield _Member(department, rank, code, 100 * place + number, answering, lead)


def _write_invited(path: Path, number: int, start: date, asked: Sequence[_Member]) -> None:
    groups = list(dict.fromkeys((one.rank, one.department) for one in asked))
    rows = [
        (
            f"第{number}回",
            start.isoformat(),
            (start + RUNS).isoformat(),
            rank,
            department,
            str(sum((one.rank, one.department) == (rank, department) for one in asked)),
        )
        for rank, department in groups
    ]
    table: Table = {header: [row[at] for row in rows] for at, header in enumerate(INVITED)}
    write_table(path, [table], "utf-8-sig")


@dataclass(frozen=True)
class _Wave:
    plan: Plan
    number: int
    start: date
    catalogue: Catalogue

    def write_text(self, path: Path, asked: Sequence[_Member]) -> None:
        """As one common form tool exports it: a time, then the answers."""
        questions = [one.text_on(self.start) for one in self.catalogue.questions]
        heads = ("タイムスタンプ", *ASKED, *questions, FREE)
        rows = [
            (when, one.rank, one.department, *self._answers(one), self._opinion(one))
            for when, one in self._answering(asked)
        ]
        table: Table = {header: [row[at] for row in rows] for at, header in enumerate(heads)}
        write_table(path, [table], "utf-8-sig")

    def write_book(self, path: Path, asked: Sequence[_Member]) -> None:
        """As another one does: a workbook, with a number before each question and the sender kept anonymous."""
        heads = [
            *BOOK_HEAD,
            *(f"{one.name}．{one.text_on(self.start)}" for one in self.catalogue.questions),
            FREE,
        ]
        with workbook(path, "Sheet1") as (_, sheet):
            sheet.write(heads)
            for place, (when, one) in enumerate(self._answering(asked), start=1):
                who = [str(place), when, when, "anonymous", "", one.rank, one.department]
                sheet.write([*who, *self._answers(one), self._opinion(one)])

    def _answering(self, asked: Sequence[_Member]) -> list[tuple[str, _Member]]:
        """Who answered, and when; in the order in which they did."""
        found = []
        for one in asked:
            drawn = draws.bit(
                self.plan.seed, f"answers {one.rank}", one.code, one.number, self.number
            )
            if drawn / 2.0**64 < one.answering:
                found.append((self._when(one), one))
        return sorted(found, key=lambda each: (each[0], each[1].code, each[1].number))

    def _when(self, one: _Member) -> str:
        day = self.start + timedelta(days=self._below(RUNS.days + 1, "day", one))
        hour, minute, second = (
            self._below(most, name, one)
            for most, name in ((9, "hour"), (60, "minute"), (60, "second"))
        )
        return f"{day:%Y/%m/%d} {hour + 8:02d}:{minute:02d}:{second:02d}"

    def _answers(self, one: _Member) -> list[str]:
        return [self._answer(one, question) for question in self.catalogue.questions]

    def _answer(self, one: _Member, question: Question) -> str:
        """A word: of the mood of the department, the person and the day, in hundredths of an answer."""
        if not self._below(SILENT, f"silent {question.number}", one):
            return ""
        scale = [each.key for each in self.catalogue.scales].index(question.scale)
        seed = self.plan.seed
        mood = 300 + draws.one_below(70, seed, f"scale {scale}") + one.lead
        mood += draws.one_below(50, seed, f"office {scale}", one.code) - 25
        mood += draws.one_below(240, seed, f"person {scale}", one.code, one.number) - 120
        mood += self._below(180, f"question {question.number}", one) - 90
        rise = draws.one_below(30, seed, f"rise {scale}") - 8
        rise += draws.one_below(32, seed, f"office rises {scale}", one.code) - 16
        mood += (self.number - 1) * rise
        favour = max(WORST, min(BEST, mood // 100))
        turned = self.catalogue.is_turned(question)
        return WORDS[(BEST - favour) if turned else favour - WORST]

    def _opinion(self, one: _Member) -> str:
        return OPINIONS[self._below(len(OPINIONS), "opinion", one)]

    def _below(self, most: int, name: str, one: _Member) -> int:
        return draws.one_below(most, self.plan.seed, name, one.code, one.number, self.number)
