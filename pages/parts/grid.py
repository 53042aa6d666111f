"""A plain table of words and numbers as HTML, for what is no figure: every cell as the characters it is."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

SHORT = 12  # letters that stay on one line
MARKED = {"誤り", "取り込めません"}  # words that stand out; never by colour alone


def html(label: str, headers: Sequence[str], rows: Sequence[Sequence[str | int | None]]) -> str:
    """*rows* below *headers*; numbers stand at the right, and a missing one is －. *label* is for who cannot see it."""
    head = "".join(
        _header(header, [row[place] for row in rows]) for place, header in enumerate(headers)
    )
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return (
        f'<div class="numbers" tabindex="0"><table class="plain" aria-label="{escape(label)}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _header(said: str, cells: Sequence[str | int | None]) -> str:
    """A header stands where its cells do."""
    number = ' class="number"' if any(isinstance(cell, int) for cell in cells) else ""
    return f"<th{number}>{escape(said)}</th>"


def _cell(value: str | int | None) -> str:
    if value is None:
        return '<td class="number">－</td>'
    if isinstance(value, int):
        return f'<td class="number">{value:,}</td>'.replace("-", "−")
    said = escape(value).replace("\n", "<br/>")
    short = ' class="short"' if len(value) <= SHORT else ""
    return f"<td{short}>{f'<b>{said}</b>' if value in MARKED else said}</td>"
