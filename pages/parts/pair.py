"""Two records of debtors side by side as one table: what the departments wrote, and what differs in it, marked."""

from __future__ import annotations

from html import escape

from analytics.figures.persons.differences import DIFFERS, FIELDS, Compared, Pieces
from analytics.figures.persons.review import Review

DEBTOR = "債務者番号"
RESULT = "くらべた結果"


def html(review: Review) -> str:
    """The table of *review*. Letters that differ are bold and underlined, and said in words at the right."""
    left, right = review.sides
    heads = "".join(
        f"<th>{escape(said)}</th>" for said in ("", left.department_name, right.department_name)
    )
    keys = "".join(f"<td>{escape(side.debtor[1])}</td>" for side in review.sides)
    rows = [f"<tr><th>{DEBTOR}</th>{keys}<td></td></tr>", *map(_row, review.fields)]
    return (
        '<div class="numbers pair" tabindex="0"><table aria-label="2つの記録">'
        f"<thead><tr>{heads}<th>{RESULT}</th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row(field: Compared) -> str:
    said = escape(field.said)
    result = f"<b>{said}</b>" if field.mark == DIFFERS else said
    cells = "".join(f"<td>{_marked(side)}</td>" for side in (field.left, field.right))
    return f"<tr><th>{FIELDS[field.field]}</th>{cells}<td>{result}</td></tr>"


def _marked(pieces: Pieces) -> str:
    """The letters as they were written, those that differ marked; －, where there are none."""
    told = [f"<mark>{escape(text)}</mark>" if differs else escape(text) for text, differs in pieces]
    return "".join(told) or "－"
