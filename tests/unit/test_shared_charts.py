"""重複滞納 as it is drawn: a number in every cell, dots below bars, and a line that breaks where nothing is told."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pandas as pd
import pytest
import vl_convert

from analytics.charts import shared_matrix, shared_months, shared_sets
from tests.unit import sample_frames as frames
from tests.unit.test_charts import contrast, finished, printed, rows_of

MATRIX = frames.shared_debtors()
SETS = frames.shared_combinations()


def test_every_cell_has_its_persons_and_yen() -> None:
    texts = printed("shared_matrix", 1200)
    assert "700" in texts  # all of the tax office
    assert texts.count("85") == 2  # who owe taxes and water, in both rows
    assert texts.count("－") == 14  # the last department with the seven others
    assert "179" in texts  # 85 × 21,000 yen (178.5), in 万円
    assert texts.count("0") == 2


def test_a_cell_that_is_withheld_is_no_shade_of_the_others() -> None:
    rows = [row for row in rows_of(finished(shared_matrix.matrix(MATRIX))) if "shade" in row]
    withheld = {row["shade"] for row in rows if row["persons"] == shared_matrix.HIDDEN}
    assert withheld == {shared_matrix.WITHHELD}
    assert not withheld & {row["shade"] for row in rows if row["persons"] != shared_matrix.HIDDEN}


def test_a_click_tells_two_places_or_one_with_itself() -> None:
    grounds = [row for row in rows_of(finished(shared_matrix.matrix(MATRIX))) if "told" in row]
    pairs = {row["panel"] for row in grounds if "shade" not in row}
    assert len(pairs) == 8 * 8
    assert {"101/201", "201/101", "101/101"} <= pairs


def test_yen_that_may_not_be_told_leave_the_persons() -> None:
    hidden = MATRIX.assign(outstanding_yen=MATRIX["outstanding_yen"].where(MATRIX["is_own"]))
    rows = [row for row in rows_of(finished(shared_matrix.matrix(hidden))) if "persons" in row]
    cell = next(row for row in rows if (row["row_member"], row["column_member"]) == ("101", "201"))
    assert (cell["persons"], cell["yen"]) == ("85", shared_matrix.HIDDEN)


def test_nothing_but_withheld_is_drawn_too() -> None:
    nothing = MATRIX.assign(person_count=pd.NA, outstanding_yen=pd.NA, is_withheld=True)
    nothing = nothing.astype({"person_count": "Int64", "outstanding_yen": "Int64"})
    rows = [row for row in rows_of(finished(shared_matrix.matrix(nothing))) if "shade" in row]
    assert {row["persons"] for row in rows} == {shared_matrix.HIDDEN}


@pytest.mark.parametrize("step", range(5))
def test_letters_on_shades_can_be_read(step: int) -> None:
    assert contrast(shared_matrix.SHADES[step], shared_matrix.ON_SHADES[step]) >= 4.5


def test_bars_and_dots() -> None:
    texts = printed("shared_sets", 900)
    assert [text for text in texts if text in ("95", "60＋", "20")] == ["95", "60＋", "20"]
    assert {text for text in texts if text.endswith("課")} == {"税務課", "水道課", "建築住宅課"}
    assert "すべて" in texts
    dots = [
        row
        for row in rows_of(finished(shared_sets.combinations(SETS)))
        if set(row) == {"at", "row", "colour"}
    ]
    held = [row for row in dots if row["colour"] != shared_sets.EMPTY]
    assert (len(dots), len(held)) == (4 * 3, 2 + 2 + 2 + 3)


def test_no_combination_that_may_be_told_is_no_chart() -> None:
    hidden = SETS.assign(person_count=pd.NA).astype({"person_count": "Int64"})
    assert shared_sets.combinations(hidden) is None
    assert shared_sets.combinations(SETS[SETS["kind"] != "set"]) is None


def test_the_line_breaks_where_nothing_is_told() -> None:
    frame = frames.shared_trend()
    rows = [row for row in rows_of(finished(shared_months.months(frame))) if "run" in row]
    assert len({row["run"] for row in rows}) == 2
    assert (
        "空き＝少ないため示せない月か、資料のない月"
        in finished(shared_months.months(frame))["title"]
    )
    texts = printed("shared_months", 900)
    assert {text for text in texts if text.endswith("人")} == {"200人", "225人", "205人"}
    hidden = frame.assign(shared_count=pd.NA).astype({"shared_count": "Int64"})
    assert shared_months.months(hidden) is None


Box = tuple[float, float, float, float]  # left, right, top, foot
COURSES = {
    "the most beside the first": [185, 195, 185, 190, 190, 185, 175, 170, 170] + [185, 170] * 7,
    "the most beside the newest": [185, 170] * 8 + [180, 200, 190],
    "the most before the newest": [150] * 20 + [160, 165, 170, 160],
    "falling": [1500 - 60 * at for at in range(24)],
    "rising": [100 + 60 * at for at in range(24)],
    "a dip after the first": [185, 100, 195] + [150] * 21,
    "two months": [185, 195],
    "one month": [185],
    "hardly anybody": [10, 15, 10, 10],
    **{f"chance {at}": random.Random(at).choices(range(10, 300, 5), k=24) for at in range(6)},
}


@pytest.mark.parametrize("width", [660, 733, 1103])
@pytest.mark.parametrize("course", COURSES)
def test_no_number_covers_the_line_or_another_number(course: str, width: int) -> None:
    numbers, line = drawn(COURSES[course], width)
    assert len(numbers) == len(
        {0, COURSES[course].index(max(COURSES[course])), len(COURSES[course]) - 1}
    )
    for at, box in enumerate(numbers):
        assert not [point for point in line if is_in(point, box)]
        assert not [other for other in numbers[at + 1 :] if overlap(box, other)]
        assert box[0] >= -5
        assert box[1] <= width + 5


def drawn(counts: list[int], width: int) -> tuple[list[Box], list[tuple[float, float]]]:
    """The boxes of the numbers of a course, and points on its line."""
    frame = frames.shared_trend()
    ends = pd.date_range("2024-11-30", periods=len(counts), freq="ME")
    made = pd.DataFrame({each: [frame[each].iloc[0]] * len(counts) for each in frame})
    made = made.assign(period_on=ends, shared_count=pd.Series(counts, dtype="Int64"))
    svg = vl_convert.vegalite_to_svg({**finished(shared_months.months(made)), "width": width})
    texts = re.findall(
        r'<text text-anchor="(\w+)" transform="translate\(([\d.]+),([\d.]+)\)"[^>]*>([\d,]+)人<',
        svg,
    )
    boxes = []
    for anchor, x, y, digits in dict.fromkeys(texts):
        wide = 11.2 * len(digits) + 17
        left = float(x) - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        boxes.append((left, left + wide, float(y) - 13, float(y) + 3))
    spots = [
        (float(x), float(y))
        for x, y in re.findall(r'<path transform="translate\(([\d.]+),([\d.]+)\)" d="M3\.', svg)
    ]
    between = [
        (x + (there - x) * step / 20, y + (to - y) * step / 20)
        for (x, y), (there, to) in pairwise(spots)
        for step in range(20)
    ]
    assert len(spots) == len(counts)
    return boxes, spots + between


def is_in(point: tuple[float, float], box: Box) -> bool:
    return box[0] < point[0] < box[1] and box[2] - 3 < point[1] < box[3] + 3


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
