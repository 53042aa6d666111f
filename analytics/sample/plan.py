"""What is to be made: how large a city, how many months, and the dates of what happens in it."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.errors import InputFault
from analytics.sample.months import book_of, fiscal_year_of, month_of

CITY, CITY_CODE = "架空市", "999999"
BASE_RESIDENTS = 70_000  # the published total is of a city of about this size
UNTIL = "2026-10"
EARLIEST, LATEST = month_of(2006, 1), month_of(2099, 12)
BLOCK = 10_000  # residents made at a time
PAST_THE_END = 8  # months a payment plan may run on beyond the last file


@dataclass(frozen=True)
class Plan:
    """A city to be made. Months are numbers as in `analytics.sample.months`."""

    residents: int
    first: int
    last: int
    seed: int

    def __post_init__(self) -> None:
        if not 500 <= self.residents <= 20_000_000:
            raise InputFault("住民の数（--residents）は 500 から 20,000,000 までにしてください。")
        if not 1 <= self.last - self.first + 1 <= 180:
            raise InputFault("月の数（--months）は 1 から 180 までにしてください。")
        if self.first < EARLIEST or self.last > LATEST:
            raise InputFault(
                "2006年1月から2099年12月までの月だけを作れます。--until と --months を直してください。"
            )
        if not 0 <= self.seed < 2**32:
            raise InputFault("種（--seed）は 0 から 4294967295 までの整数にしてください。")

    @property
    def months(self) -> range:
        """The months of the files, oldest first."""
        return range(self.first, self.last + 1)

    @property
    def horizon(self) -> int:
        """The last month that is reckoned."""
        return self.last + PAST_THE_END

    @property
    def anchor(self) -> int:
        """The last fiscal year whose general books have closed by the last file."""
        return int(book_of(self.last + 1, "G")) - 1

    @property
    def lunch_since(self) -> int:
        """The fiscal year from which school lunches are in the books: some three and a half years before the end."""
        return int(fiscal_year_of(self.last - 42))

    @property
    def blocks(self) -> list[range]:
        """The residents, in blocks."""
        return [
            range(start, min(start + BLOCK, self.residents))
            for start in range(0, self.residents, BLOCK)
        ]


def first_month_of(until: str, months: int) -> tuple[int, int]:
    """The first and the last month of *months* months ending with *until* (``2026-10``).

    Raises `InputFault` for what is no month.
    """
    year, _, month = until.partition("-")
    if len(year) != 4 or not (year + month).isdecimal() or not 1 <= int(month or 0) <= 12:
        raise InputFault(f"最後の月（--until）の「{until}」は月ではありません。例: {UNTIL}")
    last = month_of(int(year), int(month))
    return last - months + 1, last
