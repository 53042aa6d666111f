"""Rows that are no details – totals, notes – and blanks that mean "as above", told by where words and blanks stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.intake.records.fields import FIELDS, Record
from analytics.intake.records.grid import Grid, Rows
from analytics.intake.suggesting.columns import Guess
from analytics.intake.suggesting.looks import Look
from analytics.intake.text import fold

ALL, GROUP = re.compile(r"(合|総|総合)計"), re.compile(r"(小|累|月|年度?)?計")
OF_GROUP = re.compile(r".{1,30}(小計|合計|計)")
NOTE = re.compile(r"※|\(注\)|注\d?[:.)]|\*")
LEAST_BLANK = 0.1  # of the rows, that blanks may mean the row above
OFTEN = 0.95


@dataclass(frozen=True)
class Aside:
    """Rows to set aside: the column in which their word stands (None: the whole row), its pattern, what they are."""

    look: Look | None
    matches: str
    reason: str
    check: str


@dataclass(frozen=True)
class Shape:
    """What each row is: the rules for what is no detail, the details, and the columns to fill down."""

    asides: tuple[Aside, ...]
    details: Rows
    fill_down: tuple[Look, ...]


def shape_of(grid: Grid, looks: Sequence[Look], record: Record, fields: dict[str, Guess]) -> Shape:
    """Judge the rows of *grid*, whose columns have been guessed as *fields*."""
    must = [
        guess.looks[0]
        for key, guess in fields.items()
        if FIELDS[record][key].needed and FIELDS[record][key].kind != "yen"  # totals have these
    ]
    most = max((look.filled for look in must), default=0)
    needed = [look for look in must if 2 * look.filled > most]
    lacking = np.zeros(grid.count, np.bool_)
    for look in needed:
        lacking |= look.coded.is_blank
    asides, taken = [], np.zeros(grid.count, np.bool_)
    notes, marks = _notes(grid, lacking)
    if marks:
        asides.append(Aside(None, f"^({'|'.join(marks)})", "注記", "none"))
        taken |= notes
    for look in looks:
        if look.name:
            for one, rows in _totals(look, lacking & ~taken):
                asides.append(one)
                taken |= rows
    details = ~taken
    return Shape(tuple(asides), details, _filled_down(looks, record, fields, details))


def _notes(grid: Grid, lacking: Rows) -> tuple[Rows, list[str]]:
    rows, marks = np.zeros(grid.count, np.bool_), set()
    for row in np.flatnonzero(lacking).tolist():
        whole = fold("".join(grid.cells(row)))
        if found := NOTE.match(whole):
            rows[row] = True
            marks.add(re.escape(found[0]))
    return rows, sorted(marks)


def _totals(look: Look, lacking: Rows) -> list[tuple[Aside, Rows]]:
    """The totals whose word stands in the column of *look*: of groups first, for they stand first."""
    words = [(fold(word), word) for word in look.coded.words]
    found: list[tuple[Aside, Rows]] = []
    for reason, pattern, is_such, check in (
        ("小計", "小計$", lambda one: one.endswith("小計"), "above"),
        ("計", "^計$", lambda one: one == "計", "above"),
        ("合計", "^(合|総|総合)計$", lambda one: bool(ALL.fullmatch(one)), "all"),
        ("計", "計$", lambda one: bool(OF_GROUP.fullmatch(one)), "above"),
    ):
        meant = {word for one, word in words if is_such(one)}
        rows = look.coded.each(meant.__contains__) & lacking
        for _, earlier in found:
            rows = rows & ~earlier
        if rows.any():
            several = check == "all" and int(rows.sum()) > 1
            found.append((Aside(look, pattern, reason, "above" if several else check), rows))
    return found


def _filled_down(
    looks: Sequence[Look], record: Record, fields: dict[str, Guess], details: Rows
) -> tuple[Look, ...]:
    """Columns whose blanks mean "as above": a word stands once where it begins, and is not said again."""
    kinds = {guess.looks[0].at: FIELDS[record][key].kind for key, guess in fields.items()}
    found = []
    for look in looks:
        if not look.name or kinds.get(look.at, "text") in ("day", "yen", "number", "state"):
            continue
        codes, blank = look.coded.codes[details], look.coded.is_blank[details]
        said = codes[~blank]
        if len(said) < 2 or blank[0] or blank.mean() < LEAST_BLANK:
            continue
        if max(look.days, look.yen) >= OFTEN and look.at not in kinds:
            continue
        if float(np.mean(said[1:] != said[:-1])) >= OFTEN and _is_group(look, looks, details):
            found.append(look)
    return tuple(found)


def _is_group(look: Look, looks: Sequence[Look], details: Rows) -> bool:
    """Whether blanks are no mere gaps: they begin where another column's blanks do, or hardly a word comes again."""
    blank = look.coded.is_blank[details]
    words = len(set(look.coded.codes[details][~blank].tolist()))
    if words >= OFTEN * (~blank).sum():
        return True
    return any(
        other is not look
        and OFTEN <= float(np.mean(other.coded.is_blank[details] == blank)) < 1 + 1e-9
        and blank.any()
        for other in looks
    )
