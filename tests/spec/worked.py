"""Worked examples: what a figure means, shown on a table small enough to reckon by hand.

Each `test_*.py` here holds the examples of one figure as plain data (`FIGURE`, `EXAMPLES`), and `tools/examples.py`
writes them to `data/examples/` for the page 用語と算式: what is read there is what is tested. To add one, append it to
`EXAMPLES` and run `make examples`; an example of another figure than `FIGURE` names it (`figure`). The words are
Japanese: a city employee reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from analytics.figures import Figure
from tests.settlement import Office, printed, tidy


class Card(Protocol):
    """What a worked example expects of a card: its table, and what it says."""

    @property
    def shows(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def compares(self) -> str: ...
    @property
    def notes(self) -> tuple[str, ...]: ...
    @property
    def facts(self) -> Mapping[str, str]: ...


def check_card(figure: Figure, expected: Card) -> None:
    """Compare what *figure* shows and says with what was reckoned; what is not *expected* may be anything."""
    assert printed(figure, expected.shows) == tidy(expected.shows)
    if expected.says:
        assert figure.title == expected.says
    if expected.compares:
        assert figure.comparison == expected.compares
    for words in expected.notes:
        assert any(words in note for note in figure.notes), figure.notes
    assert expected.facts.items() <= figure.facts.items()


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
    figure: str = ""  # when it is not the one its module is about
    refunds: str = "in_received"

    def check(self, figure_name: str, folder: Path) -> None:
        """Take the books in, ask the figure, compare what is shown with what was reckoned."""
        office = Office(folder, changes=self.changes, refunds=self.refunds).take_in(self.books)
        if self.targets:
            office.aim(self.targets)
        figure = office.figure(self.figure or figure_name, self.year, self.department)
        check_card(figure, self)
        told = "\n".join((figure.title, figure.comparison, *figure.notes, *figure.facts.values()))
        for words in self.unsaid:
            assert words not in told
