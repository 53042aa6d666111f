"""Totals that differ from their details, told by cause: one lost row makes every total above it differ, and is said
once, with the innermost of them. Sums of rounded amounts are told apart: they want a `tolerance`, not a correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from operator import attrgetter

from analytics.intake.findings import Finding, error
from analytics.intake.layout import SetAside

BY_ROW = attrgetter("row")
FEW = 6  # causes of which every combination is tried
NAMED = 10  # total rows of a rule that are named
LOOK = "明細の行が欠けていないか、合計行の金額が正しいかを確かめてください"


@dataclass(frozen=True)
class Column:
    """One amount of a total row that differs, and by how much rounding alone could make it differ."""

    label: str
    written: int
    summed: int
    rounding: int

    @property
    def gap(self) -> int:
        """What the total row has more than the details."""
        return self.written - self.summed


@dataclass(frozen=True)
class Difference:
    """A total row that differs from its details, of which there are *details*, in one or more columns."""

    row: int
    rule: SetAside
    part: str  # that it names
    start: int  # the row with which its details begin
    same: dict[str, str]  # the words that its details share
    columns: dict[tuple[int, str], Column]
    details: int

    def stands_beside(self, other: Difference) -> bool:
        """Whether both are totals over different rows: neither can follow from the other."""
        if any(self.same[key] != other.same[key] for key in self.same.keys() & other.same.keys()):
            return True
        are_apart = other.start >= self.row or self.start >= other.row
        if self.rule.check == other.rule.check == "above" and are_apart:
            return True
        is_of_one_rule = (self.rule, self.part) == (other.rule, other.part)
        return is_of_one_rule and self.start != other.start

    @property
    def is_rounding(self) -> bool:
        """Whether no column is off by more than half a unit for each rounded number."""
        return all(abs(column.gap) <= column.rounding for column in self.columns.values())

    @property
    def gaps(self) -> tuple[int, ...]:
        """The yen by which each of its columns is off."""
        return tuple(column.gap for column in self.columns.values())

    @property
    def largest(self) -> int:
        """The yen by which it is off."""
        return max(map(abs, self.gaps))


def told(differences: Iterable[Difference]) -> list[Finding]:
    """One finding per cause, and one for all that rounding can explain."""
    found = sorted(differences, key=lambda each: (each.details, -len(each.rule.same), each.row))
    followed: dict[int, list[Difference]] = {}  # place of a cause → what follows from it
    causes: list[Difference] = []
    for each in found:
        if each.is_rounding:
            continue
        if (inner := _explaining(each, causes)) is not None:
            for place in inner:
                followed[place].append(each)
        else:
            followed[len(causes)] = []
            causes.append(each)
    rounded = sorted((each for each in found if each.is_rounding), key=BY_ROW)
    return [
        *(_cause(each, followed[place]) for place, each in enumerate(causes)),
        *([_rounding(rounded)] if rounded else []),
    ]


def _explaining(outer: Difference, causes: Sequence[Difference]) -> tuple[int, ...] | None:
    """The places of those *causes* that together make *outer* differ as it does, the nearest if several could."""
    tried: Iterable[tuple[int, ...]]
    near = sorted(range(len(causes)), key=lambda place: abs(causes[place].row - outer.row))
    if len(near) <= FEW:
        sizes = range(1, len(near) + 1)
        tried = chain.from_iterable(combinations(near, size) for size in sizes)
    else:  # one that is off by the very same
        tried = ((place,) for place in near if causes[place].gaps == outer.gaps)
    return next((some for some in tried if _adds_up(outer, [causes[at] for at in some])), None)


def _adds_up(outer: Difference, inner: Sequence[Difference]) -> bool:
    """Whether *inner* are together off by what *outer* is, in each column; rounding may blur a tenth of it."""
    if any(outer.stands_beside(each) for each in inner):
        return False
    for key in outer.columns.keys() | {key for each in inner for key in each.columns}:
        wanted = outer.columns[key].gap if key in outer.columns else 0
        given = sum(each.columns[key].gap for each in inner if key in each.columns)
        blur = max(each.rule.tolerance for each in (outer, *inner))
        if abs(given - wanted) > min(blur, max(abs(given), abs(wanted)) // 10):
            return False
    return True


def _cause(difference: Difference, following: Sequence[Difference]) -> Finding:
    first, *others = difference.columns.values()
    also = "、".join(f"{column.label} {abs(column.gap):,}円" for column in others)
    return error(
        "total",
        _differs(difference)
        + (f"（ほかの列の差は {also}）" if also else "")
        + (f"。{_named(following)}が合わないのも、この差のためです" if following else ""),
        LOOK,
        difference.row,
        first.label,
        gaps=difference.gaps,
    )


def _rounding(rounded: Sequence[Difference]) -> Finding:
    first, *others = rounded
    most = {rule: max(each.largest for each in alike) for rule, alike in _by_rule(rounded).items()}
    tolerances = "、".join(f'reason = "{rule}" に tolerance = {yen}' for rule, yen in most.items())
    return error(
        "total",
        _differs(first) + (f"。{_named(others)}も、端数ほどの差で合いません" if others else ""),
        f"端数処理による差なら、レイアウトの [[set_aside]] のうち {tolerances} と書いてください。"
        f"そうでなければ、{LOOK}",
        first.row,
        next(iter(first.columns.values())).label,
        gaps=tuple(gap for each in rounded for gap in each.gaps),
    )


def _differs(difference: Difference) -> str:
    column = next(iter(difference.columns.values()))
    return (
        f"{difference.rule.reason}の{column.label} {column.written:,}円が、明細の計 {column.summed:,}円と"
        f"{abs(column.gap):,}円合いません"
    )


def _named(differences: Iterable[Difference]) -> str:
    """Total rows by the name of their rule: ``小計（8行目）、合計（13・14行目）``."""
    return "、".join(
        f"{rule}（{'・'.join(str(each.row) for each in alike[:NAMED])}行目"
        + (f"など{len(alike):,}行）" if len(alike) > NAMED else "）")
        for rule, alike in _by_rule(sorted(differences, key=BY_ROW)).items()
    )


def _by_rule(differences: Iterable[Difference]) -> dict[str, list[Difference]]:
    """What a rule is called → its total rows."""
    alike: dict[str, list[Difference]] = {}
    for each in differences:
        alike.setdefault(each.rule.reason, []).append(each)
    return alike
