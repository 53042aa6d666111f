"""What the made-up city promises to show, measured from its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.sample.levels import city_yen
from tests.sampled import (
    LARGE,
    RECEIVABLES,
    Files,
    Read,
    closes,
    deliveries,
    last_day,
)


@pytest.fixture(scope="module")
def years(large: Path) -> Files:
    """Of the larger city, only the months that are looked at."""
    looked_at = ["2023-03", "2023-05", "2024-03", "2024-04", "2025-03", "2026-03", "2025-10"]
    looked_at += ["2024-05", "2025-05", "2026-05", "2026-10", "2024-10", "2023-10"]
    return {month: deliveries(large, month) for month in looked_at}


def closing(years: Files, year: int) -> dict[str, int]:
    """What is owed to each department when its books of *year* close, less what is not due yet."""
    return {
        name: sum(
            row["outstanding_yen"]
            for row in years[closes(name, year)].get(name, Read([], "", [], [])).rows
            if row["fiscal_year"] == year and row["due_on"] < last_day(closes(name, year))
        )
        for name in RECEIVABLES
    }


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_level_is_the_published_one(years: Files, year: int) -> None:
    wanted = city_yen(2025 - year, LARGE)
    assert abs(sum(closing(years, year).values()) / wanted - 1) < 0.07


def test_the_published_level_itself() -> None:
    assert [round(city_yen(back) / 1e6) for back in (0, 9, 10, 17)] == [133, 650, 820, 1680]


def owed(years: Files, month: str, name: str) -> int:
    rows = years[month][name].rows
    return sum(row["outstanding_yen"] for row in rows if row["due_on"] < last_day(month))


@pytest.mark.parametrize("name", ["kakuu-tax", "kakuu-water"])
def test_the_two_best_have_come_to_a_halt(years: Files, name: str) -> None:
    balances = [owed(years, f"{year}-10", name) for year in (2023, 2024, 2025, 2026)]
    assert balances[1] < 0.85 * balances[0]
    assert abs(balances[3] / balances[2] - 1) < 0.1


def test_housing_is_far_behind_its_target(years: Files) -> None:
    closed = [closing(years, year)["kakuu-housing"] for year in (2022, 2023, 2024, 2025)]
    assert max(closed) / min(closed) < 1.2
    fallen = {
        name: closing(years, 2025)[name] / closing(years, 2022)[name]
        for name in RECEIVABLES
        if name not in ("kakuu-lunch", "kakuu-housing")
    }
    assert closed[-1] / closed[0] > 1.3 * max(fallen.values())


def test_care_fell_by_writing_off_alone(years: Files) -> None:
    for year in (2024, 2025):
        before, after = (closing(years, each)["kakuu-care"] for each in (year - 1, year))
        rows = [
            row for row in years[f"{year + 1}-05"]["kakuu-care"].rows if row["fiscal_year"] == year
        ]
        written = sum(row["written_off_yen"] for row in rows)
        assert after < before
        assert written > before - after  # without writing off it would have risen


def test_lunch_joined_on_a_first_of_april(years: Files) -> None:
    assert "kakuu-lunch" not in years["2023-03"]
    assert {row["levy_year"] for row in years["2023-05"]["kakuu-lunch"].rows} == {2023}


def test_the_department_of_children_was_renamed(years: Files) -> None:
    assert "こども課" in years["2024-03"]["kakuu-nursery"].title
    assert "こども未来課" in years["2024-04"]["kakuu-nursery"].title
