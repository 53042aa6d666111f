"""The axis of many months: named by the fiscal years they lie in."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from analytics.ledger.calendar import short_year_label

WIDE = 600  # pixels that the bars share on a page 1366 wide
YEAR = 50  # pixels that the name of a year takes


def along(every: pd.DataFrame) -> alt.X:
    """*every* month along the page (`gaps.every`), with a place whether anything is drawn there or not.

    They are named by the fiscal years they lie in; a name that would hang out ends at its first month.
    """
    months = list(every["month"])
    names = _years(months) or {months[0]: str(every["year_label"].iloc[0])}
    late = [name for name in names if len(months) > 1 and _room(months, name) < YEAR]
    axis = alt.Axis(
        values=list(names),
        labelExpr=f"({json.dumps(names, ensure_ascii=False)})[datum.value]",
        labelAngle=0,
        labelAlign=alt.condition(
            f"indexof({json.dumps(late)}, datum.value) >= 0", alt.value("right"), alt.value("left")
        ),
        labelOverlap=True,
        labelFlush=False,
        title=None,
    )
    return alt.X("month:O", axis=axis, scale=alt.Scale(domain=months, paddingInner=0.12))


def _years(months: list[str]) -> dict[str, str]:
    """The first month of each fiscal year → its name; the era is said once."""
    names: dict[str, str] = {}
    era = ""
    for month in months:
        if month.endswith("-04"):
            name = short_year_label(int(month[:4]))
            names[month] = name.removeprefix(era) if era else name
            era = name[:2]
    return names


def _room(months: list[str], month: str) -> float:
    """Pixels from *month* to the right end of the bars."""
    return (len(months) - months.index(month)) * WIDE / len(months)
