"""時効管理, for who may see the debtors: the next 24 months, in parts by how their periods end."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.limitation_calendar import MONTHS, named_axis
from analytics.ledger import money
from analytics.ledger.calendar import era_year
from analytics.ledger.expiry import ENDS, EXTINCTION, INVOCATION, STOPPED

ROOMY = 10  # October: from there on, the year below would run into that of the next January
BARS = 300  # pixels that the tallest bar takes, about
LETTER_ROOM = 20  # pixels of a part that a letter has room in
WIDEST = 2  # digits that have room over each bar of a page 1366 wide
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
    names = {f"{end:%Y-%m}": _name(end, place) for place, end in enumerate(every)}
    parts = _parts(rows)
    unit = money.unit_for(parts["top_yen"])
    x = alt.X(
        "month:O",
        axis=named_axis(names),
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


def _every(frame: pd.DataFrame) -> list[pd.Timestamp]:
    """The 24 month-ends after the newest month."""
    newest = pd.Timestamp(frame["period_on"].iloc[0])
    return list(pd.date_range(newest, periods=MONTHS + 1, freq="ME")[1:])


def _name(end: pd.Timestamp, place: int) -> str:
    """The number of the month; the year stands below each January, and below the first month where there is room."""
    year = era_year(end.year, end.date())
    if end.month == 1:
        return f"1月\n{year}年"
    if place:
        return f"{end.month}"
    return f"{end.month}月" + (f"\n{year}年" if end.month <= ROOMY else "")


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
