"""Whose records these are: of a real municipality, or of one that is made up and must say so."""

from __future__ import annotations

MADE_UP = "架空"  # in the name of a municipality that is none


def is_made_up(municipality: str) -> bool:
    """Whether *municipality* is none, by its name.

    >>> is_made_up("架空市")
    True
    """
    return MADE_UP in municipality
