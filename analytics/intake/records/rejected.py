"""The rows that are kept out, as delivered, each with its reasons: made one by one, for there may be a million."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np

from analytics.intake.findings import Severity
from analytics.intake.head import Row
from analytics.intake.records.faults import Faults
from analytics.intake.records.grid import Grid


@dataclass(frozen=True)
class Rejected:
    """A row that was kept out, with the reasons, each saying what to do."""

    row: int
    cells: list[str]
    reasons: list[str]


class RejectedRows(Collection[Rejected]):
    """All of them, in the order of the file."""

    def __init__(self, grid: Grid, faults: Faults) -> None:
        self._grid = grid
        self._places = np.flatnonzero(faults.rejected).tolist()
        self._causes = [cause for cause in faults.causes if cause.severity is Severity.ERROR]

    def __len__(self) -> int:
        return len(self._places) + len(self._grid.ragged)

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)

    def __iter__(self) -> Iterator[Rejected]:
        ragged = map(self._ragged, self._grid.ragged)
        return heapq.merge(map(self._told, self._places), ragged, key=lambda each: each.row)

    def _told(self, place: int) -> Rejected:
        reasons = [
            (f"「{cause.column}」: " if cause.column else "") + f"{cause.message}。{cause.todo}"
            for cause in self._causes
            if cause.rows[place]
        ]
        return Rejected(int(self._grid.numbers[place]), self._grid.cells(place), reasons)

    def _ragged(self, row: Row) -> Rejected:
        width = len(self._grid.headers)
        said = f"列の数が{len(row.cells)}で、見出しの{width}と違います"
        return Rejected(row.number, row.cells, [said])
