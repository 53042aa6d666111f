"""Columns of text → a file as systems export them, streamed row by row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from analytics.sample.exports.columns import Table

WINDOWS = "\r\n"


def write_table(
    path: Path,
    tables: Iterable[Table],
    encoding: str,
    *,
    delimiter: str = ",",
    quoted: bool = False,
    below: Mapping[str, str] | None = None,
) -> None:
    """Write *tables*, one below the other under one head, and the row *below* them, to a new file.

    *below* has the cells of a total by their headers. *quoted*: every cell stands in quotes.
    """
    join = _all_quoted if quoted else _where_needed
    with path.open("x", encoding=encoding, newline="") as file:
        file.writelines(join(row, delimiter) for row in _rows(tables, below))


def _rows(tables: Iterable[Table], below: Mapping[str, str] | None) -> Iterator[Iterable[str]]:
    head: Collection[str] = ()
    for table in tables:
        if not head:
            yield (head := table.keys())
        yield from zip(*table.values(), strict=True)
    if below:
        yield [below.get(header, "") for header in head]


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
