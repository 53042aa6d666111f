"""When the bills of a claim kind fall due, and from when one that is not paid is in arrears."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.sample.kinds import BY_CODE, WATER, Kind
from analytics.sample.months import (
    first_days,
    fiscal_year_of,
    last_days,
    months_of,
    on_a_working_day,
)

Numbers = NDArray[np.int64]
DECEMBER = 11


@dataclass(frozen=True)
class Bills:
    """The instalments of one kind over the years; every array has one entry per instalment, oldest first."""

    issued: Numbers  # month of the bill
    due_on: Numbers  # day
    late_from: Numbers  # month at whose end an unpaid one is first past its due date
    levy_year: Numbers  # fiscal year it belongs to
    instalment: Numbers  # from 1


def bills(kind: Kind, first: int, last: int) -> Bills:
    """The instalments of *kind* billed in the months from *first* to *last*.

    A due date is the day its kind names, else the last of the month, in December the 25th; for water the 20th of the
    next month. A weekend moves it on. Due on the 31st means in arrears from the next month's end.
    """
    months = np.arange(first, last + 1)
    place = {month: number for number, month in enumerate(kind.due, start=1)}
    issued = np.array([month for month in months if month % 12 + 1 in place], dtype=np.int64)
    if kind.department == WATER:
        due_on = on_a_working_day(first_days(issued + 1) + 19)
    elif kind.due_day:
        due_on = on_a_working_day(first_days(issued) + kind.due_day - 1)
    else:
        in_december = first_days(issued) + 24
        usual = np.where(issued % 12 == DECEMBER, in_december, last_days(issued))
        due_on = on_a_working_day(usual)
    return Bills(
        issued,
        due_on,
        months_of(due_on + 1),
        fiscal_year_of(issued),
        np.array([place[int(month) % 12 + 1] for month in issued], dtype=np.int64),
    )


def is_billed_ahead(kind: Kind) -> bool:
    """Whether the export lists bills before they are due: those of enterprise accounting."""
    return BY_CODE[kind.department].clock == "E"
