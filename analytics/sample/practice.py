"""練習用: copies of the newest files, each with one mistake, in a folder named for it. For trying the import."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise
from pathlib import Path

from analytics.sample.months import digits, folder_name
from analytics.sample.plan import CITY, Plan

Rows = Iterator[list[str]]
Fault = Callable[[Rows], Rows]
WATER, TAX = f"{CITY}_水道課_料金未収一覧_", f"{CITY}_税務課_滞納明細_"
CARE, CHILDREN = f"{CITY}_高齢者支援課_介護保険料滞納者一覧_", "_保育料滞納一覧_"
DAMAGED = 5  # the row that is spoilt; the head is row 0


def write_practice(folder: Path, plan: Plan) -> None:
    """The folder 練習用 in *folder*, made from its newest month; of months with hardly a file, what there is."""
    newest = folder / folder_name(plan.last)
    practice = folder / "練習用"
    practice.mkdir()
    faults: dict[str, tuple[str, str, Fault]] = {
        "金額に文字": (WATER, "utf-8-sig", _set("請求額", "12O0円")),
        "同じ行が2回": (WATER, "utf-8-sig", _with_one_twice),
        "納期限が賦課年度より前": (WATER, "utf-8-sig", _set("納期限", "2001/4/1")),
        "差引が合わない": (TAX, "cp932", _set("収納税額", "999999")),
        "知らない科目コード": (TAX, "cp932", _set("業務詳細（科目）コード", "099")),
        "合計の行がない": (CARE, "cp932", _without_total),
    }
    for fault, (name, encoding, spoil) in faults.items():
        for path in newest.glob(f"{name}*"):
            (practice / fault).mkdir()
            _spoiled(path, practice / fault / path.name, encoding, spoil)
    _of_another_month(folder, practice, plan)
    for path in newest.glob(f"{CARE}*"):
        (practice / "途中で切れた").mkdir()
        cut = Path(shutil.copyfile(path, practice / "途中で切れた" / path.name))
        os.truncate(cut, cut.stat().st_size - 150)


def _of_another_month(folder: Path, practice: Path, plan: Plan) -> None:
    """The workbook of the month before under this month's name: its title says another month."""
    before = folder / folder_name(plan.last - 1)
    for path in sorted(before.glob(f"*{CHILDREN}*")) if before.exists() else ():
        (practice / "基準月が違う").mkdir()
        named = path.name.replace(digits(plan.last - 1), digits(plan.last))
        shutil.copyfile(path, practice / "基準月が違う" / named)


def _without_total(rows: Rows) -> Rows:
    for row, _ in pairwise(rows):
        yield row


def _with_one_twice(rows: Rows) -> Rows:
    for number, row in enumerate(rows):
        yield from [row] * (2 if number == DAMAGED else 1)


def _set(header: str, cell: str) -> Fault:
    """A fault: *cell* under *header* in one row."""

    def spoil(rows: Rows) -> Rows:
        head = next(rows)
        yield head
        for number, row in enumerate(rows, start=1):
            if number == DAMAGED:
                row[head.index(header)] = cell
            yield row

    return spoil


def _spoiled(path: Path, to: Path, encoding: str, spoil: Fault) -> None:
    """A copy of *path* with a fault; one of hardly any rows has no room for it and is left out."""
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file)
        first = [*islice(rows, DAMAGED + 2)]
        if len(first) < DAMAGED + 2:
            return
        with to.open("x", encoding=encoding, newline="") as copy:
            csv.writer(copy).writerows(spoil(chain(first, rows)))
