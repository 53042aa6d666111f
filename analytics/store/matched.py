"""What a version knows of people beside its summaries: which debtors are one person, and how many owe where.

<store>/matching/<version>/<generation>/*.parquet   made by `analytics.matching` after the version was committed

A generation is complete before it gets its name, and the highest one holds; a decision on who is who makes the next.
Here stands only where they are and how they are read: what opens a version knows nothing of matching.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import LINKS, RECORDS, SHARED
from analytics.store.duck import Database
from analytics.store.months import Months
from analytics.store.snapshots import Store
from analytics.store.summaries import lines, summaries

MATCHED = {"links": LINKS, "shared": SHARED}  # what questions may ask of it


def numbers_in(folder: Path) -> list[int]:
    """The numbers that name the folders in *folder*, the smallest first."""
    return sorted(int(path.name) for path in folder.glob("*") if path.name.isdecimal())


def matching_of(store: Store, number: int) -> Path:
    """Where the generations of version *number* are."""
    return store.root / "matching" / str(number)


def newest_generation(store: Store, number: int) -> Path | None:
    """The generation of version *number* that holds; None where its debtors were never matched."""
    place = matching_of(store, number)
    made = numbers_in(place)
    return place / str(made[-1]) if made else None


def matched_files(store: Store, number: int) -> dict[str, list[Path]]:
    """The files of version *number* that questions read; none where its debtors were never matched."""
    folder = newest_generation(store, number)
    return {name: [folder / f"{name}.parquet"] for name in MATCHED} if folder else {}


def unmatched_tables() -> dict[str, pa.Table]:
    """The same without a row, for a version whose debtors were never matched."""
    return {name: schema.empty_table() for name, schema in MATCHED.items()}


def persons_of(store: Store, number: int) -> pa.Table:
    """Every record of a person in version *number*, of all months, in the columns of `PERSONS`; the oldest first."""
    files = store.files_beside(number, "persons")
    if not files:
        return RECORDS["persons"].empty_table()
    columns = ", ".join(f'"{name}"' for name in RECORDS["persons"].names)
    order = "ORDER BY as_of, department, debtor_key, source_row"
    return Database({"persons": files}).select(f"SELECT {columns} FROM persons {order}")


def written_of(store: Store, number: int) -> Database:
    """What single records of persons in version *number* are asked of (`analytics/sql/matching/person.sql`)."""
    files = store.files_beside(number, "persons")
    if files:
        return Database({"persons": files})
    return Database({}, {"persons": RECORDS["persons"].empty_table()})


def owing_of(store: Store, number: int) -> pa.Table:
    """Which debtor of version *number* owes which kinds now (`analytics/sql/matching/owing.sql`)."""
    return _months(store, number).asked_lately("matching/owing")


def shared_of(store: Store, number: int, links: pa.Table) -> pa.Table:
    """Who owes where, month by month (`analytics/sql/matching/shared.sql`), by the lines of version *number*."""
    return _months(store, number, links).asked("matching/shared")


def _months(store: Store, number: int, links: pa.Table | None = None) -> Months:
    receivables = lines(store.files(number))
    if links is not None:
        receivables.add("links", links)
    standing = summaries(store, number, store.mart(number, "changes"))["standing"]
    return Months(receivables, standing)
