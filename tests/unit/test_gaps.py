"""A period in the middle that nobody delivered is seen in every chart: an empty slot, a broken line, words for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert

from analytics.charts import cohorts, dress, makeup, panels, positions, trend
from tests.unit import sample_frames as frames

Draw = Callable[[pd.DataFrame], alt.LayerChart | None]
APRIL, JUNE, AUGUST = (pd.Timestamp(day) for day in ("2024-04-30", "2024-06-30", "2024-08-31"))
MONTHS: list[tuple[Draw, pd.DataFrame]] = [
    (trend.balance_by_year, frames.balance_by_month()),
    (trend.balance_index, frames.index_by_month()),
    (panels.departments, frames.departments_by_month(4)),
    (panels.department_indexes, frames.departments_by_month(4)),
]
YEARS: list[tuple[Draw, pd.DataFrame]] = [
    (trend.balance_by_year, frames.balance_by_year()),
    (trend.balance_index, frames.balance_index()),
    (panels.departments, frames.balance_by_department()),
    (panels.department_indexes, frames.balance_by_department()),
]


def without(frame: pd.DataFrame, *lost: object) -> pd.DataFrame:
    """*frame* as a figure gives it when nobody delivered those month-ends or fiscal years."""
    when = "period_on" if dress.is_monthly(frame) else "fiscal_year"
    return frame[~frame[when].isin(lost)]


def spec_of(chart: alt.LayerChart | None) -> dict[str, Any]:
    assert chart is not None
    return dress.finish(chart)


def picture(chart: alt.LayerChart | None) -> str:
    drawn: str = vl_convert.vegalite_to_svg({**spec_of(chart), "width": 900})
    return drawn


def shapes(drawn: str, mark: str) -> list[str]:
    """The paths of every *mark* of a picture, one for a line."""
    groups = re.findall(rf'<g class="mark-{mark} role-mark.*?</g>', drawn, re.S)
    return [path for group in groups for path in re.findall(r'<path[^>]* d="([^"]+)"', group)]


def steps(drawn: str) -> list[float]:
    """From bar to bar, in pixels."""
    starts = {round(float(x), 2) for x in re.findall(r"\bM([\d.]+),", " ".join(bars(drawn)))}
    return [round(right - left, 2) for left, right in pairwise(sorted(starts))]


def bars(drawn: str) -> list[str]:
    return [shape for shape in shapes(drawn, "rect") if "h" in shape]


@pytest.mark.parametrize(("draw", "frame"), MONTHS)
def test_a_month_without_numbers_is_named_in_the_heading(draw: Draw, frame: pd.DataFrame) -> None:
    assert "空き＝数字のない月" in spec_of(draw(without(frame, JUNE)))["title"]
    for whole in (frame, without(frame, frame["period_on"].min(), frame["period_on"].max())):
        assert "空き" not in spec_of(draw(whole))["title"]


@pytest.mark.parametrize(("draw", "frame"), YEARS)
def test_a_year_without_numbers_is_named_in_the_heading(draw: Draw, frame: pd.DataFrame) -> None:
    assert "空き＝数字のない年度" in spec_of(draw(without(frame, 2022)))["title"]
    for whole in (frame, without(frame, 2023)):
        assert "空き" not in spec_of(draw(whole))["title"]


def test_the_place_of_a_bar_stays_empty() -> None:
    frame = frames.balance_by_month()
    whole = steps(picture(trend.balance_by_year(frame)))
    (step,) = {round(step) for step in whole}
    found = steps(picture(trend.balance_by_year(without(frame, JUNE))))
    assert len(found) == len(whole) - 1
    assert sorted({round(each / step) for each in found}) == [1, 2]
    assert [round(each / step) for each in found].count(2) == 1


def test_the_place_of_a_year_stays_empty_and_has_its_name() -> None:
    drawn = picture(trend.balance_by_year(without(frames.balance_by_year(), 2022)))
    assert "令和4年度" in drawn
    (step,) = steps(drawn)
    assert step > 900 / 2  # of three places, from the first to the last


def test_every_panel_keeps_the_place_of_a_year() -> None:
    frame = frames.balance_by_department()
    whole = steps(picture(panels.departments(frame)))
    found = steps(picture(panels.departments(without(frame, 2022))))
    assert found[0] == pytest.approx(whole[0] + whole[1], abs=0.1)


def test_a_year_whose_first_month_is_lost_has_its_name() -> None:
    drawn = picture(trend.balance_by_year(without(frames.balance_by_month(), APRIL)))
    assert ">6年度<" in drawn


@pytest.mark.parametrize(
    ("draw", "frame", "lost", "mark", "count"),
    [
        (trend.balance_index, frames.index_by_month(), JUNE, "line", 2),
        (panels.departments, frames.departments_by_month(4), JUNE, "area", 4),
        (panels.department_indexes, frames.departments_by_month(4), JUNE, "line", 4),
        (trend.balance_index, frames.balance_index(), 2022, "line", 2),
    ],
)
def test_a_line_is_broken(
    draw: Draw, frame: pd.DataFrame, lost: object, mark: str, count: int
) -> None:
    assert len(shapes(picture(draw(frame)), mark)) == count
    assert len(shapes(picture(draw(without(frame, lost))), mark)) == 2 * count


def test_the_line_of_what_alone_lacks_a_month_is_broken() -> None:
    frame = frames.departments_by_month(3)
    own = (frame["department_name"] == "第2課") & (frame["period_on"] == JUNE)
    assert len(shapes(picture(panels.departments(frame[~own])), "area")) == 4


def test_the_bands_are_broken_as_well() -> None:
    three = [
        frames.makeup()
        .head(3)
        .assign(period_on=end, year_label=f"令和8年{end.month}月末", before_yen=pd.NA)
        for end in pd.date_range("2026-05-31", periods=5, freq="ME")
        if end.month != 7
    ]
    assert len(shapes(picture(makeup.months(pd.concat(three))), "area")) == 2 * 3


def test_a_month_between_two_that_are_lost_is_a_dot() -> None:
    """A line through one point is not seen."""
    frame = frames.index_by_month().assign(stale_yen=0)
    for lost, lines, dots in (((JUNE,), 4, 0), ((JUNE, AUGUST), 6, 2)):
        drawn = picture(trend.balance_index(without(frame, *lost)))
        assert len(shapes(drawn, "line")) == lines
        assert len(shapes(drawn, "symbol")) == dots


def test_a_target_holds_in_a_month_that_nobody_delivered() -> None:
    frame = without(frames.balance_by_month(), pd.Timestamp("2024-01-31"))
    spec = json.dumps(spec_of(trend.balance_by_year(frame, frames.aims())), ensure_ascii=False)
    lines = re.findall(r'{[^{}]*"month": "2024-01"[^{}]*}', spec)
    assert lines
    assert all("aim_yen" in line for line in lines)  # and no bar


def test_ranks_keep_the_place_of_a_month_and_the_turn_of_the_targets() -> None:
    frame = without(frames.positions(), pd.Timestamp("2025-06-30"))
    drawn = picture(positions.positions(frame))
    assert ">6月<" in drawn
    assert len(shapes(drawn, "line")) == 4 + 4  # up to May, and in July
    spec = json.dumps(spec_of(positions.positions(frame)))
    assert set(re.findall(r'"place": ([\d.]+), "words"', spec)) == {"1.5"}


def test_what_is_left_of_a_year_is_not_drawn_across_a_month() -> None:
    frame = frames.cohorts()
    lost = (frame["levy_year"] == 2021) & (frame["month_count"] == 30)
    chart = cohorts.cohorts(frame[~lost])
    assert len(shapes(picture(chart), "line")) == 5 + 1
    assert "空き＝数字のない月" in spec_of(chart)["title"]
    assert "空き" not in spec_of(cohorts.cohorts(frame))["title"]
