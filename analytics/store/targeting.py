"""Targets written down: a file the chief got, or a decision made on the screen, each as a new CSV in the folder.

What is there is never changed: a decision is the next version beside the former ones. A file appears whole or not at
all, and one writer at a time looks at what is there, checks, and writes.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.errors import InputFault, StoreFault
from analytics.intake.controls import UNSEEN
from analytics.intake.target_keys import NO_ACCOUNT, grouped
from analytics.intake.targets import HEADERS, Row, read_files
from analytics.intake.text import fold
from analytics.ledger.columns import TARGET_PARTS
from analytics.ledger.spreadsheet import neutral
from analytics.store.holding import Folder, alone
from analytics.store.target_drafts import Decision, Draft, draft_of, draft_of_file, said

TARGETS_FOLDER = Folder(
    "目標のフォルダ",
    "ほかの人が目標を書いています。少し待って、もう一度実行してください。",
    "前からある目標は変わっていません。",
)
PATIENCE = 10.0  # seconds to wait for another writer, who needs far less
MEANWHILE = (
    "確かめた後に、ほかの人が目標を変えました。何も書いていません。もう一度確かめてください。"
)


@dataclass(frozen=True)
class Written:
    """What became of targets: the new file, or None when all of it is there already."""

    path: Path | None
    draft: Draft


@dataclass(frozen=True)
class Version:
    """One version of a year's targets as it is written: its day, and what it comes to in yen and cases."""

    municipality: str
    fiscal_year: int
    version: int
    rows: tuple[Row, ...]

    @property
    def days(self) -> list[date]:
        """The days on which it was decided; of a list that two departments keep there may be several."""
        return sorted({row["decided_on"] for row in self.rows})

    @property
    def claim_count(self) -> int:
        """How many claims have a target in it."""
        return len({(row["account"], fold(row["claim"])) for row in self.rows})

    @property
    def target_yen(self) -> int:
        """The sum of its targets in yen."""
        return sum(row["target_yen"] for row in self.rows)

    @property
    def target_case_count(self) -> int | None:
        """The sum of its targets in cases, None where none is written."""
        counts = [row["target_case_count"] for row in self.rows]
        known = [count for count in counts if count is not None]
        return sum(known) if known else None

    @property
    def files(self) -> list[str]:
        """The files in which it stands."""
        return sorted({row["source_name"] for row in self.rows})


def versions(rows: Iterable[Row]) -> list[Version]:
    """Every version in *rows*, the newest year first and within it the oldest version first."""
    of = grouped(rows, lambda row: (-row["fiscal_year"], row["municipality"], row["version"]))
    return [
        Version(municipality, -year, number, tuple(same))
        for (year, municipality, number), same in sorted(of.items())
    ]


def take_in_targets(folder: Path, source: Path, shown: Draft | None = None) -> Written:
    """Write the targets in the file at *source* as a new CSV in *folder*; what is there already is not written again.

    *shown* is what the reader was shown of it. Raises `InputFault` with every problem of the file itself and of it
    beside the others, `StoreFault` when somebody else changed the targets after they were shown, or none can be
    written; then nothing is.
    """
    with alone(folder, TARGETS_FOLDER, PATIENCE):
        draft = _sound(draft_of_file(folder, source), shown)
        if not draft.rows:
            return Written(None, draft)
        return Written(_write(folder, draft), draft)


def decide(folder: Path, decision: Decision, shown: Draft | None = None) -> Written:
    """Write *decision* as the next version of its year. Raises as `take_in_targets` does."""
    with alone(folder, TARGETS_FOLDER, PATIENCE):
        draft = _sound(draft_of(folder, decision), shown)
        return Written(_write(folder, draft), draft)


def _sound(draft: Draft, shown: Draft | None) -> Draft:
    if shown is not None and [*map(said, shown.rows)] != [*map(said, draft.rows)]:
        raise StoreFault(MEANWHILE)
    if draft.problems:
        head = "目標は書いていません。次を直してください。"
        raise InputFault("\n".join([head, *draft.problems]))
    return draft


def _write(folder: Path, draft: Draft) -> Path:
    """The rows of *draft* as a file of their own: whole, read back, and under a name that no other bears."""
    unfinished = folder / ".目標.part"
    unfinished.unlink(missing_ok=True)  # left by a writer that was killed
    with unfinished.open("x", encoding="utf-8-sig", newline="") as out:
        sheet = csv.writer(out, lineterminator="\r\n")
        sheet.writerow(HEADERS.values())
        sheet.writerows(map(_cells, draft.rows))
        out.flush()
        os.fsync(out.fileno())
    back = read_files([unfinished]).rows
    if [*map(said, back)] != [*map(said, draft.rows)]:
        unfinished.unlink()
        raise StoreFault(
            "書いた目標を読み返すと、元と違いました。目標は書いていません。債権の名前に、"
            "目に見えない文字がないかを確かめてください。"
        )
    path = _free(folder, draft.name)
    try:
        os.link(unfinished, path)  # never over another file, as a renaming would be
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        unfinished.rename(path)
    unfinished.unlink(missing_ok=True)
    return path


def _free(folder: Path, name: str) -> Path:
    """Where a file called *name* can be put: under another number when there is one of that name."""
    name = f"目標{name}" if name.lower().startswith(UNSEEN) else name
    wanted = folder / name
    number = 1
    while wanted.exists():
        number += 1
        wanted = folder / f"{Path(name).stem}_{number}{Path(name).suffix}"
    return wanted


def _cells(row: Row) -> Sequence[object]:
    """*row* as the cells of a file, no text of which a spreadsheet would run."""
    account = row["account"]
    words = row | {
        "decided_on": row["decided_on"].isoformat(),
        "account": NO_ACCOUNT if account == "" else account or "",
        "claim_kind": row["claim"],
        "part": TARGET_PARTS[row["part"]],
    }
    cells = [words[name] for name in HEADERS]
    return [neutral(cell) if isinstance(cell, str) else cell for cell in cells]
