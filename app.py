"""The frame: which pages there are. A table of contents of the product, and nothing else.

To add a page: write `pages/<name>.py` with a `render()`, and add a line to CONTENTS. The file is called like the
address, for Streamlit knows a page by its file until the app was opened once. An underscore before it does not count;
`import`, a word of Python, needs one.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages import _import as importing
from pages import (
    cases,
    definitions,
    department,
    diagnosis,
    limitation,
    makeup,
    matching,
    provenance,
    ranking,
    shared,
    survey,
    targets,
    trend,
)
from pages.parts import notice

STATIC = Path(__file__).parent / "static"  # our pictures: a named icon would be fetched
CONTENTS = {
    "trend": ("全体推移", trend.render),
    "makeup": ("残額の内訳", makeup.render),
    "ranking": ("目標と順位", ranking.render),
    "shared": ("重複滞納", shared.render),
    "department": ("自課点検", department.render),
    "survey": ("意識調査", survey.render),
    "diagnosis": ("自己診断", diagnosis.render),
    "limitation": ("時効管理", limitation.render),
    "cases": ("事案", cases.render),
    "matching": ("名寄せの確認", matching.render),
    "targets": ("目標の設定", targets.render),
    "provenance": ("来歴", provenance.render),
    "import": ("取込", importing.render),
    "definitions": ("用語と算式", definitions.render),
}
BEFORE_DATA = {"import", "diagnosis"}  # pages that work before anything was taken in


def main(start: str = "trend") -> None:
    """Show the page of the address; *start* is the one at the root."""
    st.set_page_config(page_title="残額", page_icon=str(STATIC / "icon.svg"), layout="wide")
    st.logo(str(STATIC / "logo.svg"), size="large")
    st.html(STATIC / "screen.css")
    draws = {
        address: notice.guarded(render, needs_data=address not in BEFORE_DATA)
        for address, (_, render) in CONTENTS.items()
    }
    pages = {
        address: st.Page(
            draws[address],
            title=title,
            url_path="home" if address == start else address,
            default=address == start,
        )
        for address, (title, _) in CONTENTS.items()
    }
    # Streamlit serves the page at the root under no other address: its own one leads there, choices and all.
    home = pages[start]
    alias = st.Page(_nothing, title=home.title, url_path=start, visibility="hidden")
    page = st.navigation([*pages.values(), alias], position="top")
    if page is alias:
        st.switch_page(home, query_params=st.query_params.to_dict())
    # Drawn as a part of the frame, not by page.run(), so that a choice is one widget on all pages: of a page's own
    # widgets Streamlit 1.67 forgets, at the first change of page, what a link has chosen.
    next(draws[address] for address, one in pages.items() if one is page)()


def _nothing() -> None:
    """The page that is never shown."""


if __name__ == "__main__":
    main()
