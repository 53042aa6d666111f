"""What the reader can say beside the files: a department's totals, the day, the layout; and taking a file off again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.errors import InputFault
from analytics.intake.delivered import Control, Reading
from analytics.intake.layouts import AnyLayout
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from pages.parts import layouts as known
from pages.parts.desk import Checked, Desk
from pages.parts.text import plain

BY_ITSELF = "ファイルの見出しから見分ける"
FIRST, LAST = 1990, 2100  # years of which books may be


def take_off(desk: Desk) -> None:
    """The way to take one file off again, or all."""
    place = st.container(horizontal=True, vertical_alignment="bottom")
    path = place.selectbox(
        "置いたファイル",
        desk.paths,
        format_func=lambda each: each.name,
        key=f"import-off-{desk.round}-{len(desk.paths)}",
        filter_mode=None,
        width=460,
    )
    if path is not None:
        place.button("このファイルを外す", key="import-off", on_click=desk.take_off, args=(path,))
    place.button("すべて外す", key="import-clear", on_click=desk.clear)


def draw(desk: Desk, checked: Checked, layouts: list[AnyLayout]) -> None:
    """Two folded forms: few need them."""
    _totals(desk, checked)
    _reading(desk, layouts)


def _totals(desk: Desk, checked: Checked) -> None:
    """The totals that came on paper or by mail, typed."""
    folded = st.expander(
        "所管課の控え（件数・金額）を入れて照合する", key="import-totals", on_change="rerun"
    )
    if not folded.open:
        return
    with folded.form(f"import-totals-{desk.round}", border=False):
        for place, head in zip(
            st.columns([3, 1, 1.4]), ("ファイル", "件数", "金額（円）"), strict=True
        ):
            place.caption(head)
        typed = [
            (reading, *_fields(place, reading))
            for place, reading in enumerate(checked.examined.readings)
        ]
        if st.form_submit_button("照合する"):
            _compare(desk, typed)


def _fields(place: int, reading: Reading) -> tuple[str, str]:
    name, count, yen = st.columns([3, 1, 1.4], vertical_alignment="center")
    name.markdown(plain(reading.name))
    known = reading.control or Control(None, None)
    key = f"{place}-{reading.sha256[:8]}"
    return (
        _field(count, "件数", known.count, f"import-count-{key}"),
        _field(yen, "金額（円）", known.yen, f"import-yen-{key}"),
    )


def _field(place: DeltaGenerator, label: str, number: int | None, key: str) -> str:
    """A field for a number, which the list that came with the files may have filled already."""
    said = "" if number is None else f"{number:,}"
    return place.text_input(label, said, key=key, placeholder=label, label_visibility="collapsed")


def _compare(desk: Desk, typed: Sequence[tuple[Reading, str, str]]) -> None:
    """Hold the files against what was typed; a word that is no number is said."""
    controls, wrong = [], []
    for reading, *cells in typed:
        read = [parse_amount(cell, unit="円") if cell.strip() else None for cell in cells]
        if any(number is None and cell.strip() for number, cell in zip(read, cells, strict=True)):
            wrong.append(reading.name)
        controls.append((reading.name, Control(*read)))
    if wrong:
        st.error(plain(f"件数か金額が数字ではありません: {'、'.join(wrong)}"))
        return
    desk.by_hand = replace(desk.by_hand, controls=tuple(controls))
    st.rerun()


def _reading(desk: Desk, layouts: list[AnyLayout]) -> None:
    """The day and the layout, where a file does not tell them."""
    folded = st.expander(
        "基準日や様式を指定して読み直す（ふつうは要りません）",
        key="import-by-hand",
        on_change="rerun",
    )
    if not folded.open:
        return
    titles = known.titles(layouts)
    with folded.form(f"import-by-hand-{desk.round}", border=False):
        day = st.text_input("基準日", placeholder="例: 2026-10-31", width=260)
        title = st.selectbox("様式", [BY_ITSELF, *titles], filter_mode=None, width=460)
        if st.form_submit_button("この指定で読み直す"):
            try:
                desk.by_hand = replace(
                    desk.by_hand, as_of=_day(day), layout=titles.get(title or BY_ITSELF)
                )
            except InputFault as problem:
                st.error(plain(str(problem)))
                return
            st.rerun()


def _day(text: str) -> date | None:
    """The day that is meant. Raises `InputFault` for one that no books could be of."""
    said = fold(text).replace("/", "-")
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError as problem:
        raise InputFault(
            f"基準日「{text}」が読めません。2026-10-31 のように入れてください。"
        ) from problem
    if not FIRST <= day.year <= LAST:
        raise InputFault(f"基準日「{text}」は扱えません。2026-10-31 のように入れてください。")
    return day
