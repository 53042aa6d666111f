"""意識調査: a scale from wave to wave, a line for each group, which breaks where the words of the question changed.

The lines differ in colour, dashes and the shape of their points, and each is named where it ends.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_parts as parts
from analytics.charts.survey_parts import MISSING
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import POINTS_MEASURE, SHARE_MEASURE

HEIGHT = 360  # pixels of the plot, about
APART = 21  # pixels between two names at the end of the lines
# Colours that mean nothing elsewhere but navy, each 4.5:1 or more on paper, with dashes and shapes of their own.
STYLES = (
    (dress.BALANCE, "1,0", "circle"),
    ("#990099", "8,3", "square"),
    ("#3460FB", "2,3", "triangle-up"),
    (dress.QUIET, "10,3,2,3", "diamond"),
    ("#6B6100", "5,5", "cross"),
    ("#1C7293", "14,4", "triangle-down"),
    ("#1E7B34", "6,2,2,2,2,2", "triangle-left"),
    ("#A23B5C", "16,2", "triangle-right"),
    ("#5C4033", "3,6", "wedge"),
    (dress.NEUTRAL, "2,6", "arrow"),
)
ASIDE = 0.05  # of the way to the next wave that groups stand beside each other, lest one interval cover another
NAMED = 10  # waves that are named at most, the newest of them always
LEAST_SPAN = 20  # points of the scale that are seen at least


def course(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The scores of one scale by group; None where no score may be told."""
    return lines(_valued(frame), POINTS_MEASURE, "得点")


def shares(frame: pd.DataFrame) -> alt.LayerChart | None:
    """The same of one question: the share of desirable answers in per cent; None where none may be told."""
    return lines(_valued(frame), SHARE_MEASURE, "望ましい答え", unit="％", digits=0)


def _valued(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True).assign(
        value=frame["score_points"].astype("float64").to_numpy(),
        low=frame["low_points"].astype("float64").to_numpy(),
        high=frame["high_points"].astype("float64").to_numpy(),
    )


def lines(
    rows: pd.DataFrame, heading: str, measure: str, *, unit: str = "", digits: int = 1
) -> alt.LayerChart | None:
    """`value` from `low` to `high` (0 to 100) by `wave` and `group_name`, joined within a `run`.

    Where a row has a `break_note`, a dotted line stands before its wave, with these words above it.
    """
    if rows["value"].isna().all():
        return None
    places = {wave: at for at, wave in enumerate(dress.in_order(rows["wave"]))}
    groups = dress.in_order(rows["group_name"])
    order = rows["group_name"].map({group: at for at, group in enumerate(groups)})
    styles = [style_of(at) for at in order]
    rows = rows.assign(
        wave_place=rows["wave"].map(places),
        place=rows["wave"].map(places) + (order - (len(groups) - 1) / 2) * ASIDE,
        run=rows["group_name"].astype(str) + "/" + rows["run"].astype(str),
        wave_name=rows["wave_label"].str.replace("\n", "　"),
        said=[
            MISSING if pd.isna(one) else f"{rounded(one, digits)}{unit}" for one in rows["value"]
        ],
        inside=[
            parts.between(low, high, digits).strip("（）") or MISSING
            for low, high in zip(rows["low"], rows["high"], strict=True)
        ],
        colour=[colour for colour, _, _ in styles],
        dash=[dash for _, dash, _ in styles],
        shape=[shape for _, _, shape in styles],
        reason=parts.reasons(rows),
    )
    known = rows.dropna(subset="value")
    domain = _domain(known)
    last = len(places) - 1
    x = _waves(rows, last)
    y = alt.Y("value:Q", axis=_axis(), scale=alt.Scale(domain=list(domain), nice=False, zero=False))
    ends = _ends(known, last, domain)
    layers = [*_drawn(known, x, y, measure), *_named(ends, last, x), *_breaks(rows, x, last)]
    layers += _untold(rows, x, domain[0])
    heading += "　縦の細い線＝95％区間"
    if domain[0] > 0:
        heading += "\n縦の目盛りは0から始まらない"
    if len(known) < len(rows):
        heading += f"{'　' if domain[0] > 0 else chr(10)}{MISSING}＝示せない群がある回"
    return dress.dress(*layers, height=HEIGHT + 90, heading=heading)


def style_of(at: int) -> tuple[str, str, str]:
    """Colour, dashes and shape of the group at a place; however many there are, none looks like the first one.

    >>> style_of(0) == style_of(len(STYLES))
    False
    """
    return STYLES[at and 1 + (at - 1) % (len(STYLES) - 1)]


def _drawn(known: pd.DataFrame, x: alt.X, y: alt.Y, measure: str) -> list[dress.Layer]:
    """The intervals, the lines through each run, and the points."""
    colour = alt.Color("colour:N", scale=None)
    inside = known.dropna(subset=["low", "high"])[["place", "low", "high", "colour"]]
    spans = alt.Chart(inside).mark_rule(strokeWidth=1.5, opacity=0.55)
    along = alt.Chart(known[["place", "value", "run", "colour", "dash"]])
    dashes = alt.StrokeDash("dash:N", scale=None, legend=None)
    columns = ["place", "value", "colour", "shape", "group_name", "wave_name", "said", "inside"]
    points = alt.Chart(known[columns]).mark_point(filled=True, size=85, opacity=1)
    tips = dress.tooltip(group_name="群", wave_name="調査", said=measure, inside="95％区間")
    shape = alt.Shape("shape:N", scale=None)
    return [
        spans.encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour),
        along.mark_line(strokeWidth=2.5).encode(
            x=x, y=y, color=colour, detail="run:N", strokeDash=dashes
        ),
        points.encode(x=x, y=y, color=colour, shape=shape, tooltip=tips),
    ]


def _ends(known: pd.DataFrame, last: int, domain: tuple[float, float]) -> pd.DataFrame:
    """The last point of each group with its words and the height at which these stand free of the others."""
    ends = known.sort_values("wave_place", kind="stable").groupby("group_name", sort=False).tail(1)
    ends = ends.sort_values("value", kind="stable")
    words = [
        f"{row.group_name}　{row.said}" + ("" if row.wave_place == last else f"（{row.wave}）")
        for row in ends.itertuples()
    ]
    gap = (domain[1] - domain[0]) * APART / HEIGHT
    return ends.assign(words=words, at=apart(list(ends["value"]), gap, domain[1]))


def apart(heights: Sequence[float], gap: float, top: float) -> list[float]:
    """*heights* in rising order, moved to be at least *gap* apart and, where there is room, not above *top*.

    >>> apart([10, 48, 50], 5, 50)
    [10, 45, 50]
    """
    raised = dress.spread(heights, gap)
    if not raised or raised[-1] <= top:
        return raised
    lowered: list[float] = []
    for height in reversed(raised):
        lowered.append(min(height, lowered[-1] - gap if lowered else top))
    return lowered[::-1]


def _named(ends: pd.DataFrame, last: int, x: alt.X) -> list[alt.Chart]:
    """The names to the right, each with a thin line from the end of its own if that is at the last wave."""
    edge = last + _room(last)
    rows = ends[["place", "value", "at", "words", "colour"]].assign(edge=edge)
    base, now = (
        alt.Chart(held).encode(color=alt.Color("colour:N", scale=None))
        for held in (rows, rows[ends["wave_place"] == last])
    )
    rule = now.mark_rule(strokeWidth=1, opacity=0.7)
    text = base.mark_text(align="left", dx=6, fontSize=dress.TEXT_SIZE, fontWeight="bold")
    return [
        rule.encode(x=x, y=alt.Y("value:Q"), x2="edge:Q", y2="at:Q"),
        text.encode(x=alt.X("edge:Q"), y=alt.Y("at:Q"), text="words:N"),
    ]


def _breaks(rows: pd.DataFrame, x: alt.X, last: int) -> list[alt.Chart]:
    """A dotted line before each wave from which the numbers cannot be compared, with why; side by side in two lines."""
    noted = rows[rows["break_note"].fillna("").ne("")].sort_values("wave_place", kind="stable")
    if noted.empty:
        return []
    notes = noted.groupby("wave_place")["break_note"].agg(
        lambda said: "、".join(dict.fromkeys(said))
    )
    table = pd.DataFrame({"place": notes.index - 0.5, "words": list(notes)})
    layers = [
        alt.Chart(table[["place"]])
        .mark_rule(color=dress.QUIET, strokeWidth=1.5, strokeDash=[2, 3])
        .encode(x=x)
    ]
    near = table["place"].diff().lt(max(last, 1) / 5)  # nearer than the words are wide
    level = near.groupby((~near).cumsum()).cumsum() % 3
    is_late = table["place"] > last * 0.6
    for at in range(3):
        for late in (False, True):
            held = table[(level == at) & (is_late == late)]
            if held.empty:
                continue
            text = alt.Chart(held).mark_text(
                align="right" if late else "left",
                baseline="bottom",
                color=dress.QUIET,
                dx=4 if late else -4,
                dy=-4 - (dress.TEXT_SIZE + 3) * at,
                fontSize=dress.TEXT_SIZE,
            )
            layers.append(text.encode(x=x, y=alt.value(0), text="words:N"))
    return layers


def _untold(rows: pd.DataFrame, x: alt.X, foot: float) -> list[alt.Chart]:
    """A dash at the foot of each wave in which a group may not be told."""
    missing = rows[rows["value"].isna()]
    if missing.empty:
        return []
    by_wave = missing.groupby(["wave_place", "wave_name"], as_index=False, sort=False)
    table = by_wave.agg(
        groups=("group_name", lambda names: "、".join(dress.in_order(names))),
        why=("reason", lambda said: "、".join(dress.in_order(said))),
    )
    table = table.rename(columns={"wave_place": "place"}).assign(value=foot)
    tips = dress.tooltip(wave_name="調査", groups="示せない群", why="示さない理由")
    text = alt.Chart(table).mark_text(baseline="bottom", color=dress.QUIET, dy=-3)
    return [text.encode(x=x, y=alt.Y("value:Q"), text=alt.value(MISSING), tooltip=tips)]


def _domain(known: pd.DataFrame) -> tuple[float, float]:
    """From the lowest interval to the highest, in tens, `LEAST_SPAN` points at least."""
    every = pd.concat([known["value"], known["low"], known["high"]])
    low = max(math.floor(float(every.min()) / 10) * 10, 0)
    high = min(math.ceil(float(every.max()) / 10) * 10, 100)
    high = min(max(high, low + LEAST_SPAN), 100)
    return float(min(low, high - LEAST_SPAN)), float(high)


def _room(last: int) -> float:
    """What lies between the last wave and the names, in waves."""
    return 0.3 + 0.02 * last


def _waves(rows: pd.DataFrame, last: int) -> alt.X:
    """The waves along the page, each where it stands in the order."""
    names = [str(label).split("\n") for label in dress.in_order(rows["wave_label"])]
    axis = alt.Axis(
        values=list(range(last, -1, -(last // NAMED + 1)))[::-1],
        labelExpr=f"({json.dumps(names, ensure_ascii=False)})[datum.value]",
        labelAngle=0,
        labelOverlap=True,
        grid=False,
        title=None,
    )
    scale = alt.Scale(domain=[-0.4, last + _room(last)], nice=False)
    return alt.X("place:Q", axis=axis, scale=scale)


def _axis() -> alt.Axis:
    return alt.Axis(labelColor=dress.QUIET, tickCount=5, title=None, grid=True)
