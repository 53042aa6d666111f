"""重複滞納: how many persons owe at two departments (or two kinds of claim), and how much, as a matrix."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.access.joint import DEPARTMENT, KIND
from analytics.access.overlaps import EVERYONE, Told, pair
from analytics.figures import sentences
from analytics.figures.base import frame, records, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.overlaps import NOTES, OVERLAPPING, Overlaps, shown_count, shown_yen
from analytics.figures.stale import waiting_at
from analytics.ledger.money import percent, words
from analytics.store.reader import Reader

NOBODY = (
    "{names}は、この月末の資料に滞納のある人（債務者番号のある人）がいないため、表にありません。"
)
YEN = {DEPARTMENT: "行の課の残額（円）", KIND: "行の債権の残額（円）"}


COLUMNS = (
    *("row_member", "column_member", "is_own", "is_withheld", "row_name", "column_name"),
    *("person_count", "outstanding_yen", "together_yen"),
)


def shared_debtors(reader: Reader, selection: Selection) -> Figure:
    """Departments by departments: persons who owe at both, and what they owe at that of the row.

    Where both are the same department, all who owe there. Raises `NothingToShow` as `scope`.
    """
    return _matrix("shared_debtors", Overlaps.of(reader, selection, DEPARTMENT))


def shared_debtors_by_kind(reader: Reader, selection: Selection) -> Figure:
    """The same by kinds of claim."""
    return _matrix("shared_debtors_by_kind", Overlaps.of(reader, selection, KIND))


def _matrix(name: str, seen: Overlaps) -> Figure:
    here, empty, thing = seen.here, seen.empty, seen.thing
    told = Told() if empty else seen.told()
    cells = pd.DataFrame(columns=[*COLUMNS]) if empty else _cells(seen, told)
    pairs = [] if empty else _pairs(cells)
    absent = () if empty else _absent(seen, cells)
    waiting = waiting_at(seen.reader, here)
    return Figure(
        name=name,
        title=empty or sentences.shared_most(pairs, thing),
        measure=f"2つ以上の{thing}に滞納のある人（{here.period.end}）",
        headline="－" if empty else headline(seen, told),
        comparison="" if empty else beside(seen, told),
        as_of=here.as_of,
        frame=cells,
        labels={
            "row_name": f"{thing}（行）",
            "column_name": f"ほかに滞納のある{thing}（列）",
            "person_count": "両方に滞納のある人数",
            "outstanding_yen": YEN[seen.view],
            "together_yen": "行と列の残額の合計（円）",
        },
        version=seen.reader.version,
        notes=(*NOTES, OVERLAPPING, *absent, *seen.notes, *waiting.notes),
        facts=waiting.facts | ({} if empty else seen.unnumbered),
        sources=source_names(seen.reader, here, here.period),
        empty=empty,
    )


def headline(seen: Overlaps, told: Told) -> str:
    """How many share, as it may be shown."""
    (row,) = records(seen.totals(seen.here.period.period_on))
    count = shown_count(int(row["shared_count"]), told, ("shared", seen.view))
    return "－" if count is None else sentences.persons_words(count)


def beside(seen: Overlaps, told: Told) -> str:
    """What those who share owe, its part of the balance, and how many owe in all."""
    (row,) = records(seen.totals(seen.here.period.period_on))
    said = []
    yen = shown_yen(row["shared_yen"], row["shared_count"], told, ("shared", seen.view))
    if yen is not None:
        rate = percent(row["shared_rate"])
        said.append(f"残額{words(row['outstanding_yen'])}のうち{words(yen)}（{rate}）")
    count = shown_count(int(row["person_count"]), told, EVERYONE)
    if count is not None:
        said.append(f"滞納のある人は{sentences.persons_words(count)}")
    return "。".join(said)


def _cells(seen: Overlaps, told: Told) -> pd.DataFrame:
    """A row for each two places, in the order of the places; without numbers where they are withheld."""
    data, _ = frame(seen.reader, "shared_matrix", seen.parameters)
    known = {(row["row_member"], row["column_member"]): row for row in records(data)}
    places = [place for place in seen.names if any(place in key for key in known)]
    made = [_cell(seen, told, known, one, other) for one in places for other in places]
    numbers = ["person_count", "outstanding_yen", "together_yen"]
    return pd.DataFrame(made).astype(dict.fromkeys(numbers, pd.Int64Dtype()))


def _absent(seen: Overlaps, cells: pd.DataFrame) -> tuple[str, ...]:
    """Which places have no row, since nobody owes there: nobody is no secret (facts.md 7)."""
    rows = set(cells["row_member"])
    names = "、".join(name for place, name in seen.names.items() if place not in rows)
    return (NOBODY.format(names=names),) if names else ()


def _cell(
    seen: Overlaps,
    told: Told,
    known: dict[tuple[str, str], dict[str, Any]],
    one: str,
    other: str,
) -> dict[str, Any]:
    nobody = {"person_count": 0, "outstanding_yen": 0, "together_yen": 0}
    row = known.get((one, other), nobody)
    name, exact = pair(seen.view, one, other), int(row["person_count"])
    count = shown_count(exact, told, name)
    return {
        "row_member": one,
        "column_member": other,
        "is_own": one == other,
        "is_withheld": count is None,
        "row_name": seen.names[one],
        "column_name": seen.names[other],
        "person_count": count,
        "outstanding_yen": shown_yen(row["outstanding_yen"], exact, told, name),
        "together_yen": shown_yen(row["together_yen"], exact, told, name),
    }


def _pairs(cells: pd.DataFrame) -> list[dict[str, Any]]:
    """Each two places once, with None for what is withheld."""
    order = {name: at for at, name in enumerate(dict.fromkeys(cells["column_member"]))}
    return [
        {key: None if pd.isna(value) else value for key, value in row.items()}
        for row in records(cells)
        if order[row["row_member"]] < order[row["column_member"]]
    ]
