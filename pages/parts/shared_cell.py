"""Below the matrix of shared debtors: who is behind the cell that was chosen, as far as the reader may see."""

from __future__ import annotations

from analytics.figures import Selection
from analytics.figures.persons import cell_debtors
from pages.parts import debtor, debtors


def show(pair: tuple[str, str], chosen: Selection) -> None:
    """The debtors who owe both members of *pair* (codes of departments, or kinds of claim)."""
    here = debtor.looking(chosen)
    debtors.draw(lambda look: cell_debtors(look.gate, pair, look.chosen, look.at), here)
