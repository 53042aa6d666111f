"""Which column of an export is which question: by its words; by its number only where the words say nothing else.

Form tools write the question itself into the head, some with its number before it (問3 …, Q3. …), of a grid with the
grid's title around it (… [question]). A form may number otherwise than the catalogue, so the words come first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from analytics.intake.findings import Finding, error, warning
from analytics.intake.survey.layout import LABELS, SurveyLayout, Who
from analytics.intake.text import fold
from analytics.ledger.survey import Catalogue, Question, as_asked

_GRID = re.compile(r".*\[(?P<inner>.+)\]$")
_NUMBERED = re.compile(
    r"^\(?(?:問|設問|質問|Q)?(?P<number>\d{1,3})(?P<sign>[.:、)\]。・]*)(?P<text>.*)$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^\(?(?:問|設問|質問|Q)\d", re.IGNORECASE)
ALIKE = 0.7  # of the letters of a question: so much of it was kept when it was put into other words


@dataclass(frozen=True)
class Asked:
    """A question as a file asks it: its column and its words, those of the catalogue where it knows them."""

    question: Question
    column: int
    wording: str
    header: str = ""  # as it stands in the file


@dataclass(frozen=True)
class Columns:
    """What each column of a file is; those that are nothing are not read."""

    who: Mapping[Who, int]
    asked: tuple[Asked, ...]
    findings: tuple[Finding, ...] = ()
    unread: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Header:
    column: int
    shown: str  # as it stands in the file
    text: str  # folded, without a number and marks
    number: int | None


def share_of(cells: Sequence[str], layout: SurveyLayout, catalogue: Catalogue) -> float:
    """The share (0–1) of the layout's columns and the catalogue's questions that a row of *cells* heads."""
    headers = [_header(at, cell) for at, cell in enumerate(cells) if cell.strip()]
    who = _who(headers, layout)
    known = _texts(catalogue)
    met = {known[one.text][0].number for one in headers if one.text in known}
    bare = [one.number for one in headers if one.number is not None and not one.text]
    if len(set(bare)) == len(bare):  # else it is a row of answers
        met |= {number for number in bare if catalogue.question(f"問{number}")}
    return (len(who) + len(met)) / max(len(layout.columns) + len(catalogue.questions), 1)


def find_columns(
    cells: Sequence[str], row: int, layout: SurveyLayout, catalogue: Catalogue, day: date | None
) -> Columns:
    """What the columns under the head *cells* are, which stands in *row*. *day* tells the wording of a bare number."""
    headers = [_header(at, cell) for at, cell in enumerate(cells) if cell.strip()]
    who = _who(headers, layout)
    rest = [
        one
        for one in headers
        if one.column not in who.values() and fold(one.shown) not in layout.ignored
    ]
    known = _texts(catalogue)
    asked = [
        Asked(question, one.column, wording, one.shown)
        for one in rest
        if one.text in known
        for question, wording in [known[one.text]]
    ]
    findings = list(_twice(asked, row))
    agrees = _numbers_agree(rest, known)
    for one in [one for one in rest if one.text not in known]:
        found, said = _otherwise(one, asked, catalogue, day, agrees, row)
        asked += found
        findings += said
    read = {*who.values(), *(one.column for one in asked)}
    unread = [one for one in rest if one.column not in read]
    findings += _missing(asked, who, layout, catalogue, row)
    order = sorted(asked, key=lambda one: one.question.number)
    return Columns(who, tuple(order), tuple(findings), tuple(one.column for one in unread))


def _header(column: int, cell: str) -> _Header:
    plain = as_asked(cell)
    grid = _GRID.match(plain)
    plain = as_asked(grid["inner"]) if grid else plain
    numbered = _NUMBERED.match(plain)
    if numbered and (_NAMED.match(plain) or numbered["sign"] or not numbered["text"]):
        return _Header(column, cell.strip(), numbered["text"], int(numbered["number"]))
    return _Header(column, cell.strip(), plain, None)


def _texts(catalogue: Catalogue) -> dict[str, tuple[Question, str]]:
    """Every wording, as it is compared → its question, and the wording as it is written."""
    return {
        as_asked(wording.text): (one, wording.text)
        for one in catalogue.questions
        for wording in one.wordings
    }


def _who(headers: Sequence[_Header], layout: SurveyLayout) -> dict[Who, int]:
    """The columns that say who answered and when, by the first of their names that is here."""
    found: dict[Who, int] = {}
    for key, names in layout.columns.items():
        for name in map(fold, names):
            place = next(
                (one.column for one in headers if name in (fold(one.shown), one.text)), None
            )
            if place is not None:
                found[key] = place
                break
    return found


def _numbers_agree(headers: Sequence[_Header], known: Mapping[str, tuple[Question, str]]) -> bool:
    """Whether the form numbers its questions as the catalogue does, as far as their words tell."""
    told = [(one.number, known[one.text][0].number) for one in headers if one.text in known]
    return all(number in (None, own) for number, own in told)


def _otherwise(
    one: _Header,
    asked: Sequence[Asked],
    catalogue: Catalogue,
    day: date | None,
    agrees: bool,
    row: int,
) -> tuple[list[Asked], list[Finding]]:
    """A column whose words are in no catalogue: a bare number, a question in other words, or none of ours."""
    taken = {each.question.number for each in asked}
    by_number = catalogue.question(f"問{one.number}") if agrees and one.number else None
    if by_number and by_number.number not in taken:
        if not one.text:
            wording = by_number.text_on(day or date.max)
            return [Asked(by_number, one.column, wording, one.shown)], [_bare(by_number, row, one)]
        return [Asked(by_number, one.column, one.text, one.shown)], [_reworded(by_number, row, one)]
    free = [each for each in catalogue.questions if each.number not in taken]
    near = max(free, key=lambda each: _likeness(each, one.text), default=None)
    if near and _likeness(near, one.text) >= ALIKE:
        return [], [_like(near, row, one)]
    return [], []


def _likeness(question: Question, text: str) -> float:
    return max(SequenceMatcher(None, fold(each.text), text).ratio() for each in question.wordings)


def _bare(question: Question, row: int, one: _Header) -> Finding:
    return warning(
        "bare_number",
        f"見出しが番号だけなので、{question.name}は目録の文言で聞いたものとして読みます",
        "別の文言で聞いたのなら、見出しに設問の文を入れて出力し直してください",
        row,
        one.shown,
    )


def _reworded(question: Question, row: int, one: _Header) -> Finding:
    return warning(
        "reworded",
        f"{question.name}の文言が、目録と違います（目録は「{question.text}」）。前の回とは線でつなぎません",
        "文言を変えたのなら、目録（questions.toml）のこの設問に新しい文言を足してください。別の設問なら、番号を変えてください",
        row,
        one.shown,
    )


def _like(question: Question, row: int, one: _Header) -> Finding:
    return error(
        "like_a_question",
        f"{question.name}「{question.text}」に似ていますが、同じ文言ではありません",
        "文言を変えたのなら、目録（questions.toml）のこの設問に新しい文言を足してください。別の設問なら、"
        "目録に加えるか、レイアウトの ignored にこの見出しを書いてください",
        row,
        one.shown,
    )


def _twice(asked: Sequence[Asked], row: int) -> Iterator[Finding]:
    for number, count in Counter(one.question.number for one in asked).items():
        if count > 1:
            same = [one.header for one in asked if one.question.number == number]
            yield error(
                "double_question",
                f"問{number}の列が{count}つあります",
                "どちらの答えを使うかを決め、1つの列にしてください",
                row,
                same[-1],
            )


def _missing(
    asked: Sequence[Asked],
    who: Mapping[Who, int],
    layout: SurveyLayout,
    catalogue: Catalogue,
    row: int,
) -> Iterator[Finding]:
    here = {one.question.number for one in asked}
    lacking = [one.name for one in catalogue.questions if one.number not in here]
    if not asked:
        yield error(
            "no_question",
            "設問の目録にある設問の列が1つもありません",
            "見出しに設問の文か番号（問1…）が入った表を出力してください。設問を変えたなら、目録（questions.toml）を直してください",
            row,
        )
    elif lacking:
        yield warning(
            "missing_question",
            f"{'、'.join(lacking)}の列がありません。この回では聞かなかったものとして読みます",
            "聞いたのなら、見出しの文を目録（questions.toml）と合わせてください",
            row,
        )
    for key in ("rank_group", "department_group"):
        if key in layout.columns and key not in who:
            yield warning(
                "missing_group",
                f"{LABELS[key]}の列（{'・'.join(layout.columns[key])}）がありません。{LABELS[key]}ごとには示せません",
                "聞いたのなら、レイアウトの [columns] に、この表の見出しを加えてください",
                row,
            )
