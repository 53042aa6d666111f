"""自己診断: what a city asks itself without any history, the answers as a picture, and what to read next.

Nothing is stored: the answers stand in the address as one short word, and in this reader's session while he is on
another page.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from html import escape
from importlib import import_module

import pandas as pd
import streamlit as st
from altair import LayerChart

from analytics.charts import diagnosis as chart
from analytics.charts import dress
from analytics.errors import LayoutFault, ZangakuError
from analytics.figures import diagnosis as outcome
from analytics.figures.export import to_csv
from analytics.ledger import diagnosis as check
from analytics.ledger.diagnosis import Answered, Question
from analytics.settings import Settings
from pages.parts import filters, grid, saying, session
from pages.parts.text import plain

ANSWERS = "answers"  # in the address
ON_PAPER = ("theme", "question", "answer", "standing_label")  # where there are no buttons
NOTE = (
    "答えは保管庫に残りません。アドレスにだけ入るので、それを送れば同じ結果が開きます。"
    "Ctrl＋P で、紙（A4）1枚に印刷できます。"
)
FOOT = "資料の取り込みは要りません。問いは data/survey/diagnosis.toml で、市の言葉に直せます。"
HOW = "問いに答えると、ここに分野ごとの図と、次に読むものが出ます。選んだ答えをもう一度押すと、取り消せます。"
NONE_TO_READ = "答えた問いに、気になるものはありません。しばらくして、もう一度答えてみてください。"
BASIS = "気になる問い、次に途中の問いの多い分野を挙げます。"


def render() -> None:
    """The page from top to bottom: the finding, then the questions beside the picture."""
    with st.container(key="diagnosis"):
        st.title("自己診断", anchor=False)
        _whose()
        try:
            questions = check.read(Settings.load().survey)
        except LayoutFault as fault:
            saying.box("error", str(fault))
            return
        st.caption(NOTE)
        answers = _answers(questions)
        found = check.answered(questions, answers)
        frame = pd.DataFrame(outcome.rows(found))
        with st.container(key="beside-diagnosis"):
            st.header(plain(outcome.title(found)), anchor=False, divider="gray")
            with st.container(key="diagnosis-questions"):
                _questions(questions, answers)
            with st.container(key="diagnosis-result"):
                _result(found, frame)
            if answers.strip(check.NOT_YET):
                _numbers(frame)


def _whose() -> None:
    """Whose data the other pages show, as on each of them; of a store that is empty or damaged nothing is said here."""
    said = ""
    with suppress(ZangakuError), session.pinned("", filters.city()):
        said = f"<p>{escape(session.origin())}</p>"
    if told := filters.cities() + said:
        st.html(f'<div class="whose">{told}</div>')


def _answers(questions: Sequence[Question]) -> str:
    """The answers of the address, else those given before a change of page; such as cannot be read are said."""
    asked = st.query_params.get(ANSWERS) or str(st.session_state.get(ANSWERS, ""))
    answers, fault = check.answers_in(questions, asked)
    if fault:
        st.session_state.pop(ANSWERS, None)
        st.warning(plain(fault), icon=":material/link_off:")
    else:
        _keep(check.code(questions, answers))
    return answers


def _keep(code: str) -> None:
    """Let the address and the session hold *code*, or nothing."""
    st.session_state[ANSWERS] = code
    if not code:
        st.query_params.pop(ANSWERS, None)
    elif st.query_params.get(ANSWERS) != code:
        st.query_params[ANSWERS] = code


def _questions(questions: Sequence[Question], answers: str) -> None:
    """The questions below their themes, each with its four answers, and a button that takes all answers back."""
    theme = ""
    for place, (question, answer) in enumerate(zip(questions, answers, strict=True)):
        if question.theme != theme:
            theme = question.theme
            st.subheader(plain(theme), anchor=False)
        _question(place, question, answer, partial(_answer, questions))
    foot = st.container(horizontal=True, vertical_alignment="center")
    foot.button(
        "答えをすべて消す",
        key="diagnosis-clear",
        icon=":material/restart_alt:",
        disabled=not answers.strip(check.NOT_YET),
        on_click=_keep,
        args=("",),
    )
    foot.caption(FOOT)


def _question(place: int, question: Question, answer: str, changed: partial[None]) -> None:
    """One question. What the address says is chosen, and a choice goes there at once."""
    key = f"{ANSWERS}-{place}"
    chosen = None if answer == check.NOT_YET else answer
    if st.session_state.get(key) != chosen:
        st.session_state[key] = chosen
    st.segmented_control(
        plain(question.text),
        [*check.ANSWERS],
        format_func=check.ANSWERS.__getitem__,
        key=key,
        on_change=changed,
        width="stretch",
    )


def _answer(questions: Sequence[Question]) -> None:
    """Put what is chosen now into the address."""
    chosen = [st.session_state.get(f"{ANSWERS}-{place}") for place in range(len(questions))]
    _keep(check.code(questions, "".join(letter or check.NOT_YET for letter in chosen)))


def _result(found: Sequence[Answered], frame: pd.DataFrame) -> None:
    """The picture and what to read next; for paper also the answers as a table."""
    picture = chart.themes(frame)
    if picture is None:
        st.markdown(HOW)
    else:
        _picture(found, picture)
        _next(outcome.to_read(found))
    st.html(f'<div class="on-paper">{_table(frame, *ON_PAPER)}</div>')


def _picture(found: Sequence[Answered], picture: LayerChart) -> None:
    """The picture, under the number of questions that stand how."""
    st.markdown(f"**{outcome.counts(found)}**")
    st.vega_lite_chart(
        spec=dress.finish(picture),
        theme=None,
        width="stretch",
        alt=f"{outcome.title(found)}。{outcome.alt(found)}",
        key="chart-diagnosis",
    )
    st.caption(BASIS)


def _next(wanted: Sequence[Answered]) -> None:
    """Links to the pages that help on, the concerns first."""
    st.subheader("次に読むもの", anchor=False)
    if not wanted:
        st.markdown(NONE_TO_READ)
    for each in wanted:
        asked = each.question
        title = check.PAGES[asked.read]
        said = f"（{check.STANDINGS[each.standing]}：{asked.short}）{asked.look}"
        page = st.Page(_elsewhere, title=title, url_path=asked.read)  # known by its address alone
        st.page_link(page, label=f"**{title}**　{plain(said)}")


def _numbers(frame: pd.DataFrame) -> None:
    """The answers as a folded table and as a file."""
    foot = st.container(horizontal=True, key="diagnosis-foot")
    folded = foot.expander(
        "答えを表で見る", key="table-diagnosis", on_change="rerun", type="compact"
    )
    if folded.open:
        folded.html(_table(frame, *outcome.LABELS))
    foot.download_button(
        "CSVで保存",
        lambda: to_csv(frame, outcome.LABELS),
        file_name="zangaku-diagnosis.csv",
        mime="text/csv",
        key="csv-diagnosis",
        on_click="ignore",
        icon=":material/download:",
    )


def _table(frame: pd.DataFrame, *columns: str) -> str:
    """*columns* of the answers as a table."""
    headers = [outcome.LABELS[column] for column in columns]
    return grid.html("自己診断の答え", headers, frame[[*columns]].to_numpy().tolist())


def _elsewhere() -> None:
    """In the place of a page that the frame draws."""


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
