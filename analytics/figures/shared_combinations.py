"""重複滞納: which combinations of departments (or kinds of claim) persons owe at."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.access.few import Name
from analytics.access.joint import DEPARTMENT, KIND
from analytics.access.overlaps import Told, pair
from analytics.figures import sentences
from analytics.figures.base import frame, records, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.overlaps import NOTES, Overlaps, shown_count, shown_yen
from analytics.figures.shared_debtors import beside, headline
from analytics.figures.stale import waiting_at
from analytics.store.reader import Reader

MOST = 18  # combinations by name; two more columns gather
ONLY, WITHIN, AGAIN = "この組み合わせだけ", "ほかにも滞納のある人を入れて", "左の組み合わせと重なる"
SEVERAL, REST = "3つ以上の{thing}のすべて", "ほかの組み合わせ"
COUNTED = (
    "「＋」のある組み合わせは、ほかにも滞納のある人を入れた人数です（そこだけの人数を示すと、少ない人数が分かる"
    "ため）。「＋」のあるものは重なるので、足せません。"
)
LABELS = {
    "set_name": "組み合わせ",
    "reach_label": "数え方",
    "person_count": "人数",
    "outstanding_yen": "その残額（円）",
}


def shared_combinations(reader: Reader, selection: Selection) -> Figure:
    """Persons by the departments they owe at, two or more. Raises `NothingToShow` as `scope`."""
    return _combinations("shared_combinations", Overlaps.of(reader, selection, DEPARTMENT))


def shared_combinations_by_kind(reader: Reader, selection: Selection) -> Figure:
    """The same by kinds of claim."""
    return _combinations("shared_combinations_by_kind", Overlaps.of(reader, selection, KIND))


def _combinations(name: str, seen: Overlaps) -> Figure:
    here, empty, thing = seen.here, seen.empty, seen.thing
    told = Told() if empty else seen.told()
    sets = [] if empty else _sets(seen, told)
    waiting = waiting_at(seen.reader, here)
    rows = [row for row in sets if row["kind"] == "set"]
    return Figure(
        name=name,
        title=empty
        or sentences.combined_most(_named_once(rows, sets), thing, is_all=_are_all(sets)),
        measure=f"2つ以上の{thing}に滞納のある人（{here.period.end}）",
        headline="－" if empty else headline(seen, told),
        comparison="" if empty else beside(seen, told),
        as_of=here.as_of,
        frame=_typed(sets),
        labels=LABELS,
        version=seen.reader.version,
        notes=(*NOTES, *((COUNTED,) if _has_within(sets) else ()), *seen.notes, *waiting.notes),
        facts=waiting.facts,
        sources=source_names(seen.reader, here, here.period),
        empty=empty,
    )


def _named_once(rows: list[dict[str, Any]], sets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The combinations of which the largest is told; where none is, whatever there is."""
    return rows or [{**row, "person_count": None} for row in sets]


def _are_all(sets: list[dict[str, Any]]) -> bool:
    """Whether no combination is left out, or counted with others."""
    return not _has_within(sets) and not any(row["kind"] == "rest" for row in sets)


def _has_within(sets: list[dict[str, Any]]) -> bool:
    return any(row["reach_label"] == WITHIN for row in sets if row["kind"] == "set")


def _typed(sets: list[dict[str, Any]]) -> pd.DataFrame:
    columns = ["kind", "members", "set_names", *LABELS]
    numbers = ["person_count", "outstanding_yen"]
    return pd.DataFrame(sets, columns=columns).astype(dict.fromkeys(numbers, pd.Int64Dtype()))


def _sets(seen: Overlaps, told: Told) -> list[dict[str, Any]]:
    """What the chart shows: the largest combinations that may be told, then all of three or more, then what is left."""
    data, _ = frame(seen.reader, "shared_combinations", seen.parameters)
    exact = records(data)
    made = [row for each in exact if (row := _set(seen, told, each))]
    made.sort(key=lambda row: (-row["person_count"], row["set_name"]))
    return made[:MOST] + _gathered(seen, told, exact, made[:MOST])


def _set(seen: Overlaps, told: Told, row: dict[str, Any]) -> dict[str, Any] | None:
    """A combination: those who owe just there if they may be told, else with those who owe elsewhere too, else none."""
    held = [place for place in seen.names if place in set(row["held"])]
    label = "・".join(seen.names[place] for place in held)
    wider: Name = ("within", seen.view, row["members"])
    if len(held) == 2:
        wider = pair(seen.view, *held)
    only: Name = ("set", seen.view, row["members"])
    if only in told.persons:
        counts, name, reach = ("person_count", "outstanding_yen"), only, ONLY
    elif wider in told.persons:
        counts, name, reach = ("within_count", "within_yen"), wider, WITHIN
        label += sentences.WIDER
    else:
        return None
    count, yen = (row[column] for column in counts)
    made = _row("set", held, label, reach, (count, yen), told, name)
    return made | {"set_names": [seen.names[place] for place in held]}


def _row(
    kind: str,
    members: list[str],
    label: str,
    reach: str,
    exact: tuple[int, int],
    told: Told,
    name: Name,
) -> dict[str, Any]:
    """A row of the frame: the *exact* persons and yen as they may be shown."""
    count, yen = exact
    return {
        "kind": kind,
        "members": members,
        "set_names": [],
        "set_name": label,
        "reach_label": reach,
        "person_count": shown_count(int(count), told, name),
        "outstanding_yen": shown_yen(yen, count, told, name),
    }


def _gathered(
    seen: Overlaps, told: Told, exact: list[dict[str, Any]], made: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """All with three or more, and what is left of all beside the combinations named, where it is only such."""
    rows = []
    (totals,) = records(seen.totals(seen.here.period.period_on))
    if totals["several_count"]:
        label = SEVERAL.format(thing=seen.thing)
        numbers = totals["several_count"], totals["several_yen"]
        rows.append(_row("several", [], label, AGAIN, numbers, told, ("several", seen.view)))
    left = len(exact) - len(made)
    if left and made and not _has_within(made):
        named = {frozenset(row["members"]) for row in made}
        own = [row for row in exact if frozenset(row["held"]) in named]
        count = int(totals["shared_count"]) - sum(int(row["person_count"]) for row in own)
        yen = int(totals["shared_yen"]) - sum(int(row["outstanding_yen"]) for row in own)
        # it follows from what is told, so it is told where they all are
        rest = _row("rest", [], REST, ONLY, (count, yen), told, ("shared", seen.view))
        for number in ("person_count", "outstanding_yen"):
            if any(row[number] is None for row in made):
                rest[number] = None
        rows.append(rest)
    return rows
