"""Ranks of departments over time: a line each, first place on top, the names where the lines begin and end.

Many lines cannot be told apart by colour. Those that rose or fell most are strong, all others a pale ground to them.
"""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from analytics.charts import dress, gaps
from analytics.charts.parts import at_the_right
from analytics.ledger.calendar import collection_year

ROW = 40  # pixels that a place takes
TIES = 3  # lines of one colour, told apart by their dashes; if more moved as far, none of them stands out
DASHES = ("1,0", "8,4", "2,3")
ALONE = dress.INK  # the line of a department that is looked at by itself
WAYS = {"上がった": (1, dress.BALANCE, "紺"), "下がった": (-1, dress.RISEN, "橙")}
TURN = "目標の年度が替わる"


def positions(frame: pd.DataFrame) -> alt.LayerChart:
    """A line for every department that was ever placed; it is broken where the department stood outside the order."""
    placed = frame[frame["rank"].notna()]
    strong, said = _strong(placed)
    rows = placed.assign(
        at=placed["year_label"].str.removesuffix("末"),
        name=[str(name).split("・")[-1] for name in placed["department_name"]],
        colour=[strong.get(name, (dress.EARLIER, ""))[0] for name in placed["department_name"]],
        dash=[strong.get(name, ("", DASHES[0]))[1] for name in placed["department_name"]],
        run=gaps.runs(placed, "department_name", "place"),
        shown=[f"{rank}位" for rank in placed["rank"]],
    )
    columns = ["place", "at", "rank", "run", "colour", "dash", "shown", "department_name"]
    is_strong = rows["department_name"].isin(strong)
    x, y = _x(frame), _y(rows)
    drawn = [
        layer
        for part, width, size in ((rows[~is_strong], 1.5, 40), (rows[is_strong], 4, 130))
        if len(part)
        for layer in _lines(part[columns], x, y, width, size)
    ]
    last = rows[rows["place"] == frame["place"].max()]
    words = last.assign(
        at=last["rank"].astype(float),
        words=last["shown"] + "　" + last["department_name"],
        colour=[dress.INK if name in strong else dress.NEUTRAL for name in last["department_name"]],
    )
    return dress.dress(
        *_turns(frame, x),
        *drawn,
        at_the_right(words[["at", "words", "colour"]], "words"),
        height=ROW * int(placed["rank"].max()) + 60,
        heading=f"目標の達成率の順位{said}",
    )


def _strong(placed: pd.DataFrame) -> tuple[dict[str, tuple[str, str]], str]:
    """Colour and dash of the lines that stand out, and what the heading says of them."""
    if placed["department_name"].nunique() == 1:
        return {str(placed["department_name"].iloc[0]): (ALONE, DASHES[0])}, ""
    moved = _moved(placed)
    strong: dict[str, tuple[str, str]] = {}
    said = []
    for word, (sign, colour, called) in WAYS.items():
        most = max((places * sign for places in moved.values()), default=0)
        names = [name for name, places in moved.items() if places * sign == most > 0]
        if 0 < len(names) <= TIES:
            strong |= {name: (colour, DASHES[at]) for at, name in enumerate(names)}
            said.append(f"{called}＝最も{word}課")
    return strong, f"　{'、'.join(said)}（線の初めと比べて）" if said else ""


def _moved(placed: pd.DataFrame) -> dict[str, int]:
    """Places that each department of the newest period gained (more than 0) or lost since its first."""
    ordered = placed.sort_values(["place", "rank"])
    by_name = ordered.groupby("department_name", sort=False)
    gained = by_name["rank"].first().astype(int) - by_name["rank"].last().astype(int)
    is_there = by_name["place"].last() == ordered["place"].max()
    return {str(name): int(places) for name, places in gained[is_there].items()}


def _lines(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, width: float, size: int
) -> tuple[alt.Chart, alt.Chart]:
    """The lines of *rows* with a dot at each rank."""
    base = alt.Chart(rows).encode(x=x, y=y, color=alt.Color("colour:N", scale=None))
    lines = base.mark_line(strokeWidth=width).encode(
        detail="run:N", strokeDash=alt.StrokeDash("dash:N", scale=None, legend=None)
    )
    tips = dress.tooltip(department_name="所管課", at="時点", shown="順位")
    dots = base.mark_point(filled=True, size=size, opacity=1).encode(tooltip=tips)
    return lines, dots


def _turns(frame: pd.DataFrame, x: alt.X) -> tuple[alt.Chart, ...]:
    """A thin line between the month-ends at which another year's targets begin to hold, with its words."""
    if not dress.is_monthly(frame):  # of year-ends, each has targets of its own
        return ()
    ends = gaps.every(frame)["period_on"]
    years = pd.Series([collection_year(end.date()) for end in ends])
    places = years.index[years.diff() > 0] + frame["place"].min()
    if places.empty:
        return ()
    rows = pd.DataFrame({"place": places - 0.5, "words": TURN})
    is_late = float(places[-1]) > frame["place"].min() + len(ends) / 2
    base = alt.Chart(rows).encode(x=x)
    rule = base.mark_rule(color=dress.QUIET, strokeWidth=1, strokeDash=[3, 3])
    words = base.mark_text(
        align="right" if is_late else "left", baseline="bottom", dx=-6 if is_late else 6,
        dy=-1, color=dress.QUIET, fontSize=dress.TEXT_SIZE,
    )  # fmt: skip
    return rule, words.encode(y=alt.value(0), text="words:N")


def _x(frame: pd.DataFrame) -> alt.X:
    """The periods along the page, those that nobody delivered as well."""
    names = [label.removesuffix("末") for label in gaps.every(frame)["year_label"]]
    first = int(frame["place"].min())
    axis = alt.Axis(
        values=list(range(first, first + len(names))),
        labelExpr=f"({json.dumps(_short(names), ensure_ascii=False)})[datum.value - {first}]",
        labelAngle=0,
        labelOverlap=True,
        grid=False,
        title=None,
    )
    room = alt.Scale(domain=[first - 0.3, first + len(names) - 0.7], nice=False)
    return alt.X("place:Q", axis=axis, scale=room)


def _y(rows: pd.DataFrame) -> alt.Y:
    """The ranks down the page, each with the department that begins there."""
    first = rows[rows["place"] == rows["place"].min()]
    names = {int(rank): "・".join(held["name"]) for rank, held in first.groupby("rank")}
    ranks = list(range(1, int(rows["rank"].max()) + 1))
    labels = {rank: f"{names.get(rank, '')}　{rank}位".strip() for rank in ranks}
    axis = alt.Axis(
        values=ranks,
        labelExpr=f"({json.dumps(labels, ensure_ascii=False)})[datum.value]",
        labelLimit=0,
        title=None,
        grid=True,
    )
    return alt.Y("rank:Q", axis=axis, scale=alt.Scale(domain=[ranks[-1] + 0.5, 0.5], nice=False))


def _short(names: list[str]) -> list[str | list[str]]:
    """What the axis says: the year under the first month and under the one where it changes, a month alone between."""
    shown: list[str | list[str]] = []
    before = ""
    for name in names:
        year, _, month = name.partition("年")
        if month.endswith("月"):
            shown.append(month if year == before else [month, f"{year}年"])
        else:
            shown.append(name)
        before = year
    return shown
