"""Stores whose debtors are matched: by hand, or by the product's own matching."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import LINKS
from analytics.matching.keeping import Generation, keep_generation
from analytics.matching.matching import match
from analytics.store.matched import shared_of
from analytics.store.snapshots import Store


def matched_copy(root: Path, into: Path) -> Path:
    """A copy of the store at *root* whose newest version is matched."""
    store = Store(Path(shutil.copytree(root, into)))
    number = store.latest()
    assert number is not None
    match(store, number)
    return store.root


def keep_links(store: Store, people: dict[tuple[str, str], str]) -> None:
    """Let *people* (department and debtor → person) hold for the newest version of *store*."""
    number = store.latest()
    assert number is not None
    rows = [
        dict.fromkeys(LINKS.names)
        | {"department": department, "debtor_key": key, "person_id": person, "method": "decision"}
        for (department, key), person in people.items()
    ]
    links = pa.Table.from_pylist(rows, schema=LINKS)
    tables = {"links": links, "shared": shared_of(store, number, links)}
    keep_generation(store, number, Generation(tables, {"model": 0, "changed": []}))
