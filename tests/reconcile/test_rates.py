"""The rates of collection of Komae, against the settled table added up with plain Python."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.store.reader import open_reader
from tests.reconcile.published import YEARS, table

# of these years we count undivided claims that the settled table leaves out: owed a year before, paid since
# (tests/reconcile/test_claims.py names them)
WITH_MORE = (2020, 2021, 2023)
PARTS = {"現年分": "current_rate", "滞納繰越分": "carried_over_rate"}


def test_rates_of_the_settled_table(komae_store: Path) -> None:
    received: dict[tuple[int, str], int] = defaultdict(int)
    assessed: dict[tuple[int, str], int] = defaultdict(int)
    lost: dict[int, int] = defaultdict(int)
    for row in table("komae_receivables_by_claim_2018_2023.csv"):
        if row["is_debtor_claim"] != "True":
            continue
        year = int(row["fiscal_year"])
        lost[year] += int(row["written_off_yen"])
        for name in {"total_rate", PARTS.get(row["year_class"], "total_rate")}:
            received[year, name] += int(row["collected_yen"])
            assessed[year, name] += int(row["assessed_yen"])
    figure = answer("collection_rates", open_reader(komae_store), Selection())
    shown = figure.frame.set_index("fiscal_year")
    assert list(shown.index) == list(YEARS)
    for (year, name), yen in received.items():
        if name == "total_rate" and year in WITH_MORE:
            continue
        assert shown.loc[year, name] == pytest.approx(yen / assessed[year, name], rel=1e-12)
    assert shown["written_off_yen"].to_dict() == lost
