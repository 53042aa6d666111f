"""Every claim and year of the settled roll-forward of Komae, against the product's bridge from the year-end before."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from analytics.ledger.calendar import closing_date
from analytics.store.reader import Reader, open_reader
from tests.reconcile.published import KOMAE, YEARS, rows_of, table

Claim = tuple[int, str, str]  # fiscal year, account, claim
Told = tuple[int, int, int, int]  # opening, 調整, written off, closing; yen
WORDS = ("opening", "correction", "written_off", "closing")


@pytest.fixture(scope="module")
def reader(komae_store: Path) -> Reader:
    return open_reader(komae_store)


@pytest.fixture(scope="module")
def bridges(reader: Reader) -> dict[Claim, Told]:
    """The bridge of each year, a claim that changed its department as one."""
    accounts = {
        row["account_code"]: row["account_name"]
        for row in rows_of(KOMAE / "claim_mapping.csv", "utf-8-sig")
    }
    found: dict[Claim, Told] = defaultdict(lambda: (0, 0, 0, 0))
    for year in YEARS[1:]:
        asked = {
            "from_on": closing_date(year - 1),
            "period_on": closing_date(year),
            "is_month": False,
            "department": None,
            "claim_kind": None,
        }
        for row in reader.ask("bridge", asked).to_pylist():
            key = (year, accounts[row["account"]], row["claim"])
            a, b, c, d = found[key]
            opening, corrected, lost, closing = (row[f"{word}_yen"] for word in WORDS)
            found[key] = (a + opening, b + corrected, c + lost, d + closing)
    return dict(found)


def settled() -> list[dict[str, str]]:
    """The rows of every year that has one before it."""
    rows = table("komae_claim_rollforward_2018_2023.csv")
    return [row for row in rows if int(row["fiscal_year"]) > YEARS[0]]


def claim_of(row: dict[str, str]) -> Claim:
    return int(row["fiscal_year"]), row["account_name"], row["claim_name"]


def test_every_row_is_a_row_of_the_bridge(bridges: dict[Claim, Told]) -> None:
    """From the closing of the year before; the gap between it and the opening is 調整."""
    rows = [row for row in settled() if row["prev_closing_yen"]]
    assert len(rows) == 162
    for row in rows:
        before, opening = int(row["prev_closing_yen"]), int(row["opening_yen"])
        assert opening - before == int(row["opening_gap_vs_prev_closing_yen"])
        expected = (before, opening - before, int(row["written_off_yen"]), int(row["closing_yen"]))
        assert bridges[claim_of(row)] == expected, claim_of(row)
    assert any(bridges[claim_of(row)][1] for row in rows)  # not every opening is the closing before


def test_what_was_not_there_a_year_before_begins_with_nothing(bridges: dict[Claim, Told]) -> None:
    """The settled table leaves the closing before empty where a claim has no line in the books of that year."""
    rows = [row for row in settled() if not row["prev_closing_yen"]]
    assert len(rows) == 16
    for row in rows:
        assert (row["opening_yen"], row["opening_gap_vs_prev_closing_yen"]) == ("0", "")
        expected = (0, 0, int(row["written_off_yen"]), int(row["closing_yen"]))
        assert bridges[claim_of(row)] == expected, claim_of(row)


def test_what_the_table_lacks_has_ended(bridges: dict[Claim, Told]) -> None:
    """Claims that a year's books no longer have, or have with nothing left: all of them close with nought."""
    known = {claim_of(row) for row in settled()}
    others = {key: told for key, told in bridges.items() if key not in known}
    assert len(others) == 17
    assert {told[1:] for told in others.values()} == {(0, 0, 0)}
