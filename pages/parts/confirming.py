"""What an import would change, and the button that makes it happen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.ledger.calendar import books_label
from analytics.ledger.money import exact_change
from analytics.store.expected import Expected
from pages.parts import grid
from pages.parts.desk import Checked, Desk
from pages.parts.text import plain

CHANGES = (
    "所管課",
    "いまの残額（円）",
    "その基準日",
    "取り込んだ後（円）",
    "基準日",
    "増減",
    "摘要",
)


def draw(desk: Desk, checked: Checked, out: Sequence[str]) -> None:
    """What will happen, and the button that makes it happen. *out* names the files that do not go in."""
    new, number = checked.new, checked.examined.next_version
    if not new:
        return
    st.subheader("取り込むと変わること", anchor=False)
    if checked.changes:
        rows = [_change(each) for each in checked.changes]
        st.html(grid.html("取り込むと変わること", CHANGES, rows))
    corrected = [each for each in checked.beside if each.corrected and each.reading in new]
    said = [f"版 {number} ができます。{len(new)}ファイルを取り込みます。"]
    if corrected:
        said.append(
            f"うち{len(corrected)}ファイルは訂正で、前に届いた分と入れ替わります（前の数字も前の版で見られます）。"
        )
    if out:
        said.append(f"取り込まないファイル: {'、'.join(out)}。")
    st.markdown(plain("".join(said)))
    st.button(
        f"確定して取り込む（版 {number}、{len(new)}ファイル）",
        key="import-confirm",
        type="primary",
        on_click=desk.take_in,
        icon=":material/check:",
    )


def _change(each: Expected) -> tuple[str | int | None, ...]:
    note = "訂正" if each.is_correction else "はじめて" if each.was_on is None else "新しい月"
    return (
        each.department_name,
        each.was_yen,
        books_label(each.was_on) if each.was_on else None,
        each.yen,
        books_label(each.as_of),
        exact_change(each.change_yen),
        note,
    )
