"""How many answered: what of that follows, though it is below ten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from analytics.ledger.survey import BREAKDOWNS
from tests.answers import (
    QUESTIONS,
    SCALES,
    Person,
    Wave,
)
from tests.attack.equations import settled
from tests.attack.told import LEAST, Cell, Told, followed, shares


def counts_recovered(told: Told, name: str, wave: Wave) -> set[str]:
    """Numbers of answers below ten that follow: for who knows of which cells there are answers, or how many were asked.

    Nobody answered who was not asked, as far as the list has it so.
    """
    here = sorted({one.cell for one in wave.people})
    listed = sorted({*here, *(cell for cell in wave.invited or {} if all(cell))})
    bounds = list(_bounds(wave, listed))
    found = _recovered(told, name, wave, listed, bounds) if bounds else set()
    if bounds and listed == here:  # who knows both knows more
        return found
    return found | _recovered(told, name, wave, here, [])


def _recovered(
    told: Told,
    name: str,
    wave: Wave,
    cells: Sequence[Cell],
    bounds: Sequence[tuple[list[Cell], int]],
) -> set[str]:
    """Those that follow where *cells* may have answers, and of some together not more than the *bounds*.

    Unknown: how many of each cell answered at all, each scale, and each question; who answered a question, answered
    its scale, and who answered a scale, answered.
    """
    things = ["", *SCALES, *map(str, QUESTIONS)]
    at = {key: place for place, key in enumerate(product(things, cells))}
    truth = np.array([sum(map(_answering(thing), _of(wave, cell))) for thing, cell in at])
    rows, least, equal = [], [], []

    def add(thing: str, chosen: Iterable[Cell], value: object) -> None:
        row = np.zeros(len(at))
        row[[at[thing, cell] for cell in chosen]] = 1
        assert row @ truth == int(str(value))
        equal.append(row)

    for scale, questions in SCALES.items():
        for upper, lower in [("", scale), *((scale, str(one)) for one in questions)]:
            for cell in cells:
                row = np.zeros(len(at))
                row[at[upper, cell]], row[at[lower, cell]] = 1, -1
                rows.append(row)
                least.append(0)
    for line in told.rows("survey_response", name, "rank_group", "one"):
        if not pd.isna(line["answered_count"]):
            label, group = str(line["group_label"]), str(line["group_name"])
            add("", _cells(cells, label, group), line["answered_count"])
    for question in QUESTIONS:
        for (by, group), (count, _) in followed(told, name, question).items():
            add(str(question), _cells(cells, BREAKDOWNS[by], group), count)
        found = shares(told, name, question)
        if found is not None:
            add(str(question), cells, int(found["answered_count"]))
    if not equal:
        return set()
    for own, asked in bounds:
        row = np.zeros(len(at))
        row[[at["", cell] for cell in own]] = -1
        rows.append(row)
        least.append(-asked)
    no_secret = _all_answered(told, name, wave, cells)
    targets = {}
    for thing in things:
        for label, place in [*zip(BREAKDOWNS.values(), (0, 1), strict=True), ("", None)]:
            sets: dict[object, list[Cell]] = {}
            for cell in cells:
                sets.setdefault(cell if place is None else cell[place], []).append(cell)
            for key, own in sets.items():
                if not thing and no_secret.issuperset(own):
                    continue
                target = np.zeros(len(at))
                target[[at[thing, cell] for cell in own]] = 1
                if 0 < target @ truth < LEAST:
                    targets[f"{thing} {label} {key}"] = target
    known, value = np.array(equal), np.array(equal) @ truth
    at_least = [
        LinearConstraint(known, value, value),
        LinearConstraint(np.array(rows), least, np.inf),
    ]
    return settled(targets, truth, lambda aim: [_least(aim, at_least)])


def _bounds(wave: Wave, cells: Sequence[Cell]) -> Iterator[tuple[list[Cell], int]]:
    """Cells, and how many of them were asked: cell by cell and by each breakdown, where the list can be true."""
    for part in (slice(0, 2), slice(0, 1), slice(1, 2)):
        asked, answered = Counter[tuple[str, ...]](), Counter(one.cell[part] for one in wave.people)
        for cell, count in (wave.invited or {}).items():
            asked[cell[part]] += count
        is_told = not any("" in each for each in asked)
        if is_told and all(answered[each] <= count for each, count in asked.items()):
            for each, count in asked.items():
                yield [cell for cell in cells if cell[part] == each], count


def _all_answered(told: Told, name: str, wave: Wave, cells: Sequence[Cell]) -> set[Cell]:
    """Those of all or of a shown group of which the table says that each answered who was asked."""
    return {
        cell
        for line in told.rows("survey_response", name, "rank_group", "one")
        if line["response_rate"] == 1
        for cell in _cells(cells, str(line["group_label"]), str(line["group_name"]))
    }


def _least(aim: np.ndarray, constraints: list[LinearConstraint]) -> np.ndarray:
    """The whole numbers that make *aim* least."""
    made = milp(
        aim,
        integrality=np.ones(len(aim)),
        bounds=Bounds(0, np.inf),
        constraints=constraints,
    )
    return np.rint(made.x)


def _of(wave: Wave, cell: Cell) -> list[Person]:
    return [one for one in wave.people if one.cell == cell]


def _answering(thing: str) -> Callable[[Person], bool]:
    if not thing:
        return lambda one: any(one.answers.values())
    numbers = SCALES.get(thing) or (int(thing),)
    return lambda one: any(one.answers.get(number) for number in numbers)


def _cells(cells: Sequence[Cell], label: str, group: str) -> list[Cell]:
    if not label:
        return list(cells)
    place = list(BREAKDOWNS.values()).index(label)
    return [cell for cell in cells if cell[place] == group]
