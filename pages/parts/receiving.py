"""What came of an import or an undo: the sentence, and the receipt (受領書) to hand to the department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.typing import UploadedFile

from analytics.errors import ZangakuError
from analytics.ledger.money import exact
from analytics.paper import receipt as paper
from analytics.store.importing import Month
from analytics.store.receipts import receipt
from analytics.store.restoring import Restored
from analytics.store.snapshots import Store
from pages.parts import saying

SHOWN, LEFT = "import-receipt", "import-left-out"
OFFICE, TO = "import-office", "import-receipt-to"
EVERYBODY = "すべてのファイル"


def let_go(file: UploadedFile) -> None:
    """Free the memory that the server holds for an uploaded *file*, which is on the desk now."""
    file.seek(0)
    file.truncate()
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)


def say(problem: ZangakuError) -> None:
    """Keep what went wrong to be read."""
    saying.keep("error", str(problem))


def imported(month: Month, left_out: Sequence[tuple[str, str]]) -> None:
    """Keep what was taken in to be said, and its receipt to be shown."""
    if not month.new:
        saying.keep("info", "同じ内容がすでに取り込まれています。何も変えていません。")
        return
    number = month.new[0].version
    rest = f"{len(left_out)}ファイルは取り込んでいません。" if left_out else ""
    owed = "" if month.new_yen is None else f"（収入未済額の計 {exact(month.new_yen)}）"
    words = (
        f"{len(month.new)}ファイルを版 {number} として取り込みました{owed}。{rest}"
        "ほかのページの数字も、この版になっています。"
    )
    saying.keep("success", words)
    st.session_state[SHOWN] = number
    st.session_state[LEFT] = (number, tuple(left_out))


def restored(done: Restored) -> None:
    """Keep what was brought back to be said."""
    words = (
        f"版 {done.former.number} の内容を、版 {done.version} として戻しました。"
        f"版 {done.undone.number} も残っているので、また戻せます。"
    )
    saying.keep("success", words)
    st.session_state.pop(SHOWN, None)


def show(number: int) -> None:
    """Show the receipt of version *number* from now on."""
    st.session_state[SHOWN] = number


def close() -> None:
    """Show no receipt any more."""
    st.session_state.pop(SHOWN, None)


def draw(store: Store) -> None:
    """What became of the last thing done, and the receipt that is being looked at."""
    saying.draw()
    number = st.session_state.get(SHOWN)
    if number is not None:
        _receipt(store, int(number))


def _addressee(to: str, departments: Sequence[str]) -> str:
    """Whose name stands on the receipt."""
    if to != EVERYBODY:
        return to
    return departments[0] if len(departments) == 1 else "関係各課"


def _receipt(store: Store, number: int) -> None:
    found = receipt(store, number)
    of, left_out = st.session_state.get(LEFT, (None, ()))
    if of == number:
        found = replace(found, left_out=left_out)
    st.header("受領書", anchor=False, divider="gray")
    choice = st.container(horizontal=True, vertical_alignment="bottom")
    to = choice.selectbox(
        "あて先の課",
        [EVERYBODY, *found.departments],
        key=f"{TO}-{number}",
        filter_mode=None,
        width=260,
    )
    office = choice.text_input(
        "発行する課の名前",
        key=OFFICE,
        persist_state="session",
        max_chars=40,
        width=300,
        placeholder="例: 債権管理課",
    )
    whose = _addressee(to, found.departments)
    if to != EVERYBODY:
        found = paper.for_department(found, to)
    name = f"受領書_版{number}" + (f"_{to}" if to != EVERYBODY else "")
    choice.download_button(
        "ファイルで保存",
        lambda: paper.document(found, whose, office).encode(),
        file_name=f"{name}.html",
        mime="text/html",
        key="import-receipt-file",
        on_click="ignore",
        icon=":material/download:",
    )
    choice.button("受領書を閉じる", key="import-receipt-close", on_click=close)
    st.caption("Ctrl＋P で、この受領書だけを紙（A4）に印刷できます。")
    st.html(paper.STYLE)
    st.html(paper.html(found, whose, office))
