"""The summary of who owes where equals a count by brute force from the raw records, month by month."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from analytics.matching.keeping import generation
from analytics.matching.matching import match
from analytics.store.snapshots import Store

Key = tuple[object, str, str]  # month, members, member
Sums = tuple[int, int, int, int]  # how many members, persons, yen, yen of the one who owes most
VIEWS = ("department", "claim_kind")


@pytest.fixture(scope="module")
def matched(kakuu_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = Store(Path(shutil.copytree(kakuu_store, tmp_path_factory.mktemp("shared") / "store")))
    match(store, 2)
    return store


@pytest.fixture(scope="module")
def owed(matched: Store) -> pd.DataFrame:
    """Month, person, department, kind and yen past due of every debtor, from the records as they were delivered."""
    lines = pa.table(DeltaTable(matched.root / "receivables").to_pyarrow_table()).to_pandas()
    lines = lines[
        lines["debtor_key"].notna() & (lines["due_on"].isna() | (lines["due_on"] < lines["as_of"]))
    ]
    found = generation(matched, 2)
    assert found is not None
    links = found.tables["links"].to_pandas()[["department", "debtor_key", "person_id"]]
    both = lines.merge(links, on=["department", "debtor_key"], how="left", validate="many_to_one")
    assert both["person_id"].notna().all()
    keys = ["as_of", "person_id", "department", "claim_kind"]
    return both.groupby(keys, as_index=False)["outstanding_yen"].sum()


@pytest.mark.parametrize("view", VIEWS)
def test_every_set_of_every_month_is_what_the_records_say(
    matched: Store, owed: pd.DataFrame, view: str
) -> None:
    found = generation(matched, 2)
    assert found is not None
    shared = found.tables["shared"].to_pandas()
    mine = shared[shared["view"] == view]
    expected = dict(
        chain.from_iterable(plain(month, rows, view) for month, rows in owed.groupby("as_of"))
    )
    told = {
        (row.period_on, row.members, row.member): (
            row.size,
            row.person_count,
            row.outstanding_yen,
            row.largest_yen,
        )
        for row in mine.itertuples()
    }
    assert len({key[0] for key in expected}) == 3
    assert told == expected


def plain(month: object, rows: pd.DataFrame, view: str) -> Iterator[tuple[Key, Sums]]:
    """What one month should have, counted person by person."""
    people: dict[str, Counter[str]] = defaultdict(Counter)
    for person, member, yen in zip(
        rows["person_id"], rows[view], rows["outstanding_yen"], strict=True
    ):
        people[person][member] += yen
    cells: dict[tuple[str, str], list[int]] = defaultdict(list)
    for sums in people.values():
        members = sorted(member for member, yen in sums.items() if yen > 0)
        for member in members:
            cells["/".join(members), member].append(sums[member])
    for (members, member), amounts in cells.items():
        size = members.count("/") + 1
        yield (month, members, member), (size, len(amounts), sum(amounts), max(amounts))
