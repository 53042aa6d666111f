"""α of a scale as it is told, and the spread of the points from it, against whole tables of answers."""

from __future__ import annotations

import re
from collections import Counter
from math import isnan, nan

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.figures.survey.reliability import (
    NOT_TOLD,
    ONE_QUESTION,
    Pattern,
    reliability,
    spread,
)
from analytics.ledger.reliability import alpha_interval
from tests.unit.statistics_as_published import alpha_of_answers

LEAST = 10
CELL = ("一般職員", "税")
OTHERS = 5  # the smallest group that any city may show
UNITS = (0.01, 0.05, 0.1)


@st.composite
def persons(draw: st.DrawFn) -> list[Pattern]:
    size = draw(st.integers(2, 4))
    return draw(st.lists(st.tuples(*[st.integers(1, 5)] * size), min_size=1, max_size=60))


def table(complete: list[Pattern]) -> np.ndarray:
    return np.array(complete, dtype=np.float64)


@given(complete=persons())
def test_alpha_of_a_whole_table(complete: list[Pattern]) -> None:
    found = reliability({CELL: Counter(complete)}, LEAST)
    alpha = alpha_of_answers(table(complete))
    if len(complete) < LEAST:
        assert (isnan(found.alpha), found.words) == (True, "すべてに答えた人が10人に足りない")
    elif alpha is None:
        assert (isnan(found.alpha), found.words) == (True, NOT_TOLD)
    elif isnan(found.alpha):
        assert found.words == NOT_TOLD
    else:
        assert found.alpha == pytest.approx(alpha, abs=found.unit / 2 + 1e-9)
        assert found.alpha / found.unit == pytest.approx(round(found.alpha / found.unit))
        words = {0.01: f"α {found.alpha:.2f}（", 0.05: f"α およそ{found.alpha:.2f}（"}
        expected = words.get(found.unit, f"α およそ{found.alpha:.1f}（").replace("-", "−")
        assert found.words.startswith(expected)
        half = found.unit / 2 if found.unit > 0.01 else 0  # coarsely told, it may be any of these
        low, high = (
            alpha_interval(min(1.0, found.alpha + each), len(complete), len(complete[0]))[at]
            for at, each in enumerate((-half, half))
        )
        printed = re.fullmatch(r".*（(.*)〜(.*)）", found.words.replace("−", "-"))
        assert printed
        assert float(printed[1]) == pytest.approx(low, abs=0.005 + 1e-9)
        assert float(printed[2]) == pytest.approx(high, abs=0.005 + 1e-9)


def with_gaps(seed: int) -> list[Pattern]:
    """Some dozens of persons who answer two or three questions alike, here and there one question less."""
    drawn = np.random.default_rng(seed)
    size = (int(drawn.integers(25, 90)), int(drawn.integers(2, 4)))
    answers = np.clip(np.rint(drawn.normal(3, 1, (size[0], 1)) + drawn.normal(0, 1, size)), 1, 5)
    left_out = drawn.random(size) < 0.05
    return [
        tuple(None if gap else int(one) for one, gap in zip(*both, strict=True))
        for both in zip(answers, left_out, strict=True)
    ]


@pytest.mark.parametrize("seed", range(20))
def test_others_could_have_given_each_answer(seed: int) -> None:
    """α is rounded to the finest unit with which five others could have taken a side, and it would be the same.

    With some answer of that side; of those who left out another question, with the very answer.
    """
    everybody = with_gaps(seed)
    complete = [one for one in everybody if None not in one]
    answers = {
        (at, answer) for one in everybody for at, answer in enumerate(one) if answer is not None
    }
    wanted = [
        (at, {answer for place, answer in answers if place == at and (answer > 3) is is_good})
        for at in range(len(everybody[0]))
        for is_good in (True, False)
    ]
    wanted += [
        (at, {answer})
        for one in everybody
        if None in one
        for at, answer in enumerate(one)
        if answer is not None
    ]
    found = reliability({CELL: Counter(everybody)}, LEAST)
    finest = next(
        (
            unit
            for unit in UNITS
            if all(others(complete, at, side, unit) >= OTHERS for at, side in wanted if side)
        ),
        0,
    )
    assert found.unit == finest
    assert (found.reason == NOT_TOLD) == (finest == 0)


def others(complete: list[Pattern], at: int, side: set[int], unit: float) -> int:
    """How many on the other side, with whose answer replaced by one of *side* the rounded α is the same."""
    told = alpha_of_answers(table(complete))
    assert told is not None
    found = 0
    for place, other in enumerate(complete):
        if (int(str(other[at])) > 3) == (max(side) > 3):
            continue
        moved = table(complete)
        same = False
        for answer in side:
            moved[place, at] = answer
            alpha = alpha_of_answers(moved)
            same |= alpha is not None and round(alpha / unit) == round(told / unit)
        found += same
    return found


def test_alpha_is_coarse_or_missing_rather_than_telling() -> None:
    """Fine among hundreds, coarse among some, none where nearly all are alike."""
    drawn = np.random.default_rng(6)

    def made(count: int) -> Counter[Pattern]:
        first = drawn.integers(1, 6, count)
        second = np.where(drawn.random(count) < 0.5, first, drawn.integers(1, 6, count))
        return Counter(zip(first.tolist(), second.tolist(), strict=True))

    assert reliability({CELL: made(400)}, LEAST).unit == 0.01
    assert reliability({CELL: made(30)}, LEAST).unit in (0.05, 0.1)
    alike = Counter[Pattern]({(5, 5): 30, (5, 4): 10, (1, 4): 1})
    assert reliability({CELL: alike}, LEAST).words == NOT_TOLD


def test_a_group_in_which_nobody_can_change_places_makes_alpha_coarse() -> None:
    """Twenty, all at one end or all at the other in both questions: to change places in one would show."""
    drawn = np.random.default_rng(2)
    many = Counter(
        (int(first), int(second)) for first, second in drawn.integers(1, 6, (150, 2)).tolist()
    )
    ends = Counter({(5, 5): 12, (1, 1): 8})
    assert reliability({CELL: many + ends}, LEAST).unit == 0.01
    apart = reliability({CELL: many, ("一般職員", "福祉"): ends}, LEAST)
    assert apart.unit > 0.01 or apart.reason == NOT_TOLD


def test_a_single_question_has_no_alpha() -> None:
    assert reliability({CELL: {(5,): 20, (1,): 20, (None,): 3}}, LEAST).words == ONE_QUESTION


@given(complete=persons())
def test_spread_of_points_is_that_of_the_persons_means(complete: list[Pattern]) -> None:
    """But for the two digits of α; and without α it is not less."""
    answers = table(complete)
    alpha = alpha_of_answers(answers)
    assume(alpha is not None and alpha > -1)
    variances = answers.var(axis=0, ddof=1).tolist()
    true = float(((answers - 1) * 25).mean(axis=1).var(ddof=1))
    assert alpha is not None
    assert spread(variances, alpha) == pytest.approx(true)
    assert spread(variances, round(alpha, 2)) == pytest.approx(true, rel=0.03)
    assert spread(variances, nan) >= true - 1e-9


def test_points_of_one_question_are_spread_as_its_answers() -> None:
    assert spread([1.3], nan) == pytest.approx(1.3 * 25**2)
