"""How the figures of a survey weigh, compare and follow answers, on small surveys worked out by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pingouin
import pytest

from analytics.errors import NothingToShow
from analytics.figures import Figure, Selection, answer
from analytics.figures.survey.given import FEW
from analytics.figures.survey.reliability import NOT_TOLD
from analytics.intake.layouts import AnyLayout
from analytics.ledger.columns import TARGETS
from analytics.ledger.reliability import alpha_interval, cronbach_alpha
from analytics.store.pins import pin
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from pages.parts import session
from tests.answers import UNKNOWN, Person, Wave, people, take_waves_in, write_catalogue

Look = Callable[..., Figure]
CHIEF, CLERK = "所管課長", "一般職員"
TAX, WATER = "税", "上下水道"


@pytest.fixture
def take(
    tmp_path: Path, layouts: list[AnyLayout], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Sequence[Wave]], Store]:
    """Takes waves in, with the small catalogue."""
    monkeypatch.setenv("ZANGAKU_SURVEY", str(write_catalogue(tmp_path / "survey")))

    def take_in(waves: Sequence[Wave]) -> Store:
        store = Store(tmp_path / "store")
        take_waves_in(store, tmp_path / "files", waves, layouts)
        return store

    return take_in


def rows(store: Store, name: str, **chosen: Any) -> list[dict[str, Any]]:
    figure = answer(name, open_reader(store.root), Selection(**chosen))
    return figure.frame.to_dict("records")


def first(store: Store, name: str, **chosen: Any) -> dict[str, Any]:
    return rows(store, name, **chosen)[0]


CHIEFS = people(CHIEF, TAX, 10, 5) + people(CHIEF, TAX, 10, 1)
CLERKS = people(CLERK, WATER, 30, 5) + people(CLERK, WATER, 10, 1)
ASKED = {(CHIEF, TAX): 20, (CLERK, WATER): 180}


def test_each_rank_counts_as_large_as_it_was_asked(take: Callable[..., Store]) -> None:
    """Half of 20 chiefs and three quarters of 40 clerks, of 20 and 180 who were asked: 0.1 × 50 + 0.9 × 75 %."""
    row = first(take([Wave(CHIEFS + CLERKS, ASKED)]), "survey_questions")
    assert row["question"] == "問1"
    assert row["positive_rate"] == pytest.approx(0.725)
    assert row["unweighted_rate"] == pytest.approx(40 / 60)


def test_who_does_not_say_their_rank_keeps_the_part_of_their_answers(
    take: Callable[..., Store],
) -> None:
    """20 of 80 are of no rank: a quarter for them, three quarters weighted among those who say it."""
    unsaid = people(UNKNOWN, WATER, 10, 5) + people(UNKNOWN, WATER, 10, 1)
    store = take([Wave(CHIEFS + CLERKS + unsaid, ASKED)])
    row = first(store, "survey_questions")
    assert row["positive_rate"] == pytest.approx(0.25 * 0.5 + 0.75 * 0.725)
    notes = answer("survey_scales", open_reader(store.root), Selection()).notes
    assert not [note for note in notes if "配布数より回答の多い" in note]


def test_a_few_who_do_not_say_it_do_not_end_the_weighting(take: Callable[..., Store]) -> None:
    """They are hidden, so with the next smallest rank they are one cell, of the part of that rank."""
    everybody = tuple(
        one
        for group in (TAX, WATER)
        for rank, good, bad in ((CHIEF, 5, 5), (CLERK, 15, 5), (UNKNOWN, 1, 0))
        for one in people(rank, group, good, 5) + people(rank, group, bad, 1)
    )
    asked = {
        (rank, group): 10 if rank == CHIEF else 90
        for rank in (CHIEF, CLERK)
        for group in (TAX, WATER)
    }
    row = first(take([Wave(everybody, asked)]), "survey_questions")
    assert row["positive_rate"] == pytest.approx(0.1 * 12 / 22 + 0.9 * 0.75)


def test_a_rank_that_nobody_answered_of_has_no_part(take: Callable[..., Store]) -> None:
    asked = {**ASKED, ("係長・担当", TAX): 500}
    store = take([Wave(CHIEFS + CLERKS, asked)])
    assert first(store, "survey_questions")["positive_rate"] == pytest.approx(0.725)
    below = answer("survey_scales", open_reader(store.root), Selection()).below
    assert "答えた人のいない群は入りません" in "".join(below)


def test_a_rank_that_is_not_in_the_list_of_the_asked_ends_the_weighting(
    take: Callable[..., Store],
) -> None:
    store = take([Wave(CHIEFS + CLERKS, {(CHIEF, TAX): 20})])
    row = first(store, "survey_questions")
    assert row["positive_rate"] == row["unweighted_rate"]
    notes = answer("survey_scales", open_reader(store.root), Selection()).notes
    assert any(note.startswith("第1回は、配布数の表にない職位の回答がある") for note in notes)


def test_all_favourable_in_every_cell_is_a_share_of_one(take: Callable[..., Store]) -> None:
    """Weights of thirds and sevenths add up to a little more than 1: the change must be told all the same."""
    given = {1: 5, 2: 5, 3: 1, 4: 5}
    everybody = tuple(
        one
        for rank, count in ((CHIEF, 11), ("係長・担当", 13), (CLERK, 17))
        for group in (TAX, WATER)
        for one in people(rank, group, count, given)
    )
    asked = {
        (rank, group): 37 + 10 * at
        for at, (rank, group) in enumerate(
            (rank, group) for rank in (CHIEF, "係長・担当", CLERK) for group in (TAX, WATER)
        )
    }
    store = take([Wave(everybody, asked), Wave(everybody, asked)])
    row = first(store, "survey_questions")
    assert row["positive_rate"] == 1.0
    assert row["change_rate"] == 0.0
    assert row["verdict"] == "偶然の幅の中"


def test_a_wave_without_invited_staff_is_compared_without_weights(
    take: Callable[..., Store],
) -> None:
    store = take([Wave(CHIEFS + CLERKS), Wave(CHIEFS + CLERKS, ASKED)])
    row = first(store, "survey_questions")
    assert row["positive_rate"] == pytest.approx(0.725)
    assert row["before_rate"] == pytest.approx(40 / 60)
    assert row["change_rate"] == pytest.approx(0)
    course = [
        row for row in rows(store, "survey_course", scale="問1") if row["group_name"] == "全体"
    ]
    assert [row["score_points"] for row in course] == pytest.approx([4000 / 60] * 2)


def test_a_question_is_followed_by_group(take: Callable[..., Store]) -> None:
    """Ten of twenty chiefs, thirty of forty clerks; the same in both waves."""
    store = take([Wave(CHIEFS + CLERKS, ASKED), Wave(CHIEFS + CLERKS, ASKED)])
    figure = answer("survey_course", open_reader(store.root), Selection(scale="問1"))
    told = figure.frame.pivot(index="wave", columns="group_name", values="score_points")
    assert told[CHIEF].tolist() == [50.0, 50.0]
    assert told[CLERK].tolist() == [75.0, 75.0]
    assert figure.title == "問1の望ましい答えは、第1回から第2回までに0.0ポイント（偶然の幅の中）"


def test_a_first_wave_has_no_change(take: Callable[..., Store]) -> None:
    for name in ("survey_scales", "survey_questions"):
        assert {row["verdict"] for row in rows(take([Wave(CHIEFS + CLERKS)]), name)} == {
            "前の回がない"
        }


def test_reasons_tell_apart_why_a_group_has_no_number(take: Callable[..., Store]) -> None:
    """A group that came later, and one that is too small."""
    few = people(CLERK, "会計", 4, 5) + people(CLERK, "会計", 2, 1)
    more = people(CLERK, "福祉", 12, 5) + people(CLERK, "福祉", 12, 1)
    everybody = CHIEFS + CLERKS + more
    store = take([Wave(everybody), Wave(everybody + few)])
    told = rows(store, "survey_course", breakdown="department_group")
    why = {(row["wave"], row["group_name"]): row["reason"] for row in told}
    assert why["第1回", "会計"] == "この回にない"
    assert why["第2回", "会計"] == "回答が少ないか、引き算で分かるため"
    assert why["第1回", TAX] == ""


def test_reasons_of_the_whole_of_a_question_and_of_a_wave_that_is_too_small(
    take: Callable[..., Store],
) -> None:
    """The whole is there, though it is not told; of nine answers nobody is told who they are of."""
    alike = people(CLERK, WATER, 20, 5) + people(CHIEF, TAX, 4, 5)
    store = take([Wave(people(CLERK, "福祉", 9, 5)), Wave(alike)])
    for scale in ("one", "問1"):
        told = rows(store, "survey_course", scale=scale, breakdown="department_group")
        why = {(row["wave"], row["group_name"]): row["reason"] for row in told}
        assert why["第2回", "全体"] == "回答が少ないか、引き算で分かるため"
        assert set(why.values()) == {"回答が少ないか、引き算で分かるため"}
        assert "福祉" not in {name for _, name in why}


def test_a_question_that_was_not_asked_is_told_so(take: Callable[..., Store]) -> None:
    """Of a scale that was asked: the line of the question says so, as that of other words does."""
    waves = [
        Wave(CHIEFS + CLERKS),
        Wave(CHIEFS + CLERKS, is_reworded=True),
        Wave(CHIEFS + CLERKS, left_out=frozenset({3})),
    ]
    store = take(waves)
    told = rows(store, "survey_course", scale="問4")
    assert {row["break_note"] for row in told if row["wave"] == "第2回"} == {"文言が変わった"}
    told = [row for row in rows(store, "survey_course", scale="問3") if row["wave"] == "第3回"]
    assert {row["break_note"] for row in told} == {"聞いていない"}
    assert {row["reason"] for row in told} == {"この回では聞いていない"}
    assert {row["scale"] for row in rows(store, "survey_scales")} == {"one", "two", "three"}


def test_groups_that_answered_alike_are_not_said_to_differ(take: Callable[..., Store]) -> None:
    everybody = people(CHIEF, TAX, 12, 4) + people(CHIEF, TAX, 12, 2)
    store = take([Wave(everybody + people(CLERK, TAX, 24, 4) + people(CLERK, TAX, 24, 2))])
    figure = answer("survey_groups", open_reader(store.root), Selection())
    assert figure.title == "第1回は、どの尺度にも職位の違いがない"


def test_the_highest_and_the_lowest_are_said_to_be_of_those_shown(
    take: Callable[..., Store],
) -> None:
    """Three told no rank, and so the fourteen chiefs are hidden, too, nine in ten of whom answered."""
    unsaid = people(UNKNOWN, TAX, 2, 5) + people(UNKNOWN, TAX, 1, 1)
    chiefs = people(CHIEF, TAX, 7, 5) + people(CHIEF, TAX, 7, 1)
    heads = people("係長・担当", WATER, 12, 5) + people("係長・担当", WATER, 8, 1)
    asked = {(CHIEF, TAX): 15, ("係長・担当", WATER): 30, (CLERK, WATER): 180}
    few, all_shown = (
        Wave(unsaid + chiefs + heads + CLERKS, asked),
        Wave(chiefs + heads + CLERKS, asked),
    )
    reader = open_reader(take([all_shown, few]).root)
    for wave, shown in (("第1回", ""), ("第2回", "示した")):
        told = answer("survey_response", reader, Selection(wave=wave))
        names = {row["group_name"] for row in told.frame.to_dict("records") if row["reason"] == FEW}
        assert (CHIEF in names) == bool(shown)
        assert f"回答率が最も高い{shown}職位は{'係長・担当' if shown else CHIEF}（" in told.title
        groups = answer("survey_groups", reader, Selection(wave=wave))
        assert groups.title.startswith(f"{shown}職位の得点の違いが最も大きいのは")


def test_nothing_moved_is_said_as_it_is_printed(take: Callable[..., Store]) -> None:
    """One step of one answer among some hundreds is 0.0 points."""
    many = people(CHIEF, TAX, 400, 4) + people(CLERK, WATER, 400, 2)
    store = take([Wave(many), Wave((*many[1:], *people(CHIEF, TAX, 1, 5)))])
    figure = answer("survey_scales", open_reader(store.root), Selection())
    assert "どの尺度も変わっていない" in figure.comparison
    course = answer("survey_course", open_reader(store.root), Selection(scale="責任"))
    assert course.title.endswith("に偶然の幅を超えては変わっていない（得点0.0点）")


def test_a_first_wave_names_the_mean_and_who_answered(take: Callable[..., Store]) -> None:
    first = take([Wave(CHIEFS + CLERKS, ASKED)])
    figure = answer("survey_scales", open_reader(first.root), Selection())
    assert figure.comparison.startswith("3尺度の平均（重みなしでは")
    assert figure.comparison.endswith("。前の回がないので、変化はまだ言えない")
    assert figure.facts["回答"] == "配布200人のうち60人（回答率30.0％）"


def test_what_did_not_change_or_cannot_be_compared_is_said(take: Callable[..., Store]) -> None:
    same = Wave(CHIEFS + CLERKS)
    others = replace(same, is_reworded=True, left_out=frozenset({1, 3}))
    reader = open_reader(take([same, same, others]).root)
    figure = answer("survey_scales", reader, Selection(wave="第2回"))
    assert figure.title == "第1回から第2回まで、比べられる3尺度に、偶然の幅を超えた変化はない"
    assert figure.facts["回答"] == "60人（配布数の資料なし）"
    figure = answer("survey_scales", reader, Selection(wave="第3回"))
    assert figure.title.startswith("第3回で最も高いのは「")
    assert figure.comparison.endswith("第2回とは、同じ文言の尺度がないので比べられない")
    course = answer("survey_course", reader, Selection(wave="第3回", scale="問4"))
    assert re.fullmatch(
        r"問4の望ましい答えは第3回で\d+\.\d％。文言が変わり、前の回とは比べられない", course.title
    )


def test_one_question_is_a_figure_of_its_own_and_an_unknown_one_is_none(
    take: Callable[..., Store],
) -> None:
    store = take([Wave(CHIEFS + CLERKS)])
    (row,) = rows(store, "survey_questions", scale="問4")
    assert row["question"] == "問4"
    figure = answer("survey_questions", open_reader(store.root), Selection(scale="問4"))
    assert figure.title == "第1回の問4の望ましい答えは66.7％"
    with pytest.raises(NothingToShow, match="尺度か設問「問44」はありません"):
        rows(store, "survey_questions", scale="問44")


def alphas(store: Store) -> str:
    return {row["scale"]: row["alpha_words"] for row in rows(store, "survey_scales")}["two"]


def of_pairs(answers: Mapping[tuple[int, int], int]) -> tuple[Person, ...]:
    """So many persons who gave these answers to the two questions of a scale, one of which is turned."""
    return tuple(
        one
        for (first, second), count in answers.items()
        for one in people(
            CLERK, WATER, count, {1: 3, 2: 6 - first if first else 0, 3: second, 4: 3}
        )
    )


def test_alpha_is_that_of_the_answers_and_coarse_where_few_left_out_a_question(
    take: Callable[..., Store],
) -> None:
    """Of 400 who answered both, to the hundredth; of 40, and one who left one out, in larger steps."""
    answers = np.random.default_rng(5).integers(1, 6, (400, 3))
    pairs = np.rint((answers[:, :2] + answers[:, 2:]) / 2).astype(int)
    alpha, _ = pingouin.cronbach_alpha(pd.DataFrame(pairs))
    many = Counter((int(first), int(second)) for first, second in pairs)
    assert alphas(take([Wave(of_pairs(many))])).startswith(f"α {alpha:.2f}（")
    alpha, _ = pingouin.cronbach_alpha(pd.DataFrame(pairs[:40]))
    some = Counter((int(first), int(second)) for first, second in pairs[:40])
    told = alphas(take([Wave(of_pairs(some + Counter({(0, 5): 1})))]))
    printed = re.match(r"α およそ(\d\.\d+)（", told)
    assert printed
    assert float(printed[1]) == pytest.approx(alpha, abs=0.05)


def test_a_scale_whose_questions_hang_together_loosely_is_named(
    take: Callable[..., Store],
) -> None:
    """0.7 is the usual least; of a scale whose α is not told nothing is said."""
    said = "「無関係意識」は信頼性（α）が0.7に満たないので"
    for firm, is_loose in ((40, False), (8, True)):
        pairs = {(5, 5): firm, (1, 1): firm, (3, 3): firm, (5, 2): 12, (2, 4): 12}
        figure = answer(
            "survey_scales", open_reader(take([Wave(of_pairs(pairs))]).root), Selection()
        )
        assert any(note.startswith(said) for note in figure.notes) == is_loose
        (alpha,) = figure.frame.loc[figure.frame["scale"] == "two", "alpha"]
        assert (alpha < 0.7) == is_loose


def test_no_alpha_where_it_would_tell_whatever_its_digits(take: Callable[..., Store]) -> None:
    """All but one answered one question alike: a single step moves α by more than a tenth."""
    pairs = {(5, 5): 11, (5, 4): 1, (4, 5): 1, (0, 4): 1}
    assert alphas(take([Wave(of_pairs(pairs))])) == NOT_TOLD


def test_alpha_is_never_more_than_one() -> None:
    """Variances that a database reckons may add up to a little more than that of the sum."""
    assert cronbach_alpha([1.0, 1.0, 1.0], 9.000000000000002) == 1.0
    assert alpha_interval(1.0, 20, 3).high == 1.0


def test_a_pinned_version_does_not_go_on_showing_a_wave_that_was_corrected(
    take: Callable[..., Store],
    tmp_path: Path,
    layouts: list[AnyLayout],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = take([Wave(CHIEFS + CLERKS)])
    pin(store, "会議", None, TARGETS.empty_table())
    monkeypatch.setenv("ZANGAKU_STORE", str(store.root))
    with session.pinned("会議"):
        assert session.survey_waves(is_counted=False) == ["第1回"]
    corrected = Wave(CHIEFS + CLERKS + people(CLERK, TAX, 1, 3))
    take_waves_in(store, tmp_path / "again", [corrected], layouts)
    with session.pinned("会議"):
        assert session.survey_waves(is_counted=False) == []
        assert session.survey_lacking(is_counted=False).startswith("第1回はのちに訂正されたため")
        assert session.survey_subjects() == []
        with pytest.raises(NothingToShow, match=r"ありません。見られる回がありません。$"):
            answer("survey_scales", open_reader(store.root, version=0), Selection(wave="第1回"))
    with session.pinned():
        assert session.survey_waves(is_counted=False) == ["第1回"]
