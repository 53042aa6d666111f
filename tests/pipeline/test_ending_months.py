"""The months in which periods may end, line by line in Python, come to what SQL makes of the same lines by quarter."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from analytics.access.gate import open_gate
from analytics.access.viewer import Viewer
from analytics.figures import Selection
from analytics.figures.base import frame, records, scope
from analytics.figures.persons import ending_months, limitation_months
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store

ON = date(2026, 11, 29)


def test_without_demands_the_months_sum_up_to_the_quarters(
    matched: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quarters know of no demand. In the made-up city the office may see every debt."""
    reader = open_reader(matched.root)
    read = ending_months.read_events
    monkeypatch.setattr(
        ending_months, "read_events", lambda of: replace(read(of), written_demands=())
    )
    gate = open_gate(reader, Viewer("chief"), ON)
    months = limitation_months(gate, Selection(), datetime.now(UTC)).frame
    newest = pd.Timestamp(months["period_on"].iloc[0])
    told: Counter[tuple[str, int]] = Counter()
    for row in records(months):
        ahead = (row["ends_on"].year - newest.year) * 12 + row["ends_on"].month - newest.month
        told[row["department"], (ahead + 2) // 3] += row["outstanding_yen"]
    asked = scope(reader, Selection(is_month=True)).parameters
    data, _ = frame(reader, "limitation_calendar", asked)
    quarters: Counter[tuple[str, int]] = Counter()
    for row in records(data[data["span"] == "quarter"]):
        quarters[row["department"], int(row["quarter"])] += row["outstanding_yen"]
    assert len(quarters) > 20
    assert told == quarters
