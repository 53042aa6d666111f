"""意識調査: what the staff think, wave by wave, and beside it what became of the balances."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import streamlit as st

from analytics.charts import (
    survey_answers,
    survey_beside,
    survey_course,
    survey_groups,
    survey_results,
    survey_scales,
)
from analytics.figures import Selection
from pages.parts import card, filters, head, session
from pages.parts.text import plain

SCALES = (
    *("scale_name", "direction_label", "answered_count", "score_points", "unweighted_points"),
    *("before_points", "change_points", "verdict", "alpha_words"),
)
PEOPLE = ("group_label", "group_name", "invited_count", "answered_count", "response_rate", "reason")

ELSEWHERE = {
    False: f"集計された結果は、上の見方「{filters.COUNTED}」にあります。",
    True: f"一人ひとりが答えた調査は、上の見方「{filters.CHANGED}」などにあります。",
}
BEFORE_ANY = "調査をする前でも、上の「自己診断」のページで、市のいまの様子を確かめられます。"


def render() -> None:
    """The page from top to bottom: one side of the survey at a time, and one breakdown."""
    _begin_where_there_is_something()
    chosen = head.draw("意識調査", side=filters.SURVEY, more=_more)
    side = filters.looked_at(filters.SURVEY)
    if chosen.wave is None:
        why = session.survey_lacking(is_counted=side == filters.COUNTED)
        st.info(plain(why), icon=":material/info:")
        is_other = bool(session.survey_waves(is_counted=side != filters.COUNTED))
        st.markdown(ELSEWHERE[side == filters.COUNTED] if is_other else BEFORE_ANY)
        return
    SIDES[side](chosen)


def _begin_where_there_is_something() -> None:
    """A city that has nothing but counted results begins with these."""
    answers, counted = (session.survey_waves(is_counted=is_counted) for is_counted in (False, True))
    is_counted = bool(counted) and not answers
    filters.begin_with(filters.SURVEY, filters.COUNTED if is_counted else filters.CHANGED)


def _more(chosen: Selection) -> Selection:
    """Which wave, and what the side needs besides; no wave where there is none."""
    side = filters.looked_at(filters.SURVEY)
    is_counted = side == filters.COUNTED
    waves = session.survey_waves(is_counted=is_counted)
    if not waves:
        return chosen
    name = filters.COUNTED_WAVE if is_counted else filters.WAVE
    chosen = replace(chosen, wave=filters.choice("回", waves, name, 160, "collapsed") or waves[0])
    has_choice = session.survey_has_both_breakdowns() if is_counted else True
    if side in (filters.GROUPS, filters.WAVES, filters.COUNTED) and has_choice:
        filters.side(filters.BREAKDOWN, "分け方", "collapsed")
        label = filters.looked_at(filters.BREAKDOWN)
        chosen = replace(chosen, breakdown=filters.BREAKDOWNS[label])
    if is_counted:
        questions = [filters.ALL_QUESTIONS, *session.survey_questions()]
        picked = filters.choice("設問", questions, filters.QUESTION, 320, "collapsed")
        chosen = replace(chosen, scale=None if picked == filters.ALL_QUESTIONS else picked)
    if side == filters.WAVES:
        subjects = session.survey_subjects()
        chosen = replace(
            chosen, scale=filters.choice("尺度か設問", subjects, filters.SCALE, 240, "collapsed")
        )
    if side == filters.QUESTIONS:
        filters.side(filters.TOWARDS, "向き", "collapsed")
        filters.side(filters.BARS, "帯の並べ方", "collapsed")
        towards = filters.looked_at(filters.TOWARDS)
        chosen = replace(chosen, scale=filters.DIRECTIONS[towards])
    return chosen


def _changed(chosen: Selection) -> None:
    card.show("survey_scales", chosen, survey_scales.scales, wide=True, columns=SCALES)


def _questions(chosen: Selection) -> None:
    is_stacked = filters.looked_at(filters.BARS) == filters.STACKED
    draw = survey_answers.stacked if is_stacked else survey_answers.diverging
    card.show("survey_questions", chosen, draw, wide=True)


def _groups(chosen: Selection) -> None:
    card.show("survey_groups", chosen, survey_groups.heat, wide=True)


def _course(chosen: Selection) -> None:
    is_question = chosen.scale is not None and session.survey_is_question(chosen.scale)
    draw = survey_course.shares if is_question else survey_course.course
    card.show("survey_course", chosen, draw, wide=True)


def _beside(chosen: Selection) -> None:
    card.show("survey_beside", chosen, survey_beside.beside, wide=True)


def _response(chosen: Selection) -> None:
    card.show("survey_response", chosen, columns=PEOPLE)


def _counted(chosen: Selection) -> None:
    is_one = chosen.scale is not None
    draw = survey_results.results_course if is_one else survey_results.results
    card.show("survey_results", chosen, draw, wide=True)


SIDES = {
    filters.CHANGED: _changed,
    filters.QUESTIONS: _questions,
    filters.GROUPS: _groups,
    filters.WAVES: _course,
    filters.BESIDE: _beside,
    filters.RESPONSE: _response,
    filters.COUNTED: _counted,
}

if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
