"""Worked examples: what a figure means, shown on a table small enough to reckon by hand.

Each `test_*.py` here holds the examples of one figure as plain data (`FIGURE`, `EXAMPLES`), so that `docs/metrics.md`
can be written from the very tables that are tested. The words are Japanese: a city employee reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    compares: str = ""  # what stands beside its value
    headline: str = ""  # its value, the largest letters on the card
    notes: tuple[str, ...] = ()  # each must be part of a note under the card
    facts: Mapping[str, str] = field(default_factory=dict)  # each must stand on the card as it is
    unsaid: tuple[str, ...] = ()  # none may stand anywhere on the card
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
        if self.compares:
            assert figure.comparison == self.compares
        if self.headline:
            assert figure.headline == self.headline
        for words in self.notes:
            assert any(words in note for note in figure.notes), figure.notes
        assert self.facts.items() <= figure.facts.items()
        told = "\n".join((figure.title, figure.comparison, *figure.notes, *figure.facts.values()))
        for words in self.unsaid:
            assert words not in told
