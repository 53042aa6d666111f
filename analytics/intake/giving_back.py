"""The rows of a file that were kept out, given back in the department's own form to be corrected and sent again."""

from __future__ import annotations

import re
from pathlib import Path

from analytics.intake.delivered import Reading
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.returned import write_returned

DIGITS = 8  # of the hash of the file that the rows are of: its next month's namesake has others
_MARKED = re.compile(rf"(?P<stem>.+)_要修正(?:_(?P<digits>[0-9a-f]{{{DIGITS}}}))?.*")


def give_back(reading: Reading, folder: Path) -> Path | None:
    """Write the rejected rows of *reading* into *folder*; None where there are none. Raises `InputFault`."""
    name = returned_name(reading)
    if name is None or not isinstance(reading.layout, RecordLayout):
        return None
    rows = ((each.row, each.cells, each.reasons) for each in reading.rejected)
    return write_returned(folder / name, reading.source, reading.layout, reading.above, rows)


def returned_name(reading: Reading) -> str | None:
    """What the file with the rejected rows of *reading* is called; None where there are none."""
    if not reading.rejected or not isinstance(reading.layout, RecordLayout):
        return None
    name = Path(reading.name)
    ending = ".xlsx" if reading.source.kind == "excel" else name.suffix
    return f"{name.stem}_要修正_{reading.source.sha256[:DIGITS]}{ending}"


def original_of(name: str) -> tuple[str, str]:
    """Of the file called *name* with returned rows: what the file that they are of is called, and its digits.

    The name without its ending; "" where *name* does not tell.
    """
    marked = _MARKED.fullmatch(Path(name).stem)
    return (marked["stem"], marked["digits"] or "") if marked else ("", "")
