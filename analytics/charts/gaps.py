"""Periods in the middle of a series that no number is of: each keeps its place on the axis, and lines break there.

A figure tells the periods that it has numbers of, so that no table shows a row that was made up. A chart of these rows
alone would close the gap up, or draw across it, and be taken for a series without one. So a chart takes its axis from
`every`, and the pieces of its lines from `runs`.
"""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger.calendar import year_label
from analytics.ledger.periods import period_label

OF_MONTHS = "空き＝数字のない月"
OF_YEARS = "空き＝数字のない年度"
DOT = 40  # its size, in square pixels


def every(frame: pd.DataFrame) -> pd.DataFrame:
    """All periods from the first to the last of *frame*, oldest first, whether it has numbers of them or not.

    Of months they are `period_on`, `month` (``2026-10``) and `year_label`; of years `fiscal_year` and `year_label`.
    """
    if dress.is_monthly(frame):
        ends = pd.date_range(frame["period_on"].min(), frame["period_on"].max(), freq="ME")
        labels = [period_label(end.date(), True) for end in ends]
        months = list(ends.strftime("%Y-%m"))
        return pd.DataFrame({"period_on": ends, "month": months, "year_label": labels})
    years = range(int(frame["fiscal_year"].min()), int(frame["fiscal_year"].max()) + 1)
    return pd.DataFrame({"fiscal_year": years, "year_label": [year_label(year) for year in years]})


def said(frame: pd.DataFrame) -> str:
    """For the heading of a chart: what an empty place means; "" where *frame* has a number of every period."""
    is_monthly = dress.is_monthly(frame)
    when = frame["period_on" if is_monthly else "fiscal_year"]
    if when.nunique() == len(every(frame)):
        return ""
    return OF_MONTHS if is_monthly else OF_YEARS


def explained(heading: str, frame: pd.DataFrame) -> str:
    """*heading*, with a line of its own for what an empty place means, where there is one."""
    return "\n".join(filter(None, [heading, said(frame)]))


def runs(rows: pd.DataFrame, series: str, when: str) -> pd.Series:
    """A name for the unbroken run of periods *when* (days, years or places) that each row stands in, in its *series*.

    >>> runs(pd.DataFrame({"line": list("aaab"), "year": [2021, 2022, 2024, 2024]}), "line", "year").tolist()
    ['a1', 'a1', 'a2', 'b1']
    """
    place = rows[when]
    if pd.api.types.is_datetime64_any_dtype(place):
        place = place.dt.year * 12 + place.dt.month
    ordered = rows.assign(place=place).sort_values("place")
    begins = ordered.groupby(series)["place"].diff().ne(1)
    number = begins.groupby(ordered[series]).cumsum().astype(str)
    return (ordered[series].astype(str) + number).reindex(rows.index)


def dots(points: alt.Chart) -> list[alt.Chart]:
    """A dot for each of *points* that is a `run` by itself, for a line through one point is not seen; none for none."""
    alone = points.data[~points.data["run"].duplicated(keep=False)]
    if alone.empty:
        return []
    dotted: alt.Chart = points.properties(data=alone).mark_point(
        filled=True, size=DOT, opacity=1, color=dress.BALANCE
    )
    return [dotted]
