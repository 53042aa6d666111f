"""Answers as form tools export them, through the real command and import: taken in whole, or kept out with a sentence.

A `Form` is an export of 架空市's questionnaire with one thing done to it. It has twelve persons of each of two ranks in
each of two offices: enough to be shown.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import xlsxwriter

from analytics.figures import Selection, answer
from analytics.figures.figure import Figure
from analytics.ledger.survey_file import read_catalogue
from analytics.settings import DATA
from analytics.store.documents import read_documents
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from tests.pipeline.conftest import Done

ZANGAKU = Path(sys.executable).with_name("zangaku")
TEXTS = tuple(one.text for one in read_catalogue(DATA / "survey").questions)
WORDS = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらともいえない",
    "どちらかといえばそう思わない",
    "そう思わない",
)
VERY = ("とてもそう思う", "そう思う", "どちらともいえない", "そう思わない", "まったくそう思わない")
WHO = ("タイムスタンプ", "あなたの職位", "あなたの所属")
OPINION = "ご意見があれば書いてください"
NAME, MAIL, THOUGHT = "白鷺沢　桜之介", "sakuranosuke@shirasagi.example", "白鷺沢課長は何もしない"
ENGLISH = re.compile(r"Traceback|Error\b|Exception|None\b|nan\b")


@dataclass(frozen=True)
class Form:
    """An export: its head, and the cells below it. Rows count from 1, the head is row 1."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = "架空市_意識調査_第3回"

    @classmethod
    def of(cls, wave: int = 3, start: date = date(2026, 6, 1)) -> Form:
        """An answer of every kind to every question."""
        people = [
            (rank, office) for rank in ("係長級", "一般職員") for office in ("水道課", "税務課")
        ] * 12
        rows = [
            (
                f"{start.replace(day=1 + at % 14):%Y/%m/%d} 09:{at // 60:02d}:{at % 60:02d}",
                *who,
                *(WORDS[(at * 3 + question * (1 + at % 4)) % 5] for question in range(len(TEXTS))),
                "",
            )
            for at, who in enumerate(people)
        ]
        return cls((*WHO, *TEXTS, OPINION), tuple(rows), f"架空市_意識調査_第{wave}回")

    def column(self, question: int) -> int:
        """Where 問*question* stands."""
        return len(WHO) + question - 1

    def cell(self, row: int, column: int, words: str) -> Form:
        cells = [*self.rows[row - 2]]
        cells[column] = words
        return self.with_rows(*self.rows[: row - 2], tuple(cells), *self.rows[row - 1 :])

    def with_rows(self, *rows: tuple[str, ...]) -> Form:
        return replace(self, rows=rows)

    def heads(self, change: Callable[[int, str], str]) -> Form:
        """The heads of its questions changed: number and text."""
        own = [change(number, text) for number, text in enumerate(TEXTS, start=1)]
        return replace(self, head=(*WHO, *own, OPINION))

    def cells(self, change: Callable[[str], str]) -> Form:
        """Every answer changed alike."""
        return self.with_rows(*((*row[:3], *map(change, row[3:-1]), row[-1]) for row in self.rows))

    def beside(self, header: str, cells: Iterable[str]) -> Form:
        """Another column on the right."""
        rows = zip(self.rows, cells, strict=True)
        return replace(
            self, head=(*self.head, header), rows=tuple((*row, one) for row, one in rows)
        )

    def without(self, column: int) -> Form:
        def cut(row: tuple[str, ...]) -> tuple[str, ...]:
            return row[:column] + row[column + 1 :]

        return replace(self, head=cut(self.head), rows=tuple(map(cut, self.rows)))

    @property
    def text(self) -> str:
        into = io.StringIO()
        csv.writer(into, lineterminator="\r\n").writerows([self.head, *self.rows])
        return into.getvalue()

    def save(self, folder: Path, encoding: str = "utf-8-sig") -> Path:
        path = folder / f"{self.name}.csv"
        path.write_bytes(self.text.encode(encoding))
        return path

    def workbook(self, folder: Path) -> Path:
        """As the tool with workbooks writes it: days as days, numbers as numbers."""
        path = folder / f"{self.name}.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet, days = (
                book.add_worksheet("Sheet1"),
                book.add_format({"num_format": "yyyy/m/d h:mm"}),
            )
            sheet.write_row(0, 0, self.head)
            for at, row in enumerate(self.rows, start=1):
                sheet.write_row(at, 0, [int(cell) if cell.isdigit() else cell for cell in row])
                day = date(*map(int, row[0].split()[0].split("/")))
                sheet.write_datetime(at, 0, day, days)
        return path


FORM = Form.of()
OFFICES = {"水道課": "上下水道", "税務課": "税"}


def to_number(word: str) -> str:
    """5 for the strongest yes."""
    return str(5 - WORDS.index(word))


def with_numbers(form: Form, *twice: tuple[int, int]) -> Form:
    """Each with a number of staff, of which the *twice* named rows have the same."""
    numbers = [f"u{at:03d}" for at, _ in enumerate(form.rows, start=2)]
    for first, again in twice:
        numbers[again - 2] = numbers[first - 2]
    return form.beside("職員番号", numbers)


def invited(folder: Path, count: int = 15, wave: int = 3, start: str = "2026-06-01") -> Path:
    """*count* persons of each rank in each office."""
    path = folder / f"架空市_意識調査_第{wave}回_配布数.csv"
    rows = [("回", "実施開始日", "実施終了日", "職位", "所属", "配布数")]
    rows += [
        (f"第{wave}回", start, f"{start[:-2]}14", rank, office, str(count))
        for rank in ("係長級", "一般職員")
        for office in OFFICES
    ]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def answered(store: Store) -> list[dict[str, object]]:
    """Every answer of the newest version."""
    reader = open_reader(store.root)
    files = store.files_beside(reader.version, "survey")
    return [row for file in files for row in pq.read_table(file).to_pylist()]


Answered = tuple[object, ...]


def given(store: Store) -> list[Answered]:
    """What was answered, without where it stands: the same however a form wrote it."""
    names = ("wave", "rank_group", "department_group", "question", "wording", "answer")
    return sorted((tuple(row[name] for name in names) for row in answered(store)), key=str)


def stored_warnings(store: Store) -> list[dict[str, object]]:
    found: list[dict[str, object]] = read_documents(store, store.latest() or 0)[
        "findings"
    ].to_pylist()
    return found


def shown(store: Store, name: str, **more: object) -> Figure:
    return answer(name, open_reader(store.root), Selection(**more))  # type: ignore[arg-type]


def sentence(done: Done, code: str = "", count: int = 1) -> str:
    """The *count* errors that kept a file out, in one sentence each: place, what is wrong, what to do."""
    assert done.code == 3, done.said
    assert not ENGLISH.search(done.said), done.said
    assert len(done.errors) == count, done.said
    for line in done.errors:
        assert re.fullmatch(
            r"誤り \S+ (ファイル全体|\d+行目(「.+?」)?|「.+?」): .+。→ .+。", line
        ), line
    return "\n".join(done.errors)
