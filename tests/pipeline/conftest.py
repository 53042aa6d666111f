"""The real command, on the real files of Komae and on copies of them with one thing wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.intake.layout import Layout
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.snapshots import Store

KOMAE = DATA / "open" / "komae"


@dataclass(frozen=True)
class Done:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return self.out + self.err

    @property
    def errors(self) -> list[str]:
        """The lines that name something wrong with a file."""
        return [line for line in self.out.splitlines() if line.startswith("誤り ")]


Run = Callable[..., Done]


@pytest.fixture
def zangaku(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`zangaku(*arguments)`: the command as the console script calls it, in this process."""

    def run(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["zangaku", *map(str, arguments)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        printed = capsys.readouterr()
        return Done(code, printed.out, printed.err)

    return run


@dataclass(frozen=True)
class Original:
    """A published file, and copies of it with something changed. Rows count from 1, the head is row 1."""

    name: str
    encoding: str
    lines: tuple[str, ...]
    end: str = "\r\n"

    @classmethod
    def of(cls, fiscal_year: int) -> Original:
        path = KOMAE / f"132195_kessan{fiscal_year}sainyu.csv"
        encoding = "utf-8-sig" if fiscal_year < 2022 else "cp932"
        text = path.read_bytes().decode(encoding)
        return cls(path.name, encoding, tuple(text.split("\r\n")[:-1]))

    @property
    def content(self) -> bytes:
        return "".join(line + self.end for line in self.lines).encode(self.encoding)

    @property
    def header(self) -> list[str]:
        return self.lines[0].split(",")

    def row_with(self, *words: str) -> int:
        """The first row that has every one of *words* among its cells."""
        return next(
            number
            for number, line in enumerate(self.lines, start=1)
            if set(words) <= set(line.split(","))
        )

    def with_line(self, row: int, line: str) -> Original:
        lines = [*self.lines]
        lines[row - 1] = line
        return replace(self, lines=tuple(lines))

    def with_cell(self, row: int, column: str, cell: str) -> Original:
        cells = self.lines[row - 1].split(",")
        cells[self.header.index(column)] = cell
        return self.with_line(row, ",".join(cells))

    def with_column(self, column: str, change: Callable[[str], str]) -> Original:
        """Every cell of *column* below the head changed alike."""
        at = self.header.index(column)
        lines = [self.lines[0]]
        for line in self.lines[1:]:
            cells = line.split(",")
            cells[at] = change(cells[at])
            lines.append(",".join(cells))
        return replace(self, lines=tuple(lines))

    def without_column(self, column: str) -> Original:
        at = self.header.index(column)
        cut = [line.split(",")[:at] + line.split(",")[at + 1 :] for line in self.lines]
        return replace(self, lines=tuple(map(",".join, cut)))

    def renamed(self, column: str, name: str) -> Original:
        return self.with_line(1, ",".join(name if c == column else c for c in self.header))

    def first(self, rows: int) -> Original:
        return replace(self, lines=self.lines[:rows])

    def without(self, start: str) -> Original:
        """All lines but those that begin with *start*."""
        kept = (line for line in self.lines if not line.startswith(start))
        return replace(self, lines=tuple(kept))

    def save(self, folder: Path, name: str | None = None) -> Path:
        path = folder / (name or self.name)
        path.write_bytes(self.content)
        return path


@pytest.fixture(scope="session")
def books_2021() -> Original:
    """FY2021: UTF-8 with BOM."""
    return Original.of(2021)


@pytest.fixture(scope="session")
def books_2023() -> Original:
    """FY2023: CP932."""
    return Original.of(2023)


WAITING = {"held", "returned"}  # where rejected rows and their file wait for the department


def tree(folder: Path) -> dict[str, str]:
    """Every file below *folder* with the hash of its bytes. The lock is no content, nor what is held."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock" and not WAITING.intersection(path.parts)
    }


@pytest.fixture(scope="session")
def one_year(tmp_path_factory: pytest.TempPathFactory, layouts: list[Layout]) -> Path:
    """A store that holds FY2020. Treat it as read-only."""
    store = Store(tmp_path_factory.mktemp("one-year") / "store")
    take_in(store, KOMAE / "132195_kessan2020sainyu.csv", layouts)
    return store.root


@pytest.fixture
def stocked(one_year: Path, tmp_path: Path) -> Iterator[Path]:
    """A store of one's own that holds FY2020."""
    copy = tmp_path / "stocked"
    shutil.copytree(one_year, copy)
    yield copy
    shutil.rmtree(copy)


def figures(out: str) -> list[list[str]]:
    """The rows of a figure printed as CSV."""
    return list(csv.reader(io.StringIO(out.removeprefix("\ufeff"))))
