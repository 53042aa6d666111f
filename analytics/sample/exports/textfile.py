"""Columns of text → a file as systems export them, streamed row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from analytics.sample.exports.columns import Table

WINDOWS = "\r\n"


def write_table(
    path: Path,
    table: Table,
    encoding: str,
    *,
    delimiter: str = ",",
    quoted: bool = False,
    below: Iterable[list[str]] = (),
) -> None:
    """Write *table*, and the rows *below* it (a total), to a new file. *quoted*: every cell stands in quotes."""
    join = _all_quoted if quoted else _where_needed
    with path.open("x", encoding=encoding, newline="") as file:
        file.writelines(join(row, delimiter) for row in _rows(table, below))


def _rows(table: Table, below: Iterable[list[str]]) -> Iterator[Iterable[str]]:
    yield table.keys()
    yield from zip(*table.values(), strict=True)
    yield from below


def _all_quoted(row: Iterable[str], delimiter: str) -> str:
    return delimiter.join(f'"{cell}"' for cell in row) + WINDOWS


def _where_needed(row: Iterable[str], delimiter: str) -> str:
    """One line; a comma in a cell is an amount's, and no cell holds a quote."""
    line = delimiter.join(row)
    if "," in line and delimiter != ",":
        line = delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row)
    return line + WINDOWS


def quoted_amounts(cells: Iterable[str]) -> list[str]:
    """Cells with those that hold a comma in quotes, for a file that is parted by commas."""
    return [f'"{cell}"' if "," in cell else cell for cell in cells]
