"""用語と算式: words, equations, calendar, rules of claim kinds, and every figure's definition, SQL and examples."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import pandas as pd
import streamlit as st

from analytics.figures import Definition, claim_rules, definitions
from analytics.figures.definitions import ATTAINMENT, EQUATIONS
from analytics.ledger import cases, debtor_events, late_charge, lead_rule, measures, transfer
from analytics.settings import Settings
from pages.parts import glossary, grid, head, rules, session, worked
from pages.parts.text import plain

RULES = (
    late_charge,
    transfer,
    lead_rule,
    cases,
    debtor_events,
    measures,
)  # facts.md 5.1, 4.8, 3, 4.8, 4.9


def render() -> None:
    """The page from top to bottom."""
    head.draw("用語と算式")
    _table("用語", ("用語", "意味"), glossary.WORDS)
    _table("成り立つ等式", ("左辺", "右辺"), [said.split(" ＝ ") for said in EQUATIONS])
    used = Settings.load().attainment
    rates = [
        (f"{name}（使用中）" if name == used else name, rate, reading)
        for name, (rate, reading) in ATTAINMENT.items()
    ]
    _table("達成率の算式", ("算式", "達成率", "読み方"), rates)
    _table("暦", ("用語", "意味"), glossary.CALENDAR)
    _examples("calendar", "暦の計算例")
    _claim_kinds()
    for rule in RULES:
        _rule(rule)
    st.header("図ごとの定義とSQL", anchor=False, divider="gray")
    for definition in definitions():
        _definition(definition)


def _table(title: str, headers: tuple[str, ...], rows: Sequence[Sequence[str]]) -> None:
    """A section with one table of words."""
    st.header(title, anchor=False, divider="gray")
    st.table(
        pd.DataFrame(rows, columns=list(headers)), border="horizontal", hide_index=True, alt=title
    )


def _examples(name: str, title: str) -> None:
    """The worked examples of a rule that is no figure, folded."""
    made = worked.html(name)
    if not made:
        return
    folded = st.expander(title, key=f"examples-{name}", on_change="rerun")
    if folded.open:
        folded.html(made)


def _rule(rule: ModuleType) -> None:
    """A table of rules that no balance needs: as the city wrote it, with examples; a fault in it is said here alone."""
    st.header(rule.TITLE, anchor=False, divider="gray")
    st.markdown(plain(rule.NOTE))
    rules.table(rule)
    _examples(rule.__name__.rpartition(".")[2], f"{rule.TITLE}の計算例")


def _claim_kinds() -> None:
    """What the law says of each kind of claim, and of which ones in the data nothing is known."""
    title = "債権の種類と時効・締切"
    st.header(title, anchor=False, divider="gray")
    st.html(grid.html(title, claim_rules.HEADERS, claim_rules.rows(session.rules())))
    st.markdown(plain(claim_rules.NO_ADVICE))
    for said, names in (
        ("いまの資料にあって、この表にない債権", session.unknown_kinds()),
        ("締切の書かれていない債権", claim_rules.without_clock(session.rules())),
    ):
        if names:
            st.markdown(f"**{said}**　{plain('、'.join(names))}")


def _definition(definition: Definition) -> None:
    """One figure, folded: what it asks, what a row is, its formula, its columns, the SQL behind it, and examples."""
    folded = st.expander(
        f"{plain(definition.title)}　{plain(definition.question)}",
        key=f"definition-{definition.name}",
        on_change="rerun",
    )
    if not folded.open:
        return
    with folded:
        st.markdown(f"**一行**　{plain(definition.row)}")
        if definition.formula:
            st.markdown(f"**算式**　{plain(definition.formula)}")
        columns = [(label, name) for name, label in definition.labels.items()]
        st.table(
            pd.DataFrame(columns, columns=["見出し", "列"]), border="horizontal", hide_index=True
        )
        st.code(definition.sql, language="sql")
        if examples := worked.html(definition.name):
            st.markdown("**計算例**")
            st.html(examples)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
