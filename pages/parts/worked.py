"""計算例: worked examples as HTML, made once for each figure."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from analytics.figures.examples import Rows, Worked, worked

_NUMBER = re.compile(r"[−－]|−?\d[\d,.]*[％]?")


@cache
def html(figure: str) -> str:
    """Every worked example of *figure*; "" where there is none."""
    listed = "".join(map(_example, worked(figure)))
    return f'<div class="worked">{listed}</div>' if listed else ""


def _example(one: Worked) -> str:
    """The reckoning, then what went in beside what came out."""
    reasons = "".join(f"<p>{escape(reason)}</p>" for reason in one.reasons)
    given = [
        _side("資料", one.books, reasons),
        _side("目標", one.targets),
        f"<p><b>選んだもの</b>　{escape(one.asked)}</p>" if one.asked else "",
    ]
    said = "".join(f"<p>{escape(words)}</p>" for words in (one.says, one.compares) if words)
    shown = _side("図に出るもの", one.shows, said) if one.books else _table(one.title, one.shows)
    shown += "".join(f"<p>注　{escape(note)}</p>" for note in one.notes)
    sides = (f"<div>{''.join(given)}</div>" if one.books else "") + f"<div>{shown}</div>"
    return f"<h3>{escape(one.title)}</h3><p>{escape(one.words)}</p><div>{sides}</div>"


def _side(name: str, rows: Rows, said: str = "") -> str:
    """A table with its name and with what is *said* beside it; a table of headers only has nothing to show."""
    if not rows and not said:
        return ""
    return f"<p><b>{escape(name)}</b></p>{said}{_table(name, rows) if len(rows) > 1 else ''}"


def _table(name: str, rows: Rows) -> str:
    head, *body = rows
    sides = [
        ' class="number"'
        if any(column) and all(map(_NUMBER.fullmatch, filter(None, column)))
        else ""
        for column in zip(*body, strict=True)
    ]
    lines = (
        "".join(f"<td{side}>{escape(cell)}</td>" for side, cell in zip(sides, row, strict=True))
        for row in body
    )
    named = "".join(
        f"<th{side}>{escape(header)}</th>" for side, header in zip(sides, head, strict=True)
    )
    return (
        f'<div class="numbers" tabindex="0"><table aria-label="{escape(name)}">'
        f"<thead><tr>{named}</tr></thead>"
        f"<tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table></div>"
    )
