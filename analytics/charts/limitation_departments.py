"""時効管理: departments by the quarters of the next two years, between what is past and what nobody can reckon."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts.limitation_calendar import ends, named_axis, names_of
from analytics.ledger import money

ROW = 40  # pixels of a department
SECOND_LINE = 26  # pixels above the cells at which the first of two lines stands
SHADES = ("#FFFFFF", "#E3EAF3", "#B9CADF", "#6E8FB5", "#12436D")  # none, then the more the darker
ON_SHADES = (dress.QUIET, dress.INK, dress.INK, dress.INK, dress.PAPER)
WITHHELD = "－"  # as the note under the figure and the table write it; where nothing ends stands 0
UNTOLD = "#EFEFEF"  # no shade of the others
BEFORE, AFTER = "すでに過ぎた", "算定不可"


def departments(frame: pd.DataFrame) -> alt.LayerChart | None:
    """Departments by quarters of a year, the larger the darker, between what is past and what nobody can reckon.

    None for one department, whose months the bars show.
    """
    rows = frame[
        frame["span"].isin(["past", "to_invoke", "quarter", "unknown"]) & frame["department"].ne("")
    ]
    if rows["department"].nunique() < 2:
        return None
    columns = [BEFORE, *names_of(frame), AFTER]
    cells = _cells(rows, ends(frame), columns)
    unit = money.unit_for(cells["yen"])
    cells["words"] = [
        WITHHELD if hidden else money.in_unit(int(yen), unit)
        for yen, hidden in zip(cells["yen"], cells["is_withheld"], strict=True)
    ]
    cells["amount"] = [
        "非表示" if hidden else money.exact(int(yen))
        for yen, hidden in zip(cells["yen"], cells["is_withheld"], strict=True)
    ]
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
        axis=named_axis(names, domain=False),
        scale=alt.Scale(domain=list(names), paddingInner=0.08),
    )
    tips = dress.tooltip(department_name="所管課", column="満了の見込み", amount="未収残額")
    base = alt.Chart(cells.drop(columns=["soon_yen", "yen", "is_withheld"])).encode(
        x=x, y=y, tooltip=tips
    )
    fills = base.mark_rect(strokeWidth=1).encode(
        color=alt.Color("shade:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    words = base.mark_text().encode(text="words:N", color=alt.Color("letters:N", scale=None))
    heading = f"課ごとの、満了の見込みの残額（{unit.label}、3か月ごと、要確認）　濃いほど多い（左右の端を除く）"
    if cells["is_withheld"].any():
        heading += f"　{WITHHELD}＝少人数などのため非表示"
    return dress.dress(fills, words, height=ROW * len(names) + 60, heading=heading)


def _cells(rows: pd.DataFrame, every: list[pd.Timestamp], columns: list[str]) -> pd.DataFrame:
    """A cell for each department and column, with its shade and that of its letters."""
    place = {end: columns[1 + at] for at, end in enumerate(every)}
    other = {"past": BEFORE, "to_invoke": BEFORE, "unknown": AFTER}
    column = [
        other.get(span) or place[pd.Timestamp(end)]
        for span, end in zip(rows["span"], rows["ends_on"], strict=True)
    ]
    names = (
        rows.drop_duplicates("department").set_index("department")["department_name"].sort_index()
    )
    rows = rows.assign(column=column, is_withheld=rows["outstanding_yen"].isna())
    by_cell = rows.groupby(["department", "column"])
    sums = by_cell["outstanding_yen"].sum()
    withheld = by_cell["is_withheld"].any()
    index = pd.MultiIndex.from_product([names.index, columns], names=["department", "column"])
    cells = sums.reindex(index).fillna(0).rename("yen").reset_index()
    cells["is_withheld"] = withheld.reindex(index).fillna(False).to_numpy(dtype=bool)
    cells["yen"] = cells["yen"].mask(cells["is_withheld"], 0)
    cells["department_name"] = cells["department"].map(names)
    is_soon = ~cells["column"].isin(list(other.values()))
    cells["soon_yen"] = cells["yen"].where(is_soon, 0).groupby(cells["department"]).transform("sum")
    most = int(cells.loc[is_soon, "yen"].max()) or 1
    steps = [
        _step(int(yen) if soon else 0, most)
        for yen, soon in zip(cells["yen"], is_soon, strict=True)
    ]
    hidden = cells["is_withheld"]
    return cells.assign(
        shade=[UNTOLD if no else SHADES[step] for step, no in zip(steps, hidden, strict=True)],
        edge=[dress.EARLIER if no else dress.GRID for no in hidden],
        letters=[
            dress.QUIET if no or not yen else dress.INK if not soon else ON_SHADES[step]
            for step, yen, no, soon in zip(steps, cells["yen"], hidden, is_soon, strict=True)
        ],
    )


def _step(yen: int, most: int) -> int:
    """Which of `SHADES`: none, then quarters of the largest amount."""
    return 0 if yen <= 0 else min(1 + 4 * yen // (most + 1), 4)
