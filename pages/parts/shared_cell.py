"""The two places that were chosen in the matrix of 重複滞納. The list of their debtors will stand here."""

from __future__ import annotations

import streamlit as st

from analytics.figures import Selection
from analytics.figures.sentences import persons_words
from pages.parts import session
from pages.parts.text import plain


def show(pair: str, chosen: Selection) -> None:
    """Say which *pair* (``101/201``, or two kinds of claim) was chosen, and how many persons owe at both."""
    for name in ("shared_debtors", "shared_debtors_by_kind"):
        cells = session.filled(name, chosen).figure.frame
        for row in cells.to_dict("records"):
            if f"{row['row_member']}/{row['column_member']}" == pair:
                count = None if row["is_withheld"] else int(row["person_count"])
                names = f"{row['row_name']}と{row['column_name']}"
                said = "少ないため示せません" if count is None else f"{persons_words(count)}です"
                st.markdown(plain(f"{names}の両方に滞納のある人は、{said}。"))
                return
