"""Worked examples: what a figure means, shown on a table small enough to reckon by hand.

Each `test_*.py` here holds the examples of one figure as plain data (`FIGURE`, `EXAMPLES`), so that `docs/metrics.md`
can be written from the very tables that are tested. The words are Japanese: a city employee reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.settlement import Office, printed, tidy


@dataclass(frozen=True)
class Example:
    """One worked example: the books as they were delivered, and the table the card must show."""

    title: str
    words: str  # the reckoning
    books: str
    shows: str
    says: str = ""  # the sentence that heads the card
    notes: tuple[str, ...] = ()  # each must be part of a note under the card
    year: int | None = None
    department: str | None = None
    targets: str = ""
    changes: tuple[tuple[int, str, str], ...] = ()

    def check(self, figure_name: str, folder: Path) -> None:
        """Take the books in, ask the figure, compare what is shown with what was reckoned."""
        office = Office(folder, changes=self.changes).take_in(self.books)
        if self.targets:
            office.aim(self.targets)
        figure = office.figure(figure_name, self.year, self.department)
        assert printed(figure, self.shows) == tidy(self.shows)
        if self.says:
            assert figure.title == self.says
        for words in self.notes:
            assert any(words in note for note in figure.notes), figure.notes
