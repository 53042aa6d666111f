"""The floor: two pages with a heading and one filter, and no data. No Streamlit page can answer faster than this."""

from __future__ import annotations

from functools import partial

import streamlit as st

PAGES = {"trend": "全体推移", "ranking": "目標と順位"}


def page(title: str) -> None:
    """One page: its heading, a filter and the answer to it."""
    st.title(title)
    st.write(st.selectbox("部署", ["すべて", "納税課", "保険年金課"]))


st.set_page_config(layout="wide")
st.navigation(
    [st.Page(partial(page, title), title=title, url_path=name) for name, title in PAGES.items()]
).run()
