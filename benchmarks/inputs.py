"""What the fuzz begins with: sound files of the made-up city, and each with something done to it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from random import Random

from analytics.errors import InputFault
from analytics.intake.fitting import choose_layout
from analytics.intake.layouts import AnyLayout
from analytics.intake.records.layout import RecordLayout
from analytics.intake.tables.source import open_source
from analytics.sample import Plan, first_month_of, make_city
from benchmarks.mutations import spoil_bytes, spoil_cells, spoil_workbook, written

MOST_LINES = 60  # of a sample file, so that spoiling one cell can matter


@dataclass(frozen=True)
class Sample:
    """A sound file of the sample, and the layout it is in."""

    name: str
    content: bytes
    layout: AnyLayout

    def rows(self) -> list[list[str]]:
        """The cells of a CSV, its head first."""
        (encoding,) = self.layout.file.encodings
        text = io.StringIO(self.content.decode(encoding), newline="")
        return list(csv.reader(text, delimiter=self.layout.file.delimiter))


def samples(folder: Path, layouts: list[AnyLayout]) -> list[Sample]:
    """One file of every form that the departments of the made-up city write."""
    make_city(folder, Plan(600, *first_month_of("2026-10", 1), 1))
    found = []
    for path in sorted([*folder.glob("20*/架空市_*"), *folder.glob("架空市_*")]):
        content = path.read_bytes()
        try:
            layout = choose_layout(open_source(path), layouts)
        except InputFault:
            continue  # the targets are no delivery
        if path.suffix != ".xlsx" and isinstance(layout, RecordLayout):
            text = content.decode(layout.file.encodings[0]).splitlines(keepends=True)
            content = "".join(text[:MOST_LINES]).encode(layout.file.encodings[0])
        found.append(Sample(path.name, content, layout))
    return found


@dataclass(frozen=True)
class Spoiled:
    """One input: its name, its bytes, and how many rows it holds where that is known."""

    name: str
    content: bytes
    rows: int | None = None


def spoiled(one: Sample, chance: Random) -> Spoiled:
    """*one* with something done to it."""
    if one.name.endswith(".xlsx"):
        spoil = spoil_workbook if chance.random() < 0.8 else spoil_bytes
        return Spoiled(one.name, spoil(one.content, chance))
    if chance.random() < 0.4:
        return Spoiled(one.name, spoil_bytes(one.content, chance))
    rows = spoil_cells(one.rows(), chance)
    file = one.layout.file
    content = written(rows, file.encodings[0], file.delimiter, chance)
    text = io.StringIO(content.decode(file.encodings[0]), newline="")
    below = [*csv.reader(text, delimiter=file.delimiter)][1:]
    return Spoiled(one.name, content, sum(any(map(str.strip, row)) for row in below))
