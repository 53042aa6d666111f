"""The answers of a wave as a table, and what is wrong with them: said without telling how any one person answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from analytics.intake.findings import Finding, error, warning
from analytics.intake.survey.choices import NO_ANSWER, Meant, meanings, worded
from analytics.intake.survey.columns import Asked
from analytics.intake.survey.layout import LABELS, SurveyLayout
from analytics.intake.survey.people import Known, cell_at, quoted, same_person, strange_words
from analytics.intake.survey.wave import Wave, day_of
from analytics.intake.tables.source import Source
from analytics.intake.text import row_spans
from analytics.ledger.columns import SURVEY
from analytics.ledger.survey import BREAKDOWNS, Breakdown, Catalogue, Staff

ROWS_NAMED = 5  # of the rows in which a word stands
MANY = 10  # answers all alike, from which on somebody ticked one column down


@dataclass(frozen=True)
class Made:
    """The table of a wave, what is wrong with it, and the rows that were rejected or set aside."""

    tables: Mapping[str, pa.Table]
    findings: tuple[Finding, ...]
    rejected: frozenset[int]
    aside: frozenset[int]


@dataclass(frozen=True)
class Answers:
    """The answers of a wave by its layout, the catalogue and the table of staff."""

    layout: SurveyLayout
    catalogue: Catalogue
    staff: Staff
    wave: Wave

    def made(self, source: Source) -> Made:
        """The table, and what is wrong with it."""
        meant = self._meanings()
        findings = [*self._no_such_choices(), *self._strange(meant), *self._strange_groups()]
        again, about = same_person(self.wave.body, self.wave.columns.who, self.layout)
        rejected = {number for number, row in self.wave.body if self._is_strange(row, meant)}
        silent = set() if any(what.sets for what in meant) else self._silent(meant) - rejected
        findings += [*about, *self._remarks(silent, again, meant)]
        tables: dict[str, pa.Table] = {}
        if self.wave.books is not None:
            tables["survey"] = self._table(source, meant, silent | again)
        return Made(tables, tuple(findings), frozenset(rejected), frozenset(silent | again))

    def _silent(self, meant: Sequence[Meant]) -> set[int]:
        """The rows that answer no question."""
        return {
            number
            for number, row in self.wave.body
            if not any(self._answer(row, one, what) for one, what in self._with(meant))
        }

    def _with(self, meant: Sequence[Meant]) -> Iterable[tuple[Asked, Meant]]:
        return zip(self.wave.columns.asked, meant, strict=True)

    def _meanings(self) -> list[Meant]:
        words = [
            {worded(cell_at(row, one.column)) for _, row in self.wave.body}
            for one in self.wave.columns.asked
        ]
        return meanings(words, self.catalogue, self.layout.answers.choices)

    @staticmethod
    def _answer(row: Sequence[str], one: Asked, meant: Meant) -> int:
        return meant.answers.get(worded(cell_at(row, one.column)), NO_ANSWER)

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
        words = [
            worded(cell_at(row, one.column)) in what.unknown for one, what in self._with(meant)
        ]
        who = self.wave.columns.who
        cells = [
            (known, cell_at(row, who[name])) for name, known in self._known.items() if name in who
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
                    (number, cell_at(row, one.column).strip())
                    for number, row in self.wave.body
                    if worded(cell_at(row, one.column)) == word
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
                cells = ((number, cell_at(row, place)) for number, row in self.wave.body)
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
        straight = sum(self._is_straight(row, meant) for row in counted)
        if straight >= self.catalogue.least_answers:  # of fewer, it would tell how these answered
            yield warning(
                "straight_lines",
                "向きの違う設問のすべてに同じ答えを選んだ人が少なくありません。そのまま数えます",
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
                name: known.group(cell_at(row, columns.who[name])) if name in columns.who else None
                for name, known in self._known.items()
            }
            same: dict[str, object] = {
                "wave": books.wave,
                "fielded_on": day_of(row, columns) or books.as_of,
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
