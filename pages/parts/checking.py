"""What was found in the files: may they go in, do the totals agree, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.errors import ZangakuError
from analytics.intake.delivered import Reading
from analytics.intake.grouped import by_cause
from analytics.intake.layouts import AnyLayout
from analytics.ledger.calendar import books_label
from analytics.store.examining import Unread
from analytics.store.expected import Beside
from pages.parts import by_hand, causes, confirming, grid
from pages.parts.desk import Checked, Desk
from pages.parts.job import watch
from pages.parts.text import on_screen, plain

FILES = ("ファイル", "様式", "基準日", "読んだ行", "うち直し", "受け入れず", "計・注記", "判定")
TOTALS = (
    *("ファイル", "今回の件数", "控えの件数", "前回の件数"),
    *("今回の収入未済額（円）", "控えの金額（円）", "前回の収入未済額（円）", "前回との差（円）"),
)


def draw(desk: Desk, layouts: list[AnyLayout]) -> None:
    """Look at the files if they were not looked at yet, then show what was found."""
    st.header("点検の結果", anchor=False, divider="gray")
    for name, why in desk.refused.items():
        st.error(plain(f"{name}: {on_screen(why)}"), icon=":material/error:")
    checked = _look(desk, layouts)
    if checked is None:
        return
    st.markdown(f"**{plain(headline(checked))}**")
    if checked.beside:
        rows = [_file(each) for each in checked.beside]
        st.html(grid.html("置いたファイル", FILES, rows))
    for name, problem in checked.examined.unread:
        st.error(plain(f"{name}: {on_screen(str(problem))}"), icon=":material/error:")
    by_hand.take_off(desk)
    by_hand.draw(desk, checked, layouts)
    _totals(checked)
    causes.draw(checked.examined, desk.store)
    confirming.draw(desk, checked, [name for name, _ in _out(checked)])


def _look(desk: Desk, layouts: list[AnyLayout]) -> Checked | None:
    """What was found; None while there is nothing to look at, or when it could not be looked at."""
    if not desk.paths:
        return None
    while (checked := desk.checked) is None:
        job = desk.check(layouts)
        watch(job, "点検しています")
        desk.checking = None
        try:
            job.result()
        except ZangakuError as problem:
            st.error(plain(on_screen(str(problem))), icon=":material/error:")
            return None
    return checked


def headline(checked: Checked) -> str:
    """How many may go in, and how many stay out."""
    new, bad = len(checked.new), len(_out(checked))
    there = len(checked.examined.sound) - new
    said = [f"{new}ファイルを取り込めます" if new else "取り込めるファイルがありません"]
    if bad:
        said.append(f"{bad}ファイルには誤りがあり、取り込みません")
    if there:
        said.append(f"{there}ファイルは、同じ内容がすでに取り込まれています")
    return "。".join(said) + "。"


def left_out(rejected: Sequence[Reading], unread: Unread) -> list[tuple[str, str]]:
    """Name and reason of each file that does not go in."""
    found = [(reading.name, by_cause(reading.errors)[0].message) for reading in rejected]
    return found + [(name, on_screen(str(why))) for name, why in unread]


def _out(checked: Checked) -> list[tuple[str, str]]:
    return left_out(checked.examined.rejected, checked.examined.unread)


def _file(beside: Beside) -> tuple[str | int | None, ...]:
    reading = beside.reading
    return (
        reading.name,
        reading.layout.layout.title,
        books_label(reading.books.as_of) if reading.books else "分かりません",
        reading.rows_read,
        reading.repaired_rows,
        reading.rejected_rows,
        reading.set_aside_rows,
        _verdict(beside),
    )


def _verdict(beside: Beside) -> str:
    if beside.reading.errors:
        return "取り込めません"
    if beside.is_there:
        return "すでに取り込み済み"
    if beside.corrected:
        return f"訂正（版 {beside.corrected.version} の分と替わる）"
    return "取り込めます"


def _totals(checked: Checked) -> None:
    """Rows and yen beside what the department says and beside the delivery before."""
    rows = [_total(each) for each in checked.beside if each.reading.books]
    if not rows:
        return
    st.subheader("件数・金額の照合", anchor=False)
    st.html(grid.html("件数・金額の照合", TOTALS, rows))
    missing = checked.examined.missing
    if missing:
        st.warning(
            plain(f"控えにあって、まだ置かれていないファイル: {'、'.join(missing)}"),
            icon=":material/warning:",
        )


def _total(beside: Beside) -> tuple[str | int | None, ...]:
    reading, before, control = beside.reading, beside.before, beside.reading.control
    return (
        reading.name,
        reading.detail_rows,
        control.count if control else None,
        before.rows if before else None,
        beside.yen,
        control.yen if control else None,
        before.yen if before else None,
        beside.change_yen,
    )
