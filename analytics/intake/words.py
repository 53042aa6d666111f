"""The words of each row, those that hold from above filled in, and whether they make it a total or a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.cells import Sheet
from analytics.intake.head import Row
from analytics.intake.layout import Layout
from analytics.intake.text import fold


@dataclass(frozen=True)
class WordedRow:
    """A row with its folded texts, and which of them stand in the row itself rather than above it."""

    row: Row
    words: dict[str, str]
    own: dict[str, str]


def worded_rows(sheet: Sheet, layout: Layout) -> Iterator[WordedRow]:
    """Each row with its texts, those from above filled in.

    A blank in a `fill_down` column means the same as above, until a column listed before it has a new word; a
    `heading` holds until the next one, and the first may stand above the head.
    """
    filled = layout.file.fill_down
    headings = {key: column.heading for key, column in layout.texts.items() if column.heading}
    above = {
        key: line
        for line in sheet.above
        for key, heading in headings.items()
        if re.search(heading, line)
    }
    for row in sheet.rows:
        own = {key: _word(row, key, sheet, layout) for key in layout.texts}
        for place, key in enumerate(filled):
            if own[key]:
                above |= dict.fromkeys(filled[place:], "") | {key: own[key]}
        above |= {key: own[key] for key in headings if own[key]}
        yield WordedRow(row, {key: word or above.get(key, "") for key, word in own.items()}, own)


def _word(row: Row, key: str, sheet: Sheet, layout: Layout) -> str:
    column = layout.texts[key]
    at = sheet.position.get(column.header)
    word = fold(row.cells[at]) if at is not None and at < len(row.cells) else ""
    for suffix in column.strip_suffix:
        word = word.removesuffix(suffix)
    return word if re.search(column.heading, word) else ""


def set_aside_by(worded: WordedRow, layout: Layout) -> int | None:
    """The place of the first rule that sets this row aside, or None for a detail."""
    whole = fold("".join(worded.row.cells))
    rules = enumerate(layout.set_aside)
    return next((place for place, rule in rules if rule.fits(worded.words, whole)), None)
