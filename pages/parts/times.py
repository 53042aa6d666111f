"""Which time a page is of, and from which one a bridge leads.

A time that is not there is never replaced by another: its list stands without a choice until the reader makes one, no
figure is shown, and `lost_period` or `lost_start` says what is missing and which are the nearest ones there are.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from analytics.errors import NothingToShow
from analytics.figures import Selection
from analytics.figures.base import NO_BALANCE
from analytics.ledger.periods import Period, nearest
from pages.parts import filters, session

OTHER = {
    filters.YEAR: filters.MONTH,
    filters.MONTH: filters.YEAR,
}  # in a link to a store of the other kind


def period() -> Period | None:
    """The month-end or year-end to look at; the newest one unless another is chosen. None when that is not there."""
    label, name, known = _periods()
    ends = {each.label: each for each in known}
    keys = {each.key: each.label for each in known}  # ``month=2026-10``, as people write it
    _settle(name, ends, keys, st.query_params.pop(OTHER[name], None))
    return ends.get(filters.choice(label, list(ends), name, 220) or "")


def lost_period() -> str:
    """What is said while no period is chosen: which is not there, and which are."""
    label, name, known = _periods()
    asked = st.session_state.get(_lost(name), "")
    near = nearest(asked, known)
    there = (
        f"近いのは{'と'.join(each.end for each in near)}です"
        if near
        else f"あるのは{known[-1].end}から{known[0].end}までです"
    )
    return f"指定された{label}「{asked}」の資料はありません。{there}。「{label}」で選んでください。"


def _periods() -> tuple[str, str, list[Period]]:
    """What the choice of a period is called, on the screen and in the address, and what it offers, newest first."""
    known = session.periods()
    if not known:
        raise NothingToShow(NO_BALANCE)
    if not any(each.is_month for each in known):
        return "年度末", filters.YEAR, known[::-1]
    return "基準日", filters.MONTH, known[::-1]  # the months, then the years of settlements, if any


def from_another(chosen: Selection) -> Selection | None:
    """*chosen*, with the day from which a bridge leads; a year before unless another is chosen.

    None when what was asked for is no earlier period.
    """
    days = {f"{each.label}から": each.as_of for each in _earlier(chosen)[::-1]}
    _settle(filters.SINCE, [filters.A_YEAR_BEFORE, *days])
    start = filters.choice(
        "どこからの増減か", [filters.A_YEAR_BEFORE, *days], filters.SINCE, 220, "collapsed"
    )
    return None if start is None else replace(chosen, from_on=days.get(start))


def lost_start(chosen: Selection) -> str:
    """What is said while nothing is chosen from which a bridge leads."""
    asked = st.session_state.get(_lost(filters.SINCE), "")
    near = nearest(asked.removesuffix("から"), _earlier(chosen))
    there = f"近いのは{'と'.join(each.end for each in near)}です。" if near else ""
    return (
        f"指定された始まり「{asked}」は、{_now(chosen).end}までの増減の始まりにできません。{there}"
        "増減の始まりを選んでください。"
    )


def _earlier(chosen: Selection) -> list[Period]:
    """The periods from which a bridge to the one chosen can lead, oldest first."""
    now = _now(chosen)
    return [
        each
        for each in session.periods()
        if each.is_month == now.is_month and each.period_on < now.period_on
    ]


def _now(chosen: Selection) -> Period:
    """The period that is chosen."""
    asked = chosen.as_of, chosen.is_month
    return next(each for each in session.periods() if (each.as_of, each.is_month) == asked)


def _settle(
    name: str,
    known: Container[str],
    keys: Mapping[str, str] = MappingProxyType({}),
    other: str | None = None,
) -> None:
    """Let go of a choice *name* that is none of *known*, before its widget would replace it, and keep what it was.

    *keys* are other words for what is known; *other* was asked for under another name.
    """
    asked = st.session_state.get(name) or st.query_params.get(name, other)
    word = keys.get(asked or "", asked)
    if word is not None and word not in known:
        st.session_state[name], st.session_state[_lost(name)] = None, word
    elif word is not None and word != st.session_state.get(name):
        st.session_state[name] = word


def _lost(name: str) -> str:
    return f"lost-{name}"
