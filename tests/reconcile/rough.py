"""The files of the made-up city made rough: what real departments do, and the made-up ones never do.

Departments now and then deliver nothing, some of them not at a closing of their books, and of two months nobody
delivers anything; one department joins in the middle. Tax says nothing of one kind at first, and loses some old lines,
first for a month and later for good. The waterworks bill for the last day of the month, correct what they assessed,
and give some money back. So a month has something to adjust, and something it cannot explain.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.sampled import a_day, last_day, month_folders

FIRST, LAST = "2025-05", "2026-07"
NOBODY = ("2025-06", "2026-04")  # a same month of last year, and one between two closings
MISSING = {  # 2026-03 is the closing of the waterworks, 2026-05 that of all others
    **dict.fromkeys(("2025-05", "2025-07"), ("学校教育課",)),
    "2025-09": ("水道課", "税務課"),
    "2025-10": ("水道課",),
    "2025-12": ("税務課", "福祉課"),
    "2026-03": ("水道課",),
    "2026-05": ("福祉課", "こども未来課"),
}
JOINS, CORRECTED = "2025-09", "2026-01"  # 国民健康保険税, water
GIVEN_BACK = "2026-02"  # 100 yen of what had been paid on a bill for water
HIDDEN, LOST = "2025-11", "2026-02"  # of old lines of 市県民税: for a month, and for good
Row = dict[str, str]


def make_rough(city: Path, folder: Path) -> Path:
    """The months of *city* from `FIRST` to `LAST` but `NOBODY` in *folder*, their files made rough as told above."""
    for month in month_folders(city):
        if FIRST <= month <= LAST and month not in NOBODY:
            shutil.copytree(city / month, folder / month)
            _make_rough(folder / month)
    shutil.copytree(city / "目標", folder / "目標")
    return folder


def _make_rough(month: Path) -> None:
    _edit(month, "架空市_税務課_滞納明細_*", "cp932", _tax)
    _edit(month, "架空市_水道課_*", "utf-8-sig", _water)
    gone = [path for name in MISSING.get(month.name, ()) for path in month.glob(f"架空市_{name}_*")]
    assert bool(gone) == (month.name in MISSING)
    for path in (*gone, *month.glob("件数金額控え_*")):  # whose totals are no longer right
        path.unlink()


def _edit(month: Path, pattern: str, encoding: str, edit: Callable[[str, Row], Row | None]) -> None:
    (path,) = month.glob(pattern)
    text = path.read_bytes().decode(encoding)
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    written = io.StringIO()
    csv.writer(written).writerows([head, *_edited(head, lines, month.name, edit)])
    path.write_bytes(written.getvalue().encode(encoding))


def _edited(
    head: list[str], lines: list[list[str]], month: str, edit: Callable[[str, Row], Row | None]
) -> Iterator[list[str]]:
    for line in lines:
        row = edit(month, dict(zip(head, line, strict=True)))
        if row is not None:
            yield [row[name] for name in head]


def _tax(month: str, row: Row) -> Row | None:
    subject = row["業務詳細（科目）コード"]
    is_lost = subject == "001" and row["賦課年度"] < "2024" and (month >= LOST or month == HIDDEN)
    return None if is_lost or (subject == "005" and month < JOINS) else row


def _water(month: str, row: Row) -> Row:
    """Due on the last day of its month; bills are corrected from `CORRECTED` on, and 100 yen of some given back."""
    row |= {"納期限": last_day(f"{a_day(row['納期限']):%Y-%m}").strftime("%Y/%m/%d")}
    if month >= CORRECTED and int(row["年月分"][5:7]) % 2 == 0:
        row |= {name: str(int(row[name]) + 100) for name in ("請求額", "未収額")}
    if month == GIVEN_BACK and int(row["入金額"]) >= 100:
        row |= {"入金額": str(int(row["入金額"]) - 100), "未収額": str(int(row["未収額"]) + 100)}
    return row
