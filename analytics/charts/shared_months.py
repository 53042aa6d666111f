"""重複滞納 by month: how many owe at two departments or more, with the number at both ends and at the most."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps, month_axis

DIGIT, UNIT = 11, 20  # pixels that a digit of a number takes, and 人 with the air around
OFF = 18  # pixels from the line to the middle of a number
FLOOR = 0.1  # of the most: so near to the axis no number has room under the line


@dataclass(frozen=True)
class Number:
    """Where the number of a month stands: over or under all of the line between *first* and *last*."""

    align: Literal["left", "right", "center"]
    first: float  # places of months along the page
    last: float
    is_over: bool
    count: float  # the line's highest there, or its lowest

    def meets(self, other: Number) -> bool:
        """Whether the two would run into each other."""
        is_apart = self.last <= other.first or other.last <= self.first
        return self.is_over == other.is_over and not is_apart


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
    heading = "2つ以上の課に滞納のある人（人、月末）　数字は最初、最も多い月、選んだ月"
    if len(told) < len(gaps.every(frame)):
        heading += "　空き＝少ないため示せない月か、資料のない月"
    every = list(gaps.every(frame)["month"])
    rows["place"] = [every.index(month) for month in rows["month"]]
    words = [
        layer
        for at, number in _numbers(rows, len(every)).items()
        for layer in _drawn(rows.iloc[at], number, x)
    ]
    return dress.dress(line, dots, *words, height=dress.TALL, heading=heading)


def _numbers(rows: pd.DataFrame, every: int) -> dict[int, Number]:
    """The numbers of the most, the newest and the first of *every* month, where none covers the line or another."""
    most = int(rows["count"].to_numpy().argmax())
    found: dict[int, Number] = {}
    for at in dict.fromkeys([most, len(rows) - 1, 0]):
        sides = _sides(rows, at, every)
        free = [side for side in sides if not any(side.meets(each) for each in found.values())]
        found[at] = (free or sides)[0]
    return found


def _sides(rows: pd.DataFrame, at: int, every: int) -> list[Number]:
    """Over and under the line, first the side on which the number stays nearer to its point."""
    row = rows.iloc[at]
    place = int(row["place"])
    wide = (DIGIT * (len(row["persons"]) - 1) + UNIT) * every / month_axis.WIDE
    align: Literal["left", "right", "center"] = "center"
    first = place - wide / 2
    if first < 0:
        align, first = "left", place
    elif place + wide / 2 > every - 1:
        align, first = "right", place - wide
    last = first + wide
    line = rows.loc[rows["place"].between(floor(first), ceil(last)), "count"]
    over = Number(align, first, last, is_over=True, count=float(line.max()))
    under = Number(align, first, last, is_over=False, count=float(line.min()))
    has_room = under.count >= FLOOR * rows["count"].max()
    is_under = has_room and row["count"] - under.count < over.count - row["count"]
    return [under, over] if is_under else [over, under]


def _drawn(row: pd.Series, number: Number, x: alt.X) -> tuple[alt.Chart, alt.Chart]:
    """The number of a month, on a rim of paper."""
    data = pd.DataFrame(
        {"month": [row["month"]], "count": [number.count], "persons": [row["persons"]]}
    )
    text = alt.Chart(data).mark_text(
        dy=-OFF if number.is_over else OFF,
        align=number.align,
        fontWeight="bold",
        color=dress.BALANCE,
    )
    return dress.haloed(text.encode(x=x, y="count:Q", text="persons:N"))
