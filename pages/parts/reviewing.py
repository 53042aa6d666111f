"""Where people look at one pair after the other, and say 同じ人, 別の人 or あとで.

Nothing personal gets into an address or the name of a widget: a click carries the pair that was on the screen when it
was made (the list may have changed meanwhile), and stays on the server. The buttons of each pair are new ones, so that
the second click of a double click does not decide the pair that follows.
"""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import streamlit as st

from analytics.access.gate import Gate
from analytics.charts import dress
from analytics.charts.waterfall import waterfall
from analytics.errors import ZangakuError
from analytics.figures.persons.deciding_pairs import Made, decide_pair, decisions_so_far
from analytics.figures.persons.problems import HEADERS as ODD_HEADERS
from analytics.figures.persons.problems import odd_debtors
from analytics.figures.persons.review import Review, one_pair, review_pairs
from analytics.ledger.calendar import date_label
from analytics.ledger.points import points
from analytics.matching.decisions import VERDICTS, Pair
from analytics.matching.people import LOOK_FROM, SAME_FROM
from pages.parts import grid, pair, saying
from pages.parts.text import plain

MEANT, PLACE, AGAIN, ROUND = "review-meant", "review-place", "review-again", "review-round"
ICONS = {"same": "person", "different": "group", "later": "schedule"}
HEADERS = ("債務者", "債務者", "判断", "決めた人", "決めた日")


def draw(gate: Gate, now: datetime) -> None:
    """Do what was clicked, then show what contradicts, the pair at hand and the decisions so far."""
    _done(gate, now)
    saying.draw()
    disputed = decisions_so_far(gate, now, disputed_only=True)
    if disputed.made:
        saying.box("error", disputed.notes[0])
        _table(disputed.made)
    _waiting(gate, now)
    if gate.viewer.sees_persons:
        _so_far(gate, now)
        _odd(gate, now)


def _done(gate: Gate, now: datetime) -> None:
    """Write down the decision that was clicked, and begin anew on what it makes of the people."""
    if MEANT not in st.session_state:
        return
    (one, other), verdict = st.session_state.pop(MEANT)
    st.session_state.pop(AGAIN, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    try:
        with st.spinner("判断を記録し、人ごとにまとめ直しています。"):
            saying.keep("success", decide_pair(gate, one, other, verdict, now))
    except ZangakuError as problem:
        saying.keep("error", str(problem))
    st.rerun()


def _waiting(gate: Gate, now: datetime) -> None:
    found = review_pairs(gate, now, st.session_state.get(PLACE, 0))
    st.header("確かめる組", anchor=False, divider="gray")
    if not found.pairs:
        st.markdown(plain(found.said))
        return
    place = min(st.session_state.get(PLACE, 0), found.count - 1)
    (review,) = found.pairs
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(plain(f"{found.count:,}組のうち{place + 1:,}組目（点数の高い順）"))
        _step("前の組", "previous", place - 1, is_off=place == 0)
        _step("次の組", "next", place + 1, is_off=place + 1 >= found.count)
    _pair(review, "review")


def _step(label: str, key: str, place: int, *, is_off: bool) -> None:
    st.button(label, key=f"review-{key}", on_click=_go, args=(place,), disabled=is_off)


def _go(place: int) -> None:
    st.session_state[PLACE] = place
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def _pair(review: Review, key: str) -> None:
    """One pair: why it is here, both sides, the three buttons, and how its points came about."""
    said = f"理由：{review.reason}" if review.reason else ""
    if not review.steps.empty:
        said = f"{points(review.steps['to_points'].iloc[-1])}　{said}"
    if review.decision:
        decided = review.decision
        day = date_label(decided.decided_on)
        said += f"　いまの判断：{VERDICTS[decided.verdict]}（{day}、{decided.decided_by}）"
    st.markdown(f"**{plain(said)}**")
    st.html(pair.html(review))
    turn = st.session_state.get(ROUND, 0)
    for verdict, column in zip(VERDICTS, st.columns(len(VERDICTS)), strict=True):
        column.button(
            VERDICTS[verdict],
            key=f"{key}-{verdict}-{turn}",
            on_click=_mean,
            args=(review.pair, verdict),
            icon=f":material/{ICONS[verdict]}:",
            width="stretch",
        )
    _weights(review, key)


def _mean(meant: Pair, verdict: str) -> None:
    st.session_state[MEANT] = (meant, verdict)


def _weights(review: Review, key: str) -> None:
    """The chart with its text alternative, and what could not be compared."""
    if review.steps.empty:
        st.caption("この組は、計算では候補になりませんでした。点数の内訳はありません。")
        return
    spec = dress.finish(waterfall(review.steps, LOOK_FROM, SAME_FROM))
    alt = f"点数の積み重ね。{_told(review.steps)}"
    st.vega_lite_chart(spec=spec, theme=None, width="stretch", alt=alt, key=f"{key}-weights")
    if review.silent:
        st.caption(
            plain(f"片方にないか当てはまらないので、数えないもの：{'、'.join(review.silent)}")
        )


def _told(steps: pd.DataFrame) -> str:
    rows = zip(steps["step_label"], steps["level_label"], steps["change_points"], strict=True)
    return "、".join(f"{step} {level} {points(change)}" for step, level, change in rows)


def _so_far(gate: Gate, now: datetime) -> None:
    """The decisions so far, folded; one of them can be looked at and made anew."""
    folded = st.expander("これまでの判断", key="review-decisions", on_change="rerun")
    if not folded.open:
        return
    with folded:
        found = decisions_so_far(gate, now)
        for note in found.notes:
            st.markdown(plain(note))
        if not found.made:
            st.markdown("見てよい債務者についての判断は、まだありません。")
            return
        _table(found.made)
        place = st.selectbox(
            "決め直す組",
            range(len(found.made)),
            index=None,
            key=AGAIN,
            format_func=lambda at: "　".join(found.made[at].words[:3]),
            placeholder="組を選ぶと、左右に並べて、決め直せます",
        )
        if place is not None and place < len(found.made):
            _pair(one_pair(gate, found.made[place].decision.pair, now), "again")


def _odd(gate: Gate, now: datetime) -> None:
    """The debtors that are not as they should be, folded."""
    folded = st.expander("注意する番号", key="review-problems", on_change="rerun")
    if folded.open:
        rows = odd_debtors(gate, now)
        if rows:
            folded.html(grid.html("注意する番号", ODD_HEADERS, rows))
        else:
            folded.markdown("見てよい債務者には、ありません。")


def _table(made: list[Made]) -> None:
    st.html(grid.html("これまでの判断", HEADERS, [each.words for each in made]))
