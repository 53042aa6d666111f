"""The made-up city from month to month: what becomes of a line, of the books and of the work done."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import pairwise

from tests.sampled import (
    Files,
    closes,
    lines_of,
)

KEY = ("debtor_key", "claim", "levy_year", "instalment")


def test_cumulative_amounts_never_fall_and_no_line_vanishes_unsettled(files: Files) -> None:
    months = sorted(files)
    for before, after in pairwise(months):
        now = {(name, *(row[each] for each in KEY)): row for name, row in lines_of(files[after])}
        for name, row in lines_of(files[before]):
            later = now.get((name, *(row[each] for each in KEY)))
            if later is None:
                assert row["outstanding_yen"] == 0, (name, after)
                assert closes(name, row["fiscal_year"]) <= before
            elif later["fiscal_year"] == row["fiscal_year"]:
                assert later["assessed_yen"] == row["assessed_yen"]
                assert later["received_yen"] >= row["received_yen"]
                assert later["written_off_yen"] >= row["written_off_yen"]
            else:  # carried over
                assert closes(name, row["fiscal_year"]) == before
                assert later["assessed_yen"] == row["outstanding_yen"]
                assert later["is_carried"]


def test_in_april_and_may_general_accounts_have_two_books(files: Files) -> None:
    for month, general, enterprise in (
        ("2026-03", {2025}, {2025}),
        ("2026-04", {2025, 2026}, {2026}),
        ("2026-05", {2025, 2026}, {2026}),
        ("2026-06", {2026}, {2026}),
    ):
        books = defaultdict(set)
        for name, row in lines_of(files[month]):
            books[name == "kakuu-water"].add(row["fiscal_year"])
        assert books[False] == general, month
        assert books[True] == enterprise, month


def test_water_lists_what_is_not_due_yet(files: Files) -> None:
    rows = files["2026-03"]["kakuu-water"].rows
    ahead = [row for row in rows if row["due_on"] > date(2026, 3, 31)]
    assert ahead
    assert all(not row["is_carried"] and row["levy_year"] == 2025 for row in ahead)


def test_a_meter_is_read_every_other_month(files: Files) -> None:
    read_in = defaultdict(set)
    for row in files["2026-10"]["kakuu-water"].rows:
        read_in[row["debtor_key"]].add(int(row["instalment"][5:7]) % 2)
    assert max(map(len, read_in.values())) == 1


def test_december_is_busy(files: Files) -> None:
    done = {month: len(delivered["kakuu-actions"].rows) for month, delivered in files.items()}
    assert done["2025-12"] == max(done.values())
    assert done["2025-12"] > 1.4 * sum(done.values()) / len(done)
