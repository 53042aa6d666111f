"""時効管理: the eight quarters of the next 24 months, a bar each."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger import money
from analytics.ledger.calendar import era_year, months_later

MONTHS = 24
QUARTER = 3  # months of a bar: of fewer, hardly any number could be shown
WITHHELD = "非表示"  # few persons are behind it, or it would tell of few


def quarters(frame: pd.DataFrame) -> alt.LayerChart | None:
    """A bar for each of the next eight quarters, with its amount; None where nothing ends.

    Of several departments the rows of all together are drawn. Where an amount is withheld, a word stands for the bar.
    """
    rows = whole(frame)
    rows = rows[rows["span"] == "quarter"]
    if rows.empty:
        return None
    names = {f"{end:%Y-%m}": name for end, name in zip(ends(frame), names_of(frame), strict=True)}
    unit = money.unit_for(rows["outstanding_yen"].dropna())
    parts = pd.DataFrame(
        {
            "quarter": [f"{end:%Y-%m}" for end in rows["ends_on"]],
            "month_label": list(rows["month_label"]),
            "yen": list(rows["outstanding_yen"].astype("Float64").fillna(0).astype(int)),
            "words": [
                WITHHELD if pd.isna(yen) else money.in_unit(int(yen), unit)
                for yen in rows["outstanding_yen"]
            ],
            "amount": [
                WITHHELD if pd.isna(yen) else money.exact(int(yen))
                for yen in rows["outstanding_yen"]
            ],
        }
    )
    x = alt.X(
        "quarter:O",
        axis=named_axis(names),
        scale=alt.Scale(domain=list(names), paddingInner=0.3),
    )
    base = alt.Chart(parts).encode(x=x, y=alt.Y("yen:Q", axis=dress.yen_axis(unit)))
    tips = dress.tooltip(month_label="満了の時期", amount="未収残額")
    bars = base.mark_bar(color=dress.WRITTEN_OFF).encode(tooltip=tips)
    words = base.mark_text(dy=-11).encode(text="words:N")
    heading = f"満了の見込みの残額（{unit.label}、3か月ごと、要確認）"
    if rows["outstanding_yen"].isna().any():
        heading += f"　{WITHHELD}＝少人数など"
    return dress.dress(bars, words, height=dress.TALL, heading=heading)


def whole(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of all departments together; where there is one only, its own."""
    is_all = frame["department"] == ""
    return frame[is_all] if is_all.any() else frame


def named_axis(names: dict[str, str], **more: Any) -> alt.Axis:
    """An axis where each value bears its name of *names*, in the lines of it."""
    said = json.dumps(names, ensure_ascii=False)
    axis = dress.name_axis(**more)
    axis.labelExpr = f"split(({said})[datum.value], '\\n')"
    return axis


def ends(frame: pd.DataFrame) -> list[pd.Timestamp]:
    """The last month-ends of the eight quarters after the newest month."""
    newest = pd.Timestamp(frame["period_on"].iloc[0])
    return list(pd.date_range(newest, periods=MONTHS + 1, freq="ME")[QUARTER::QUARTER])


def names_of(frame: pd.DataFrame) -> list[str]:
    """The names of the quarters, the year of the first month over its months."""
    firsts = [months_later(end.date().replace(day=1), 1 - QUARTER) for end in ends(frame)]
    return [
        f"{era_year(first.year, first)}年\n{first.month}～{end.month}月"
        for first, end in zip(firsts, ends(frame), strict=True)
    ]
