"""時効管理: the next 24 months by how their periods end, and the departments by quarters of these years."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger import money
from analytics.ledger.calendar import era_year, months_later
from analytics.ledger.expiry import ENDS, EXTINCTION, INVOCATION, STOPPED

MONTHS, QUARTER = 24, 3
LAST = 12  # December
BARS = 300  # pixels that the tallest bar takes, about
LETTER_ROOM = 20  # pixels of a part that a letter has room in
WIDEST = 2  # digits that have room over each bar of a page 1366 wide
KINDS = {  # from the foot of a bar to its top: colour, and the letter upon it
    EXTINCTION: (dress.WRITTEN_OFF, "消"),
    INVOCATION: ("#7096F8", "援"),
    STOPPED: (dress.SETTLED, "停"),
}
ON_KINDS = {EXTINCTION: dress.PAPER, INVOCATION: dress.INK, STOPPED: dress.PAPER}
ROW = 40  # pixels of a department
SECOND_LINE = 26  # pixels above the cells at which the first of two lines stands
SHADES = ("#FFFFFF", "#E3EAF3", "#B9CADF", "#6E8FB5", "#12436D")  # none, then the more the darker
ON_SHADES = (dress.QUIET, dress.INK, dress.INK, dress.INK, dress.PAPER)
BEFORE, AFTER = "すでに過ぎた", "算定不可"


def months(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A bar for each of the next 24 months, in parts by how the periods end; None where nothing does."""
    rows = frame[frame["span"] == "month"]
    if rows.empty:
        return None
    ends = _ends(frame)
    names = {f"{end:%Y-%m}": _name(end, place) for place, end in enumerate(ends)}
    parts = _parts(rows)
    unit = money.unit_for(parts["top_yen"])
    x = alt.X(
        "month:O",
        axis=_named_axis(names),
        scale=alt.Scale(domain=list(names), paddingInner=0.12),
    )
    y = alt.Y("foot_yen:Q", axis=dress.yen_axis(unit))
    bars = (
        alt.Chart(parts.assign(amount=[money.exact(yen) for yen in parts["yen"]]))
        .mark_bar(stroke=dress.PAPER, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            y2="top_yen:Q",
            color=alt.Color("named:N", scale=_colours(), legend=_legend()),
            tooltip=dress.tooltip(month_label="満了の月", named="満了のしかた", amount="未収残額"),
        )
    )
    heading = f"満了の見込みの残額（{unit.label}、月ごと、要確認）"
    return dress.dress(bars, *_words(parts, x, unit), height=dress.TALL, heading=heading)


def departments(frame: pd.DataFrame) -> alt.LayerChart | None:
    """Departments by quarters of a year, the larger the darker, between what is past and what nobody can reckon.

    None for one department, whose months the bars show.
    """
    rows = frame[frame["span"].isin(["past", "month", "unknown"])]
    if rows["department"].nunique() < 2:
        return None
    columns = [BEFORE, *_quarters(frame), AFTER]
    cells = _cells(rows, _ends(frame), columns)
    unit = money.unit_for(cells["yen"])
    cells["words"] = [money.in_unit(int(yen), unit) if yen else "－" for yen in cells["yen"]]
    cells["amount"] = [money.exact(int(yen)) for yen in cells["yen"]]
    first = cells.drop_duplicates("department").sort_values(
        "soon_yen", ascending=False, kind="stable"
    )
    names = {
        code: dress.fold(name, 8)
        for code, name in zip(first["department"], first["department_name"], strict=True)
    }
    x = alt.X(
        "column:O",
        axis=dress.name_axis(orient="top", domain=False, labelPadding=SECOND_LINE),
        scale=alt.Scale(domain=columns, paddingInner=0.04),
    )
    y = alt.Y(
        "department:N",
        axis=_named_axis(names, domain=False),
        scale=alt.Scale(domain=list(names), paddingInner=0.08),
    )
    tips = dress.tooltip(department_name="所管課", column="満了の見込み", amount="未収残額")
    base = alt.Chart(cells.drop(columns=["soon_yen", "yen"])).encode(x=x, y=y, tooltip=tips)
    fills = base.mark_rect(stroke=dress.GRID, strokeWidth=1).encode(
        color=alt.Color("shade:N", scale=None)
    )
    words = base.mark_text().encode(text="words:N", color=alt.Color("letters:N", scale=None))
    heading = f"課ごとの、満了の見込みの残額（{unit.label}、3か月ごと、要確認）　濃いほど多い（左右の端を除く）"
    return dress.dress(fills, words, height=ROW * len(names) + 60, heading=heading)


def _named_axis(names: dict[str, str], **more: Any) -> alt.Axis:
    """An axis where each value bears its name of *names*, in the lines of it."""
    said = json.dumps(names, ensure_ascii=False)
    axis = dress.name_axis(**more)
    axis.labelExpr = f"split(({said})[datum.value], '\\n')"
    return axis


def _ends(frame: pd.DataFrame) -> list[pd.Timestamp]:
    """The 24 month-ends after the newest month."""
    newest = pd.Timestamp(frame["period_on"].iloc[0])
    return list(pd.date_range(newest, periods=MONTHS + 1, freq="ME")[1:])


def _name(end: pd.Timestamp, place: int) -> str:
    """The number of the month; the year stands below the first month, unless a January is next, and each January."""
    year = era_year(end.year, end.date())
    if end.month == 1:
        return f"1月\n{year}年"
    if place:
        return f"{end.month}"
    return f"{end.month}月" + (f"\n{year}年" if end.month < LAST else "")


def _parts(rows: pd.DataFrame) -> pd.DataFrame:
    """Each month's parts, upon each other, in the order of `KINDS`."""
    place = {kind: at for at, kind in enumerate(KINDS)}
    keys = ["ends_on", "month_label", "end_kind"]
    parts = rows.groupby(keys, as_index=False)["outstanding_yen"].sum()
    parts = parts.assign(place=parts["end_kind"].map(place)).sort_values(["ends_on", "place"])
    top = parts.groupby("ends_on")["outstanding_yen"].cumsum()
    return pd.DataFrame(
        {
            "month": [f"{end:%Y-%m}" for end in parts["ends_on"]],
            "month_label": list(parts["month_label"]),
            "end_kind": list(parts["end_kind"]),
            "named": [_named(kind) for kind in parts["end_kind"]],
            "yen": list(parts["outstanding_yen"]),
            "foot_yen": list(top - parts["outstanding_yen"]),
            "top_yen": list(top),
        }
    )


def _words(parts: pd.DataFrame, x: alt.X, unit: money.Unit) -> list[alt.Chart]:
    """The amount over each bar, or where these are long over those higher than both beside; a letter on each part."""
    tops = parts.groupby("month", as_index=False)["top_yen"].max()
    tops["words"] = [money.in_unit(int(yen), unit) for yen in tops["top_yen"]]
    if tops["words"].str.len().max() > WIDEST:
        left, right = (
            tops["top_yen"].shift(1, fill_value=-1),
            tops["top_yen"].shift(-1, fill_value=0),
        )
        tops = tops[(tops["top_yen"] > left) & (tops["top_yen"] >= right)]
    over = alt.Chart(tops).mark_text(dy=-11).encode(x=x, y="top_yen:Q", text="words:N")
    tall = parts[parts["yen"] * BARS >= parts["top_yen"].max() * LETTER_ROOM]
    tall = tall.assign(
        letter=[KINDS[kind][1] for kind in tall["end_kind"]],
        colour=[ON_KINDS[kind] for kind in tall["end_kind"]],
        middle_yen=(tall["foot_yen"] + tall["top_yen"]) / 2,
    )
    letters = (
        alt.Chart(tall[["month", "letter", "colour", "middle_yen"]])
        .mark_text(fontSize=dress.TEXT_SIZE)
        .encode(x=x, y="middle_yen:Q", text="letter:N", color=alt.Color("colour:N", scale=None))
    )
    return [over, letters]


def _named(kind: str) -> str:
    return f"{KINDS[kind][1]}＝{ENDS[kind]}"


def _colours() -> alt.Scale:
    return alt.Scale(
        domain=[_named(kind) for kind in KINDS], range=[colour for colour, _ in KINDS.values()]
    )


def _legend() -> alt.Legend:
    return alt.Legend(
        orient="top",
        title=None,
        labelFontSize=dress.TEXT_SIZE,
        labelLimit=0,
        symbolType="square",
        symbolSize=200,
        columnPadding=24,
    )


def _quarters(frame: pd.DataFrame) -> list[str]:
    """The names of the eight quarters that begin with the next month."""
    ends = [end.date() for end in _ends(frame)[::QUARTER]]
    return [
        f"{era_year(end.year, end)}年\n{end.month}～{months_later(end, QUARTER - 1).month}月"
        for end in ends
    ]


def _cells(rows: pd.DataFrame, ends: list[pd.Timestamp], columns: list[str]) -> pd.DataFrame:
    """A cell for each department and column, with its shade and that of its letters."""
    place = {end: columns[1 + at // QUARTER] for at, end in enumerate(ends)}
    other = {"past": BEFORE, "unknown": AFTER}
    column = [
        other.get(span) or place[pd.Timestamp(end)]
        for span, end in zip(rows["span"], rows["ends_on"], strict=True)
    ]
    names = (
        rows.drop_duplicates("department").set_index("department")["department_name"].sort_index()
    )
    sums = rows.assign(column=column).groupby(["department", "column"])["outstanding_yen"].sum()
    index = pd.MultiIndex.from_product([names.index, columns], names=["department", "column"])
    cells = sums.reindex(index).fillna(0).rename("yen").reset_index()
    cells["department_name"] = cells["department"].map(names)
    is_soon = ~cells["column"].isin(list(other.values()))
    cells["soon_yen"] = cells["yen"].where(is_soon, 0).groupby(cells["department"]).transform("sum")
    most = int(cells.loc[is_soon, "yen"].max()) or 1
    steps = [
        _step(int(yen) if soon else 0, most)
        for yen, soon in zip(cells["yen"], is_soon, strict=True)
    ]
    return cells.assign(
        shade=[SHADES[step] for step in steps],
        letters=[
            dress.INK if not soon else ON_SHADES[step]
            for step, soon in zip(steps, is_soon, strict=True)
        ],
    )


def _step(yen: int, most: int) -> int:
    """Which of `SHADES`: none, then quarters of the largest amount."""
    return 0 if yen <= 0 else min(1 + 4 * yen // (most + 1), 4)
