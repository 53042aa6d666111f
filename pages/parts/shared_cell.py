"""Below the matrix of shared debtors: who is behind the cell that was chosen, as far as the reader may see."""

from __future__ import annotations

from analytics.figures import Selection
from analytics.figures.persons import cell_debtors
from pages.parts import debtor, debtors


def show(pair: str, chosen: Selection) -> None:
    """The debtors who owe both members of *pair* (``101/201``, or two kinds of claim)."""
    one, _, other = pair.partition("/")
    here = debtor.looking(chosen)
    debtors.draw(
        lambda look: cell_debtors(look.gate, (one, other or one), look.chosen, look.at), here
    )
