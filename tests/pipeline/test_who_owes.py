"""Debtors and states of a few lines, each counted by hand: who owes, who came, who left, and what is untouched."""

from __future__ import annotations

import pyarrow as pa

from analytics.ledger.columns import CHANGES, RECEIVABLES
from analytics.store.summaries import Tables, build, lines
from tests.monthly import line
from tests.settlement import read

HEAD = "月 | 課 | 債務者 | 期 | 調定 | 収入 | 状態 | 年度 | 債権 | 納期限 | 区分 | 賦課 | 欠損"
REST = "2026 | 市民税 | 2026-04-30 | 現年 | 2026 | 0"


def made(*rows: str) -> Tables:
    """The summaries of *rows*: month, department, debtor, instalment, assessed, received, state."""
    told = read("\n".join([HEAD, *(f"{row} | {REST}" for row in rows)]))
    table = [line(row, at, row["課"]) for at, row in enumerate(told, start=2)]
    return build(lines([], pa.Table.from_pylist(table, schema=RECEIVABLES)), CHANGES.empty_table())


def moved(tables: Tables) -> dict[tuple[int, str], tuple[int, int, int, int, int]]:
    """Month and department → arrived, their yen, left, their yen, stayed."""
    words = ("arrived_count", "arrived_yen", "left_count", "left_yen", "stayed_count")
    return {
        (row["period_on"].month, row["department"]): tuple(row[word] for word in words)
        for row in tables["debtor_moves"].to_pylist()
    }


def counted(tables: Tables) -> dict[str, int]:
    """Department → debtors of its one delivery; none where it has no row."""
    return {
        row["department"]: row["debtor_count"]
        for row in tables["debtors"].to_pylist()
        if row["dimension"] == "all" and row["claim_kind"] is None
    }


def states(tables: Tables) -> dict[str, int]:
    return {row["state"]: row["outstanding_yen"] for row in tables["makeup"].to_pylist()}


def test_who_came_who_left_and_who_stayed() -> None:
    """1 stays with 30 less, 2 pays 70, 3 comes with 50."""
    may = ("2026-05 | 納税課 | 1 | 1期 | 100 | 0 |", "2026-05 | 納税課 | 2 | 1期 | 70 | 0 |")
    june = (
        "2026-06 | 納税課 | 1 | 1期 | 100 | 30 |",
        "2026-06 | 納税課 | 2 | 1期 | 70 | 70 |",
        "2026-06 | 納税課 | 3 | 1期 | 50 | 0 |",
    )
    tables = made(*may, *june)
    assert moved(tables) == {(6, "納税課"): (1, 50, 1, 70, 1)}
    assert counted(made(*june)) == {"納税課": 2}


def test_the_last_debtor_left() -> None:
    paid = ("2026-05 | 納税課 | 1 | 1期 | 100 | 0 |", "2026-06 | 納税課 | 1 | 1期 | 100 | 100 |")
    assert moved(made(*paid)) == {(6, "納税課"): (0, 0, 1, 100, 0)}


def test_nobody_came_with_a_first_delivery() -> None:
    """住宅課 delivers for the first time in June: with what would it be compared?"""
    tax = [f"2026-0{month} | 納税課 | 1 | 1期 | 100 | 0 |" for month in (5, 6)]
    tables = made(*tax, "2026-06 | 住宅課 | 5 | 1期 | 70 | 0 |")
    assert moved(tables) == {(6, "納税課"): (0, 0, 0, 0, 1)}


def test_who_owes_nought_in_all_is_no_debtor() -> None:
    """100 are open on one line, 100 too much were paid on another."""
    lines_of_one = (
        "2026-05 | 納税課 | 1 | 1期 | 100 | 0 |",
        "2026-05 | 納税課 | 1 | 2期 | 50 | 150 |",
    )
    assert counted(made(*lines_of_one, "2026-05 | 納税課 | 2 | 1期 | 9 | 0 |")) == {"納税課": 1}


def test_a_line_without_a_state_is_untouched_where_others_have_one() -> None:
    seized = "2026-05 | 納税課 | 1 | 1期 | 100 | 0 | 差押中（換価前）"
    plain = "2026-05 | 納税課 | 2 | 1期 | 50 | 0 |"
    assert states(made(seized, plain)) == {"seized": 100, "untouched": 50}
    assert states(made(plain)) == {"unknown": 50}


def test_a_paid_line_with_a_state_tells_that_the_file_has_states() -> None:
    paid = "2026-05 | 納税課 | 1 | 1期 | 100 | 100 | 差押中（換価前）"
    assert states(made(paid, "2026-05 | 納税課 | 2 | 1期 | 50 | 0 |")) == {"untouched": 50}
