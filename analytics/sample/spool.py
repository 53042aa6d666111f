"""Lines on disk between their making and their writing: one small file per department and month of first listing.

Whatever the size of the city, only the lines that stand in one month's files are held in memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from analytics.sample.kinds import DEPARTMENTS, Kind
from analytics.sample.lines import LINE, Lines
from analytics.sample.plan import Plan


class Spool:
    """A folder of lines; its owner removes it."""

    def __init__(self, folder: Path):
        self.folder = folder

    def add(self, kind: Kind, lines: Lines) -> None:
        """Keep *lines* of one claim kind."""
        for month in np.unique(lines["listed_from"]):
            with self._path(kind.department, int(month)).open("ab") as file:
                file.write(lines[lines["listed_from"] == month].tobytes())

    def first_listed(self, department: str, month: int) -> Lines:
        """The lines of *department* that are first listed in *month*."""
        path = self._path(department, month)
        return np.fromfile(path, dtype=LINE) if path.exists() else np.zeros(0, dtype=LINE)

    def _path(self, department: str, month: int) -> Path:
        return self.folder / f"{department}-{month}.lines"


class Listed:
    """The lines in a month's files, department by department, carried on from month to month."""

    def __init__(self, spool: Spool, plan: Plan):
        self.spool, self.plan = spool, plan
        self.lines = {each.code: np.zeros(0, dtype=LINE) for each in DEPARTMENTS}

    def go_to(self, department: str, month: int) -> Lines:
        """The lines in the file of *department* of *month*, by debtor; months come in their order."""
        before = self.lines[department]
        still = before[before["listed_to"] >= month]
        lines = np.concatenate([still, self.spool.first_listed(department, month)])
        order = np.lexsort((lines["kind"], lines["due_on"], lines["resident"]))
        self.lines[department] = lines[order]
        return self.lines[department]
