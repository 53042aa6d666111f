"""計算例: figures worked by hand on small books, as `tools/examples.py` takes them from the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from analytics.settings import DATA

FOLDER = DATA / "examples"
Rows = tuple[tuple[str, ...], ...]  # cells as they are written, headers first


@dataclass(frozen=True)
class Worked:
    """One example: the reckoning, the books it begins with, and what the card says and shows of them."""

    title: str
    words: str
    asked: str = ""  # what was chosen, where it is not the newest period of the whole city
    books: Rows = ()
    targets: Rows = ()
    reasons: tuple[str, ...] = ()  # why claims left the books, as a layout says it
    says: str = ""
    compares: str = ""
    shows: Rows = ()
    notes: tuple[str, ...] = ()  # what a note or a fact under the card says


@cache
def worked(figure: str) -> tuple[Worked, ...]:
    """The examples of *figure* (or of the ``calendar``), none where there are none."""
    path = FOLDER / f"{figure}.json"
    if not path.exists():
        return ()
    return tuple(map(_example, json.loads(path.read_text(encoding="utf-8"))))


def _example(slots: dict[str, str | list[str]]) -> Worked:
    tables = {name: _rows(slots.pop(name, ())) for name in ("books", "targets", "shows")}
    lists = {name: tuple(slots.pop(name, ())) for name in ("reasons", "notes")}
    return Worked(**slots | tables | lists)  # type: ignore[arg-type]


def _rows(lines: str | list[str] | tuple[()]) -> Rows:
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)
