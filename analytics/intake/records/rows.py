"""Which rows are details: totals, notes and repeated heads are set aside, blanks that mean "as above" are filled."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analytics.intake.layout.parts import SetAside
from analytics.intake.records.fields import FIELDS
from analytics.intake.records.grid import Coded, Grid, Rows
from analytics.intake.records.layout import RecordLayout
from analytics.intake.text import fold

DETAIL, HEAD = -1, -2  # what a row may be besides the place of the rule that sets it aside
Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sorted:
    """The details of a table, what was filled into them, and the place of the rule of every row set aside."""

    kinds: Places
    grid: Grid
    filled: Mapping[str, Rows]  # header → the details whose blank was filled

    @property
    def set_aside(self) -> int:
        """How many rows are no details."""
        return int((self.kinds != DETAIL).sum())


def sort_rows(
    grid: Grid, position: Mapping[str, int], layout: RecordLayout, head: Sequence[Sequence[str]]
) -> Sorted:
    """The details of *grid*, blanks filled in as *layout* says; *head* are the lines of the head as they stand."""
    kinds = _kinds(grid, position, layout, head)
    is_detail = kinds == DETAIL
    columns, filled = list(grid.columns), {}
    for header, (column, blanks) in _filled_down(grid, position, layout, kinds).items():
        columns[position[header]] = column
        filled[header] = blanks[is_detail]
    details = Grid(grid.headers, columns, grid.numbers, grid.ragged).only(is_detail)
    return Sorted(kinds, details, filled)


def matching(column: Coded, pattern: str) -> Rows:
    """The rows of *column* whose folded words *pattern* finds."""
    found = re.compile(pattern)
    return column.each(lambda word: bool(found.search(fold(word))))


def worded(column: Coded, words: Collection[str]) -> Rows:
    """The rows of *column* whose folded word is one of *words*."""
    return column.each(lambda word: fold(word) in words)


def _kinds(
    grid: Grid, position: Mapping[str, int], layout: RecordLayout, head: Sequence[Sequence[str]]
) -> Places:
    kinds = np.full(grid.count, DETAIL, np.int64)
    places = sorted(set(position.values()), key=lambda at: len(grid.columns[at].words))
    most = {at: grid.headers[at] for at in places[: len(places) // 2 + 1]}
    kinds[_saying(grid, most)] = HEAD
    for line in head if len(head) > 1 else ():
        words = {at: word for at, word in enumerate(line) if word.strip()}
        if len(words) > 1:  # a single word may stand in a detail too
            kinds[_saying(grid, words)] = HEAD
    lacking = np.flatnonzero(_lacking(grid, position, layout) & (kinds == DETAIL))
    whole = {int(row): fold("".join(grid.cells(int(row)))) for row in lacking}
    for place, rule in enumerate(layout.set_aside):
        rows = (
            _by_column(grid, rule, position, layout)
            if rule.column
            else _by_row(grid.count, rule, whole)
        )
        kinds[rows & (kinds == DETAIL) & ~_excepted(grid, rule, position, layout)] = place
    return kinds


def _saying(grid: Grid, words: Mapping[int, str]) -> Rows:
    """Rows that repeat *words* of the head, each in its column: a page of the printed list began there."""
    heads = np.arange(grid.count)
    for at in sorted(words, key=lambda at: len(grid.columns[at].words)):
        same = matching(grid.columns[at], f"^{re.escape(fold(words[at]))}$")
        heads = heads[same[heads]]
        if not len(heads):
            break
    rows = np.zeros(grid.count, np.bool_)
    rows[heads] = True
    return rows


def _lacking(grid: Grid, position: Mapping[str, int], layout: RecordLayout) -> Rows:
    """Rows without something that every detail has. A pattern for whole rows looks at no others: names say anything."""
    known = FIELDS[layout.record]
    needed = [column for key, column in layout.columns.items() if known[key].needed]
    lacking = np.zeros(grid.count, np.bool_)
    for column in needed:
        for header in column.header:
            if header in position:
                lacking |= grid.columns[position[header]].is_blank
    return lacking


def _by_column(
    grid: Grid, rule: SetAside, position: Mapping[str, int], layout: RecordLayout
) -> Rows:
    rows = np.zeros(grid.count, np.bool_)
    for header in layout.named(rule.column):
        if header in position:
            rows |= matching(grid.columns[position[header]], rule.matches)
    return rows


def _by_row(count: int, rule: SetAside, whole: Mapping[int, str]) -> Rows:
    rows = np.zeros(count, np.bool_)
    rows[[row for row, words in whole.items() if re.search(rule.matches, words)]] = True
    return rows


def _excepted(
    grid: Grid, rule: SetAside, position: Mapping[str, int], layout: RecordLayout
) -> Rows:
    """The rows that fit every word of the rule's `unless`."""
    if not rule.unless:
        return np.zeros(grid.count, np.bool_)
    rows = np.ones(grid.count, np.bool_)
    for key, words in rule.unless.items():
        for header in layout.named(key):
            if header in position:
                rows &= worded(grid.columns[position[header]], words)
    return rows


def _filled_down(
    grid: Grid, position: Mapping[str, int], layout: RecordLayout, kinds: Places
) -> dict[str, tuple[Coded, Rows]]:
    """Header → the column with its blanks filled, and which they were.

    A blank means the same as above until a column listed before it has a new word, and until the total that closes it:
    a detail below a total that lost its own word must not be taken for one of those above. Nor does what says who
    somebody is go on from one debtor to another.
    """
    headers = [header for key in layout.file.fill_down for header in layout.named(key)]
    headers = [header for header in headers if header in position]
    if not headers:
        return {}
    here = np.arange(grid.count)
    begun = np.full(grid.count, -1)  # the last row in which a column further left began anew
    other = _other_debtor(grid, position, layout, kinds)
    private = {
        header
        for key, column in layout.columns.items()
        if FIELDS[layout.record][key].private and key != "debtor_key"
        for header in column.header
    }
    answers = {}
    for header in headers:
        column = grid.columns[position[header]]
        own = ~column.is_blank & (kinds == DETAIL)
        closed = np.isin(kinds, _closing(header, headers, layout))
        begun = np.maximum(begun, np.maximum.accumulate(np.where(closed, here, -1)))
        last = np.maximum.accumulate(np.where(own, here, -1))
        since = np.maximum(begun, other) if header in private else begun
        blanks = ~own & (kinds == DETAIL) & (last >= 0) & (last >= since)
        codes = np.where(blanks, column.codes[np.maximum(last, 0)], column.codes)
        answers[header] = (Coded(column.words, codes), blanks)
        begun = np.maximum(begun, last)
    return answers


def _other_debtor(
    grid: Grid, position: Mapping[str, int], layout: RecordLayout, kinds: Places
) -> Places:
    """For each row the last one, itself among them, in which a debtor's number stands that is not the one above."""
    start = np.full(grid.count, -1)
    keys = layout.columns["debtor_key"].header if "debtor_key" in layout.columns else []
    for column in (grid.columns[position[header]] for header in keys if header in position):
        words = [fold(word) for word in column.words]
        numbers = {word: number for number, word in enumerate(words)}
        same = np.array([numbers[word] for word in words], np.int64)
        here = np.flatnonzero(~column.is_blank & (kinds == DETAIL))
        begins = here[np.diff(same[column.codes[here]], prepend=-1) != 0]
        start[begins] = begins
    return np.maximum.accumulate(start)


def _closing(header: str, headers: Sequence[str], layout: RecordLayout) -> list[int]:
    """The rules whose totals close a group of *header*: those that say nothing else, or a group at or left of it."""
    places = []
    for place, rule in enumerate(layout.set_aside):
        groups = [each for key in rule.same for each in layout.named(key) if each in headers]
        left = min(map(headers.index, groups), default=0)
        if rule.check != "none" and headers.index(header) >= left:
            places.append(place)
    return places
