"""The fields of a table's details: every distinct cell read once, its values spread over the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from analytics.intake.headers import letter
from analytics.intake.records.cells import (
    DAMAGED,
    NO_REPAIR,
    NOTHING,
    REPAIRS,
    Cell,
    day_number,
    reader,
)
from analytics.intake.records.faults import Faults
from analytics.intake.records.fields import FIELDS, Field
from analytics.intake.records.grid import Codes, Grid, Rows, combined, joined
from analytics.intake.records.layout import Column, RecordLayout
from analytics.intake.text import shape

Integers = npt.NDArray[np.int64]
NO_DAY = np.iinfo(np.int64).min

SAID = {  # fault of a cell → what is wrong, and what to do
    "damaged": (
        "壊れた文字があります",
        "元のシステムから出力し直すか、元の資料を見て直してください",
    ),
    "formula_error": (
        "式の誤り（#N/A など）になっているセルがあります",
        "元の表の式や参照先を直し、正しい値で保存し直してください",
    ),
    "key_in_powers": (
        "番号が 1.23E+11 のような指数になり、桁が失われています",
        "Excelの列の表示形式を「文字列」にして、出力し直してください",
    ),
    "key_digits": ("番号の桁数か文字が、決まりと違います", "元の資料を見て番号を直してください"),
    "not_a_day": (
        "日付として読めないものがあります",
        "2025-04-01 か R7.4.1 の形に直してください。日付がないなら空白にしてください",
    ),
    "not_an_amount": (
        "金額として読めないものがあります",
        "数字に直すか、0を表す記号ならレイアウトの zero_marks に加えてください",
    ),
    "not_a_percent": ("0から100までの割合（％）でないものがあります", "数字に直してください"),
    "not_a_number": ("0以上の整数でないものがあります", "数字に直してください"),
    "not_a_year": ("年度として読めないものがあります", "2025 か令和7年度の形に直してください"),
    "unknown_word": ("知らない言葉があります", "レイアウトの [part] か [states] に加えてください"),
}


@dataclass(frozen=True)
class Values:
    """One field of every detail: what its distinct cells were read as, and which of them each row has."""

    field: Field
    label: str
    is_needed: bool
    words: list[str]
    cells: list[Cell]
    codes: Codes

    def _spread(self, answers: Sequence[bool]) -> Rows:
        return np.array(answers, np.bool_)[self.codes] if answers else np.zeros(0, np.bool_)

    @cached_property
    def is_blank(self) -> Rows:
        """The rows without a word."""
        return self._spread([cell.value is None and not cell.fault for cell in self.cells])

    @cached_property
    def is_there(self) -> Rows:
        """The rows with a value."""
        return self._spread([cell.value is not None for cell in self.cells])

    @property
    def is_read(self) -> Rows:
        """The rows whose cell could be read, or may be blank and is."""
        return self.is_there | (self.is_blank & (not self.is_needed))

    def repaired(self, kind: str) -> Rows:
        """The rows whose cell was put right in this way."""
        return self._spread([kind in cell.repairs for cell in self.cells])

    def faulty(self, fault: str) -> Rows:
        """The rows whose cell has this fault."""
        return self._spread([cell.fault == fault for cell in self.cells])

    @cached_property
    def identity(self) -> Codes:
        """The same number for rows with the same value, however it is written."""
        numbers: dict[Any, int] = {}
        same = [numbers.setdefault(cell.value, len(numbers)) for cell in self.cells]
        return np.array(same, np.int32)[self.codes]

    @cached_property
    def integers(self) -> Integers:
        """Yen, numbers and years; 0 where there is none."""
        return np.array([cell.value or 0 for cell in self.cells], np.int64)[self.codes]

    @cached_property
    def days(self) -> Integers:
        """Days from 1970-01-01; `NO_DAY` where there is none."""
        numbers = [NO_DAY if cell.value is None else day_number(cell.value) for cell in self.cells]
        return np.array(numbers, np.int64)[self.codes]

    def arrow(self, rows: Rows) -> pa.Array:
        """The values of *rows*, null where there is none."""
        values = pa.array([cell.value for cell in self.cells], _TYPES[self.field.kind])
        return pa.DictionaryArray.from_arrays(
            pa.array(self.codes[rows]), values
        ).dictionary_decode()

    def example(self, at: int) -> str:
        """The distinct cell at place *at*: as it is, or only its shape where it may say who somebody is."""
        word = self.words[at]
        is_plain = (
            self.field.kind in ("day", "yen", "number", "percent", "year")
            and not self.field.private
        )
        return shape(word) if not is_plain or len(word) > 20 else word


_TYPES = {
    "text": pa.string(),
    "key": pa.string(),
    "day": pa.date32(),
    "yen": pa.int64(),
    "number": pa.int64(),
    "percent": pa.float64(),
    "year": pa.int32(),
    "state": pa.string(),
    "part": pa.string(),
}


def read_fields(grid: Grid, position: Mapping[str, int], layout: RecordLayout) -> dict[str, Values]:
    """Every field of *layout* whose columns are all in *grid*."""
    known = FIELDS[layout.record]
    return {
        key: _values(
            grid, [position[header] for header in column.header], known[key], column, layout
        )
        for key, column in layout.columns.items()
        if position.keys() >= set(column.header)
    }


def _values(
    grid: Grid, places: Sequence[int], one: Field, column: Column, layout: RecordLayout
) -> Values:
    read = reader(one, column, layout)
    columns = [grid.columns[at] for at in places]
    if len(columns) > 1 and one.kind != "yen":
        columns = [joined(columns)]
    if len(columns) == 1:
        words, codes = columns[0].words, columns[0].codes
        cells = [read(word) for word in words]
    else:
        codes, first = combined(columns, grid.count)
        together = [[each.word(row) for each in columns] for row in first]
        words = ["＋".join(each) for each in together]
        cells = [_sum([read(word) for word in each]) for each in together]
    label = f"{column.label}（{'・'.join(letter(at) for at in places)}）"
    return Values(one, label, one.needed and not column.optional, words, cells, codes)


def _sum(cells: Sequence[Cell]) -> Cell:
    """Yen of several columns, added up; one of them blank or unreadable, and there is no sum."""
    if fault := next((cell.fault for cell in cells if cell.fault), ""):
        return Cell(fault=fault)
    if any(cell.value is None for cell in cells):
        return NOTHING
    return Cell(
        sum(cell.value for cell in cells), NO_REPAIR.union(*(cell.repairs for cell in cells))
    )


def check_fields(fields: Mapping[str, Values], faults: Faults) -> None:
    """Cells that cannot be read or are missing keep their rows out; what was put right is said.

    Of who somebody is, one unreadable cell is left blank and said: the money is owed all the same.
    """
    hollow = _hollow(fields, faults)
    for values in fields.values():
        for fault in sorted({cell.fault for cell in values.cells} - {"", DAMAGED}):
            message, todo = SAID[fault]
            seen = values.example(
                next(n for n, cell in enumerate(values.cells) if cell.fault == fault)
            )
            is_open = values.field.private and not values.is_needed
            note = faults.warn if is_open or values.field.kind == "state" else faults.reject
            note(fault, values.faulty(fault), message, todo, values.label, seen)
        if values.is_needed:
            faults.reject(
                "blank",
                values.is_blank & ~hollow,
                f"{values.field.label}が空白です",
                "元の資料を見て入れてください。合計や注記の行ならレイアウトの [[set_aside]] に書いてください",
                values.label,
            )
        for kind in REPAIRS:
            for at in [n for n, cell in enumerate(values.cells) if kind in cell.repairs][:1]:
                rows, seen = values.repaired(kind), values.example(at)
                faults.repair(kind, rows, REPAIRS[kind], values.label, seen)


def _hollow(fields: Mapping[str, Values], faults: Faults) -> Rows:
    """Rows that lack more than half of what every detail has: said once, not of each column. They are kept out."""
    needed = [values.is_blank for values in fields.values() if values.is_needed]
    blanks = np.sum([np.zeros(faults.grid.count, np.int64), *needed], axis=0)
    hollow: Rows = (blanks > 1) & (2 * blanks > len(needed))
    faults.reject(
        "hollow",
        hollow,
        "なければならない欄の半分より多くが空白です",
        "合計・注記・表題の行ならレイアウトの [[set_aside]] に書いてください。明細なら元の資料を見て入れてください",
    )
    return hollow
