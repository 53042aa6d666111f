"""Below the matrix of shared debtors: the choice of two places, and who is behind them as far as one may see."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pandas as pd
import streamlit as st

from analytics.figures import Selection
from analytics.figures.persons import cell_debtors
from pages.parts import debtor, debtors, filters

CHOICE, NONE = "pair-choice", "選ばない（表全体）"


def choose(cells: pd.DataFrame, pair: str) -> None:
    """The same choice as a click on one of *cells*, for the keyboard: each place and each two once; *pair* is chosen.

    What is withheld can be chosen too, as in the matrix, and nothing says that it is.
    """
    options = {"": NONE, **_options(cells)}
    if len(options) == 1:
        return
    st.session_state[CHOICE] = next(one for one in (pair, _turned(pair), "") if one in options)
    st.selectbox(
        "組を選ぶ",
        options,
        key=CHOICE,
        format_func=options.__getitem__,
        on_change=_chosen,
        filter_mode=None,
        width=480,
    )


def _chosen() -> None:
    """Let the address say what is chosen, as a click does; without a choice, back to the whole matrix."""
    if pair := st.session_state[CHOICE]:
        st.session_state[filters.PAIR] = st.query_params[filters.PAIR] = pair
    else:
        filters.unpair()


def _options(cells: pd.DataFrame) -> dict[str, str]:
    """Each place of *cells* and each two of them once, in the order of the table → their names."""
    places = dict(zip(cells["row_member"], cells["row_name"], strict=True))
    names = {place: name for name, place in filters.named(places).items()}
    return {
        f"{one}/{other}": names[one] if one == other else f"{names[one]}と{names[other]}"
        for one, other in combinations_with_replacement(places, 2)
    }


def _turned(pair: str) -> str:
    """The same two places, the other way round."""
    one, _, other = pair.partition("/")
    return f"{other}/{one}" if other else ""


def show(pair: str, chosen: Selection) -> None:
    """The debtors who owe both members of *pair* (``101/201``, two kinds of claim, or one of them twice)."""
    one, _, other = pair.partition("/")
    here = debtor.looking(chosen)
    debtors.draw(
        lambda look: cell_debtors(look.gate, (one, other or one), look.chosen, look.at), here
    )
