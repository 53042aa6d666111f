"""Who answered: the rank and the group of each row, and rows of one person. Nothing that names anybody is kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics.intake.findings import Finding, error, warning
from analytics.intake.survey.layout import LABELS, SurveyLayout, Who
from analytics.intake.text import fold, nearest, row_spans, shape
from analytics.ledger.survey import Breakdown, Staff

Body = Sequence[tuple[int, Sequence[str]]]  # the number of each row, and its cells
NAMED = 5  # unknown words that are told
LONGEST = 30  # letters of a word that is quoted
_SECONDS = re.compile(r":\d\d:(?!00)\d\d")
NAMELESS = ("anonymous", "匿名")  # what a form writes where it asks nobody's name


@dataclass(frozen=True)
class Known:
    """The words for the groups of one breakdown, folded → the group's name."""

    title: str
    names: Mapping[str, str]

    @classmethod
    def of(cls, staff: Staff, breakdown: Breakdown, municipality: str) -> Known:
        """As the table of *staff* has them for one city."""
        if breakdown == "rank_group":
            listed = [(one.name, one.words) for one in staff.ranks_in(municipality)]
            return cls("[[ranks]]", _folded(listed))
        groups = staff.groups_in(municipality)
        return cls("[[groups]]", _folded([(one.name, one.words) for one in groups]))

    def group(self, cell: str) -> str | None:
        """The group that *cell* means, None where it is blank or unknown."""
        return self.names.get(fold(cell))


def _folded(listed: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    return {fold(word): name for name, words in listed for word in (name, *words)}


def quoted(word: str, count: int, near: str | None) -> str:
    """*word*, which stands in *count* rows, as it may be told: what is like nothing known and nobody else wrote may be
    somebody's name that slipped into another column, and is told by its shape.
    """
    return word if (near or count > 1) and len(word) <= LONGEST else shape(word)


def closest(known: Known, near: str | None) -> str:
    """The group that is meant by the word *near* to another one, as it is told; "" for none."""
    return f"。近いのは「{known.names[near]}」" if near else ""


def strange_words(
    cells: Iterable[tuple[int, str]], known: Known, label: str, column: str
) -> Iterable[Finding]:
    """An error for each word that is no group of the table, with the nearest one."""
    rows: dict[str, list[int]] = {}
    for number, cell in cells:
        if cell.strip() and known.group(cell) is None:
            rows.setdefault(cell.strip(), []).append(number)
    for word, at in list(rows.items())[:NAMED]:
        near = nearest(word, known.names)
        what = f"{label}「{quoted(word, len(at), near)}」（{row_spans(at)}）"
        yield error(
            "unknown_group",
            f"{what}は、職位と所属の表にありません{closest(known, near)}",
            f"staff.toml の {known.title} に、この言葉を加えてください",
            at[0],
            column,
        )
    if len(rows) > NAMED:
        yield error(
            "unknown_group",
            f"{label}の知らない言葉が、ほかに{len(rows) - NAMED}つあります",
            f"staff.toml の {known.title} に加えてください",
        )


def same_person(
    body: Body, who: Mapping[Who, int], layout: SurveyLayout
) -> tuple[set[int], list[Finding]]:
    """Rows that do not count, since their person answered again further down; and what is wrong with two answers.

    Where nobody is named, rows that are the same in every cell, the time of the answer among them, are one answer
    exported twice; unless times tell the minute only, in which two people may well tick alike.
    """
    own = who.get("respondent")
    names = {number: _name(cells, own) for number, cells in body}
    if any(names.values()):
        twice = _rows_alike(names)
    elif "answered_on" in who:
        twice = _rows_alike({number: tuple(map(fold, cells)) for number, cells in body})
        if twice and not _has_seconds(body, who["answered_on"]):
            return set(), [_alike(twice)]
    else:
        return set(), []
    if not twice:
        return set(), []
    said = f"1人が2回以上答えた行があります（{_places(twice)}、{len(twice)}人）"
    if layout.answers.twice == "last":
        left = {number for rows in twice for number in rows[:-1]}
        return left, [warning("answered_twice", f"{said}。あとの答えだけを数えます", "")]
    todo = (
        "どちらの答えを使うかを決めて1行にするか、あとの答えを使うなら、レイアウトの [answers] に "
        'twice = "last" と書いてください'
    )
    column = LABELS["respondent"] if any(names.values()) else ""
    return set(), [error("answered_twice", said, todo, twice[0][0], column)]


def _alike(twice: Sequence[Sequence[int]]) -> Finding:
    return warning(
        "same_rows",
        f"回答日時の分まで、すべて同じ行があります（{_places(twice)}）。別の人の回答として、そのまま数えます",
        "同じ行が2度書き出されていないかを見てください。2度なら、1行にして取り込み直してください",
    )


def _name(cells: Sequence[str], own: int | None) -> str:
    """Who answered, "" where that is not said."""
    name = "" if own is None else fold(cell_at(cells, own))
    return "" if name in NAMELESS else name


def _rows_alike(keys: Mapping[int, Hashable]) -> list[list[int]]:
    """The rows of each key that stands in several; blank keys are like nothing."""
    seen: dict[Hashable, list[int]] = {}
    for number, key in keys.items():
        if key:
            seen.setdefault(key, []).append(number)
    return [rows for rows in seen.values() if len(rows) > 1]


def _places(twice: Sequence[Sequence[int]]) -> str:
    return "／".join(map(row_spans, twice[:NAMED])) + ("など" if len(twice) > NAMED else "")


def _has_seconds(body: Body, column: int) -> bool:
    """Whether times tell the second: 00 in every row is what a spreadsheet adds to a minute."""
    return any(_SECONDS.search(fold(cell_at(cells, column))) for _, cells in body)


def cell_at(cells: Sequence[str], column: int) -> str:
    """The cell of a row in *column*, "" where the row ends before it."""
    return cells[column] if column < len(cells) else ""
