"""Where the chief decides targets anew: a table of every claim and part, with the day and the words of the decision."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.figures.targets import years_to_decide
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import year_label
from analytics.ledger.columns import TARGET_PARTS
from analytics.ledger.days import parse_day
from analytics.store.target_drafts import Aim, Decision
from pages.parts import saying, session
from pages.parts.target_desk import TargetDesk
from pages.parts.text import plain

NEW_YEN, NEW_CASES = "新しい目標額（円）", "新しい目標件数"
SHOWN = {
    "department_name": "所管課",
    "account": "会計",
    "claim": "債権",
    "part": "区分",
    "outstanding_yen": "いまの残額（円）",
    "target_yen": "いまの目標（円）",
    "target_case_count": "いまの目標件数",
}
LONGEST = 24  # letters of an amount
Typed = tuple[list[Aim], list[str]]
UNITS = {NEW_YEN: "円", NEW_CASES: "件"}
WIDTH = 190  # pixels, for the name of a department below its section
ROW_PIXELS, HEAD_PIXELS, MOST_ROWS = 35, 40, 16


def draw(desk: TargetDesk) -> None:
    """The table and its fields; 確かめる drafts what is in them, and writes nothing."""
    st.header("新しく決める", anchor=False, divider="gray")
    newest = session.periods()[-1]
    place = st.container(horizontal=True, vertical_alignment="bottom")
    year = place.selectbox(
        "目標の年度",
        years_to_decide(newest),
        format_func=year_label,
        key="targets-year",
        filter_mode=None,
        width=220,
        on_change=desk.drop,
    )
    if year is None:
        return
    table = session.target_table(year)
    st.caption(
        plain(
            f"いまの残額は{newest.end}のものです。空白にした債権は、いまの目標のまま新しい版に写します（目標のない債権には付けません）。"
            "計で決めてある債権は計で、区分で決めてある債権は区分ごとに決めます。"
        )
    )
    with st.form(f"targets-form-{desk.round}", border=False):
        edited = _table(table, f"targets-table-{desk.round}-{year}")
        day, status, rule = _fields(desk.round)
        if st.form_submit_button("確かめる", icon=":material/rule:"):
            _look(desk, year, _aims(table, edited), day, (status, rule))


def _table(table: pd.DataFrame, key: str) -> pd.DataFrame:
    """The table to type into. Both new columns are blank at first."""
    repeated = table.groupby("claim")["account"].nunique().max() > 1
    left_out = {
        "account": not repeated,
        "target_case_count": table["target_case_count"].isna().all(),
    }
    kept = {name: label for name, label in SHOWN.items() if not left_out.get(name)}
    data = table[list(kept)].rename(columns=kept)
    data["区分"] = data["区分"].map(TARGET_PARTS)
    for name in (NEW_YEN, NEW_CASES):
        data[name] = pd.array([None] * len(data), dtype="string")
    numbers = {
        label: st.column_config.NumberColumn(format="localized", disabled=True)
        for name, label in kept.items()
        if name.endswith(("_yen", "_count"))
    }
    typed = {  # text: a column of numbers would drop full-width digits without a word
        name: st.column_config.TextColumn(alignment="right", max_chars=LONGEST)
        for name in (NEW_YEN, NEW_CASES)
    }
    edited: pd.DataFrame = st.data_editor(
        data,
        key=key,
        hide_index=True,
        disabled=list(kept.values()),
        column_config={"所管課": st.column_config.TextColumn(width=WIDTH), **numbers, **typed},
        placeholder="－",
        height=HEAD_PIXELS + ROW_PIXELS * min(len(data), MOST_ROWS),
        row_height=ROW_PIXELS,
        alt="債権と区分ごとの、いまの残額といまの目標、新しい目標額と目標件数の表",
    )
    return edited


def _fields(number: int) -> tuple[str, str, str]:
    place = st.container(horizontal=True)
    return (
        place.text_input(
            "決定日", key=f"targets-day-{number}", placeholder="例: 2026-10-01", width=200
        ),
        place.text_input(
            "種別（だれの目標か）",
            key=f"targets-status-{number}",
            placeholder="例: 市長",
            max_chars=40,
            width=240,
        ),
        place.text_input(
            "決め方",
            key=f"targets-rule-{number}",
            placeholder="例: 徴収対策会議で決定",
            max_chars=200,
            width=460,
        ),
    )


def _aims(table: pd.DataFrame, edited: pd.DataFrame) -> Typed:
    """What was typed, row by row, and what of it is no number. It is the table typed into: its key names the year."""
    aims, wrong = [], []
    for place, row in enumerate(table.to_dict("records")):
        claim, part = str(row["claim"]), str(row["part"])
        typed = [edited[name].iloc[place] for name in UNITS]
        written = ["" if pd.isna(said) else str(said).strip() for said in typed]
        numbers = [_number(text, unit) for text, unit in zip(written, UNITS.values(), strict=True)]
        wrong += [
            f"- {claim}（{TARGET_PARTS[part]}）の{name}「{text}」が読めません。0以上の整数で入れてください"
            for name, text, number in zip(UNITS, written, numbers, strict=True)
            if text and number is None
        ]
        aims.append(Aim(str(row["account"]), claim, part, *numbers))
    return aims, wrong


def _number(text: str, unit: str) -> int | None:
    """The whole number in *text* that a target may be, or None."""
    number = parse_amount(text, unit=unit)
    return number if number is not None and number >= 0 else None


def _look(desk: TargetDesk, year: int, typed: Typed, day: str, words: tuple[str, str]) -> None:
    """Draft what was typed, or say what is wrong with it."""
    aims, wrong = typed
    decided = parse_day(day)
    if decided is None:
        said = f"決定日「{day}」が読めません" if day.strip() else "決定日が入っていません"
        wrong = [f"- {said}。2026-10-01 のように入れてください", *wrong]
    if not wrong and all(aim.target_yen is None and aim.target_case_count is None for aim in aims):
        wrong = ["- 新しい目標が1つも入っていません。変える債権の目標額を入れてください"]
    if wrong or decided is None:
        desk.drop()
        saying.box("error", "\n".join(["次を直して、もう一度確かめてください。", *wrong]))
        return
    desk.look_at(Decision(session.municipality(), year, decided.day, tuple(aims), *words))
