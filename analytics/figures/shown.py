"""How a value of a figure is written in a table, on the screen and in the terminal alike.

The unit is in the column's name, so the name decides: `_yen` and `_count` have separators, `_rate` is a percentage.
What is missing is a dash, never a zero.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pandas as pd

from analytics.ledger import money
from analytics.ledger.calendar import date_label
from analytics.ledger.columns import PARTS
from analytics.ledger.score_words import rounded

Writer = Callable[[Any], str]
MISSING = "－"
COUNTS = ("_count", "_rows", "rows_read", "_bytes")


def writer(column: str) -> Writer:
    """The function that writes the values of *column*."""
    write: Writer = _word
    if column.endswith("_index"):  # the first year is 100
        write = _index
    elif column.endswith("_points"):  # of a scale, 0 to 100
        write = rounded
    elif column.endswith("_rate"):
        write = money.percent
    elif column.endswith("_yen"):
        write = _yen
    elif column.endswith(COUNTS):
        write = _count
    return lambda value: MISSING if pd.isna(value) else write(value)


def _yen(value: int) -> str:
    return money.exact(value).removesuffix("円")


def _index(value: float) -> str:
    return f"{value:,.1f}"


def _count(value: int) -> str:
    return f"{value:,}"


def _word(value: object) -> str:
    """A date in words, a flag as a mark, a part by its name, anything else as it is."""
    if pd.api.types.is_bool(value):
        return "○" if value else ""
    if isinstance(value, datetime):
        day = date_label(value.date())
        return f"{day} {value:%H:%M}" if value.tzinfo else day
    if isinstance(value, date):
        return date_label(value)
    return PARTS.get(str(value), str(value))
