"""A file of targets as lines of text: a CSV, or a workbook with as many sheets of targets as its writer likes."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import InputFault, reason
from analytics.intake.controls import UNSEEN
from analytics.intake.tables.apart import sheet_names, sheet_rows
from analytics.intake.tables.signs import COMPOUND, ZIP
from analytics.intake.tables.source import Source, open_source
from analytics.intake.text import files_ending, fold, is_utf8, shown_name

ENDINGS = (".csv", ".xlsx", ".xlsm", ".xls")
WITHIN = 10  # rows of a sheet among which its head is looked for: a title may stand above it
SOME = 3  # words of the head, by which a sheet of targets is told from any other
CHUNK = 4096  # rows


@dataclass(frozen=True)
class Lines:
    """The cells of every line below the head, with their numbers, and the folded words of the head."""

    name: str  # of the file; of a workbook with several sheets of targets, and of the sheet
    head: tuple[str, ...]
    body: tuple[tuple[int, list[str]], ...]
    is_csv: bool

    def position(self, names: Sequence[str]) -> int | None:
        """In which column one of *names* heads, or None."""
        wanted = {fold(name) for name in names}
        return next((at for at, word in enumerate(self.head) if word in wanted), None)


def target_files(folder: Path) -> list[Path]:
    """The files in *folder* that hold targets, by name."""
    found = (path for ending in ENDINGS for path in files_ending(ending, folder))
    return sorted(path for path in found if not path.name.lower().startswith(UNSEEN))


def read_lines(path: Path, words: Sequence[str]) -> list[Lines]:
    """What stands in the file at *path*: of a workbook its sheets whose head has some of *words*, else its first.

    A workbook is told by its content, and never opened in this process. Raises `InputFault`.
    """
    if not is_utf8(path.name):
        raise InputFault(
            f"{shown_name(path.name)}: ファイルの名前の文字コードがUTF-8ではありません。名前を付け直してください"
        )
    try:
        with path.open("rb") as file:
            begin = file.read(len(COMPOUND))
            if begin.startswith((ZIP, COMPOUND)):
                return _of_workbook(open_source(path), words)
            content = begin + file.read()
    except OSError as problem:
        raise InputFault(f"{path.name}: 開けません（{reason(problem)}）") from problem
    lines = _of_csv(path.name, content)
    return [_headed(path.name, lines[:1], 1, lines[1:], is_csv=True)]


def _of_csv(name: str, content: bytes) -> list[list[str]]:
    """The cells of every line: UTF-8, or CP932 as Excel saves an edited CSV."""
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error as problem:
            raise InputFault(
                f"{name}: {csv.field_size_limit():,}字を超えるセルがあります。"
                '引用符（"）が開いたままでないかを確かめてください'
            ) from problem
    raise InputFault(f"{name}: 読めません。UTF-8のCSVで保存し直してください")


def _of_workbook(source: Source, words: Sequence[str]) -> list[Lines]:
    """The sheets with targets. What else is in the workbook, notes or a chart's numbers, is left alone."""
    known = {fold(word) for word in words}
    found = []
    for sheet in sheet_names(source):
        rows = [cells for _, part in sheet_rows(source, sheet, CHUNK) for cells in part]
        weights = [len(known.intersection(map(fold, cells))) for cells in rows[:WITHIN]]
        most = max(weights, default=0)
        at = weights.index(most) if most else 0
        found.append((most, sheet, rows, at))
    chosen = [each for each in found if each[0] >= SOME] or found[:1]
    return [
        _headed(
            source.name if len(chosen) == 1 else f"{source.name}「{sheet}」",
            rows[at : at + 1],
            at + 1,
            rows[at + 1 :],
            is_csv=False,
        )
        for _, sheet, rows, at in chosen
    ]


def _headed(
    name: str, head: list[list[str]], number: int, body: list[list[str]], *, is_csv: bool
) -> Lines:
    words = tuple(fold(cell) for cells in head for cell in cells)
    filled = (
        (place, cells)
        for place, cells in enumerate(body, start=number + 1)
        if any(cell.strip() for cell in cells)
    )
    return Lines(name, words, tuple(filled), is_csv)
