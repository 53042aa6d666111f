"""The rows below a head, column by column: each distinct cell once, and for every row which of them it has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analytics.intake.head import Row

Codes = npt.NDArray[np.int32]
Rows = npt.NDArray[np.bool_]  # for each row, yes or no


@dataclass(frozen=True)
class Coded:
    """A column: its distinct words, and for every row the place of its own among them."""

    words: list[str]
    codes: Codes

    def each(self, is_so: Callable[[str], bool]) -> Rows:
        """The rows for whose word *is_so* holds."""
        answers = np.fromiter(map(is_so, self.words), np.bool_, len(self.words))
        return answers[self.codes] if len(self.words) else np.zeros(len(self.codes), np.bool_)

    @cached_property
    def is_blank(self) -> Rows:
        """The rows with nothing but spaces."""
        return self.each(lambda word: not word or word.isspace())

    def word(self, row: int) -> str:
        """The word of the row at place *row*."""
        return self.words[int(self.codes[row])]

    def only(self, rows: Rows) -> Coded:
        """The same column, of just *rows*."""
        return Coded(self.words, self.codes[rows])


@dataclass(frozen=True)
class Grid:
    """The rows of a table that have as many cells as its head, and beside them those that have not."""

    headers: list[str]
    columns: list[Coded]
    numbers: npt.NDArray[np.int64]  # of each row, as a spreadsheet counts
    ragged: list[Row] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows have their right cells."""
        return len(self.numbers)

    def cells(self, row: int) -> list[str]:
        """The cells of the row at place *row*, as they were delivered."""
        return [column.word(row) for column in self.columns]

    def only(self, rows: Rows) -> Grid:
        """The same table, of just *rows*."""
        columns = [column.only(rows) for column in self.columns]
        return Grid(self.headers, columns, self.numbers[rows], self.ragged)


class Collecting:
    """Rows, taken in chunk by chunk, so that no more than the distinct cells of a file are ever in memory."""

    def __init__(self, headers: Sequence[str]) -> None:
        self.headers = list(headers)
        called = [at for at, header in enumerate(headers, start=1) if header.strip()]
        self._least = (
            called[-1] if called else 0
        )  # a separator behind the last header begins no column
        self._numbers: list[int] = []
        self._columns: list[list[pa.DictionaryArray]] = [[] for _ in headers]
        self._ragged: list[Row] = []

    def add(self, first: int, rows: Iterable[list[str]]) -> None:
        """Take in *rows*, of which the first has the number *first*; blank ones are passed over."""
        width = len(self.headers)
        whole: list[list[str]] = []
        for number, cells in enumerate(rows, start=first):
            if not any(map(str.strip, cells)):
                continue
            if len(cells) == width:  # as nearly always
                whole.append(cells)
            elif len(cells) >= self._least and not any(map(str.strip, cells[width:])):
                whole.append((cells + [""] * width)[:width])
            else:
                self._ragged.append(Row(number, cells))
                continue
            self._numbers.append(number)
        for column, words in zip(self._columns, zip(*whole, strict=True), strict=False):
            column.append(pa.array(words, pa.string()).dictionary_encode())

    def done(self) -> Grid:
        """All of them."""
        columns = [_together(chunks) for chunks in self._columns]
        return Grid(self.headers, columns, np.array(self._numbers, np.int64), self._ragged)


def _together(chunks: list[pa.DictionaryArray]) -> Coded:
    if not chunks:
        return Coded([], np.empty(0, np.int32))
    unified = pa.chunked_array(chunks).unify_dictionaries()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in unified.chunks])
    return Coded(unified.chunk(0).dictionary.to_pylist(), codes.astype(np.int32, copy=False))


def combined(columns: Sequence[Coded | Codes], count: int) -> tuple[Codes, list[int]]:
    """For each of *count* rows the number of its combination over *columns*, and for each combination its first row."""
    number = np.zeros(count, np.int64)
    for column in columns:
        codes = column.codes if isinstance(column, Coded) else column
        number = number * (int(codes.max(initial=0)) + 1) + codes
        number = pd.factorize(number)[0].astype(np.int64)
    return number.astype(np.int32), first_rows(number).tolist()


def first_rows(codes: Codes | npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """For each of the numbers 0, 1, 2 … in *codes* the first row that has it."""
    first = np.zeros(int(codes.max(initial=-1)) + 1, np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of several rows the one written last stays
    return first


def joined(columns: Sequence[Coded]) -> Coded:
    """Several columns as one: their words with a hyphen between, blank ones left out."""
    cells = [
        pa.DictionaryArray.from_arrays(pa.array(column.codes), _words_or_null(column))
        for column in columns
    ]
    together = pc.binary_join_element_wise(
        *(cell.dictionary_decode() for cell in cells), "-", null_handling="skip"
    ).dictionary_encode()
    return Coded(together.dictionary.to_pylist(), together.indices.to_numpy())


def _words_or_null(column: Coded) -> pa.Array:
    return pa.array([word.strip() or None for word in column.words], pa.string())
