"""What one department hands in for one month: turned into text some lines at a time, whatever the size of the city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.sample.exports.columns import Monthly
from analytics.sample.kinds import Department
from analytics.sample.lines import Lines
from analytics.sample.months import digits
from analytics.sample.people import People
from analytics.sample.plan import CITY, Plan
from analytics.sample.standing import stand

AT_ONCE = 20_000  # lines that are held as text


@dataclass(frozen=True)
class Delivery:
    """The lines of one department at the end of one month, by debtor."""

    department: Department
    month: int
    lines: Lines
    people: People
    plan: Plan

    def chunks(self) -> Iterator[Monthly]:
        """The lines in their order, some of them at a time."""
        for start in range(0, len(self.lines), AT_ONCE):
            lines = self.lines[start : start + AT_ONCE]
            standing = stand(lines, self.month, self.department.clock, self.plan.seed)
            yield Monthly(self.department, self.month, standing, self.people, self.plan)

    @property
    def owed(self) -> int:
        """What is outstanding of all its lines, in yen."""
        return sum(int(monthly.standing.outstanding.sum()) for monthly in self.chunks())

    def path(self, folder: Path, title: str, ending: str = "csv") -> Path:
        """How a department of this city names its file, in *folder*."""
        name = self.department.name_in(self.month)
        return folder / f"{CITY}_{name}_{title}_{digits(self.month)}.{ending}"
