"""A settlement written as a small text table: parsed, saved as a department's files, and taken in as a city would.

So a test reads like a page of the books, and everything between the page and the figure is the product's own.

    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100

One file per year is written. `区分` is 現年, 滞繰 or なし; `課` is a name, or ``12=納税課`` for a code and its name in
that year. Optional columns: `会計`, `還付未済`, `件数`, and `債務者` with なし for income that nobody owes.
"""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from analytics.figures import Figure, Selection, answer
from analytics.figures.shown import writer
from analytics.intake.layout import Layout
from analytics.intake.layouts import read_layout
from analytics.ledger.calendar import closing_date
from analytics.store import summaries
from analytics.store.importing import take_in
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store

Rows = list[dict[str, str]]
AMOUNTS = {"調定": "調定額", "収入": "収入済額", "欠損": "不納欠損額", "未収": "収入未済額"}
HEADER = ["年度", "所属", "債権", "区分", "件数", *AMOUNTS.values(), "還付未済額"]
SOURCE = "決算{year}.csv"
_KEPT = TemporaryDirectory(prefix="zangaku-offices-")  # stores that came of an import before
_TAKEN_IN: dict[str, Path] = {}

LAYOUT = """
refund_pending = "in_received"
[layout]
name = "machi"
version = 1
title = "ためし市の決算"
municipality = "ためし市"
[source]
file_name = '決算(?P<fiscal_year>\\d{4})'
[file]
encodings = ["utf-8-sig", "cp932"]
ends_with_newline = true
[texts]
fiscal_year = "年度"
department = "所属"
claim = "債権"
part = "区分"
[[amounts]]
case_count = "件数"
assessed_yen = "調定額"
received_yen = "収入済額"
written_off_yen = "不納欠損額"
refund_pending_yen = "還付未済額"
outstanding_yen = "収入未済額"
[part]
column = "part"
current = "現年"
carried_over = "滞繰"
[departments]
column = "department"
"""


def read(text: str) -> Rows:
    """The rows of a text table; its first line holds the headers."""
    head, *body = _cells_of(text)
    return [dict(zip(head, cells, strict=True)) for cells in body]


def write_targets(folder: Path, targets: str) -> None:
    """Save *targets* (with the headers of a target file) in *folder*."""
    folder.mkdir(exist_ok=True)
    rows = read(targets)
    with (folder / "目標.csv").open("w", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out)
        sheet.writerow(rows[0])
        sheet.writerows(row.values() for row in rows)


def tidy(text: str) -> str:
    """*text* as `printed` writes it: two tables that say the same are the same characters."""
    return _drawn(_cells_of(text))


def printed(figure: Figure, like: str) -> str:
    """The table of *figure*, as on its card, in the columns and the order of the text table *like*."""
    head = _cells_of(like)[0]
    names = [{label: name for name, label in figure.labels.items()}[header] for header in head]
    rows = figure.frame[names].itertuples(index=False)
    body = [[writer(name)(value) for name, value in zip(names, row, strict=True)] for row in rows]
    return _drawn([head, *body])


def _cells_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _drawn(lines: list[list[str]]) -> str:
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        " | ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


@dataclass
class City:
    """A small city with its store and its targets below *folder*."""

    folder: Path

    @property
    def store(self) -> Store:
        return Store(self.folder / "store")

    @property
    def targets(self) -> Path:
        return self.folder / "targets"

    def aim(self, targets: str) -> Self:
        """Save *targets* (with the headers of a target file) as the targets of this city."""
        write_targets(self.targets, targets)
        return self


@dataclass
class Office(City):
    """A city that publishes a settlement each year, with a layout of its own.

    Two offices of one folder with different names deliver to one store, each in a layout of its own.
    """

    changes: Sequence[tuple[int, str, str]] = ()  # fiscal year, claim, reason
    per_department: Sequence[str] = ()
    net_within: Sequence[str] = ()
    name: str = "machi"
    refunds: str = "in_received"  # how the books give what is to be paid back

    def write(self, books: str) -> list[Path]:
        """Save *books* as one file per fiscal year, beside the layout that reads them."""
        rows = read(books)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "layouts").mkdir(exist_ok=True)
        layout = LAYOUT.replace('"machi"', f'"{self.name}"') + self._rules(rows)
        layout = layout.replace('"in_received"', f'"{self.refunds}"')
        own = [column for column in ("会計",) if column in rows[0]]
        if own:
            layout = layout.replace("[texts]", '[texts]\naccount = "会計"')
            layout = layout.replace("[claims]", '[claims]\naccount_column = "account"')
        self.layout_file.write_text(layout, encoding="utf-8")
        files = []
        for year in sorted({row["年度"] for row in rows}):
            files.append(self.folder / SOURCE.format(year=year))
            with files[-1].open("w", encoding="utf-8-sig", newline="") as out:
                sheet = csv.writer(out)
                sheet.writerow([*own, *HEADER])
                sheet.writerows(
                    [*(row[column] for column in own), *_written(row)]
                    for row in rows
                    if row["年度"] == year
                )
        return files

    @property
    def layout_file(self) -> Path:
        return self.folder / "layouts" / f"{self.name}.toml"

    @property
    def layout(self) -> Layout:
        return read_layout(self.layout_file)

    def take_in(self, books: str) -> Office:
        """Write *books* and import them, oldest year first; or copy what came of it the last time."""
        paths = self.write(books)
        asked = _digest([*_files(self.store.root), self.layout_file, *paths], self.folder)
        if asked in _TAKEN_IN:
            shutil.rmtree(self.store.root, ignore_errors=True)
            shutil.copytree(_TAKEN_IN[asked], self.store.root)
            return self
        for path in paths:
            take_in(self.store, path, [self.layout])
        _TAKEN_IN[asked] = Path(_KEPT.name) / asked
        shutil.copytree(self.store.root, _TAKEN_IN[asked])
        return self

    def reader(self, version: int | None = None) -> Reader:
        return open_reader(self.store.root, self.targets, version)

    def figure(self, name: str, year: int | None = None, department: str | None = None) -> Figure:
        """Figure *name* at the closing of *year* (the newest if None)."""
        as_of: date | None = closing_date(year) if year else None
        return answer(name, self.reader(), Selection(as_of, department))

    def _rules(self, rows: Rows) -> str:
        known = sorted({(*_department(row), row["年度"]) for row in rows})
        departments = ", ".join(
            f'{{ code = "{code}", name = "{name}", from_year = {year}, to_year = {year} }}'
            for code, name, year in known
        )
        changes = "".join(
            f'[[changes]]\nfiscal_year = {year}\nclaim = "{claim}"\nreason = "{reason}"\n'
            for year, claim, reason in self.changes
        )
        return (
            f"known = [{departments}]\n[claims]\nnet_within = {json.dumps([*self.net_within])}\n"
            f"rules = [\n{''.join(self._claim_rules(rows))}]\n{changes}"
        )

    def _claim_rules(self, rows: Rows) -> Iterable[str]:
        for kind in dict.fromkeys(row["債権"] for row in rows):
            own = [row for row in rows if row["債権"] == kind]
            flags = {
                "split": any(row["区分"] != "なし" for row in own),
                "debtor": all(row.get("債務者") != "なし" for row in own),
                "per_department": kind in self.per_department,
            }
            said = ", ".join(f"{name} = {str(value).lower()}" for name, value in flags.items())
            yield f'  {{ kind = "{kind}", when = {{ claim = "{kind}" }}, {said} }},\n'


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _digest(files: Iterable[Path], folder: Path) -> str:
    """What an import is made of: *files* below *folder*, by name and content, and how summaries are defined."""
    told = hashlib.sha256(summaries.definition().encode())
    for path in files:
        told.update(f"{path.relative_to(folder)} {path.stat().st_size}\0".encode())
        told.update(path.read_bytes())
    return told.hexdigest()


def _department(row: dict[str, str]) -> tuple[str, str]:
    code, _, name = row["課"].partition("=")
    return code, name or code


def _written(row: dict[str, str]) -> list[str]:
    return [
        row["年度"],
        _department(row)[0],
        row["債権"],
        row["区分"],
        row.get("件数", ""),
        *(row[short] for short in AMOUNTS),
        row.get("還付未済", "0"),
    ]
