"""Small surveys: who of which rank and group answered what, written as a form exports it and taken in by the product.

A `Person` is a rank, a group of departments and an answer to each question of CATALOGUE, 5 for the strongest yes.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.settings import DATA
from analytics.store.importing import Month, take_in_month
from analytics.store.snapshots import Store

OPINION = "ご意見があれば書いてください"
RANKS = {
    "課長": "所管課長",
    "係長": "係長・担当",
    "主事": "一般職員",
}  # as files and as figures call it
GROUPS = {"税務課": "税", "水道課": "上下水道", "福祉課": "福祉", "会計課": "会計"}
UNKNOWN = "不明"
WORDS = {
    5: "そう思う",
    4: "どちらかといえばそう思う",
    3: "どちらともいえない",
    2: "どちらかといえばそう思わない",
    1: "そう思わない",
}
CATALOGUE = """
[survey]
title = "小さな調査"
least_answers = 10
weight_by = "{weight_by}"

[[choices]]
name = "そう思う・どちらかといえば"
words = [
    ["そう思う"], ["どちらかといえばそう思う"], ["どちらともいえない"],
    ["どちらかといえばそう思わない"], ["そう思わない"],
]

[[scales]]
key = "one"
name = "責任"
direction = "grow"

[[scales]]
key = "two"
name = "無関係意識"
direction = "decline"

[[scales]]
key = "three"
name = "率先"
direction = "grow"

[[questions]]
number = 1
scale = "one"
wordings = [{{ version = 1, text = "残額を減らす責任は、自分にもある" }}]

[[questions]]
number = 2
scale = "two"
wordings = [{{ version = 1, text = "未収金は、自分の仕事とは関係がない" }}]

[[questions]]
number = 3
scale = "two"
reversed = true
wordings = [{{ version = 1, text = "ほかの課の未収金も、自分の問題だと思う" }}]

[[questions]]
number = 4
scale = "three"
wordings = [
    {{ version = 1, text = "上司は、未収金の対策に取り組んでいる" }},
    {{ version = 2, text = "上司は、自分から未収金の対策に取り組んでいる", since = 2026-09-01 }},
]
"""
OWN_RESULTS = """
[layout]
record = "survey_results"
name = "kakuu-survey-results"
version = 1
title = "架空市 意識調査（集計）"
municipality = "架空市"
municipality_code = "999999"

[file]
encodings = ["utf-8-sig"]

[as_of]
is_monthly = false

[columns]
wave = "年"
rank_group = "職位"
question = "設問"
positive_percent = "望ましい答え"
answered_count = "回答数"
"""
SCALES = {"one": (1,), "two": (2, 3), "three": (4,)}
NAMES = {"one": "責任", "two": "無関係意識", "three": "率先"}
TURNED = {2}  # questions whose strongest no is the desirable answer
QUESTIONS = tuple(number for numbers in SCALES.values() for number in numbers)
TEXTS = {
    1: "残額を減らす責任は、自分にもある",
    2: "未収金は、自分の仕事とは関係がない",
    3: "ほかの課の未収金も、自分の問題だと思う",
    4: "上司は、未収金の対策に取り組んでいる",
}
REWORDED = "上司は、自分から未収金の対策に取り組んでいる"
FIRST = date(2026, 8, 3)  # of the first wave; a month later the next one


@dataclass(frozen=True)
class Person:
    """One who answered: rank and group in the words of the figures, and question → answer (0 for none)."""

    rank: str
    group: str
    answers: Mapping[int, int]

    @property
    def cell(self) -> tuple[str, str]:
        return self.rank, self.group

    def favour(self, question: int) -> int:
        """The answer in the desirable direction, 0 for none."""
        given = self.answers.get(question, 0)
        return 6 - given if given and question in TURNED else given


@dataclass(frozen=True)
class Wave:
    """One wave: who answered, and how many of each cell were asked (None: no list)."""

    people: tuple[Person, ...]
    invited: Mapping[tuple[str, str], int] | None = None
    is_reworded: bool = False
    left_out: frozenset[int] = frozenset()  # questions that the form did not ask
    opinions: Sequence[str] = field(default=())

    def count(self, cell: tuple[str, str]) -> int:
        return sum(one.cell == cell for one in self.people)


def people(
    rank: str, group: str, count: int, answers: Mapping[int, int] | int
) -> tuple[Person, ...]:
    """*count* persons of a cell who gave the same *answers*; a number means it for every question."""
    given = dict.fromkeys(QUESTIONS, answers) if isinstance(answers, int) else dict(answers)
    return (Person(rank, group, given),) * count


def write_catalogue(folder: Path, weight_by: str = "rank_group") -> Path:
    """A folder for `ZANGAKU_SURVEY`: the small catalogue, and the table of staff that ships."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questions.toml").write_text(CATALOGUE.format(weight_by=weight_by), encoding="utf-8")
    shutil.copyfile(DATA / "survey" / "staff.toml", folder / "staff.toml")
    return folder


def write_wave(folder: Path, number: int, wave: Wave) -> list[Path]:
    """The export of a wave, and the list of who was asked, where there is one."""
    folder.mkdir(parents=True, exist_ok=True)
    start = date(FIRST.year, FIRST.month + number - 1, FIRST.day)
    name = f"架空市_意識調査_第{number}回"
    texts = TEXTS | ({4: REWORDED} if wave.is_reworded else {})
    texts = {number: text for number, text in texts.items() if number not in wave.left_out}
    rows: list[Sequence[object]] = [
        ("タイムスタンプ", "メール", "あなたの職位", "あなたの所属", *texts.values(), OPINION)
    ]
    for at, one in enumerate(wave.people):
        day = start + timedelta(days=at % 14)
        said = wave.opinions[at] if at < len(wave.opinions) else ""
        mail = f"{said}@mail.example" if said else ""
        rows.append(
            (
                f"{day:%Y/%m/%d} 09:{at // 60 % 60:02d}:{at % 60:02d}",
                mail,
                _word(one.rank, RANKS),
                _word(one.group, GROUPS),
                *(WORDS.get(one.answers.get(question, 0), "") for question in texts),
                said,
            )
        )
    paths = [_write(folder / f"{name}.csv", rows)]
    if wave.invited is not None:
        ends = start + timedelta(days=13)
        rows = [("回", "実施開始日", "実施終了日", "職位", "所属", "配布数")]
        rows += [
            (f"第{number}回", start, ends, _word(rank, RANKS), _word(group, GROUPS), count)
            for (rank, group), count in wave.invited.items()
        ]
        paths.append(_write(folder / f"{name}_配布数.csv", rows))
    return paths


def take_waves_in(
    store: Store, folder: Path, waves: Sequence[Wave], layouts: list[AnyLayout]
) -> list[Month]:
    """Each of *waves* as a version of its own; none of the files may have a fault."""
    done = []
    for number, wave in enumerate(waves, start=1):
        taken = take_in_month(store, write_wave(folder, number, wave), layouts)
        assert not taken.rejected, [one.errors for one in taken.rejected]
        assert not taken.unread
        done.append(taken)
    return done


def take_results_in(store: Store, folder: Path, rows: Sequence[Sequence[object]]) -> None:
    """Results of 架空市 that came counted: of each row year, rank, question, favourable share (%) and answers."""
    (folder / "layouts").mkdir(parents=True)
    (folder / "layouts" / "results.toml").write_text(OWN_RESULTS, encoding="utf-8")
    head = ("年", "職位", "設問", "望ましい答え", "回答数")
    path = _write(folder / "集計.csv", [head, *rows])
    done = take_in_month(store, [path], read_layouts(folder / "layouts"))
    assert len(done.new) == 1, [each.errors for each in done.rejected]


def _word(name: str, known: Mapping[str, str]) -> str:
    return next((word for word, own in known.items() if own == name), "")


def _write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\r\n").writerows(rows)
    return path
