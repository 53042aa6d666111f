"""重複滞納 as a matrix: who owes at the place of the row and at that of the column, with the number in each cell."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.limitation_calendar import named_axis
from analytics.charts.parts import PICKED
from analytics.ledger import money

SHADES = ("#FFFFFF", "#E3EAF3", "#B9CADF", "#6E8FB5", "#12436D")  # none, then the more the darker
ON_SHADES = (dress.QUIET, dress.INK, dress.INK, dress.INK, dress.PAPER)
WITHHELD = "#EFEFEF"
TALL_ROW, ROW = 56, 48  # pixels of a row of a small matrix, and of a large one
SMALL = 9  # rows of a small matrix
LINE = dress.TEXT_SIZE + 4
LETTERS = 60  # letters of names that stand beside each other above the columns
HIDDEN = "－"


def matrix(frame: pd.DataFrame) -> alt.LayerChart:
    """Rows and columns are the same places; the more persons, the darker. Where a place meets itself, all its debtors.

    Below the persons stands what these owe at the place of the row. A click on two places tells the page which.
    """
    cells = _cells(frame)
    names = dict(zip(frame["column_member"], frame["column_name"], strict=True))
    width = max(3, LETTERS // len(names))
    above = {code: dress.fold(name, width) for code, name in names.items()}
    deep = max(name.count("\n") for name in above.values())  # a name hangs down from its first line
    beside = {code: dress.fold(name, 8) for code, name in names.items()}
    x = alt.X(
        "column_member:N",
        axis=named_axis(above, orient="top", domain=False, labelPadding=6 + LINE * deep),
        scale=alt.Scale(domain=list(names), paddingInner=0.05),
    )
    y = alt.Y(
        "row_member:N",
        axis=named_axis(beside, domain=False),
        scale=alt.Scale(domain=list(names), paddingInner=0.08),
    )
    base = alt.Chart(cells).encode(x=x, y=y)
    fills = base.mark_rect(strokeWidth=1).encode(
        color=alt.Color("shade:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    own = base.transform_filter("datum.is_own").mark_rect(
        fill=dress.PAPER, stroke=dress.BALANCE, strokeWidth=3
    )
    letters = alt.Color("letters:N", scale=None)
    persons = base.mark_text(dy=-9, fontWeight="bold").encode(text="persons:N", color=letters)
    yen = base.mark_text(dy=11, fontSize=dress.TEXT_SIZE).encode(text="yen:N", color=letters)
    unit = money.unit_for(frame["outstanding_yen"].dropna())
    heading = (
        f"両方に滞納のある人（人、濃いほど多い）と、その人たちの行での残額（{unit.label}）\n"
        f"太枠＝そこに滞納のある人すべて　{HIDDEN}＝少ないため示せない　マスを押すか、下で組を選ぶと、その組の債務者"
    )
    row = TALL_ROW if len(names) <= SMALL else ROW
    return dress.dress(
        fills,
        own,
        persons,
        yen,
        _ground(cells, x, y),
        height=row * len(names) + 60 + LINE * deep,
        heading=heading,
    )


def _cells(frame: pd.DataFrame) -> pd.DataFrame:
    """A cell for each two places, with its shade and its words."""
    unit = money.unit_for(frame["outstanding_yen"].dropna())
    counts = frame["person_count"]
    most = int(counts[~frame["is_own"]].max()) if counts[~frame["is_own"]].notna().any() else 0
    steps = [0 if pd.isna(count) else _step(int(count), most) for count in counts]
    withheld, own = list(frame["is_withheld"]), list(frame["is_own"])
    return pd.DataFrame(
        {
            "row_member": list(frame["row_member"]),
            "column_member": list(frame["column_member"]),
            "row_name": list(frame["row_name"]),
            "column_name": list(frame["column_name"]),
            "is_own": own,
            "panel": [
                f"{one}/{other}"
                for one, other in zip(frame["row_member"], frame["column_member"], strict=True)
            ],
            "persons": [HIDDEN if pd.isna(count) else f"{count:,}" for count in counts],
            "yen": [
                _yen(count, yen, unit)
                for count, yen in zip(counts, frame["outstanding_yen"], strict=True)
            ],
            "told": [
                HIDDEN if pd.isna(count) else f"およそ{count:,}人" if count else "0人"
                for count in counts
            ],
            "amount": [
                HIDDEN if pd.isna(yen) else money.exact(int(yen))
                for yen in frame["outstanding_yen"]
            ],
            "shade": [
                WITHHELD if hidden else SHADES[step]
                for hidden, step in zip(withheld, steps, strict=True)
            ],
            "edge": [dress.GRID if not hidden else dress.EARLIER for hidden in withheld],
            "letters": [
                dress.INK if is_own else dress.QUIET if hidden else ON_SHADES[step]
                for is_own, hidden, step in zip(own, withheld, steps, strict=True)
            ],
        }
    )


def _yen(count: int | None, yen: int | None, unit: money.Unit) -> str:
    """The second line of a cell; nothing where the first says all."""
    if count is None or pd.isna(count) or not count:
        return ""
    return HIDDEN if yen is None or pd.isna(yen) else money.in_unit(int(yen), unit)


def _step(count: int, most: int) -> int:
    """Which of `SHADES`: none, then quarters of the most; all of a place may be more than that."""
    return 0 if count <= 0 else min(1 + 4 * count // (most + 1), 4)


def _ground(cells: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """A ground over the cells, which tells the page on which a click fell."""
    picked = alt.selection_point(name=PICKED, fields=["panel"], toggle=False)
    tips = dress.tooltip(
        row_name="行", column_name="列", told="両方に滞納のある人", amount="行での残額"
    )
    columns = ["row_member", "column_member", "row_name", "column_name", "panel", "told", "amount"]
    ground: alt.Chart = (
        alt.Chart(cells[columns])
        .mark_rect(opacity=0, cursor="pointer")
        .encode(x=x, y=y, tooltip=tips, detail="panel:N")  # what is not drawn by is not kept
        .properties(name="panels")
        .add_params(picked)
    )
    return ground
