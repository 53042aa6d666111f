"""Counts of persons on shared screens: 1 to 7 are hidden, the rest is rounded to 5 (facts.md 7).

Counts of lines follow the same rule: beside the persons, or with one line each, they would give those away.
"""

from __future__ import annotations

import pandas as pd

FEWEST = 8  # persons; fewer are not shown, for they may be known by name
STEP = 5
NOTE = f"人数と件数は5ずつに丸め、{FEWEST}未満は示しません（個人が分からないようにするため）。"


def persons(count: int | None) -> int | None:
    """*count* as it may be shown: None where it is unknown or between 1 and 7, else rounded to 5; none is 0.

    >>> [persons(count) for count in (0, 1, 7, 8, 12, 13, None)]
    [0, None, None, 10, 10, 15, None]
    """
    if count is None or pd.isna(count) or 0 < count < FEWEST:
        return None
    return STEP * ((int(count) * 2 + STEP) // (2 * STEP))


def about(count: int | None, unit: str) -> str:
    """*count* of *unit* as it may be said.

    >>> [about(count, "組") for count in (None, 0, 7, 1_204)]
    ['8組未満', '0組', '8組未満', 'およそ1,205組']
    """
    told = persons(count)
    if told is None:
        return f"{FEWEST}{unit}未満"
    return f"およそ{told:,}{unit}" if told else f"0{unit}"


def hidden(counts: pd.Series) -> pd.Series:
    """*counts* of persons, each as it may be shown."""
    return pd.Series([persons(count) for count in counts], counts.index, dtype=pd.Int64Dtype())
