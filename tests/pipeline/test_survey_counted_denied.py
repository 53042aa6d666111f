"""Of results that came counted, few people's answers follow from nothing, and corrected ones are told no more."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.figures.survey import offered
from analytics.intake.layouts import AnyLayout
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from tests.attack.told import LEAST, WHOLE

GRADES = ("SCS", "G6/7", "SEO/HEO", "EO", "AO/AA")
COUNTED = {"interest": "仕事に関心が持てる", "workload": "仕事の量が適切である"}
Counted = Mapping[tuple[str, str], tuple[int, int]]  # question and grade → answers, favourable ones


def write_counted(path: Path, waves: Mapping[str, Counted]) -> Path:
    """As the table of the civil service is, whose shares are told to many places."""
    head = "survey_year,grade,nearest_jp_role_our_judgement,theme,theme_note,item_code,scale,positive_pct"
    rows = [
        f"{wave},{grade},,{question},,,,{100 * good / count!r},{count},,"
        for wave, counted in waves.items()
        for (question, grade), (count, good) in counted.items()
    ]
    text = "\n".join([f"{head},respondents_in_grade,precision,source_url", *rows])
    path.write_text(text, "utf-8-sig")
    return path


def table(drawn: random.Random) -> dict[tuple[str, str], tuple[int, int]]:
    """Two questions and some grades, with a row for the whole or without one, which may be larger than the grades.

    Most often as many answered both questions.
    """
    grades = drawn.sample(GRADES, drawn.randint(1, len(GRADES)))
    has_whole, others = drawn.random() < 0.5, drawn.choice([0, 0, 3, 12])
    sizes = {grade: drawn.choice([1, 4, 6, 9, 10, 14, 30, 40]) for grade in grades}
    made = {}
    for question in COUNTED:
        parts = {}
        for grade, size in sizes.items():
            count = max(1, size - drawn.choice([0, 0, 0, 1]))
            parts[grade] = (count, round(drawn.choice([0, 0.3, 0.5, 0.9, 1]) * count))
        made |= {(question, grade): part for grade, part in parts.items()}
        if has_whole:
            count = others + sum(count for count, _ in parts.values())
            good = sum(good for _, good in parts.values()) + drawn.randint(0, others)
            made[question, WHOLE] = (count, good)
    return made


@pytest.fixture(scope="module")
def counted_forms(layouts: list[AnyLayout]) -> list[AnyLayout]:
    return [one for one in layouts if one.name == "uk-civil-service-survey"]


def test_no_few_follow_from_counted_results(
    tmp_path: Path, store: Store, counted_forms: list[AnyLayout]
) -> None:
    """Of a hidden grade neither the whole less the others, nor a remainder all alike, tells anything."""
    drawn = random.Random(1)
    made = {str(year): table(drawn) for year in range(1925, 2025)}
    path = write_counted(tmp_path / "uk_civil_service_survey_by_grade_x.csv", made)
    assert not take_in_month(store, [path], counted_forms).rejected
    frame = answer("survey_results", open_reader(store.root), Selection()).frame
    seen = Counter[bool]()
    told = dict[str, set[frozenset[str]]]()
    for (year, counted), (question, text) in product(made.items(), COUNTED.items()):
        here = frame[(frame["wave"] == year) & (frame["question_text"] == text)]
        rows = here.dropna(subset=["positive_rate"])
        parts = {grade: each for (asked, grade), each in counted.items() if asked == question}
        shown = {
            next(one for one in parts if name.startswith(one))
            for name in rows["group_name"]
            if name != WHOLE
        }
        assert (rows["answered_count"] >= LEAST).all()
        told.setdefault(year, set()).add(frozenset(shown))
        if WHOLE not in set(rows["group_name"]):
            continue
        groups = {grade: each for grade, each in parts.items() if grade != WHOLE}
        whole = parts.get(WHOLE, tuple(map(sum, zip(*groups.values(), strict=True))))
        count, good = (
            of_all - sum(groups[grade][at] for grade in shown) for at, of_all in enumerate(whole)
        )
        hidden_ones = [size for grade, (size, _) in groups.items() if grade not in shown]
        seen[bool(hidden_ones)] += 1
        if hidden_ones:
            assert count >= LEAST
            assert good not in (0, count)
            assert len(hidden_ones) > 1 or count > sum(hidden_ones)  # with others, of no grade
    assert min(seen.values()) > 10
    for shown_of_a_year in told.values():  # in both questions, or nothing of one
        assert len(shown_of_a_year - {frozenset()}) <= 1


def test_counted_results_that_were_corrected_are_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, counted_forms: list[AnyLayout]
) -> None:
    """One more answer: the difference would tell it. A wave that a new file repeats as it was is told as before."""
    path = tmp_path / "uk_civil_service_survey_by_grade_x.csv"

    def waves_of(version: int) -> list[str]:
        return offered.waves(open_reader(store.root, version=version), is_counted=True)

    for told in [(20, 11), (20, 11), (21, 12)]:
        former = dict.fromkeys(product(COUNTED, GRADES), told)
        take_in_month(store, [write_counted(path, {"2024": former})], counted_forms)
    assert store.latest() == 1
    assert waves_of(0) == []
    assert waves_of(1) == ["2024"]
    said = "2024はのちに訂正されたため、この版では示しません"
    first = open_reader(store.root, version=0)
    assert said in offered.lacking(first, is_counted=True)
    assert said in answer("survey_results", first, Selection()).title
    later = dict.fromkeys(product(COUNTED, GRADES), (30, 11))
    write_counted(path, {"2024": former, "2025": later})
    assert not take_in_month(store, [path], counted_forms).rejected
    assert waves_of(1) == ["2024"]
    assert waves_of(2) == ["2025", "2024"]
    write_counted(path, {"2024": former, "2025": former})
    assert not take_in_month(store, [path], counted_forms).rejected
    assert waves_of(2) == ["2024"]
    (note,) = answer("survey_results", open_reader(store.root, version=2), Selection()).notes
    assert note.startswith("2025はのちに訂正されたため")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")
