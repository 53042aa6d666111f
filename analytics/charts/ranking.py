"""目標と順位: departments against their targets, or against the year before, and by which way the balance fell."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.parts import amount_words, change_words, words_beside
from analytics.ledger import money
from analytics.ledger.periods import wording

ROW = 46  # pixels a department takes
BAR = 22
WAYS = (
    ("回収", "collected_yen", dress.COLLECTED),
    ("不納欠損", "written_off_yen", dress.WRITTEN_OFF),
)
WHOLLY = "減少の全額に当たる不納欠損がある"  # so says the question of the ranking (`reason`)
NOT_COLLECTED = "※減少分はすべて不納欠損"
LINE = 10  # pixels from the middle of a row to that of each of two lines
PAID = ("完納", "対象完納")  # nothing is left: of all its claims, or of those with a target


def order(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The ranking as it can be drawn: against targets, else against the year before, else not at all."""
    if frame["target_yen"].notna().any():
        return attainment(frame)
    return change(frame) if frame["change_yen"].notna().any() else None


def attainment(frame: pd.DataFrame) -> alt.LayerChart:
    """A bar for each department's balance, a tick at its target, the gap in words beside; in the frame's order."""
    rows = frame.dropna(subset="target_yen")
    unit = money.unit_for([*rows["target_covered_yen"], *rows["target_yen"]])
    rows = rows.assign(
        name=[_name(row) for row in rows.itertuples()],
        colour=_colours(rows, "gap_yen"),
        first_words=[_reached_words(row) for row in rows.itertuples()],
        second_words=[_gap_words(row, unit) for row in rows.itertuples()],
        balance=[money.exact(yen) for yen in rows["target_covered_yen"]],
        target=[money.exact(yen) for yen in rows["target_yen"]],
        target_yen=rows["target_yen"].astype("int64"),
    )
    y = _departments(rows)
    axis = dress.yen_axis(unit)
    tips = dress.tooltip(
        department_name="所管課",
        balance="目標のある債権の残額",
        target="目標",
        first_words="達成率",
    )
    bars = (
        alt.Chart(rows)
        .mark_bar(height=BAR)
        .encode(
            x=alt.X("target_covered_yen:Q", axis=axis),
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=tips,
        )
    )
    ticks = (
        alt.Chart(rows)
        .mark_tick(color=dress.INK, thickness=4, opacity=1, size=BAR * 1.7)
        .encode(x=alt.X("target_yen:Q", axis=axis), y=y, tooltip=tips)
    )
    words = (words_beside(rows, y, "first_words", 14), *_noted(rows, y, "second_words", 96))
    heading = f"棒＝目標のある債権の残額、縦線＝目標（{unit.label}）　右は達成率と、目標までの差"
    return _dressed(bars, ticks, *words, rows=rows, heading=heading)


def change(frame: pd.DataFrame) -> alt.LayerChart:
    """Where no target is set: how far each balance rose or fell against the year before."""
    rows = frame.dropna(subset="change_yen")
    say = partial(wording, is_month=dress.is_monthly(frame))
    unit = money.unit_for(rows["change_yen"])
    rows = rows.assign(
        name=[_name(row) for row in rows.itertuples()],
        colour=_colours(rows, "change_yen"),
        words=[_change_words(row, unit) for row in rows.itertuples()],
        balance=[money.exact(yen) for yen in rows["outstanding_yen"]],
        before=[money.exact(yen) for yen in rows["opening_yen"]],
    )
    y = _departments(rows)
    bars = (
        alt.Chart(rows)
        .mark_bar(height=BAR)
        .encode(
            x=alt.X("change_yen:Q", axis=dress.yen_axis(unit)),
            y=y,
            color=alt.Color("colour:N", scale=None),
            tooltip=dress.tooltip(
                department_name="所管課", balance=say("年度末残額"), before=say("前年度末残額")
            ),
        )
    )
    zero = alt.Chart(rows.head(1)).mark_rule(color=dress.INK).encode(x=alt.datum(0))
    heading = say(f"前年度末からの増減（{unit.label}）　右は増減額と増減率")
    return _dressed(bars, zero, *_noted(rows, y, "words", 14), rows=rows, heading=heading)


def ways_down(frame: pd.DataFrame) -> alt.LayerChart | None:
    """What was collected and what was written off, apart: two bars for each department, never one sum."""
    columns = [column for _, column, _ in WAYS]
    known = frame.assign(is_undivided=frame["collected_yen"].isna()).fillna(
        dict.fromkeys(columns, 0)
    )
    rows = known[known[columns].max(axis=1) > 0]
    if rows.empty:
        return None
    unit = money.unit_for(rows[columns].max())
    names = [_name(row) for row in rows.itertuples()]
    apart = pd.concat(
        [
            rows.assign(name=names, way=way, yen=rows[column].astype("int64"), colour=colour)
            for way, column, colour in WAYS
        ]
    )
    apart = apart.assign(
        words=[_way_words(row, unit) for row in apart.itertuples()],
        amount=[money.exact(yen) for yen in apart["yen"]],
    )
    base = alt.Chart(apart).encode(
        x=alt.X("yen:Q", axis=dress.yen_axis(unit)),
        y=_departments(rows.assign(name=names)),
        yOffset=alt.YOffset("way:N", sort=[way for way, _, _ in WAYS]),
    )
    bars = base.mark_bar().encode(
        color=alt.Color("colour:N", scale=None),
        tooltip=dress.tooltip(department_name="所管課", way="減り方", amount="金額"),
    )
    text = base.mark_text(align="left", dx=6, fontSize=dress.TEXT_SIZE).encode(text="words:N")
    heading = wording("滞納繰越分の回収", dress.is_monthly(frame))
    heading += f"と不納欠損（{unit.label}）　二つは合計しない"
    if len(rows) < len(frame):
        heading += f"　どちらもない{len(frame) - len(rows)}課を除く"
    return _dressed(bars, text, rows=rows, heading=heading)


def _colours(rows: pd.DataFrame, column: str) -> list[str]:
    """Orange above, navy within; grey for a number that is of an earlier month, as the mark beside it says."""
    stale = rows.get("stale_on", pd.Series(index=rows.index, dtype=object)).notna()
    return [
        dress.EARLIER if waits else dress.TARGET["above" if yen > 0 else "within"]
        for yen, waits in zip(rows[column], stale, strict=True)
    ]


def _noted(rows: pd.DataFrame, y: alt.Y, column: str, indent: int) -> list[alt.Chart]:
    """The words of each row beside the plot; under them it is said where a balance fell by writing off alone."""
    is_wholly = rows["reason"].fillna("").str.contains(WHOLLY)
    written = rows[is_wholly].assign(note=NOT_COLLECTED)
    beside = [words_beside(rows[~is_wholly], y, column, indent)] if len(written) < len(rows) else []
    if len(written):
        beside += [
            words_beside(written, y, column, indent, -LINE),
            words_beside(written, y, "note", indent, LINE),
        ]
    return beside


def _departments(rows: pd.DataFrame) -> alt.Y:
    """The departments down the page, in the order they come."""
    return alt.Y("name:N", sort=list(rows["name"]), axis=dress.name_axis(domain=False))


def _dressed(*layers: dress.Layer, rows: pd.DataFrame, heading: str) -> alt.LayerChart:
    """*layers* in the house's look, as tall as the departments need."""
    return dress.dress(*layers, height=ROW * len(rows) + 76, heading=heading)


def _name(row: Any) -> str:
    """A department with its rank, or with the mark that keeps it out of the order."""
    name = str(row.department_name).split("・")[-1]
    if pd.isna(row.rank):
        return f"{name}（{row.mark}）" if row.mark else name
    return f"{row.rank}位　{name}"


def _reached_words(row: Any) -> str:
    """The attainment; where nothing is left to divide by, 完納, 対象完納 or a dash, as the mark says."""
    if pd.isna(row.attainment_rate):
        return str(row.mark) if row.mark in PAID else "－"
    return money.percent(float(row.attainment_rate))


def _way_words(row: Any, unit: money.Unit) -> str:
    """A way down with its amount. Claims that the source does not divide have no collected amount to name."""
    if row.way == WAYS[0][0] and row.is_undivided:
        return f"{row.way}は区分なし"
    return f"{row.way} {amount_words(row.yen, unit)}"


def _gap_words(row: Any, unit: money.Unit) -> str:
    """The gap to the target in words, so that nothing hangs on the colour; ▲ would be read as a minus."""
    if pd.isna(row.rank):
        return "順位の外"
    if row.gap_yen == 0:
        return "目標どおり"
    amount = amount_words(abs(int(row.gap_yen)), unit)
    return f"目標を{amount}{'上回る' if row.gap_yen > 0 else '下回る'}"


def _change_words(row: Any, unit: money.Unit) -> str:
    """The change in words, in yen and per cent."""
    amount = change_words(int(row.change_yen), unit)
    if row.change_yen == 0:
        return amount
    rate = "" if pd.isna(row.change_rate) else f"（{money.percent(abs(float(row.change_rate)))}）"
    return f"{amount}{rate}"
