"""Which wave a file of answers is of: its rows, its days, its name, and what its columns are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.intake.books import Books
from analytics.intake.findings import Finding, error, warning
from analytics.intake.records.month import fiscal_year_of
from analytics.intake.survey.columns import Columns, find_columns
from analytics.intake.survey.layout import LABELS, SurveyLayout
from analytics.intake.survey.people import Body
from analytics.intake.text import fold, row_spans
from analytics.ledger.calendar import date_label, month_label
from analytics.ledger.days import parse_day
from analytics.ledger.survey import Catalogue

LONG = timedelta(days=92)  # of a wave: more is rather two of them in one form


@dataclass(frozen=True)
class Wave:
    """The rows of a wave below its head, what its columns are, and which wave it is."""

    columns: Columns
    body: Body
    books: Books | None
    findings: tuple[Finding, ...]

    @classmethod
    def read(
        cls,
        name: str,
        rows: Sequence[tuple[int, list[str]]],
        layout: SurveyLayout,
        catalogue: Catalogue,
        given: date | None,
    ) -> Wave:
        """The wave in *rows*, the first of them its head, of a file called *name*; *given* is its day, said by hand."""
        (number, cells), *below = rows
        body = [(at, row) for at, row in below if any(cell.strip() for cell in row)]
        first = find_columns(cells, number, layout, catalogue, given)
        days = _days(body, first)
        day = given or max(days, default=None)
        columns = find_columns(cells, number, layout, catalogue, day)
        findings = [*columns.findings, *_unread(columns, cells, number)]
        findings += [*_wrong_width(body, len(cells)), *_none(body), *_long(days)]
        if day is None:
            findings.append(_no_day())
            return cls(columns, body, None, tuple(findings))
        written, about = _written_wave(name, body, columns, layout)
        books = Books(fiscal_year_of(day), day, written or month_label(day))
        return cls(columns, body, books, (*findings, *about))


def _days(body: Body, columns: Columns) -> list[date]:
    return [day for _, row in body if (day := day_of(row, columns)) is not None]


def day_of(row: Sequence[str], columns: Columns) -> date | None:
    """The day on which a row was answered: its time is not kept."""
    place = columns.who.get("answered_on")
    if place is None or place >= len(row):
        return None
    found = parse_day(re.split(r"[\sT]", row[place].strip())[0])
    return found.day if found else None


def _written_wave(
    name: str, body: Body, columns: Columns, layout: SurveyLayout
) -> tuple[str, list[Finding]]:
    """What the file's name or a column calls the wave; "" where neither does."""
    place = columns.who.get("wave")
    told = {fold(row[place]) for _, row in body if place is not None and place < len(row)} - {""}
    if len(told) > 1:
        words = "、".join(sorted(told))
        todo = "1回ごとに、ファイルを分けてください"
        return "", [error("two_waves", f"2つ以上の回の答えがあります（{words}）", todo)]
    found = re.search(layout.answers.wave, fold(name))
    named = found.group() if found else ""
    if told and named and told != {named}:
        said = f"ファイル名は「{named}」ですが、{LABELS['wave']}の列は「{next(iter(told))}」です"
        return "", [
            error("wave_differs", said, "正しいファイルかを確かめ、どちらかを直してください")
        ]
    return named or next(iter(told), ""), []


def _long(days: Sequence[date]) -> Iterable[Finding]:
    """A form that is used again goes on below the answers of the wave before."""
    if days and max(days) - min(days) > LONG:
        first, last = date_label(min(days)), date_label(max(days))
        yield warning(
            "long_wave",
            f"回答日が{first}から{last}まで、長い期間にわたっています",
            "前の回の回答が混ざっていれば、1回ごとにファイルを分けて取り込み直してください",
            column=LABELS["answered_on"],
        )


def _no_day() -> Finding:
    return error(
        "no_day",
        "いつの調査か分かりません",
        "回答日時の列のある表を出力するか、--as-of で調査の最後の日（例: 2026-06-19）を指定してください",
    )


def _unread(columns: Columns, cells: Sequence[str], number: int) -> Iterable[Finding]:
    if columns.unread:
        names = "、".join(f"「{cells[at].strip()}」" for at in columns.unread)
        yield warning(
            "unread_column",
            f"設問の目録にもレイアウトにもない列は読みません（{names}）",
            "設問なら目録（questions.toml）に加え、自由記述など読まない列なら、レイアウトの ignored に書いてください",
            number,
        )


def _wrong_width(body: Body, width: int) -> Iterable[Finding]:
    wide = [number for number, row in body if any(cell.strip() for cell in row[width:])]
    if wide:
        yield error(
            "width",
            f"見出し（{width}列）より多くのセルがある行があります（{row_spans(wide)}）",
            "区切り文字や引用符が余っていないかを確かめてください",
            wide[0],
        )


def _none(body: Body) -> Iterable[Finding]:
    if not body:
        yield error("empty", "見出しの下に回答がありません", "回答のあるファイルを選んでください")
