"""事案: the cases worth the adviser's half-days, the lead decisions that stand, and one debtor's card."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.figures.persons import case_list, leads
from analytics.ledger import cases
from pages.parts import card, debtor, debtors, filters, head, rules, session
from pages.parts.text import plain


def render() -> None:
    """The page from top to bottom: a list, or the card of the debtor who was chosen from one."""
    chosen = head.draw(
        "事案", period=True, department=True, kind=True, side=filters.CASES, persons=True
    )
    if debtor.draw(chosen):
        return
    here = debtor.looking(chosen)
    if filters.looked_at(filters.CASES) == filters.LEADS:
        if here.gate.viewer.sees_persons:
            debtors.draw(lambda look: leads(look.gate, look.chosen, look.at), here)
        else:
            _counts(here)
        return
    debtors.draw(lambda look: case_list(look.gate, look.chosen, look.at), here)
    if here.gate.viewer.sees_persons:
        rules.folded(cases)


def _counts(here: debtor.Looking) -> None:
    """How many decisions there are, for who sees no person."""
    figure = leads(here.gate, here.chosen, here.at)
    if figure.empty:
        st.header(plain(figure.title), anchor=False, divider="gray")
        return
    card.draw(session.card_of(figure), columns=tuple(figure.labels))


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
