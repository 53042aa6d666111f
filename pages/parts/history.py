"""The imports so far, newest first: what each version took in, and the way back to a former one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from analytics.ledger.calendar import moment_label
from analytics.store.committing import files_of
from analytics.store.documents import read_document
from analytics.store.snapshots import Store, Version
from pages.parts import grid, receiving, session
from pages.parts.desk import Desk
from pages.parts.text import plain

CHOSEN, ASKED = "import-version", "import-undo"
NEWEST = 12  # versions that stand on the page without being unfolded
HEADERS = ("版", "取込日時", "基準日", "取り込んだもの", "読んだ行", "収入未済額（円）", "摘要")


def standing(store: Store) -> str:
    """Whose data are in the store, and which version is the newest, as HTML."""
    latest = store.latest()
    if latest is None:
        return "まだ何も取り込まれていません。最初のファイルを置いてください。"
    cities = read_document(store, latest, "sources")["municipality"].unique().to_pylist()
    return f"{escape(session.named(cities))}　いまの数字は版 {latest} です。"


def draw(store: Store, desk: Desk | None) -> None:
    """The table of versions, and below it what can be done with one; without a *desk* nothing that changes anything."""
    versions = store.versions()[::-1]
    if not versions:
        return
    st.header("これまでの取り込み", anchor=False, divider="gray")
    rows = [_row(version, versions) for version in versions]
    st.html(grid.html("これまでの取り込み", HEADERS, rows[:NEWEST]))
    if rows[NEWEST:]:
        folded = st.expander(
            f"それより前の{len(rows) - NEWEST}版", key="import-earlier", on_change="rerun"
        )
        if folded.open:
            folded.html(grid.html("それより前の取り込み", HEADERS, rows[NEWEST:]))
    _choose(versions, desk)


def _row(version: Version, versions: list[Version]) -> tuple[str | int | None, ...]:
    says = version.metadata
    notes = [] if version.number != versions[0].number else ["いまの数字"]
    if version.restored_from is not None:
        notes.append(f"版 {version.restored_from} に戻した（版 {version.number - 1} の取り消し）")
    return (
        version.number,
        moment_label(version.committed_at),
        says.get("as_of", ""),
        _made_of(version),
        _number(says.get("rows_read")),
        _owed(says),
        "、".join(notes),
    )


def _made_of(version: Version) -> str:
    """The files by name; of many, how many."""
    if version.restored_from is not None:
        return f"（版 {version.restored_from} の内容）"
    names = list(files_of(version).values())
    return "\n".join(names) if len(names) <= 2 else version.metadata.get("source_name", "")


def _owed(says: Mapping[str, str]) -> int | None:
    """収入未済額 in yen; None of records that hold no money, like a survey with its list of the asked."""
    holds_money = says.get("record", "receivables") == "receivables"
    has_claims = says.get("claim_rows") != "0"
    return _number(says.get("outstanding_yen")) if holds_money and has_claims else None


def _number(said: str | None) -> int | None:
    return int(said) if said and said.lstrip("-").isdecimal() else None


def _choose(versions: list[Version], desk: Desk | None) -> None:
    """One version, with its receipt and the way back to it."""
    known = {version.number: version for version in versions}
    place = st.container(horizontal=True, vertical_alignment="bottom")
    number = place.selectbox(
        "版を選ぶ",
        list(known),
        format_func=lambda each: f"版 {each}　{_made_of(known[each]).splitlines()[0]}",
        key=CHOSEN,
        filter_mode=None,
        width=420,
    )
    if number is None:
        return
    has_files = known[number].restored_from is None
    place.button(
        "この版の受領書を見る",
        key="import-show-receipt",
        on_click=receiving.show,
        args=(number,),
        disabled=not has_files,
    )
    if desk is None:
        return
    place.button(
        "この版に戻す",
        key="import-back",
        on_click=_ask,
        args=(number,),
        disabled=number == versions[0].number,
        icon=":material/undo:",
    )
    if st.session_state.get(ASKED) == number:
        _confirm(number, versions[0], desk)


def _confirm(number: int, newest: Version, desk: Desk) -> None:
    st.warning(
        plain(
            f"版 {number} の内容を、新しい版 {newest.number + 1} として戻し、"
            f"画面の数字は版 {number} のものになります。"
            f"版 {newest.number} も消えずに残り、また戻せます。よろしいですか。"
        ),
        icon=":material/undo:",
    )
    answer = st.container(horizontal=True)
    answer.button(
        f"はい、版 {number} に戻します",
        key="import-back-yes",
        type="primary",
        on_click=_back,
        args=(desk, number),
    )
    answer.button("やめる", key="import-back-no", on_click=_ask, args=(None,))


def _ask(number: int | None) -> None:
    st.session_state[ASKED] = number


def _back(desk: Desk, number: int) -> None:
    st.session_state[ASKED] = None
    desk.bring_back(number)
