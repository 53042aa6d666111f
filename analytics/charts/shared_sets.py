"""重複滞納 as combinations (an UpSet chart): a bar for each, and below it dots at the places it is made of."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.limitation_calendar import named_axis
from analytics.ledger import money

ROW = 27  # pixels of a place
BAR_PIXELS = 210
EMPTY = "#D8D8D8"
GATHERED = {"several": "3つ以上\nすべて", "rest": "ほか"}


def combinations(frame: pd.DataFrame) -> alt.LayerChart | None:
    """Bars of persons, the largest first; under each the places. None where no combination may be told.

    Both lie on one scale: the persons above 0, the places in rows below it.
    """
    sets = frame[frame["person_count"].notna() & (frame["person_count"] > 0)].reset_index(drop=True)
    if not (sets["kind"] == "set").any():
        return None
    sets = sets.assign(
        at=[str(number) for number in range(len(sets))],
        colour=[dress.BALANCE if kind == "set" else dress.EARLIER for kind in sets["kind"]],
        persons=[f"{count:,}" for count in sets["person_count"]],
        mark=["＋" if name.endswith("＋") else "" for name in sets["set_name"]],
        told=[f"およそ{count:,}人" for count in sets["person_count"]],
        amount=["－" if pd.isna(yen) else money.exact(int(yen)) for yen in sets["outstanding_yen"]],
    )
    names = _names(sets)
    most = int(sets["person_count"].max())
    step = most * ROW / BAR_PIXELS  # persons that are as tall as a row
    sets["over"] = sets["persons"] + sets["mark"]
    domain = [-(len(names) + 0.7) * step, most * 1.12]
    x = alt.X("at:O", axis=None, scale=alt.Scale(domain=list(sets["at"]), paddingInner=0.3))
    y = alt.Y(
        "person_count:Q", axis=_places_axis(names, step), scale=alt.Scale(domain=domain, nice=False)
    )
    columns = ["at", "person_count", "over", "colour", "set_name", "reach_label", "told", "amount"]
    base = alt.Chart(sets[columns].astype({"person_count": float})).encode(x=x)
    tips = dress.tooltip(
        set_name="組み合わせ", reach_label="数え方", told="人数", amount="その残額"
    )
    bars = base.mark_bar().encode(
        y=y, y2=alt.datum(0), color=alt.Color("colour:N", scale=None), tooltip=tips
    )
    over = base.mark_text(dy=-10, fontWeight="bold").encode(y="person_count:Q", text="over:N")
    dots = _dots(sets, names, step)
    points = alt.Chart(dots).encode(x=x, y="row:Q", color=alt.Color("colour:N", scale=None))
    links = alt.Chart(_links(dots)).mark_rule(strokeWidth=3, color=dress.BALANCE)
    links = links.encode(x=x, y="top:Q", y2="foot:Q")
    gathered = sets[sets["kind"] != "set"]
    words = alt.Chart(
        pd.DataFrame(
            {
                "at": list(gathered["at"]),
                "words": [GATHERED[kind] for kind in gathered["kind"]],
                "row": -(len(names) / 2 + 0.5) * step,
            }
        )
    )
    said = words.mark_text(lineBreak="\n", fontSize=dress.TEXT_SIZE).encode(
        x=x, y="row:Q", text="words:N"
    )
    heading = "滞納のある組み合わせごとの人数（人）　●＝滞納のあるところ"
    if (sets["mark"] == "＋").any():
        heading += "　＋＝ほかにも滞納のある人を入れた人数"
    layers: list[dress.Layer] = [
        bars,
        over,
        points.mark_point(filled=True, size=150, opacity=1),
        links,
    ]
    if len(gathered):
        layers.append(said)
    height = BAR_PIXELS + 30 + int((len(names) + 0.7) * ROW)
    return dress.dress(*layers, height=height, heading=heading)


def _names(sets: pd.DataFrame) -> dict[str, str]:
    """Every place of the combinations → its name, in the order of the table."""
    names: dict[str, str] = {}
    for members, label in zip(sets["members"], sets["set_names"], strict=True):
        names |= dict(zip(members, label, strict=True))
    return names


def _places_axis(names: dict[str, str], step: float) -> alt.Axis:
    """The names of the places at their rows below 0; the numbers stand over the bars."""
    rows = {f"{-(at + 1) * step:.6f}": name for at, name in enumerate(names.values())}
    axis = named_axis({})
    values = [float(row) for row in rows]
    said = ",".join(f"'{name}'" for name in rows.values())
    axis.values = values
    axis.labelExpr = f"[{said}][round(-datum.value / {step}) - 1]"
    return axis


def _dots(sets: pd.DataFrame, names: dict[str, str], step: float) -> pd.DataFrame:
    """A dot for each combination and place, filled where it is one of its places."""
    named = sets[sets["kind"] == "set"]
    made = [
        (at, -(row + 1) * step, dress.BALANCE if place in members else EMPTY)
        for at, members in zip(named["at"], named["members"], strict=True)
        for row, place in enumerate(names)
    ]
    return pd.DataFrame(made, columns=["at", "row", "colour"])


def _links(dots: pd.DataFrame) -> pd.DataFrame:
    """A line from the first place of a combination to its last."""
    held = dots[dots["colour"] == dress.BALANCE]
    return held.groupby("at", as_index=False, sort=False).agg(
        top=("row", "max"), foot=("row", "min")
    )
