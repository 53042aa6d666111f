"""What can be reckoned back: sums of withheld cells that follow from what is shown and known.

Each equation says that some cells, added and taken away, come to something known. Shown cells are known too, so what
is left are equations of the withheld cells alone. Whole numbers and fractions throughout: nothing is nearly zero.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Cell = Hashable
Equation = Mapping[Cell, int]  # cell → how often it counts: 1, or -1 for a total
_Row = dict[Cell, Fraction]


def recoverable(
    equations: Sequence[Equation], withheld: Collection[Cell]
) -> Iterator[frozenset[Cell]]:
    """Groups of *withheld* cells whose sum follows from *equations*.

    Every single cell that follows in any way is among them. Of the groups of several, those are that one equation
    leaves, that are the difference of two, or that elimination comes upon.
    """
    left = [row for equation in equations if (row := _left_of(equation, withheld))]
    seen = set[frozenset[Cell]]()
    for row in _candidates(left):
        group = _group(row)
        if group and group not in seen:
            seen.add(group)
            yield group


def _left_of(equation: Equation, withheld: Collection[Cell]) -> _Row:
    return {cell: Fraction(times) for cell, times in equation.items() if cell in withheld and times}


def _candidates(left: Sequence[_Row]) -> Iterator[_Row]:
    yield from left
    for one, other in combinations(left, 2):
        yield _minus(one, other, Fraction(1))
    yield from _reduced(left)


def _reduced(rows: Sequence[_Row]) -> list[_Row]:
    """The rows in reduced echelon form: a cell that follows from them has a row of its own there."""
    done: list[tuple[Cell, _Row]] = []
    for given in rows:
        row = given
        for pivot, former in done:
            if pivot in row:
                row = _minus(row, former, row[pivot])
        if not row:
            continue
        pivot = next(iter(row))
        row = {cell: times / row[pivot] for cell, times in row.items()}
        done = [
            (other, _minus(former, row, former[pivot]) if pivot in former else former)
            for other, former in done
        ]
        done.append((pivot, row))
    return [row for _, row in done]


def _minus(one: _Row, other: _Row, times: Fraction) -> _Row:
    """*one* less *other* so many times, without what comes to nothing."""
    cells = dict.fromkeys([*one, *other])
    result = {
        cell: one.get(cell, Fraction(0)) - times * other.get(cell, Fraction(0)) for cell in cells
    }
    return {cell: value for cell, value in result.items() if value}


def _group(row: _Row) -> frozenset[Cell]:
    """The cells whose plain sum *row* tells; empty when it takes some of them away, or counts some more often."""
    return frozenset(row) if len(set(row.values())) == 1 else frozenset()
