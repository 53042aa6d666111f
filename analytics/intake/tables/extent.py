"""How far a sheet reaches, how much of it is filled, and which of its cells hold an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.errors import InputFault
from analytics.intake.tables.faults import too_wide, unusual
from analytics.intake.tables.parts import COLUMNS

AREA = 5_000_000  # cells of a rectangle, though it be nearly empty: 200,000 rows of 25 columns
SPARSE = 4  # a larger one has to be filled to this part
FILLED = 12_000_000  # 500,000 rows of 24 columns: 1 GiB while it is read; more comes as CSV
ERRORS = 100_000  # a table with so many is no table; each is remembered


@dataclass
class Extent:
    """What has been seen of a sheet of the workbook called `name`."""

    name: str
    filled: int = 0
    first_row: int | None = None  # all indexes from 0
    last_row: int = 0
    first_column: int = COLUMNS
    last_column: int = 0
    errors: dict[int, dict[int, str]] = field(default_factory=dict)  # row → column → #N/A
    _error_count: int = 0

    def add(self, row: int, columns: Sequence[int]) -> None:
        """Cells of a row with something in them. Raises `InputFault` where it becomes too wide or too large."""
        self.filled += len(columns)
        if self.first_row is None or row < self.first_row:
            self.first_row = row
        self.last_row = max(self.last_row, row)
        self.first_column = min(self.first_column, *columns)
        self.last_column = max(self.last_column, *columns)
        if self.last_column >= COLUMNS:
            raise too_wide(self.name, self.last_column + 1, row + 1)
        if self.filled > FILLED:
            raise InputFault(
                f"{self.name} のシートには{FILLED:,}を超えるセルがあります。"
                "CSVで保存するか、年度や科目で分けて出力し直してください。"
            )

    def add_error(self, row: int, column: int, word: str) -> None:
        """A cell with an error such as #N/A. Raises `InputFault` when there are too many."""
        self._error_count += 1
        if self._error_count > ERRORS:
            raise InputFault(
                f"{self.name} のシートには「{word}」などの誤りのセルが{ERRORS:,}を超えてあります。"
                "元の表の式や参照先を直してから、保存し直してください。"
            )
        self.errors.setdefault(row, {})[column] = word

    def check_filling(self) -> None:
        """Raises `InputFault` when a huge rectangle is nearly empty."""
        height = self.last_row + 1 - (self.first_row or 0)
        area = height * max(0, self.last_column + 1 - self.first_column)
        if area > max(AREA, SPARSE * self.filled):
            raise unusual(
                self.name,
                f"シートが{self.last_row + 1:,}行まであるのに、ほとんどのセルが空です",
            )
