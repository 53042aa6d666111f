"""来歴: which files stand behind the figures, how they were read, what was restated, and what was remarked on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from importlib import import_module
from typing import Any

import streamlit as st

from pages.parts import card, head, session
from pages.parts.text import plain

READ = ("year_label", "source_name", "as_of", "imported_at", "layout_title")
RESTATED = ("restated_on", "kind", "as_of", "department_name", "claim")
OLD_AND_NEW = ("old_yen", "new_yen", "difference_yen", "old_version", "new_version")
COUNTED = ("rows_read", "warning_count", "outstanding_yen")
TERMS = ("publisher", "licence", "attribution", "url")


def render() -> None:
    """The page from top to bottom."""
    chosen = head.draw("来歴", period=session.is_monthly())
    card.show("sources", chosen, columns=(*READ, *COUNTED))
    files = session.filled("sources", chosen).figure
    st.subheader("元のファイルの照合値（SHA-256）", anchor=False)
    hashes = zip(files.frame["sha256"], files.frame["source_name"], strict=True)
    st.code("\n".join(f"{sha256}  {name}" for sha256, name in hashes), language=None)
    terms = [
        _said(each, files.labels) for each in files.frame[list(TERMS)].fillna("").to_dict("records")
    ]
    if any(terms):
        st.subheader("利用条件と出典の表示", anchor=False)
    for said in dict.fromkeys(filter(None, terms)):
        st.markdown(said)
    card.show("restatements", chosen, columns=(*RESTATED, *OLD_AND_NEW))
    card.show(
        "findings", chosen, columns=("source_name", "severity", "row", "column", "message", "todo")
    )


def _said(terms: dict[Hashable, Any], labels: Mapping[str, str]) -> str:
    """Those of *terms* that the layout gives; "" where it gives none, as of a city's own files."""
    return "　".join(f"**{labels[name]}** {plain(terms[name])}" for name in TERMS if terms[name])


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
