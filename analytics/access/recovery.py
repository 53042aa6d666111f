"""What can be reckoned back: sums of withheld cells that follow from what is shown and known.

Each equation says that some cells, added and taken away, come to something known. Shown cells are known too, so what
is left are equations of the withheld cells alone. They are eliminated modulo a large prime: whole numbers throughout,
nothing is nearly zero, and what follows in fractions follows there as well, unless the prime divides a denominator.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import compress

import numpy as np
import numpy.typing as npt

Cell = Hashable
Equation = Mapping[Cell, int]  # cell → how often it counts: 1, or -1 for a total
AT_ONCE = 4096  # differences of two equations
PRIME = 2**31 - 1  # the product of two remainders fits into 64 bits
_Matrix = npt.NDArray[np.int64]  # an equation in each row, a cell in each column


def recoverable(
    equations: Sequence[Equation], withheld: Collection[Cell]
) -> Iterator[frozenset[Cell]]:
    """Groups of *withheld* cells whose sum follows from *equations*.

    Every single cell that follows in any way is among them. Of the groups of several, those are that one equation
    leaves, that are the difference of two, or that elimination comes upon.
    """
    cells, left = _left_of(equations, withheld)
    seen = set[frozenset[Cell]]()
    for rows in _candidates(left):
        for row in rows[_is_plain_sum(rows)].tolist():
            group = frozenset(compress(cells, row))
            if group not in seen:
                seen.add(group)
                yield group


def _left_of(
    equations: Sequence[Equation], withheld: Collection[Cell]
) -> tuple[list[Cell], _Matrix]:
    """The withheld cells that any equation has, and what the equations say of them alone."""
    cells = list(dict.fromkeys(cell for each in equations for cell in each if cell in withheld))
    place = {cell: at for at, cell in enumerate(cells)}
    left = np.zeros((len(equations), len(cells)), dtype=np.int64)
    for at, equation in enumerate(equations):
        for cell, times in equation.items():
            if cell in place:
                left[at, place[cell]] = times
    return cells, left[left.any(axis=1)]


def _candidates(left: _Matrix) -> Iterator[_Matrix]:
    yield left
    touches = (left != 0).astype(np.int64)
    touched = touches @ touches.T > 0  # others take something away, and are no plain sum
    one, other = np.nonzero(np.triu(touched, 1))
    for start in range(0, len(one), AT_ONCE):
        stretch = slice(start, start + AT_ONCE)
        yield left[one[stretch]] - left[other[stretch]]
    yield _reduced(left)


def _is_plain_sum(rows: _Matrix) -> npt.NDArray[np.bool_]:
    """Which *rows* tell the plain sum of some cells; not those that take some away, or count some more often."""
    most, least = rows.max(axis=1, initial=0), rows.min(axis=1, initial=0)
    times = np.where(most > 0, most, least)[:, None]
    is_sum: npt.NDArray[np.bool_] = ((rows == 0) | (rows == times)).all(axis=1) & rows.any(axis=1)
    return is_sum


def _reduced(left: _Matrix) -> _Matrix:
    """The rows in reduced echelon form: a cell that follows from them has a row of its own there."""
    rows = left % PRIME
    done = 0
    for column in range(rows.shape[1]):
        pivots = np.flatnonzero(rows[done:, column])
        if not len(pivots):
            continue
        rows[[done, done + pivots[0]]] = rows[[done + pivots[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != done]
        taken = rows[others, column, None] * rows[done] % PRIME
        rows[others] = (rows[others] - taken) % PRIME
        done += 1
        if done == len(rows):
            break
    return rows[:done]
