"""The words of a card as one piece of HTML.

Streamlit draws a metric, three paragraphs and a list as five elements, each with its own Markdown, and a browser spends
longer on them than on the chart (docs/decisions/0011). The look is in `static/screen.css`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from analytics.figures import Figure
from analytics.ledger.calendar import date_label

SOURCES_NAMED = 2
STATUS = "種別"  # the fact that is a mark, for instance 例示


def html(figure: Figure) -> str:
    """The value, how to read it, and where it comes from, as one element of the page."""
    value = _headline(figure) + (_line(figure.comparison) if figure.comparison else "")
    return (
        f'<div class="words"><div>{value}</div><div>{_reading(figure)}{_origin(figure)}</div></div>'
    )


def _headline(figure: Figure) -> str:
    """What is measured, its value and its date, under a mark where the figure bears one."""
    lines = []
    if STATUS in figure.facts:
        lines.append(_line(figure.facts[STATUS], "mark"))
    if figure.headline:
        lines += [_line(figure.measure, "measure"), _line(figure.headline, "value")]
    if figure.as_of:
        lines.append(_line(f"{date_label(figure.as_of)}現在"))
    return "".join(lines)


def _reading(figure: Figure) -> str:
    """What the figure rests on, and what one has to know to read it rightly."""
    lines = [
        f"<p><b>{escape(name)}</b>　{escape(fact)}</p>"
        for name, fact in figure.facts.items()
        if name != STATUS
    ]
    if figure.notes:
        lines.append(listed(figure.notes))
    return "".join(lines)


def listed(notes: Sequence[str]) -> str:
    """*notes*, one below the other."""
    items = "".join(f"<li>{escape(note)}</li>" for note in notes)
    return f'<ul class="notes">{items}</ul>'


def _origin(figure: Figure) -> str:
    """The version and the files it was made of."""
    files = figure.files(SOURCES_NAMED)
    return _line(f"版 {figure.version}" + (f"　出典：{files}" if files else ""), "origin")


def _line(text: str, kind: str = "") -> str:
    """A paragraph of *text*, shown as the characters it is."""
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"
