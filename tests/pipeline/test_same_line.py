"""What is the same line in the next delivery: day by day small cases, each move worked by hand (decision 0017)."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from analytics.ledger.columns import CHANGES, RECEIVABLES
from analytics.store.summaries import build, lines
from tests.monthly import Ledgers, line
from tests.settlement import read

HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損"
OTHER = "市民税 | 納税課 | 9 | 1期 | 2024-06-30 | 滞繰 | 2024 | 50 | 0 | 0"  # in every delivery
MOVES = ("newly_arisen", "collected", "written_off", "correction", "unexplained")


def told(*rows: str) -> dict[int, dict[str, int]]:
    """Month of 2026 → what moved and by how many yen, of deliveries of April to July with the *rows* among others."""
    every = [HEAD, *(f"2026-0{n} | 2026 | {OTHER}" for n in (4, 5, 6, 7)), *rows]
    table = [line(row, at, "納税課") for at, row in enumerate(read("\n".join(every)), start=2)]
    for row in table:
        row["instalment"] = row["instalment"] or None
    months = build(
        lines([], pa.Table.from_pylist(table, schema=RECEIVABLES)), CHANGES.empty_table()
    )
    return {
        row["period_on"].month: {move: row[f"{move}_yen"] for move in MOVES if row[f"{move}_yen"]}
        for row in months["steps"].to_pylist()
    }


def a_row(
    month: int, due_on: str, assessed: int, received: int = 0, instalment: str = "1期"
) -> str:
    """A line of 市民税 of the year 2026, of one debtor."""
    whose = f"2026-0{month} | 2026 | 市民税 | 納税課 | 1 | {instalment}"
    return f"{whose} | 2026-{due_on} | 現年 | 2026 | {assessed} | {received} | 0"


def test_a_line_that_was_put_off_is_the_same_line() -> None:
    """100 yen due on 15 May, then on 15 June: arisen once, in May, and not moved since."""
    put_off = (a_row(5, "05-15", 100), a_row(6, "06-15", 100), a_row(7, "06-15", 100))
    assert told(*put_off) == {5: {"newly_arisen": 100}, 6: {}, 7: {}}


def test_what_is_paid_on_a_line_that_was_put_off_is_collected() -> None:
    put_off = (a_row(5, "05-15", 100), a_row(6, "06-15", 100, 30), a_row(7, "07-15", 100, 100))
    assert told(*put_off) == {5: {"newly_arisen": 100}, 6: {"collected": 30}, 7: {"collected": 70}}


def test_a_line_that_was_put_off_beyond_the_month_end_is_explained() -> None:
    """Due on 15 May, then on 15 July: at the end of June it is in the file, and not due."""
    put_off = (a_row(5, "05-15", 100), a_row(6, "07-15", 100), a_row(7, "07-15", 100))
    assert "unexplained" not in told(*put_off)[6]


def test_a_fresh_line_without_instalment_beside_older_ones_is_newly_arisen() -> None:
    """One debtor and year: 100 of April; 70 more in May; in June 60 of the 100 are paid, and 40 more come, 10 paid."""
    first = a_row(4, "04-10", 100, instalment="")
    may = (a_row(5, "04-10", 100, instalment=""), a_row(5, "05-20", 70, instalment=""))
    june = (
        a_row(6, "04-10", 100, 60, instalment=""),
        a_row(6, "05-20", 70, instalment=""),
        a_row(6, "06-20", 40, 10, instalment=""),
    )
    moved = told(first, *may, *june)
    assert moved[5] == {"newly_arisen": 70}
    assert moved[6] == {"newly_arisen": 30, "collected": 60}


def test_a_fresh_line_without_instalment_does_not_take_the_place_of_one_that_went() -> None:
    """100 of April are gone in June, unpaid, and 40 have come, of which 10 were paid in time."""
    rows = (a_row(4, "04-10", 100, instalment=""), a_row(5, "04-10", 100, instalment=""))
    moved = told(*rows, a_row(6, "06-20", 40, 10, instalment=""))
    assert moved[6] == {"newly_arisen": 30, "unexplained": -100}


def test_a_second_instalment_is_a_line_of_its_own() -> None:
    rows = (a_row(4, "04-10", 100), a_row(5, "04-10", 100))
    moved = told(*rows, a_row(5, "05-20", 70, instalment="2期"))
    assert moved[5] == {"newly_arisen": 70}


# A kind that is there no more ----------------------------------------------------------------------

STAYS = "2025 | 市民税 | 住宅課 | 9 | 1期 | 2024-06-30 | 滞繰 | 2024 | 50 | 0 | 0"


def presence(folder: Path, *amounts: str, changes: tuple[tuple[int, str, str], ...] = ()) -> str:
    """How 家賃 of 100 yen stands a year later, when it has no row; *amounts* are those of its rows of 2025-12."""
    rent = "2025 | 家賃 | 住宅課 | 1 | 11月 | 2024-11-30 | 滞繰 | 2024"
    rows = [
        *(f"{month} | {STAYS}" for month in ("2025-01", "2025-12", "2026-01")),
        f"2025-01 | {rent} | 100 | 0 | 0",
        *(f"2025-12 | {rent} | {each}" for each in amounts),
    ]
    office = Ledgers(folder, changes=changes).take_in("\n".join([HEAD, *rows]))
    asked = "SELECT presence FROM movements WHERE is_month AND claim = '家賃' AND period_on = DATE '2026-01-31'"
    (row,) = office.reader().database.select(asked).to_pylist()
    return str(row["presence"])


@pytest.mark.parametrize("amounts", ["100 | 100 | 0", "100 | 0 | 100", "100 | 60 | 40"])
def test_a_kind_that_was_paid_or_written_off_in_full_has_not_left(
    amounts: str, tmp_path: Path
) -> None:
    """Its row went with the last yen: nothing is missing in the comparison."""
    assert presence(tmp_path, amounts) == "continued"


@pytest.mark.parametrize("amounts", [("100 | 40 | 0",), ()])
def test_a_kind_that_vanished_unexplained_has_left(
    amounts: tuple[str, ...], tmp_path: Path
) -> None:
    assert presence(tmp_path, *amounts) == "left"


def test_a_kind_that_left_for_a_reason_has_left(tmp_path: Path) -> None:
    told = ((2025, "家賃", "住宅公社へ移した"),)
    assert presence(tmp_path, "100 | 0 | 0", changes=told) == "left"
