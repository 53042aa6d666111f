"""What was typed or handed in as targets, as it would be written: what is wrong, what it changes, and the button."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from analytics.errors import ZangakuError
from analytics.intake.text import fold
from analytics.ledger.calendar import date_label, short_year_label
from analytics.ledger.money import exact_change
from analytics.store.target_drafts import Draft
from analytics.store.target_effects import Effect, effects
from pages.parts import grid, saying, session
from pages.parts.target_desk import TargetDesk
from pages.parts.text import plain

HEADERS = ("年度", "所管課", "いまの目標額（円）", "決めた後の目標額（円）", "増減")


def draw(desk: TargetDesk) -> None:
    """What was found, and, where nothing is wrong, the button that writes it."""
    draft = desk.draft
    if draft is None:
        return
    st.header("確かめた結果", anchor=False, divider="gray")
    if draft.problems:
        head = "次を直して、もう一度確かめてください。まだ何も書いていません。"
        saying.box("error", "\n".join([head, *draft.problems]))
    elif not draft.rows:
        saying.box("info", "このファイルの目標は、すべてすでにあります。書くものはありません。")
    else:
        years = list(dict.fromkeys(year for year, _ in draft.versions))
        _effects(draft, years)
        for year in years:
            for note in session.stray_notes(draft, year):
                st.warning(plain(f"{short_year_label(year)}の{note}"), icon=":material/rule:")
        st.markdown(plain(_sentence(draft)))
    answer = st.container(horizontal=True)
    if draft.rows and not draft.problems:
        answer.button(
            "この内容で決める",
            key="targets-confirm",
            type="primary",
            on_click=_write,
            args=(desk,),
            icon=":material/check:",
        )
    answer.button("やめる", key="targets-drop", on_click=_drop, args=(desk,))


def _sentence(draft: Draft) -> str:
    """What will be written, as which version of which year, in which file."""
    days = "、".join(date_label(day) for day in sorted({row["decided_on"] for row in draft.rows}))
    said = [f"{len(draft.rows)}件の目標を、{_versions(draft)}（{days}決定）として書きます。"]
    said.append(f"ファイルは {draft.name} です。前の版はそのまま残ります。")
    if draft.known_count:
        said.append(f"同じ内容の{draft.known_count}行は、すでにあるので書きません。")
    here = session.municipality()
    others = [row for row in draft.rows if row["municipality"] not in ("", here)]
    if others:
        said.append(f"うち{len(others)}件は、ほかの自治体のもので、この画面の数字には使いません。")
    return "".join(said)


def _versions(draft: Draft) -> str:
    return "、".join(f"{short_year_label(year)}の版 {number}" for year, number in draft.versions)


def _effects(draft: Draft, years: Sequence[int]) -> None:
    """Each department's sum before and after, and the whole."""
    rows: list[tuple[str | int | None, ...]] = []
    for year in years:
        table = session.target_table(year)
        columns = zip(
            *(table[name] for name in ("account", "claim", "department_name")), strict=True
        )
        owners = {(fold(account), fold(claim)): str(name) for account, claim, name in columns}
        found = effects(draft, session.municipality(), year, owners)
        rows += [_effect(each) for each in found]
    if rows:
        st.html(grid.html("所管課ごとの目標額の変わり方", HEADERS, rows))


def _effect(each: Effect) -> tuple[str | int | None, ...]:
    return (
        short_year_label(each.fiscal_year),
        each.department_name,
        each.before_yen,
        each.after_yen,
        exact_change(each.after_yen - each.before_yen),
    )


def _write(desk: TargetDesk) -> None:
    """Write what is shown, and keep what became of it to be said."""
    try:
        done = desk.write()
    except ZangakuError as problem:
        saying.keep("error", str(problem))
        return
    if done is not None and done.path is not None:
        saying.keep(
            "success",
            f"{_versions(done.draft)}として、{len(done.draft.rows)}件の目標を {done.path.name} に書きました。"
            "ほかのページの数字も、この目標になっています。",
        )


def _drop(desk: TargetDesk) -> None:
    desk.clear() if desk.is_file else desk.drop()
