"""The bridge between two year-ends: what came to the balance, what was collected, what was written off."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger import money

LEVELS = ("opening", "closing")


def bridge(frame: pd.DataFrame) -> alt.LayerChart:
    """A waterfall from the opening to the closing balance, every step printed with 増 or 減."""
    unit = money.unit_for(frame["to_yen"])
    highest = int(frame[["from_yen", "to_yen"]].max().max())
    steps = frame.assign(
        name=[dress.fold(label, 6) for label in frame["step_label"]],
        colour=[dress.STEPS[step] for step in frame["step"]],
        shown=[_shown(*row, unit) for row in zip(frame["step"], frame["change_yen"], strict=True)],
        amount=[money.exact(yen) for yen in frame["change_yen"]],
        top_yen=frame[["from_yen", "to_yen"]].max(axis=1),
    )
    names = list(steps["name"])
    x = alt.X("name:N", sort=names, axis=dress.name_axis(), scale=alt.Scale(paddingInner=0.35))
    y = alt.Y("from_yen:Q", axis=dress.yen_axis(unit), scale=alt.Scale(domainMax=highest * 1.12))
    bars = (
        alt.Chart(steps)
        .mark_bar()
        .encode(
            x=x,
            y=y,
            y2="to_yen:Q",
            color=alt.Color("colour:N", scale=None),
            tooltip=dress.tooltip(step_label="区分", amount="金額"),
        )
    )
    ties = steps.iloc[:-1].assign(following=names[1:])
    joined = (
        alt.Chart(ties).mark_rule(color=dress.EARLIER).encode(x=x, x2="following:N", y="to_yen:Q")
    )
    text = (
        alt.Chart(steps)
        .mark_text(dy=-12, fontWeight="bold", fontSize=dress.VALUE_SIZE + 1)
        .encode(x=x, y="top_yen:Q", text="shown:N")
    )
    heading = f"未収残額の動き（{unit.label}）"
    return dress.dress(joined, bars, text, height=dress.TALL, heading=heading)


def _shown(step: str, change_yen: int, unit: money.Unit) -> str:
    """What stands above a bar: a level as it is, a movement as 増 or 減, for a sign alone is misread."""
    if step in LEVELS or change_yen == 0:
        return money.in_unit(change_yen, unit)
    return f"{'増' if change_yen > 0 else '減'} {money.in_unit(abs(change_yen), unit)}"
