"""Control totals: how many rows and how many yen a department says its file holds (件数・金額の控え)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from analytics.errors import InputFault, reason
from analytics.intake.delivered import Control, Reading
from analytics.intake.findings import Finding, error
from analytics.intake.text import fold
from analytics.intake.values import parse_amount

NAME, COUNT, YEN = "ファイル名", "件数", "金額（円）"
STARTS = "件数金額控え"  # so the names of such lists begin
UNSEEN = (  # how files begin that nobody delivers: hidden ones, those that Excel has open, and Windows' own
    *(".", "~$"),
    *("thumbs.db", "desktop.ini"),
)
ENCODINGS = ("utf-8-sig", "cp932")
LARGEST = 1024 * 1024  # bytes: a list of some files


def sorted_out(paths: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Of *paths*, by name: the deliveries, and the lists of control totals that came with them."""
    seen = sorted(
        (path for path in paths if not path.name.lower().startswith(UNSEEN)),
        key=lambda path: path.name,
    )
    lists = [path for path in seen if is_control_list(path)]
    return [path for path in seen if path not in lists], lists


def is_control_list(path: Path) -> bool:
    """Whether *path* is such a list, and no delivery."""
    return path.name.startswith(STARTS) and path.suffix.lower() == ".csv"


def read_controls(path: Path) -> dict[str, Control]:
    """File name → its control totals, from the list at *path*. Raises `InputFault` with every row that is wrong."""
    rows = _rows(path)
    head = [fold(cell) for cell in rows[0]] if rows else []
    wanted = [fold(name) for name in (NAME, COUNT, YEN)]
    if not set(wanted) <= set(head):
        raise InputFault(
            f"{path.name} を読めません。見出しを「{NAME}」「{COUNT}」「{YEN}」にしてください。"
        )
    controls: dict[str, Control] = {}
    wrong = []
    for number, cells in enumerate(rows[1:], start=2):
        name, count, yen = (
            cells[head.index(column)].strip() if head.index(column) < len(cells) else ""
            for column in wanted
        )
        if not name:
            continue
        read = [None if not cell else parse_amount(cell, unit="円") for cell in (count, yen)]
        if any(value is None and cell for value, cell in zip(read, (count, yen), strict=True)):
            wrong.append(f"{number}行目の{COUNT}か金額が数字ではありません")
        elif name in controls:
            wrong.append(f"{number}行目の {name} が2回出てきます")
        else:
            controls[name] = Control(*read)
    if wrong:
        raise InputFault(f"{path.name} に誤りがあります（{'、'.join(wrong)}）。直してください。")
    return controls


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > LARGEST:
            raise InputFault(f"{path.name} は件数・金額の控えとしては大きすぎます。")
        content = path.read_bytes()
    except OSError as problem:
        raise InputFault(f"{path.name} を開けません（{reason(problem)}）。") from problem
    for encoding in ENCODINGS:
        try:
            return [*csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True)]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise InputFault(f"{path.name} を読めません。UTF-8のCSVで保存し直してください。")


def check_control(reading: Reading, control: Control) -> Iterable[Finding]:
    """An error for a file that does not hold the rows or the yen that its department says."""
    details = reading.detail_rows
    if control.count is not None and control.count != details:
        yield error(
            "control_count",
            f"明細の行数 {details:,}行が、所管課の控えの {control.count:,}件と合いません",
            "行の欠けや重なり、控えの数字を確かめてください",
        )
    yen = reading.details_yen
    if control.yen is not None and yen is not None and yen != control.yen:
        gap = abs(yen - control.yen)
        yield error(
            "control_yen",
            f"収入未済額の計 {yen:,}円が、所管課の控えの {control.yen:,}円と {gap:,}円合いません",
            "金額の誤りや行の欠けがないか、控えの数字を確かめてください",
        )
