"""Cronbach's α against what was published, and against pingouin (by covariances) and statsmodels (by sums of squares).

α is the intraclass correlation ICC(3, k): 1 − mean square of the rest / mean square of persons, in a two-way analysis
of variance. So there are two independent ways to it besides our own.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pingouin
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm

from analytics.ledger.reliability import alpha_interval, cronbach_alpha
from tests.unit.statistics_as_published import alpha_of_answers

Table = NDArray[np.float64]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Answers from 1 to 5 of some persons to some questions, whose sum is not the same for everybody."""
    persons, items = draw(st.integers(2, 15)), draw(st.integers(2, 6))
    row = st.lists(st.integers(1, 5), min_size=items, max_size=items)
    rows = draw(st.lists(row, min_size=persons, max_size=persons))
    assume(len({sum(row) for row in rows}) > 1)
    return np.array(rows, dtype=np.float64)


def by_anova(answers: Table) -> float:
    """ICC(3, k) from the analysis of variance that statsmodels makes."""
    rows = [(person, item, given) for (person, item), given in np.ndenumerate(answers)]
    frame = pd.DataFrame(rows, columns=["person", "item", "given"])
    squares = anova_lm(ols("given ~ C(person) + C(item)", frame).fit())["mean_sq"]
    return 1 - float(squares["Residual"] / squares["C(person)"])


def shipped(name: str) -> pd.DataFrame:
    """An example of pingouin's documentation, which comes with it."""
    return pingouin.read_dataset(name)


# Published --------------------------------------------------------------------------------------

# Shrout and Fleiss 1979, Psychological Bulletin 86:420–428, Table 2: six targets and four judges, ICC(3, 4) = .91
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]


def test_alpha_of_judges_as_printed() -> None:
    answers = np.array(SHROUT_FLEISS, dtype=np.float64)
    found = alpha_of_answers(answers)
    assert found is not None
    assert round(found, 2) == 0.91
    assert found == pytest.approx(by_anova(answers))
    assert found == pytest.approx(pingouin.cronbach_alpha(pd.DataFrame(answers))[0])


def test_alpha_of_a_scale_of_agreement_as_printed() -> None:
    """The documentation of pingouin.cronbach_alpha: 0.5917188485995826, from 0.195 to 0.840."""
    long = shipped("cronbach_alpha")
    answers = long.pivot(index="Subj", columns="Items", values="Scores").to_numpy(np.float64)
    assert answers.shape == (15, 10)
    assert_alpha(answers, 0.5917188485995826)
    assert limits(0.5917188485995826, 15, 10) == (0.195, 0.840)


def test_alpha_of_a_test_of_yes_and_no_as_printed() -> None:
    """The same, persons with a gap left out: 0.8016949152542373, as psych::alpha of R; 11 questions.

    The limits printed, 0.581 to 0.933, are those of all 12 persons, although 9 are left: pingouin 0.7 counts too early.
    Given the nine, it agrees with us.
    """
    answers = shipped("cronbach_wide_missing").dropna().to_numpy(np.float64)
    assert answers.shape == (9, 11)
    assert_alpha(answers, 0.8016949152542373)
    assert limits(0.8016949152542373, 12, 11) == (0.581, 0.933)
    theirs = pingouin.cronbach_alpha(pd.DataFrame(answers))[1]
    assert limits(0.8016949152542373, 9, 11) == tuple(theirs)


def assert_alpha(answers: Table, printed: float) -> None:
    found = alpha_of_answers(answers)
    assert found == pytest.approx(printed, abs=1e-12)
    assert found == pytest.approx(by_anova(answers))


def limits(alpha: float, persons: int, items: int) -> tuple[float, float]:
    """With three digits, as pingouin prints them."""
    low, high = alpha_interval(alpha, persons, items)
    return round(low, 3), round(high, 3)


# Independent ------------------------------------------------------------------------------------


@given(answers=tables())
def test_alpha_agrees_with_pingouin(answers: Table) -> None:
    theirs, (low, high) = pingouin.cronbach_alpha(pd.DataFrame(answers))
    ours = alpha_of_answers(answers)
    assert ours is not None
    assert ours == pytest.approx(theirs, abs=1e-9)
    # pingouin prints its limits with three digits
    assert alpha_interval(ours, *answers.shape) == pytest.approx((low, high), abs=5.1e-4)


@pytest.mark.parametrize("seed", range(5))
def test_alpha_agrees_with_an_analysis_of_variance(seed: int) -> None:
    draw = np.random.default_rng(seed)
    agreeing = draw.normal(3, 1, (30, 1)) + draw.normal(0, 1, (30, 5))
    answers = np.clip(np.rint(agreeing), 1, 5)
    assert alpha_of_answers(answers) == pytest.approx(by_anova(answers), abs=1e-9)


# Properties -------------------------------------------------------------------------------------


@given(answers=tables(), shift=st.integers(-9, 9), scale=st.sampled_from([-2.0, 0.1, 0.25, 25.0]))
def test_alpha_is_the_same_on_any_scale(answers: Table, shift: int, scale: float) -> None:
    assert alpha_of_answers(answers * scale + shift) == pytest.approx(
        alpha_of_answers(answers), abs=1e-6
    )


@given(answers=tables(), data=st.data())
def test_alpha_knows_no_order(answers: Table, data: st.DataObject) -> None:
    persons, items = (data.draw(st.permutations(range(size))) for size in answers.shape)
    mixed = answers[persons][:, items]
    assert alpha_of_answers(mixed) == pytest.approx(alpha_of_answers(answers), abs=1e-9)


@given(answers=tables())
def test_alpha_is_1_at_most_and_its_interval_holds_it(answers: Table) -> None:
    found = alpha_of_answers(answers)
    assert found is not None
    assert found <= 1 + 1e-12
    low, high = alpha_interval(min(found, 1.0), *answers.shape, level=0.9)
    assert low <= high <= 1


def test_the_same_question_twice_is_1() -> None:
    assert alpha_of_answers(np.array([[1, 1], [2, 2], [5, 5.0]])) == pytest.approx(1)


def test_a_question_scored_the_wrong_way_round_is_seen() -> None:
    found = alpha_of_answers(np.array([[1, 4, 1], [2, 4, 2], [4, 3, 2], [5, 1, 4.0]]))
    assert found is not None
    assert found < 0


def test_alpha_from_variances_is_alpha_from_answers() -> None:
    """The divisor is the same above and below, so it does not matter which."""
    answers = np.array(SHROUT_FLEISS, dtype=np.float64)
    for ddof in (0, 1):
        items = answers.var(axis=0, ddof=ddof).tolist()
        total = float(answers.sum(axis=1).var(ddof=ddof))
        assert cronbach_alpha(items, total) == pytest.approx(alpha_of_answers(answers))


# Nothing to say ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "rows",
    [
        [[1], [2], [3]],  # one question
        [[1, 2, 3]],  # one person
        [[1, 2], [2, 1], [3, 0]],  # the sum is the same for everybody
        [[0.1, 0.2], [0.2, 0.1]],
        [[4, 4], [4, 4]],
    ],
)
def test_no_alpha(rows: list[list[float]]) -> None:
    assert alpha_of_answers(np.array(rows, dtype=np.float64)) is None


def test_no_alpha_of_no_variance() -> None:
    assert cronbach_alpha([], 0) is None
    assert cronbach_alpha([1.0], 1.0) is None
    assert cronbach_alpha([0.5, 0.5], 0) is None
    assert cronbach_alpha([0.5, 0.5], 1e-17) is None  # 0 but for rounding


@pytest.mark.parametrize("answers", [[[1, np.nan], [2, 3]], [1, 2, 3], [[[1, 2]], [[3, 4]]]])
def test_answers_that_are_no_complete_table(answers: object) -> None:
    with pytest.raises(ValueError, match="no answer is missing"):
        alpha_of_answers(np.array(answers, dtype=np.float64))


def test_what_cannot_be() -> None:
    with pytest.raises(ValueError, match="never negative"):
        cronbach_alpha([1, -1], 3)
    for alpha, persons, items in ((1.1, 10, 5), (0.8, 1, 5), (0.8, 10, 1), (float("nan"), 10, 5)):
        with pytest.raises(ValueError, match="no interval of α"):
            alpha_interval(alpha, persons, items)
