"""What every figure is: a fixed set of slots, filled once and shown alike on a card, in a terminal and on paper.

House rule: "a figure is a fixed set of slots" (title, headline with unit and as-of date, chart, note, table, source).
The chart is not among them: `analytics.charts` draws it from `frame`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from analytics.ledger.survey import Breakdown


@dataclass(frozen=True)
class Selection:
    """What the reader chose. `None` means the latest year-end or month-end, or the whole city.

    `is_month` tells a year-end from the month-end of the same day, where a store has both; None takes the month.
    `from_on` is the day from which a bridge leads; None is the same month of last year, or the last year-end. With
    `is_all` a month's balance holds what is not yet due as well (facts.md 4.3). Of a survey, `wave` is the one to look
    at (None: the last), `breakdown` the groups beside the whole (one at a time, facts.md 7), `scale` what is followed.
    """

    as_of: date | None = None
    department: str | None = None
    is_month: bool | None = None
    claim_kind: str | None = None
    from_on: date | None = None
    is_all: bool = False
    wave: str | None = None
    breakdown: Breakdown = "rank_group"
    scale: str | None = None


@dataclass(frozen=True)
class Figure:
    """One answered question.

    `frame` has ASCII columns that carry their unit (`_yen`, `_count`, `_rate`, `_on`); `labels` gives each shown
    column its Japanese header, in the order of display. `empty` holds the one sentence to show when there is no
    frame to draw, and is "" otherwise; `fault` names, a line each, the faults for which it is withheld. `beside` are
    rows that a chart draws besides the frame, as target lines are.
    """

    name: str
    title: str
    measure: str
    headline: str
    comparison: str
    as_of: date | None  # None where only a year is known
    frame: pd.DataFrame
    labels: dict[str, str]
    version: int
    notes: tuple[str, ...] = ()
    below: tuple[str, ...] = ()  # how to read it, whatever it shows: said under the chart
    sources: tuple[str, ...] = ()
    empty: str = ""
    fault: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    beside: pd.DataFrame | None = None
    is_all: bool = False  # whether its balance holds what is not yet due

    @property
    def alt(self) -> str:
        """The text alternative of the chart: the finding and its comparison, in plain words."""
        return "。".join(part.rstrip("。") for part in (self.title, self.comparison) if part) + "。"

    def files(self, most: int) -> str:
        """The files it was made of: as many names as *most*, and how many more there are; "" for none."""
        more = len(self.sources) - most
        return "、".join(self.sources[:most]) + (f" ほか{more}件" if more > 0 else "")
