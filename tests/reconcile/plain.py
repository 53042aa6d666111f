"""What the departments of the made-up city handed in, month by month, and its balances: loops and dates only.

Nothing here knows the product's SQL. The definitions are those of facts.md 4 and docs/decisions/0017; the files are
read by `tests.sampled`. `plain_kinds` splits what is owed, `plain_moves` tells how it moved, `plain_targets` measures.
"""

from __future__ import annotations

import calendar
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.sampled import RECEIVABLES, last_day, layout_of, month_folders, read

CLOCKS = {  # facts.md 2, column `close`
    **dict.fromkeys(("水道料金", "下水道使用料"), "E"),
    **dict.fromkeys(("市県民税", "法人市民税", "固定資産税・都市計画税", "軽自動車税"), "G"),
    **dict.fromkeys(("国民健康保険税", "介護保険料", "後期高齢者医療保険料"), "G"),
    **dict.fromkeys(("保育料", "学校給食費", "市営住宅使用料", "生活保護費返還金"), "G"),
}
CODES = {  # whose file it is, by the name of the layout
    "kakuu-tax": "101",
    "kakuu-water": "201",
    "kakuu-housing": "301",
    "kakuu-nursery": "401",
    "kakuu-lunch": "501",
    "kakuu-care": "601",
    "kakuu-late-elderly": "701",
    "kakuu-welfare": "801",
}


@dataclass(frozen=True, eq=False)
class Line:
    """One row of a delivery: what one debtor owed of one instalment on the day *as_of*. All amounts in yen.

    No two rows are one, whatever they say; so the hundred thousands of a city are quickly told apart.
    """

    as_of: date
    department: str
    claim: str
    book: int
    debtor: str
    levy_year: int | None
    instalment: str
    due_on: date | None
    assessed: int
    received: int = 0
    refund: int = 0
    written_off: int = 0
    part: str = "current"
    state: str = ""
    department_name: str = ""
    source: tuple[str, int] = ("", 0)  # the file, and the row in it

    @property
    def net(self) -> int:
        """What was received and will be kept."""
        return self.received - self.refund

    @property
    def owed(self) -> int:
        """What is left of it."""
        return self.assessed - self.net - self.written_off

    @property
    def is_due(self) -> bool:
        """Whether its day of payment has passed; a line without one is due."""
        return self.due_on is None or self.due_on < self.as_of

    @property
    def key(self) -> tuple[str, str, object, str]:
        """What is the same line from month to month, whatever the book."""
        return (self.claim, self.debtor, self.levy_year or self.due_on, self.instalment)


Lines = list[Line]


@dataclass(frozen=True)
class City:
    """Month-end → department → the lines of its newest delivery by then: a late department keeps its last numbers."""

    months: dict[date, dict[str, Lines]]

    def lines(self, month: date) -> Lines:
        """All that stands at *month*."""
        return self._lines[month]

    def due(self, month: date) -> Lines:
        """Of these, the lines past their day."""
        return self._due[month]

    def stale_on(self, month: date, department: str) -> date | None:
        """Of which earlier day the numbers of *department* are; None where they are of *month*, or there are none."""
        days = {line.as_of for line in self.months[month].get(department, ())}
        return next((day for day in days if day < month), None)

    def is_stale(self, month: date, department: str) -> bool:
        """Whether the numbers of *department* are those of an earlier month."""
        return self.stale_on(month, department) is not None

    @property
    def claims(self) -> dict[str, str]:
        """Claim kind → department, of all that were ever handed in."""
        return self.claims_by(max(self.months))

    def claims_by(self, month: date) -> dict[str, str]:
        """Claim kind → department, of all that were handed in for *month* or before."""
        return next((self._claims[day] for day in sorted(self.months)[::-1] if day <= month), {})

    # looked through once, and asked for by the thousand

    @cached_property
    def _lines(self) -> dict[date, Lines]:
        return {
            month: [line for own in standing.values() for line in own]
            for month, standing in self.months.items()
        }

    @cached_property
    def _due(self) -> dict[date, Lines]:
        return {month: [line for line in own if line.is_due] for month, own in self._lines.items()}

    @cached_property
    def _claims(self) -> dict[date, dict[str, str]]:
        told: dict[str, str] = {}
        found = {}
        for month in sorted(self.months):
            told = told | {line.claim: line.department for line in self.lines(month)}
            found[month] = told
        return found


def city_of(delivered: dict[date, dict[str, Lines]]) -> City:
    """What stands at each month-end, from what was delivered for it."""
    months: dict[date, dict[str, Lines]] = {}
    standing: dict[str, Lines] = {}
    for month in sorted(delivered):
        standing = {**standing, **delivered[month]}
        months[month] = standing
    return City(months)


def read_city(folder: Path) -> City:
    """Every claim line in the month folders of *folder*."""
    delivered: dict[date, dict[str, Lines]] = {}
    for month in month_folders(folder):
        found = delivered.setdefault(last_day(month), {})
        for path in sorted((folder / month).iterdir()):
            if path.name.startswith("件数") or (name := layout_of(path).name) not in RECEIVABLES:
                continue
            told = read(path)
            found[CODES[name]] = [
                _line(row, last_day(month), CODES[name], (path.name, place))
                for row, place in zip(told.rows, told.places, strict=True)
            ]
    return city_of(delivered)


def _line(row: dict[str, Any], as_of: date, department: str, source: tuple[str, int]) -> Line:
    line = Line(
        as_of=as_of,
        department=department,
        claim=row["claim"],
        book=row["fiscal_year"],
        debtor=row["debtor_key"],
        levy_year=row["levy_year"],
        instalment=row["instalment"],
        due_on=row["due_on"],
        assessed=row["assessed_yen"],
        received=row["received_yen"],
        refund=row.get("refund_pending_yen", 0),
        written_off=row["written_off_yen"],
        part="carried_over" if row["is_carried"] else "current",
        state=row["state"],
        department_name=source[0].split("_")[1],
        source=source,
    )
    assert line.owed == row["outstanding_yen"]  # facts.md 4.1, on every line
    return line


# Days ----------------------------------------------------------------------------------------------


def plus_months(day: date, months: int) -> date:
    """*months* later; the last of a shorter month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def closing_on(fiscal_year: int, clock: str) -> date:
    """When the books of *fiscal_year* close: 31 May, of enterprises 31 March (facts.md 5)."""
    return date(fiscal_year + 1, 3 if clock == "E" else 5, 31)


def measured_year(month: date, clock: str) -> int:
    """The year by whose target *month* is measured: the older one while two books are open."""
    return next(year for year in range(month.year - 2, 9999) if month <= closing_on(year, clock))


# Sums ----------------------------------------------------------------------------------------------


def owed_by(lines: Iterable[Line], *words: str | Callable[[Line], object]) -> dict[Any, int]:
    """What is owed on *lines*, in yen, by the fields or functions *words*; of more than one, keys are tuples."""
    sums: dict[Any, int] = defaultdict(int)
    for line in lines:
        told = tuple(getattr(line, word) if isinstance(word, str) else word(line) for word in words)
        sums[told[0] if len(told) == 1 else told] += line.owed
    return dict(sums)


def owed(lines: Iterable[Line]) -> int:
    """What is owed on *lines*, in yen."""
    return sum(line.owed for line in lines)


def number_of(text: str) -> int:
    """The whole number in a cell of our own CSV, which may have separators."""
    return int(re.sub(r"[,\s]", "", text))
