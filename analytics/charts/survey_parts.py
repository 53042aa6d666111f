"""What the charts of 意識調査 share: how answers, points and intervals are written, and the columns beside a plot.

What is missing was withheld or is not known. It has no mark and no 0: `MISSING` stands in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from analytics.charts import dress
from analytics.ledger.score_words import rounded, signed

MISSING = "－"
LIGHT = "#5B8DC9"  # of a desirable answer that is not strong, and of an interval under its dot
LINE = 17  # pixels from one line of a name to the next
LETTER = dress.TEXT_SIZE
HEAD = -10  # pixels from the top of a plot to the words over a column beside it
LEGEND = -46  # and to the legend over these
MARKS = "、。・"
NARROW = f"（）{MARKS}"  # half as wide as other letters, in this font


def between(low: Any, high: Any, digits: int = 1) -> str:
    """The interval from *low* to *high* in brackets; nothing where it is not known.

    >>> between(0.03, 14.86)
    '（0.03〜14.9）'
    """
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"（{_sided(low, digits)}〜{_sided(high, digits)}）"


def _sided(value: float, digits: int) -> str:
    """*value* with as many digits as it takes to see on which side of 0 it lies, three more at most."""
    for more in range(3):
        if set(said := rounded(value, digits + more)) & set("123456789"):
            return said
    return rounded(value, digits)


def change_words(change: Any, low: Any, high: Any, verdict: Any) -> str:
    """A change with its interval and what it means: ``＋6.1（2.0〜10.2）増えた``; or the meaning alone."""
    said = "" if pd.isna(verdict) else str(verdict)
    if pd.isna(change):
        return said or MISSING
    return f"{signed(change)}{between(low, high)}{said}"


def percent_words(rate: Any, low: Any = None, high: Any = None) -> str:
    """A share with its interval, both from 0 to 1: ``62％（55〜69）``."""
    if pd.isna(rate):
        return MISSING
    inside = "" if pd.isna(low) or pd.isna(high) else between(low * 100, high * 100, 0)
    return f"{rounded(rate * 100, 0)}％{inside}"


def count_words(count: Any) -> str:
    """The number of answers; a dash where it may not be told."""
    return MISSING if pd.isna(count) else f"{int(count):,}"


def reasons(frame: pd.DataFrame) -> list[str]:
    """Why a number is missing, where the frame says it; a dash elsewhere."""
    if "reason" not in frame:
        return [MISSING] * len(frame)
    return [MISSING if pd.isna(why) or not why else str(why) for why in frame["reason"]]


def two_lines(text: str, width: int) -> list[str]:
    """*text* in at most two lines, broken after 、 or at least before a word; what does not fit ends in ….

    >>> two_lines("督促状と催告書を送れば、担当としての務めは果たしたと思う", 20)
    ['督促状と催告書を送れば、', '担当としての務めは果たしたと思う']
    >>> two_lines("納期内に納めている人との公平を意識して仕事をしている", 20)
    ['納期内に納めている人との', '公平を意識して仕事をしている']
    """
    if len(text) <= width:
        return [text]
    if len(text) > 2 * width:
        text = text[: 2 * width - 1] + "…"
    middle = -(-len(text) // 2)
    fitting = range(max(len(text) - width, 1), min(width + 1, len(text) - 1) + 1)
    after_mark = [at for at in fitting if text[at - 1] in MARKS]  # a mark is narrow: one more fits
    before_word = [at for at in fitting if at <= width and _begins_word(text[at - 1], text[at])]
    cut = min(after_mark or before_word or [middle], key=lambda at: abs(at - middle))
    return [text[:cut], text[cut:]]


def _begins_word(before: str, letter: str) -> bool:
    """Whether a word begins with *letter*, as far as the kinds of letters tell."""
    return "ぁ" <= before <= "ゖ" and not "ぁ" <= letter <= "ゖ" and letter not in NARROW


def wide(words: str) -> float:
    """About how many pixels *words* take."""
    return sum(LETTER * (0.62 if letter.isascii() or letter in NARROW else 1) for letter in words)


def down(names: dict[str, str], column: str) -> alt.Y:
    """The rows of a chart, one for each value of *column*; what they are called `named` writes."""
    scale = alt.Scale(domain=list(names), paddingInner=0.08)
    return alt.Y(f"{column}:N", axis=None, scale=scale)


def named(names: dict[str, str], y: alt.Y, column: str, letters: float) -> list[alt.Chart]:
    """The name of each row, in its lines about the middle of it, all beginning *letters* letters left of the plot.

    An axis would write the first line in the middle and let the others hang below.
    """
    by_place: dict[float, list[tuple[str, str]]] = {}
    for row, name in names.items():
        lines = name.split("\n")
        for at, line in enumerate(lines):
            by_place.setdefault(at - (len(lines) - 1) / 2, []).append((row, line))
    return [
        alt.Chart(pd.DataFrame(held, columns=[column, "line"]))
        .mark_text(align="left", dy=LINE * place, fontSize=LETTER)
        .encode(x=alt.value(-letters * LETTER), y=y, text="line:N")
        for place, held in by_place.items()
    ]


def folded(name: str, width: int) -> str:
    """The name of a scale or a group in lines of about *width* letters, 意識 in one piece.

    >>> folded("義務完了意識", 5).split("\\n")
    ['義務完了', '意識']
    """
    if len(name) <= width:
        return name
    if name.endswith("意識"):
        return f"{dress.fold(name.removesuffix('意識'), width)}\n意識"
    return dress.fold(name, width)


def column(
    rows: pd.DataFrame, y: alt.Y, words: str, indent: int, head: str, **mark: Any
) -> list[alt.Chart]:
    """The *words* of each row, *indent* pixels to the right of the plot, under their *head*."""
    text = alt.Chart(rows).mark_text(align="left", dx=indent, fontSize=dress.TEXT_SIZE, **mark)
    over = alt.Chart(rows.head(1)[[words]]).mark_text(
        align="left",
        baseline="bottom",
        color=dress.QUIET,
        dx=indent,
        dy=HEAD,
        fontSize=dress.TEXT_SIZE,
    )
    return [
        text.encode(x=alt.value("width"), y=y, text=f"{words}:N"),
        over.encode(x=alt.value("width"), y=alt.value(0), text=alt.value(head)),
    ]


def over(words: str, at: float, **mark: Any) -> alt.Chart:
    """*words* over the plot, at the place *at* of its scale."""
    text: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [at]}))
        .mark_text(baseline="bottom", color=dress.QUIET, dy=HEAD, fontSize=LETTER, **mark)
        .encode(x=alt.X("at:Q"), y=alt.value(0), text=alt.value(words))
    )
    return text


def legend(
    items: Sequence[tuple[str, str]], *, left: float, top: int = LEGEND, edge: str | None = None
) -> list[alt.Chart]:
    """A square and its words for each of *items* (colour, words), in the order of the chart, from *left* pixels on."""
    rows, at = [], left
    for colour, words in items:
        rows.append({"colour": colour, "words": words, "square": at + 8, "beside": at + 20})
        at += 20 + wide(words) + 22
    layers = []
    for row in rows:
        base = alt.Chart(pd.DataFrame([{"legend": row["words"], "colour": row["colour"]}]))
        square = base.mark_square(size=230, opacity=1, stroke=edge, strokeWidth=1)
        text = base.mark_text(align="left", fontSize=LETTER)
        layers += [
            square.encode(
                x=alt.value(row["square"]),
                y=alt.value(top),
                fill=alt.Fill("colour:N", scale=None),
            ),
            text.encode(x=alt.value(row["beside"]), y=alt.value(top), text="legend:N"),
        ]
    return layers


def dashes(rows: pd.DataFrame, x: alt.X, y: alt.Y, tips: list[alt.Tooltip]) -> list[alt.Chart]:
    """A dash where a row of *rows* has nothing to draw."""
    if rows.empty:
        return []
    text = alt.Chart(rows).mark_text(color=dress.QUIET, fontSize=LETTER)
    return [text.encode(x=x, y=y, text=alt.value(MISSING), tooltip=tips)]
