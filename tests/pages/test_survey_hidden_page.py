"""意識調査: what few people answered is nowhere on the page, in its files and its pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from analytics.figures.survey.given import FEW
from analytics.intake.layouts import AnyLayout
from pages.parts import filters
from tests.answers import (
    QUESTIONS,
    SCALES,
    Person,
    Wave,
    people,
)
from tests.handing_in import take_month_in
from tests.pages.surveyed import (
    ALIKE,
    CELLS,
    OF_ANSWERS,
    OFFICE,
    Given,
    Look,
    Take,
    everything,
    kept,
    mixed,
    rows_by_head,
    specs,
    text,
    unfolded,
)
from tests.pages.test_pages import charts, fine, tables
from tests.unit.test_charts import rows_of


def test_all_the_same_answer_is_not_told_where_a_group_is_hidden(
    look: Look, take: Take, given_out: Given
) -> None:
    """Else everybody knew what the few of them answered."""
    alike = [Person(*cell, dict.fromkeys(QUESTIONS, 4)) for cell in CELLS for _ in range(12)]
    few = people("一般職員", "会計", 4, 4)
    page = look(take(Wave((*alike, *few))), filters.QUESTIONS)
    assert fine(page)
    assert not charts(page)
    assert text(page).count("第1回は、どの設問も示せない") == 1
    assert ALIKE not in text(page)
    assert text(page).count("少人数の答えが分かるため、示さない設問とその尺度があります。") == 1
    for rows in (unfolded(page), kept(given_out, "survey_questions")):
        assert len(rows) > 1
        for row in rows_by_head(rows):
            measured = [cell for name, cell in row.items() if name not in UNMEASURED]
            assert not [cell for cell in measured if re.search(r"\d", cell)], row


UNMEASURED = {"尺度", "設問", "問い", "設問文", "尺度の向き", "示さない理由"}


SMALL = "会計", "福祉"  # six and seven persons, all of one rank


def hidden_wave(own: Sequence[Person], other: Sequence[Person]) -> Wave:
    asked = {**dict.fromkeys(CELLS, 15), ("一般職員", "会計"): 9, ("一般職員", "福祉"): 9}
    return Wave((*OFFICE, *own, *other), asked)


def held(page: AppTest, files: Given) -> Iterator[dict[str, Any]]:
    """Every row of a table, a file or a picture that names a small group."""
    rows = [row for table in tables(page) for row in rows_by_head(table)]
    rows += [row for name in files for row in rows_by_head(kept(files, name.removeprefix("csv-")))]
    for row in [*rows, *(row for spec in specs(page) for row in rows_of(spec))]:
        if set(SMALL) & {value for value in row.values() if isinstance(value, str)}:
            yield row


def means(persons: Sequence[Person]) -> set[str]:
    """The points of *persons* and their favourable shares, as a file would write them."""
    found = set()
    for numbers in SCALES.values():
        points = [(one.favour(at) - 1) * 25 for one in persons for at in numbers]
        found.add(sum(points) / len(points))
    for at in QUESTIONS:
        found.add(sum(one.favour(at) > 3 for one in persons) / len(persons))
    return {f"{mean:.9f}" for mean in found if not (mean * 4).is_integer()}


def test_a_hidden_groups_numbers_are_nowhere(look: Look, take: Take, given_out: Given) -> None:
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    store = take(hidden_wave(own, other), hidden_wave(own, other))
    secret = means(own) | means(other) | means((*own, *other))
    assert len(secret) > 8
    named = 0
    for side, by in product(OF_ANSWERS, ("職位", "部署群")):
        given_out.clear()
        page = look(store, side, by=by)
        assert fine(page)
        for row in held(page, given_out):
            named += 1
            numbers = {
                name
                for name, cell in row.items()
                if isinstance(cell, float) or re.search(r"\d", str(cell))
            }
            assert numbers <= ALLOWED, (side, by, row)
        exact = re.findall(r"\d+\.\d{9,}", everything(page, given_out))
        assert not secret & {f"{float(each):.9f}" for each in exact}, (side, by)
    assert named > 40


def test_beside_the_balances_a_hidden_group_has_no_number(
    look: Look, take: Take, given_out: Given, surveyed: Path, layouts: list[AnyLayout]
) -> None:
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    store = take(hidden_wave(own, other), hidden_wave(own, other))
    for month in ("2026-07", "2026-08"):
        take_month_in(store, surveyed / "city" / month, layouts)
    page = look(store, filters.BESIDE)
    assert fine(page)
    assert len(charts(page)) == 1
    for rows in (unfolded(page), kept(given_out, "survey_beside")):
        hidden = [row for row in rows_by_head(rows) if row["部署群"] == "福祉"]
        assert hidden
        for row in hidden:
            told = {row[key] for key in ("得点の変化", "変化の区間の下", "変化の区間の上")}
            assert told <= {"", "－"}
            assert row["示さない理由"] == FEW


# the wave, when it was, how many were asked; of a picture its colours and places on the page
ALLOWED = {"回", "実施", "配布数（人）", "shade", "edge", "letters", "wave_name"}


def test_who_of_the_hidden_answered_what_changes_nothing_that_leaves_the_server(
    look: Look, take: Take, given_out: Given
) -> None:
    """Two surveys that differ in nothing else look the same, to the last letter of every file and picture."""
    own, other = mixed("一般職員", "会計", 6), mixed("一般職員", "福祉", 7, shift=3)
    swapped = [
        Person(one.rank, one.group, his.answers) for one, his in zip(own, other, strict=False)
    ]
    others = [
        Person(one.rank, one.group, his.answers) for one, his in zip(other, own, strict=False)
    ]
    before = Wave(OFFICE, dict.fromkeys(CELLS, 15))
    stores = [
        take(before, hidden_wave(own, other), name="one"),
        take(before, hidden_wave(swapped, (*others, other[-1])), name="two"),
    ]
    assert own[0].answers != swapped[0].answers
    for side, by in product(OF_ANSWERS, ("職位", "部署群")):
        seen = []
        for store in stores:
            given_out.clear()
            page = look(store, side, by=by)
            assert fine(page)
            seen.append(everything(page, given_out))
        assert seen[0] == seen[1], (side, by)
        assert "会計" in seen[0] or (side, by) != (filters.GROUPS, "部署群")
