"""What a delivered table is made of, and how much of it is read."""

from __future__ import annotations

from dataclasses import dataclass

COLUMNS = 1_000  # no department's table is wider; what is, has lost its line ends or is an attack


@dataclass(frozen=True)
class Sheet:
    """One table of text in a source: a CSV is one, a workbook has one per visible sheet."""

    name: str  # "" of a CSV
    encoding: str  # cp932, …, or xlsx, xls


@dataclass(frozen=True)
class Chunk:
    """Some rows of a table, one after the other."""

    first: int  # number of its first row as a spreadsheet counts (records, from 1)
    rows: list[list[str]]  # cells as text, ragged as they are
