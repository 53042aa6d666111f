"""意識調査: the questions as the charts of their answers draw them, with bars, names and what is printed beside."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.charts import survey_parts as parts
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import ANSWER_RATES

BAR = 20  # pixels of a bar
LETTERS = 18  # of a line of a question
NAME = LETTERS + 4  # letters that its number and its text take
COLOURS = {  # of an answer, in the order of whole bars; and of letters on it
    1: ("#732900", dress.PAPER),
    2: (dress.RISEN, dress.INK),
    3: (dress.EARLIER, dress.INK),  # 3:1 on paper, as the light ones beside it
    4: (parts.LIGHT, dress.INK),
    5: (dress.BALANCE, dress.PAPER),
}
ANSWERS = {  # column → colour, letters on it, words
    ANSWER_RATES[answer][0]: (*colours, ANSWER_RATES[answer][1])
    for answer, colours in COLOURS.items()
}


def worded(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of *frame* with what is printed about each."""
    rows = frame.reset_index(drop=True)
    measures = [*ANSWERS, "positive_rate", "low_rate", "high_rate"]
    measures += ["change_rate", "change_low_rate", "change_high_rate"]
    rows = rows.astype(dict.fromkeys(measures, "float64"))
    points = rows[["change_rate", "change_low_rate", "change_high_rate"]] * 100
    return rows.assign(
        is_known=rows[list(ANSWERS)].notna().all(axis=1),
        answered=[parts.count_words(count) for count in rows["answered_count"]],
        positive=[
            parts.percent_words(*rates)
            for rates in rows[["positive_rate", "low_rate", "high_rate"]].itertuples(index=False)
        ],
        moved=[
            parts.change_words(change, low, high, verdict)
            for change, low, high, verdict in points.assign(said=rows["verdict"]).itertuples(
                index=False
            )
        ],
        told=rows["question"] + "　" + rows["question_text"],
        reason=parts.reasons(rows),
    )


def piled(known: pd.DataFrame, columns: list[str], start: float, towards: int = 1) -> pd.DataFrame:
    """A part for each question and each of *columns*, one after the other *towards* a side."""
    piles, at = [], pd.Series(start, index=known.index)
    for column in columns:
        colour, letters, words = ANSWERS[column]
        rate = known[column]
        further = at + towards * rate
        piles.append(
            pd.DataFrame(
                {
                    "question": known["question"],
                    "told": known["told"],
                    "rate": rate,
                    "from_rate": at.round(6),
                    "to_rate": further.round(6),
                    "mid_rate": ((at + further) / 2).round(6),
                    "colour": colour,
                    "letters": letters,
                    "answer": words,
                    "shown": [rounded(share * 100, 0) for share in rate],
                    "share": [f"{rounded(share * 100)}％" for share in rate],
                    "answered": known["answered"],
                    "positive": known["positive"],
                }
            )
        )
        at = further
    piled = pd.concat(piles, ignore_index=True)
    return piled[piled["rate"] > 0]


def bars(pile: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    """The parts of *pile*, with paper between any two of them."""
    columns = ["question", "told", "from_rate", "to_rate", "colour", "answer", "share"]
    base = alt.Chart(pile[[*columns, "answered", "positive"]])
    bars: alt.Chart = base.mark_bar(height=BAR, stroke=dress.PAPER, strokeWidth=1.5).encode(
        x=x,
        x2="to_rate:Q",
        y=y,
        color=alt.Color("colour:N", scale=None),
        tooltip=dress.tooltip(
            told="設問", answer="答え", share="割合", answered="回答数", positive="望ましい答え"
        ),
    )
    return bars


def beside(rows: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """What stands to the left of the bars and to their right."""
    said = rows[["question", "answered", "positive"]]
    number = alt.Chart(said).mark_text(align="left", fontSize=dress.TEXT_SIZE, fontWeight="bold")
    return [
        number.encode(x=alt.value(-NAME * parts.LETTER), y=y, text="question:N"),
        *parts.named(texts(rows), y, "question", LETTERS + 0.5),
        *parts.column(said, y, "answered", 14, "n"),
        *parts.column(said, y, "positive", 62, "望ましい答え", fontWeight="bold"),
    ]


def missing(rows: pd.DataFrame, at: float) -> pd.DataFrame:
    """The questions that have nothing to draw, for a dash *at* a place of the plot."""
    missing = rows[~rows["is_known"]]
    return missing.assign(at=at)[["question", "at", "told", "answered", "reason"]]


def tips() -> list[alt.Tooltip]:
    """What a dash answers to whoever points at it."""
    return dress.tooltip(told="設問", answered="回答数", reason="示さない理由")


def texts(rows: pd.DataFrame) -> dict[str, str]:
    """The text of each question, in at most two lines."""
    texts = zip(rows["question"], rows["question_text"], strict=True)
    return {str(name): "\n".join(parts.two_lines(str(text), LETTERS)) for name, text in texts}
