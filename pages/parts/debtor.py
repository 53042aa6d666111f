"""One debtor: who acts first, what is owed where, what happened. Chosen from a list, and never named in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from analytics.access.gate import Gate
from analytics.charts import debtor as chart
from analytics.errors import ZangakuError
from analytics.figures import Figure, Selection
from analytics.figures.persons import DebtorCard, debtor_card, decide_lead
from analytics.ledger import lead_rule
from analytics.ledger.calendar import JAPAN, months_later
from pages.parts import card, filters, head, role, rules, saying, session
from pages.parts.text import plain

CHOSEN = "debtor"  # whose card is open; in the session only
OPENED_AT = "debtor-at"  # on which page, beside which side of it, and as whom
REVIEW_MONTHS = 3  # until a decision is looked at again, unless another day is written
NOBODY = "決めない（どの課も先に動かない）"
FIELDS = ("department", "action", "review", "by", "note")


@dataclass(frozen=True)
class Looking:
    """Who looks, through which gate, at which month, and when."""

    gate: Gate
    chosen: Selection
    at: datetime


def looking(chosen: Selection) -> Looking:
    """This run's look."""
    at = datetime.now(UTC)
    return Looking(session.gate(role.here(), at.astimezone(JAPAN).date()), chosen, at)


def choose(person_id: str) -> None:
    """Open the card of *person_id*, until the reader goes elsewhere."""
    close()
    st.session_state[CHOSEN] = person_id


def close() -> None:
    """Back to the list."""
    st.session_state.pop(CHOSEN, None)
    st.session_state.pop(OPENED_AT, None)


def draw(chosen: Selection) -> bool:
    """Draw the card of the debtor that was chosen; False where none was."""
    person_id = st.session_state.get(CHOSEN)
    if person_id is None:
        return False
    here = looking(chosen)
    sides = [filters.chosen(side) for side in (filters.SHARED, filters.CASES)]
    at = (st.session_state[head.TITLE], *sides, here.gate.viewer)
    if st.session_state.setdefault(OPENED_AT, at) != at:
        close()
        return False
    st.button("一覧に戻る", icon=":material/arrow_back:", on_click=close, key="debtor-close")
    saying.draw()
    try:
        found = debtor_card(here.gate, str(person_id), chosen, here.at)
    except ZangakuError as problem:
        st.info(plain(str(problem)), icon=":material/visibility_off:")
        return True
    _card(found, here)
    return True


def _card(found: DebtorCard, here: Looking) -> None:
    """The proposal and the decision first, then what they rest on."""
    st.header(plain(_title(found)), anchor=False, divider="gray")
    for said in (*here.gate.notices, *found.odd):
        st.warning(plain(said), icon=":material/warning:")
    left, right = st.columns(2, gap="large")
    with left:
        _shown(found.lead)
        rules.folded(lead_rule)
        _decisions(found.decisions)
    with right:
        _form(found, here)
    if not found.series.empty:
        st.subheader(plain(found.series.title), anchor=False)
        card.charts(session.card_of(found.series, chart.series))
    _shown(found.debts)
    for figure in (found.lines, found.who):
        with st.expander(plain(figure.measure), key=f"more-{figure.name}"):
            _shown(figure)
    _shown(found.timeline)  # the longest, so the last


def _title(found: DebtorCard) -> str:
    """Who it is, as far as it may be seen."""
    names = found.who.frame.get("name")
    known = [] if names is None else list(dict.fromkeys(names.dropna()))
    return f"{'・'.join(known[:2])}さん" if known else f"名寄せの番号 {found.person_id}"


def _shown(figure: Figure) -> None:
    """A piece of the card as a table, every column of it."""
    made = session.card_of(figure)
    st.subheader(plain(figure.title), anchor=False)
    if not figure.empty:
        st.html(made.table(*figure.labels))
        for note in figure.notes:
            st.caption(plain(note))


def _decisions(figure: Figure) -> None:
    if not figure.empty:
        _shown(figure)


def _form(found: DebtorCard, here: Looking) -> None:
    """Where a person decides. What was proposed is filled in, and can be changed."""
    if len(found.owed) < 2:
        return
    newest = session.periods()[-1]
    if here.chosen.as_of not in (None, newest.as_of):
        st.info(
            f"先行部署は、いちばん新しい{newest.end}の数字で決めます。基準日を選び直してください。"
        )
        return
    codes = filters.named(session.departments())
    options = [NOBODY, *(name for name, code in codes.items() if code in found.owed)]
    at = next(
        (n for n, name in enumerate(options) if codes.get(name) == found.proposal.department), 0
    )
    with st.form(f"lead-{found.person_id}", border=True):
        st.subheader("先行部署を決める", anchor=False)
        who = st.selectbox("先に動く課", options, index=at, filter_mode=None)
        action = st.text_input("何をするか", value=_action(found), max_chars=120)
        review_on = st.date_input(
            "見直す日",
            value=months_later(here.gate.on, REVIEW_MONTHS),
            min_value=here.gate.on,
            format="YYYY-MM-DD",
        )
        by = st.text_input(
            "決めた人", value=here.gate.viewer.name or here.gate.viewer.title, max_chars=60
        )
        note = st.text_input("メモ（氏名などの個人情報は書かないでください）", max_chars=400)
        if st.form_submit_button("この内容で決める", type="primary"):
            _decide(found.person_id, here, codes.get(who or ""), action, review_on, by, note)


def _decide(
    person_id: str,
    here: Looking,
    code: str | None,
    action: str,
    review_on: date | None,
    by: str,
    note: str,
) -> None:
    try:
        made = decide_lead(
            here.gate,
            person_id,
            here.chosen,
            department=code,
            action=action,
            review_on=review_on or here.gate.on,
            decided_by=by,
            at=datetime.now(UTC),
            note=note,
        )
    except ZangakuError as problem:
        st.error(plain(str(problem)), icon=":material/error:")
        return
    name = session.departments().get(made.department or "", "")
    led = f"先行部署を{name}に決め" if name else "どの課も先に動かないと決め"
    saying.keep("success", f"{led}、記録しました。")
    st.rerun()


def _action(found: DebtorCard) -> str:
    """What the proposal says is to be done, as a beginning."""
    return found.proposal.headline
