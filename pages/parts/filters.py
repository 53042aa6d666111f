"""The reader's choices. They stand in the address, so that a view can be sent to a colleague; nothing personal does.

Streamlit binds the widgets to the address and drops what it does not know; `unknown` says so in words, so that nobody
takes the whole city for the department in the link. Times are chosen in `times`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import replace
from html import escape
from itertools import product
from typing import Literal
from urllib.parse import quote

import streamlit as st

from analytics.charts.parts import PICKED
from analytics.figures import Selection
from analytics.ledger import survey
from analytics.settings import Settings
from pages.parts import session

YEAR, MONTH, DEPARTMENT, KIND = "year", "month", "department", "kind"  # names in the address
OWN = "own"  # the department of 自課点検, which is always one
SINCE, WITH_NOT_DUE = "since", "notdue"
VIEW, MAKEUP, ORDER, CASES, SHARED = "view", "makeup", "order", "cases", "shared"
SURVEY, BREAKDOWN, SCALE = "survey", "by", "scale"  # of the page of the survey
WAVE, COUNTED_WAVE = "wave", "counted"  # of answers, and of results that came counted
QUESTION, ALL_QUESTIONS = "question", "すべての設問"
TOWARDS, BARS = "towards", "bars"
PAIR = "pair"  # two departments, or two kinds, as ``101/201``
PIN = "pin"  # the name of the version to look at
CITY = "city"  # of several municipalities the one to look at
WHOLE_CITY, ALL_KINDS, A_YEAR_BEFORE = "全庁", "すべて", "1年前から"
TOTALS, MOVES, BY_DEPARTMENT = "全体", "増減", "所管課別"
BY_CLAIM_KIND, INDEXES = "債権別", "指数"
VIEWS = TOTALS, MOVES, BY_DEPARTMENT, BY_CLAIM_KIND, INDEXES
MAKEUPS = AGE, SIZE, STATE, COHORTS = "古さ", "大きさ", "状態", "賦課年度"
ORDERS = RANKS, BY_CLAIM_KIND, WAYS, POSITIONS, GUIDANCE = (
    "順位",
    "債権別",
    "回収と不納欠損",
    "順位の推移",
    "直接指導",
)
CASE_SIDES = GUIDED, LEADS = "事案指導", "先行部署の決定"
SHARES = PAIRS, PAIRS_OF_KINDS, SETS, COURSE = "表（課）", "表（債権）", "組み合わせ", "推移"
SURVEYS = CHANGED, QUESTIONS, GROUPS, WAVES, BESIDE, RESPONSE, COUNTED = (
    "変わったこと",
    "設問ごと",
    "群ごと",
    "推移",
    "残額と並べて",
    "回答の状況",
    "集計表",
)
BREAKDOWNS = {label: key for key, label in survey.BREAKDOWNS.items()}
DIRECTIONS = {label: key for key, label in survey.DIRECTIONS.items()}
BAR_SIDES = DIVERGING, STACKED = "左右に分けて", "100％の帯"
# Of a page that shows one side at a time: the first unless another is chosen.
SIDES = {
    VIEW: VIEWS,
    MAKEUP: MAKEUPS,
    ORDER: ORDERS,
    CASES: CASE_SIDES,
    SHARED: SHARES,
    SURVEY: SURVEYS,
    BREAKDOWN: tuple(BREAKDOWNS),
    TOWARDS: tuple(DIRECTIONS),
    BARS: BAR_SIDES,
}
LabelVisibility = Literal["visible", "collapsed"]
_CURRENT = ' aria-current="true"'


def department() -> str | None:
    """The code of the department to look at; None is the whole city."""
    codes = named(session.departments())
    return codes.get(choice("所管課", [WHOLE_CITY, *codes], DEPARTMENT, 240) or WHOLE_CITY)


def own_department() -> str:
    """The code of the one department to look at: that of the address, else the one chosen on another page."""
    codes = named(session.departments())
    if OWN not in st.session_state and st.session_state.get(DEPARTMENT) in codes:
        st.session_state[OWN] = st.session_state[DEPARTMENT]
    return codes[choice("所管課", list(codes), OWN, 240) or next(iter(codes))]


def claim_kind() -> str | None:
    """The kind of claim to look at; None is all of them."""
    chosen = choice("債権", [ALL_KINDS, *session.claim_kinds()], KIND, 240)
    return None if chosen == ALL_KINDS else chosen


def with_not_due(chosen: Selection) -> Selection:
    """*chosen*, with what is not yet due if that is switched on. Of settlements there is nothing to switch."""
    if not chosen.is_month:
        return chosen
    is_all = st.toggle(
        "納期未到来を含む", key=WITH_NOT_DUE, bind="query-params", persist_state="session"
    )
    return replace(chosen, is_all=is_all)


def chosen(name: str) -> str:
    """What is chosen of *name*, as it stands in the address; "" for everything."""
    return str(st.session_state.get(name) or "")


def picker(name: str, chart: str) -> Callable[[], None]:
    """What a click on a panel of *chart* does: it chooses of *name*, and a second click on it lets go.

    It runs before the page, when no version is held yet, so what can be chosen is looked up now.
    """
    known = {
        DEPARTMENT: (WHOLE_CITY, set(named(session.departments()))),
        KIND: (ALL_KINDS, set(session.claim_kinds())),
        PAIR: ("", pairs()),
    }
    everything, values = known[name]

    def pick() -> None:
        picked = st.session_state[chart].selection.get(PICKED) or [{}]
        value = picked[0].get("panel")
        if value in values:
            st.session_state[name] = everything if st.session_state.get(name) == value else value
            if name == PAIR:  # no widget puts it into the address
                _address(name)

    return pick


def pairs() -> set[str]:
    """Every two departments (or kinds of claim), and each with itself, as a choice of the matrix names them."""
    places = list(session.departments()), session.claim_kinds()
    return {f"{one}/{other}" for each in places for one, other in product(each, repeat=2)}


def pair() -> str:
    """The two places that are looked at; "" for none, and for such as this version does not know."""
    asked = _carried(PAIR)
    return asked if asked in pairs() else ""


def _address(name: str) -> None:
    """Let the address say what is chosen of *name*."""
    if value := chosen(name):
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def named(departments: Mapping[str, str]) -> dict[str, str]:
    """Name → code, from code → name. Departments of one name are told apart by their codes.

    >>> named({"10": "納税課", "20": "保険課", "21": "保険課"})
    {'納税課': '10', '保険課（20）': '20', '保険課（21）': '21'}
    """
    bearers = Counter([WHOLE_CITY, *departments.values()])
    return {
        name if bearers[name] == 1 else f"{name}（{code}）": code
        for code, name in departments.items()
    }


def city() -> str:
    """The municipality that the address asks for; "" for the first. It goes along from page to page."""
    return _carried(CITY)


def cities() -> str:
    """The choice of a municipality as HTML; "" where there is but one.

    Links, not a widget: what was chosen of one city's months and departments stays behind.
    """
    known, here = Settings.load().cities, Settings.load().of(city()).key
    if len(known) < 2:
        return ""
    links = (
        f'<a href="?{CITY}={quote(each.key)}"{_CURRENT if each.key == here else ""}>{escape(each.title)}</a>'
        for each in known
    )
    return f'<nav class="cities" aria-label="自治体">{"".join(links)}</nav>'


def pin() -> str:
    """The name of the version that the address asks for; "" for the newest. It goes along from page to page."""
    return _carried(PIN)


def _carried(name: str) -> str:
    """The choice *name* in the address: Streamlit forgets it at a change of page."""
    asked = st.query_params.get(name) or str(st.session_state.get(name, ""))
    if asked:
        st.session_state[name] = asked
        if st.query_params.get(name) != asked:
            st.query_params[name] = asked
    return asked


def unpair() -> None:
    """Back to the whole matrix."""
    st.session_state.pop(PAIR, None)
    st.query_params.pop(PAIR, None)


def unpin() -> None:
    """Back to the newest version."""
    st.session_state.pop(PIN, None)
    st.query_params.pop(PIN, None)


def side(name: str, label: str = "見方", labelled: LabelVisibility = "visible") -> None:
    """The choice of what to look at, one of SIDES[*name*]."""
    st.segmented_control(
        label,
        SIDES[name],
        label_visibility=labelled,
        default=_first(name),
        required=True,
        key=name,
        bind="query-params",
        persist_state="session",
    )


def looked_at(name: str) -> str:
    """The side chosen, one of SIDES[*name*]."""
    return str(st.session_state.get(name) or _first(name))


def begin_with(name: str, side: str) -> None:
    """Let SIDES[*name*] begin with *side*, until the reader chooses another."""
    st.session_state[f"first-{name}"] = side


def _first(name: str) -> str:
    return str(st.session_state.get(f"first-{name}", SIDES[name][0]))


def unknown() -> list[str]:
    """A sentence for each choice in the address that this version does not know. Call it before the widgets."""
    cities = {each.key for each in Settings.load().cities}
    asked = st.query_params.to_dict()
    known = {
        CITY: ("自治体", cities),
        DEPARTMENT: ("所管課", {WHOLE_CITY, *named(session.departments())}),
        OWN: ("所管課", set(named(session.departments()))),
        KIND: ("債権", {ALL_KINDS, *session.claim_kinds()}),
        PAIR: ("組", pairs()),
        **_of_survey(asked),
        WITH_NOT_DUE: ("残額の範囲", {"true", "false"}),
        **{name: ("見方", set(sides)) for name, sides in SIDES.items()},
    }
    lost = "" if session.pin() else pin()
    no_pin = f"リンクで指定された版「{lost}」はないか、読めません。いまの数字で表示しています。"
    return ([no_pin] if lost else []) + [
        f"リンクで指定された{word}「{asked[name]}」は、この版にありません。最初の選び方で表示しています。"
        for name, (word, values) in known.items()
        if name in asked and asked[name] not in values
    ]


def _of_survey(asked: Container[str]) -> dict[str, tuple[str, set[str]]]:
    """What can be chosen of a survey, looked up where any of it is asked for."""
    if not any(name in asked for name in (WAVE, COUNTED_WAVE, SCALE, QUESTION)):
        return {}
    return {
        WAVE: ("回", set(session.survey_waves(is_counted=False))),
        COUNTED_WAVE: ("回", set(session.survey_waves(is_counted=True))),
        SCALE: ("尺度か設問", set(session.survey_subjects())),
        QUESTION: ("設問", {ALL_QUESTIONS, *session.survey_questions()}),
    }


def choice(
    label: str, options: list[str], name: str, width: int, labelled: LabelVisibility = "visible"
) -> str | None:
    """A list to choose from, without Streamlit's English search; None while its choice was let go of."""
    chosen: str | None = st.selectbox(
        label,
        options,
        key=name,
        bind="query-params",
        persist_state="session",
        filter_mode=None,
        width=width,
        label_visibility=labelled,
        placeholder="選んでください",
    )
    return chosen
