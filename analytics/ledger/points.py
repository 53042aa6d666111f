"""The points of a pair of debtors: how far they speak for one person, each doubling the odds."""

from __future__ import annotations


def points(weight: float) -> str:
    """A match weight as a screen says it, one decimal and always with its sign.

    >>> points(8.04), points(-5), points(0)
    ('＋8.0点', '−5.0点', '0.0点')
    """
    sign = "＋" if weight > 0 else "−" if weight < 0 else ""
    return f"{sign}{abs(weight):.1f}点"
