"""時効管理, for who may see the debtors: the next 24 months, in parts by how their periods end."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.limitation_calendar import MONTHS, named_axis
from analytics.ledger import money
from analytics.ledger.calendar import era_year
from analytics.ledger.expiry import ENDS, EXTINCTION, INVOCATION, STOPPED

DECEMBER = 12  # its year would run into that of the next month, unless it ends at the month
BARS = 245  # pixels that the tallest bar takes, about
LETTER_ROOM = 20  # pixels of a part that a letter has room in
WIDEST = (
    2  # digits that have room beside each other over each bar of a page 1366 wide; more are turned
)
DIGIT = 12  # pixels that a digit takes
KINDS = {  # from the foot of a bar to its top: colour, and the letter upon it
    EXTINCTION: (dress.WRITTEN_OFF, "消"),
    INVOCATION: ("#7096F8", "援"),
    STOPPED: (dress.SETTLED, "停"),
}
ON_KINDS = {EXTINCTION: dress.PAPER, INVOCATION: dress.INK, STOPPED: dress.PAPER}


def months(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A bar for each of the next 24 months, in parts by how the periods end; None where nothing does."""
    rows = frame[frame["span"] == "month"]
    if rows.empty:
        return None
    every = _every(frame)
    names = dict(zip([f"{end:%Y-%m}" for end in every], _names(every), strict=True))
    parts = _parts(rows)
    unit = money.unit_for(parts["top_yen"])
    totals = _totals(parts, unit)
    x = alt.X(
        "month:O",
        axis=named_axis(names, **_aligned(every[0])),
        scale=alt.Scale(domain=list(names), paddingInner=0.12),
    )
    y = alt.Y("foot_yen:Q", axis=dress.yen_axis(unit), scale=_room(totals))
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
    return dress.dress(bars, *_words(parts, totals, x), height=dress.TALL, heading=heading)


def _every(frame: pd.DataFrame) -> list[pd.Timestamp]:
    """The 24 month-ends after the newest month."""
    newest = pd.Timestamp(frame["period_on"].iloc[0])
    return list(pd.date_range(newest, periods=MONTHS + 1, freq="ME")[1:])


def _names(every: list[pd.Timestamp]) -> list[str]:
    """The numbers of the months; the year stands below the first month and each January, its era said once."""
    names, era = [], ""
    for place, end in enumerate(every):
        if place and end.month != 1:
            names.append(f"{end.month}")
            continue
        year = era_year(end.year, end.date())
        said = year.removeprefix(era) if era else year
        names.append(f"{end.month}月\n{said}年")
        era = year[:2]
    return names


def _aligned(first: pd.Timestamp) -> dict[str, Any]:
    """How the names of the axis are set: level with their bars, but for a first December."""
    if first.month != DECEMBER:
        return {}
    is_first = f"datum.value === '{first:%Y-%m}'"
    return {"labelAlign": alt.condition(is_first, alt.value("right"), alt.value("center"))}


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


def _totals(parts: pd.DataFrame, unit: money.Unit) -> pd.DataFrame:
    """Each month's amount, as it is written over its bar."""
    totals = parts.groupby("month", as_index=False)["top_yen"].max()
    words = [money.in_unit(int(yen), unit) for yen in totals["top_yen"]]
    return pd.DataFrame(
        {"month": list(totals["month"]), "top_yen": list(totals["top_yen"]), "words": words}
    )


def _room(totals: pd.DataFrame) -> alt.Scale:
    """The scale of yen, with room for the amount over the tallest bar."""
    over = DIGIT * int(totals["words"].str.len().max()) / BARS
    return alt.Scale(domainMax=float(totals["top_yen"].max()) * (1 + over), nice=False)


def _words(parts: pd.DataFrame, totals: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """The amount over each bar; a letter on each part that has room for it."""
    over = alt.Chart(totals).mark_text(angle=270, align="left", dx=6)
    over = over.encode(x=x, y="top_yen:Q", text="words:N")
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
    return [*dress.haloed(over), letters]


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
