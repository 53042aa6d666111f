"""The reader's choices. They stand in the address, so that a view can be sent to a colleague; nothing personal does.

Streamlit binds the widgets to the address and drops what it does not know; `unknown` says so in words, so that nobody
takes the whole city for the department in the link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

import streamlit as st

from analytics.ledger.periods import Period
from analytics.settings import Settings
from pages.parts import session

YEAR, MONTH, DEPARTMENT = "year", "month", "department"  # names in the address
VIEW, ORDER = "view", "order"
PIN = "pin"  # the name of the version to look at
CITY = "city"  # of several municipalities the one to look at
WHOLE_CITY = "全庁"
TOTALS, MOVES, BY_DEPARTMENT = "全体", "増減", "所管課別"
BY_CLAIM_KIND, INDEXES = "債権別", "指数"
VIEWS = TOTALS, MOVES, BY_DEPARTMENT, BY_CLAIM_KIND, INDEXES
ORDERS = RANKS, WAYS = "順位", "回収と不納欠損"
# Of a page that shows one side at a time: the first unless another is chosen.
SIDES = {VIEW: VIEWS, ORDER: ORDERS}
_CURRENT = ' aria-current="true"'


def period() -> Period | None:
    """The month-end or year-end to look at; the newest one unless another is chosen."""
    label, name, known = _periods()
    asked = next((each for each in known if st.query_params.get(name) == each.key), None)
    if asked and asked.key != asked.label:  # ``month=2026-10``, as people write it
        st.session_state[name] = asked.label
    ends = {each.label: each for each in known}
    return ends.get(_choice(label, list(ends), name, 220))


def _periods() -> tuple[str, str, list[Period]]:
    """What the choice of a period is called, on the screen and in the address, and what it offers, newest first."""
    known = session.periods()
    if not any(each.is_month for each in known):
        return "年度末", YEAR, known[::-1]
    return "基準日", MONTH, known[::-1]  # the months, then the years of settlements, if any


def department() -> str | None:
    """The code of the department to look at; None is the whole city."""
    codes = named(session.departments())
    return codes.get(_choice("所管課", [WHOLE_CITY, *codes], DEPARTMENT, 320))


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


def unpin() -> None:
    """Back to the newest version."""
    st.session_state.pop(PIN, None)
    st.query_params.pop(PIN, None)


def side(name: str) -> None:
    """The choice of what to look at, one of SIDES[*name*]."""
    st.segmented_control(
        "見方",
        SIDES[name],
        default=SIDES[name][0],
        required=True,
        key=name,
        bind="query-params",
        persist_state="session",
    )


def looked_at(name: str) -> str:
    """The side chosen, one of SIDES[*name*]."""
    return str(st.session_state.get(name) or SIDES[name][0])


def unknown() -> list[str]:
    """A sentence for each choice in the address that this version does not know. Call it before the widgets."""
    label, name, periods = _periods()
    cities = {each.key for each in Settings.load().cities}
    known = {
        CITY: ("自治体", cities),
        YEAR: ("年度末", set()),
        MONTH: ("基準日", set()),
        name: (label, {word for each in periods for word in (each.key, each.label)}),
        DEPARTMENT: ("所管課", {WHOLE_CITY, *named(session.departments())}),
        **{name: ("見方", set(sides)) for name, sides in SIDES.items()},
    }
    asked = st.query_params.to_dict()
    lost = "" if session.pin() else pin()
    no_pin = f"リンクで指定された版「{lost}」はないか、読めません。いまの数字で表示しています。"
    return ([no_pin] if lost else []) + [
        f"リンクで指定された{word}「{asked[name]}」は、この版にありません。最初の選び方で表示しています。"
        for name, (word, values) in known.items()
        if name in asked and asked[name] not in values
    ]


def _choice(label: str, options: list[str], name: str, width: int) -> str:
    """A list to choose from, without Streamlit's English search."""
    chosen: str = st.selectbox(
        label,
        options,
        key=name,
        bind="query-params",
        persist_state="session",
        filter_mode=None,
        width=width,
        placeholder="選んでください",
    )
    return chosen
