"""One wave of answers from the rows of an export to a table, or to everything that is wrong with it. Touches no store.

Kept are rank, group, day and the answers to known questions. Free text, names and addresses are not even read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pyarrow as pa

from analytics.errors import InputFault, LayoutFault
from analytics.intake.books import Books
from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error, in_order, warning
from analytics.intake.head import WITHIN
from analytics.intake.records.month import fiscal_year_of
from analytics.intake.survey.choices import NO_ANSWER, Meant, meanings, worded
from analytics.intake.survey.columns import Asked, Columns, find_columns, share_of
from analytics.intake.survey.layout import LABELS, SurveyLayout
from analytics.intake.survey.people import Body, Known, quoted, same_person, strange_words
from analytics.intake.tables.reading import choose_sheet, chunks
from analytics.intake.tables.source import Source
from analytics.intake.text import fold, row_spans
from analytics.ledger.calendar import date_label, month_label
from analytics.ledger.columns import SURVEY
from analytics.ledger.days import parse_day
from analytics.ledger.survey import BREAKDOWNS, Breakdown, Catalogue, Staff

ROWS_NAMED = 5  # of the rows in which a word stands
MANY = 10  # answers all alike, from which on somebody ticked one column down
LONG = timedelta(days=92)  # of a wave: more is rather two of them in one form


def read_answers(source: Source, layout: SurveyLayout, given: date | None = None) -> Reading:
    """Read the answers in *source* by *layout*; *given* is the day of the survey, said by hand.

    Raises `InputFault` for a file that is no table at all, or a catalogue or table of staff that cannot be read.
    """
    try:
        catalogue, staff = layout.catalogue, layout.staff
    except LayoutFault as fault:
        raise InputFault(str(fault)) from fault
    sheet, about_form = choose_sheet(source, layout)
    if sheet is None:
        return Reading(source, layout, findings=tuple(in_order(about_form)))
    running = chunks(source, layout, sheet)
    rows = [
        (number, cells)
        for chunk in running
        for number, cells in enumerate(chunk.rows, start=chunk.first)
    ]
    about_form = [*about_form, *running.findings]
    head = max(
        range(min(WITHIN, len(rows))),
        key=lambda at: share_of(rows[at][1], layout, catalogue),
        default=None,
    )
    if head is None or not share_of(rows[head][1], layout, catalogue):
        return Reading(
            source,
            layout,
            encoding=sheet.encoding,
            findings=tuple(in_order([*about_form, _no_head(layout)])),
        )
    wave = _Wave.read(source.name, rows[head:], layout, catalogue, given)
    made = _Answers(layout, catalogue, staff, wave).made(source)
    return Reading(
        source,
        layout,
        encoding=sheet.encoding,
        books=wave.books,
        tables=made.tables,
        findings=tuple(in_order([*about_form, *wave.findings, *made.findings])),
        rows_read=len(wave.body),
        accepted_rows=len(wave.body) - len(made.rejected),
        rejected_rows=len(made.rejected),
        set_aside_rows=len(made.aside),
    )


def _no_head(layout: SurveyLayout) -> Finding:
    return error(
        "header",
        f"レイアウト「{layout.name}」の見出しも、設問の目録にある設問も見つかりません",
        "1行目に設問の文か番号（問1…）が並ぶ、1行が1人の表を出力してください",
    )


@dataclass(frozen=True)
class _Wave:
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
    ) -> _Wave:
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
    return [day for _, row in body if (day := _day(row, columns)) is not None]


def _day(row: Sequence[str], columns: Columns) -> date | None:
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
            f"回答日が{first}から{last}までに渡っています",
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


@dataclass(frozen=True)
class _Made:
    tables: Mapping[str, pa.Table]
    findings: tuple[Finding, ...]
    rejected: frozenset[int]
    aside: frozenset[int]


@dataclass(frozen=True)
class _Answers:
    """The answers of a wave by its layout, the catalogue and the table of staff."""

    layout: SurveyLayout
    catalogue: Catalogue
    staff: Staff
    wave: _Wave

    def made(self, source: Source) -> _Made:
        """The table, and what is wrong with it."""
        meant = self._meanings()
        findings = [*self._no_such_choices(), *self._strange(meant), *self._strange_groups()]
        again, about = same_person(self.wave.body, self.wave.columns.who, self.layout)
        rejected = {number for number, row in self.wave.body if self._is_strange(row, meant)}
        silent = {
            number
            for number, row in self.wave.body
            if not any(self._answer(row, one, what) for one, what in self._with(meant))
        }
        findings += [*about, *self._remarks(silent, again, meant)]
        tables: dict[str, pa.Table] = {}
        if self.wave.books is not None:
            tables["survey"] = self._table(source, meant, silent | again)
        return _Made(tables, tuple(findings), frozenset(rejected), frozenset(silent | again))

    def _with(self, meant: Sequence[Meant]) -> Iterable[tuple[Asked, Meant]]:
        return zip(self.wave.columns.asked, meant, strict=True)

    def _meanings(self) -> list[Meant]:
        words = [
            {worded(_cell(row, one.column)) for _, row in self.wave.body}
            for one in self.wave.columns.asked
        ]
        return meanings(words, self.catalogue, self.layout.answers.choices)

    @staticmethod
    def _answer(row: Sequence[str], one: Asked, meant: Meant) -> int:
        return meant.answers.get(worded(_cell(row, one.column)), NO_ANSWER)

    def _no_such_choices(self) -> Iterable[Finding]:
        wanted, known = self.layout.answers.choices, [one.name for one in self.catalogue.choices]
        if wanted and wanted not in known:
            yield error(
                "no_such_choices",
                f"レイアウトの [answers] choices の「{wanted}」は、目録の答えの言葉の組にありません",
                f"目録（questions.toml）の [[choices]] にある名前（{'、'.join(known)}）に直してください",
            )

    def _is_strange(self, row: Sequence[str], meant: Sequence[Meant]) -> bool:
        """Whether it holds a word that answers nothing, or means no rank or group."""
        words = [worded(_cell(row, one.column)) in what.unknown for one, what in self._with(meant)]
        who = self.wave.columns.who
        cells = [
            (known, _cell(row, who[name])) for name, known in self._known.items() if name in who
        ]
        return any(words) or any(cell.strip() and not known.group(cell) for known, cell in cells)

    def _strange(self, meant: Sequence[Meant]) -> Iterable[Finding]:
        """An error for each word that answers nothing, with the nearest that does."""
        for one, what in self._with(meant):
            if what.sets:
                yield error(
                    "which_choices",
                    f"{one.question.name}の答えの言葉は{len(what.sets)}つの組にあり、何番目の答えか決められません"
                    f"（{'、'.join(what.sets)}）",
                    "レイアウトの [answers] choices に、使った組の名前を書いてください",
                    column=one.header,
                )
            for word, near in what.unknown.items():
                at = [
                    (number, _cell(row, one.column).strip())
                    for number, row in self.wave.body
                    if worded(_cell(row, one.column)) == word
                ]
                close = f"。近いのは「{near}」です" if near else ""
                said, rows = (
                    quoted(at[0][1], len(at), near),
                    row_spans(n for n, _ in at[:ROWS_NAMED]),
                )
                yield error(
                    "unknown_choice",
                    f"{one.question.name}の答え「{said}」（{rows}、{len(at)}人）は、目録の答えの言葉にありません{close}",
                    "表の言葉を直すか、目録（questions.toml）の [[choices]] の words に加えてください",
                    at[0][0],
                    one.header,
                )

    def _strange_groups(self) -> Iterable[Finding]:
        for breakdown in BREAKDOWNS:
            place = self.wave.columns.who.get(breakdown)
            if place is not None:
                label = LABELS[breakdown]
                cells = ((number, _cell(row, place)) for number, row in self.wave.body)
                yield from strange_words(cells, self._known[breakdown], label, label)

    @cached_property
    def _known(self) -> dict[Breakdown, Known]:
        city = self.layout.layout.municipality
        return {name: Known.of(self.staff, name, city) for name in BREAKDOWNS}

    def _remarks(
        self, silent: set[int], again: set[int], meant: Sequence[Meant]
    ) -> Iterable[Finding]:
        """What is kept with the version, without saying how any one person answered."""
        counted = [row for number, row in self.wave.body if number not in silent | again]
        if silent:
            said = f"どの設問にも答えていない{len(silent):,}行は、回答に数えません"
            yield warning("no_answers", said, "")
        if counted and len(counted) < self.catalogue.least_answers:
            yield warning(
                "few_answers",
                f"この回の回答は{self.catalogue.least_answers}人に足りないため、画面には示しません",
                "締め切りの後に、全員の回答を出力し直してください",
            )
        if any(self._is_straight(row, meant) for row in counted):
            yield warning(
                "straight_lines",
                "向きの違う設問のすべてに同じ答えを選んだ人がいます。そのまま数えます",
                "",
            )

    def _is_straight(self, row: Sequence[str], meant: Sequence[Meant]) -> bool:
        """Whether somebody gave one answer to all of many questions, though they ask in both directions."""
        given = [(self._answer(row, one, what), one.question) for one, what in self._with(meant)]
        told = [
            (answer, self.catalogue.is_turned(question)) for answer, question in given if answer
        ]
        is_alike = len({answer for answer, _ in told}) == 1 and len(told) >= MANY
        return is_alike and len({turned for _, turned in told}) == 2

    def _table(self, source: Source, meant: Sequence[Meant], left_out: set[int]) -> pa.Table:
        books, columns = self.wave.books, self.wave.columns
        assert books is not None
        rows: list[dict[str, object]] = []
        for number, row in self.wave.body:
            if number in left_out:
                continue
            who: dict[str, object] = {
                name: known.group(_cell(row, columns.who[name])) if name in columns.who else None
                for name, known in self._known.items()
            }
            same: dict[str, object] = {
                "wave": books.wave,
                "fielded_on": _day(row, columns) or books.as_of,
                **who,
                "source_scope": f"{self.layout.name}@{books.wave}",
                "source_name": source.name,
                "source_row": number,
            }
            rows += [
                {
                    **same,
                    "question": one.question.name,
                    "wording": one.wording,
                    "answer": self._answer(row, one, what) or None,
                }
                for one, what in self._with(meant)
            ]
        return pa.Table.from_pylist(rows, SURVEY)


def _cell(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""
