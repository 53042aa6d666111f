"""A few lines written out by hand, for the tests of the plain reckoning itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.reconcile.plain import City, Line, city_of
from tests.sampled import last_day


def a_line(month: str, assessed: int, received: int = 0, lost: int = 0, **others: Any) -> Line:
    """A line of 市県民税, due on 2026-06-30, as it stood at the end of *month*; *others* are fields that differ."""
    return Line(
        **{
            "as_of": last_day(month),
            "department": "101",
            "claim": "市県民税",
            "book": 2026,
            "debtor": "1",
            "levy_year": 2026,
            "instalment": "1期",
            "due_on": date(2026, 6, 30),
            "assessed": assessed,
            "received": received,
            "written_off": lost,
        }
        | others
    )


def a_city(*lines: Line) -> City:
    """The deliveries that *lines* make: one of each department and day."""
    delivered: dict[date, dict[str, list[Line]]] = {}
    for line in lines:
        delivered.setdefault(line.as_of, {}).setdefault(line.department, []).append(line)
    return city_of(delivered)
