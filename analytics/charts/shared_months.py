"""重複滞納 by month: how many owe at two departments or more, with the number at both ends and at the most."""

from __future__ import annotations

from typing import Literal

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, month_axis

EDGE = 2  # months from an end whose number would hang out


def months(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A line of persons by month-end; it breaks at a month that is not told. None where no month is."""
    told = frame[frame["shared_count"].notna()]
    if told.empty:
        return None
    rows = pd.DataFrame(
        {
            "period_on": list(told["period_on"]),
            "month": [f"{end:%Y-%m}" for end in told["period_on"]],
            "year_label": list(told["year_label"]),
            "count": [float(count) for count in told["shared_count"]],
            "persons": [f"{count:,}人" for count in told["shared_count"]],
            "rate": ["－" if pd.isna(rate) else f"{rate:.1%}" for rate in told["shared_rate"]],
            "series": "",
        }
    )
    rows["rate"] = rows["rate"].str.replace("%", "％")
    rows["run"] = gaps.runs(rows, "series", "period_on")
    x = month_axis.along(gaps.every(frame))
    y = alt.Y(
        "count:Q",
        axis=dress.number_axis(),
        scale=alt.Scale(domain=[0, max(rows["count"].max() * 1.15, 1)], nice=False),
    )
    points = alt.Chart(rows[["month", "count", "run", "year_label", "persons", "rate"]]).encode(
        x=x, y=y
    )
    line = points.mark_line(strokeWidth=3, color=dress.BALANCE).encode(detail="run:N")
    tips = dress.tooltip(
        year_label="月末", persons="2つ以上の課に滞納のある人", rate="残額のうちの割合"
    )
    dots = points.mark_point(filled=True, size=40, opacity=1, color=dress.BALANCE).encode(
        tooltip=tips
    )
    marked = rows.loc[sorted({0, int(rows["count"].to_numpy().argmax()), len(rows) - 1})]
    heading = "2つ以上の課に滞納のある人（人、月末）　数字は最初、最も多い月、選んだ月"
    if len(told) < len(gaps.every(frame)):
        heading += "　空き＝少ないため示せない月か、資料のない月"
    words = [layer for at in marked.index for layer in _number(marked.loc[[at]], x, at, len(rows))]
    return dress.dress(line, dots, *words, height=dress.TALL, heading=heading)


def _number(row: pd.DataFrame, x: alt.X, at: int, count: int) -> tuple[alt.Chart, alt.Chart]:
    """The number over a month; at both ends it keeps off the edge."""
    align: Literal["left", "right", "center"] = (
        "left" if at < EDGE else "right" if at >= count - EDGE else "center"
    )
    text = alt.Chart(row[["month", "count", "persons"]]).mark_text(
        dy=-16, align=align, fontWeight="bold", color=dress.BALANCE
    )
    return dress.haloed(text.encode(x=x, y="count:Q", text="persons:N"))
