"""Who waits and which decisions cannot all be right, by hand; and who owes what at the newest month-end."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from analytics.matching.decisions import Decision, Pair
from analytics.matching.keeping import Generation
from analytics.matching.reviewing import disputed, waiting, weighed_pair
from analytics.store.matched import owing_of
from tests.monthly import Ledgers

A, B, C, D = (("10", "a"), ("10", "b"), ("20", "c"), ("20", "d"))
DAY = date(2026, 11, 5)
MADE = Generation(
    {
        "records": pa.table(
            {"department": ["10", "10", "20", "20"], "debtor_key": ["a", "b", "c", "d"]}
        ),
        "pairs": pa.table(
            {
                "record_l": [0, 0, 1, 2],
                "record_r": [2, 3, 2, 3],
                "match_weight": [0.5, 3.0, -1.0, 9.0],
                "reason": ["weak", "name_only", "weak", ""],
            }
        ),
    },
    {},
)


def decided(**verdicts: str) -> dict[Pair, Decision]:
    """Decisions by the letters of their debtors: ``ab="same"``."""
    debtors = dict(zip("abcd", (A, B, C, D), strict=True))
    made = {(debtors[one], debtors[other]): verdict for (one, other), verdict in verdicts.items()}
    return {pair: Decision(pair, verdict, "山田", DAY) for pair, verdict in made.items()}


def test_the_strongest_wait_first_and_what_was_put_off_last() -> None:
    assert [one.pair for one in waiting(MADE, {})] == [(A, D), (A, C), (B, C)]
    told = waiting(MADE, decided(ad="later", ac="different"))
    assert [(one.pair, one.reason, one.is_later) for one in told] == [
        ((B, C), "weak", False),
        ((A, D), "name_only", True),
    ]


def test_a_pair_is_found_with_its_weights_or_was_never_weighed() -> None:
    found = weighed_pair(MADE, (C, D))
    assert found is not None
    assert found["match_weight"] == 9.0
    assert weighed_pair(MADE, (A, B)) is None
    assert weighed_pair(MADE, (A, ("30", "gone"))) is None


def test_a_chain_and_a_different_between_its_ends_are_disputed() -> None:
    same = decided(ab="same", bc="same")
    assert disputed((A, B, C, D), same) == set()
    quarrel = same | decided(ac="different", ad="different", cd="later")
    assert disputed((A, B, C, D), quarrel) == {(A, B), (B, C), (A, C)}


def test_a_decision_about_who_is_gone_disputes_nothing() -> None:
    quarrel = decided(ab="same", bc="same", ac="different")
    assert disputed((A, C, D), quarrel) == set()


def test_who_owes_is_known_of_the_newest_month_and_of_what_is_due(tmp_path: Path) -> None:
    """1 paid in October; 2 owes; what 3 owes is not due before November; 4's month is that of before, and stands."""
    books = """
        月      | 年度 | 債権     | 課     | 債務者 | 期  | 納期限     | 区分 | 調定 | 収入 | 欠損
        2026-09 | 2026 | 水道料金 | 水道課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 |    0 |    0
        2026-09 | 2026 | 市民税   | 納税課 | 4      | 1期 | 2026-06-30 | 現年 | 1000 |    0 |    0
        2026-10 | 2026 | 水道料金 | 水道課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 | 1000 |    0
        2026-10 | 2026 | 水道料金 | 水道課 | 2      | 1期 | 2026-06-30 | 現年 | 1000 |  900 |    0
        2026-10 | 2026 | 水道料金 | 水道課 | 3      | 2期 | 2026-11-30 | 現年 | 1000 |    0 |    0"""
    reader = Ledgers(tmp_path).take_in(books).reader()
    rows = owing_of(reader.store, reader.version).to_pylist()
    assert [(row["department"], row["debtor_key"], row["claim_kind"]) for row in rows] == [
        ("水道課", "2", "水道料金"),
        ("納税課", "4", "市民税"),
    ]
