"""The unit that a file prints, and the one that its layout reads it in.

Forgotten, it makes every amount a thousandth, and nothing else in the file would show it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from analytics.intake.findings import Finding, error
from analytics.intake.layout.money import MoneyColumn
from analytics.intake.text import fold

_ABOVE = re.compile(r"(?:単位|金額)[:;は]?(百万円|千円|万円|円)")  # in folded text
_IN_HEADER = re.compile(r"[(\[](?:単位[:;]?)?(百万円|千円|万円|円)[)\]]")


def check_units(
    above: Iterable[str], columns: Collection[MoneyColumn], place: str
) -> Iterable[Finding]:
    """An error for each unit, in the folded lines *above* a head or in the headers of *columns*, that is not theirs.

    *place* is where in the layout to put it right. A file without money has no unit.
    """
    units = {column.unit for column in columns}
    printed_above = {unit for line in above for unit in _ABOVE.findall(line)} if units else set()
    for printed in sorted(printed_above - units):
        yield _other_unit(printed, "、".join(sorted(units)), "見出しの上の単位", place)
    for column in columns:
        for header in column.header:
            found = _IN_HEADER.search(fold(header))
            if found and found[1] != column.unit:
                yield _other_unit(found[1], column.unit, f"見出し「{header}」", place)


def _other_unit(printed: str, unit: str, where: str, place: str) -> Finding:
    return error(
        "other_unit",
        f"{where}は「{printed}」ですが、レイアウトは{unit}として読みます",
        f'ファイルが正しければ、レイアウトの {place}に unit = "{printed}" と書いてください',
    )
